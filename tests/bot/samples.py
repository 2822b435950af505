"""One reply of every kind, and of every form that its wording takes."""

import datetime

from bot.replies import (
    Agreed,
    Answer,
    Answers,
    AskPlain,
    Ballot,
    Choice,
    Cited,
    Comparison,
    Disagreement,
    Dispute,
    Elaboration,
    Fact,
    Facts,
    HandedIn,
    Link,
    Move,
    Nothing,
    Notice,
    Others,
    PollOpen,
    Prompt,
    Reasons,
    Recorded,
    Reply,
    RulesChanged,
    Said,
    Step,
    Suggest,
    Weighed,
    Welcome,
)
from knowledge.models import Source
from tests.bot.ranked import (
    BEST,
    GIVEN,
    OLD,
    RECOMMENDATION,
    SECOND,
    THIRD,
    UNSETTLED,
    VERSUS,
)

DAY = datetime.date(2026, 11, 5)
RESUME = Move(do="resume", walk="w", revision=4)
LINKS = (Link(entry="what-is-flask", question="Flask?"), Link(entry="what-is-drf", question="DRF?"))
ANSWER = Answer(
    entry="what-is-falcon",
    question="What is Falcon?",
    answer="A *small* framework.\n\n```python\nimport falcon\n```",
    confidence=0.9,
    sources=(
        Source(title="The manual", url="https://falcon.example/manual", checked=DAY),
        Source(title="Our own page", url="README.md", checked=DAY),
    ),
    reviewed=DAY,
    stale=False,
    see_also=LINKS,
    frameworks=("falcon",),
)
FACT = Fact(
    framework="falcon",
    attribute="licence",
    name="Falcon",
    label="Licence",
    value="A free one",
    sources=ANSWER.sources,
)
FACTS = Facts(facts=(FACT,), explained=LINKS[:1], when_to_use=LINKS[1:])
IN_CONTEXT = {"taken_as": "what is Falcon?", "literally": AskPlain(text="falcon?")}
WHY = Elaboration(asks="why", about="What is Falcon?", details="Because.", links=LINKS)
STEP = Step(
    walk="w",
    revision=4,
    criterion="speed",
    question="How fast?",
    help="It matters.",
    options=(Choice(id="normal", label="Normal"), Choice(id="dont-know", label="I don't know")),
    given=(),
    total=3,
    intro="Three questions.",
)
REASONS = Reasons(
    walk="w",
    revision=4,
    framework="drf",
    ranking=(BEST, SECOND, THIRD),
    cited=(Cited(entry="is-drf-too-slow", question="Is it slow?", sources=ANSWER.sources),),
)
RECORDED = Recorded(
    decision=12, framework="Flask", recommended="Falcon", reason="We know it.", by="Ann"
)
POLL = PollOpen(code="k7wq3mrt", owner="Olga", handed_in=("Ann", "Ben"), answering=("Cleo", None))
DISAGREEMENT = Disagreement(
    code="k7wq3mrt",
    seen="0a1b2c3d",
    ballots=(
        Ballot(by="Ann", recommended="Falcon", settled=True, answers=3),
        Ballot(by="Ben", recommended="Flask", settled=False, answers=2),
        Ballot(by="Olga", recommended="Flask", settled=True, answers=2, outdated=True),
    ),
    agreed=(
        Agreed(criterion="size", label="Size", option="tiny", answer="Tiny", by=("Ann", "Ben")),
    ),
    disputes=(
        Dispute(
            criterion="team",
            label="Team",
            said=(
                Said(option="django", answer="Django", by=("Ben", "Olga")),
                Said(option="async", answer="Async Python", by=("Ann",)),
            ),
            majority="django",
        ),
    ),
)
RULES_CHANGED = RulesChanged(
    walk="w",
    revision=4,
    before=1,
    now=2,
    known=True,
    gone=("Team: Wizards",),
    questions=("Maturity",),
    options=("Speed: in between",),
    weighed=(
        Weighed(answer="Speed: extreme", framework="Falcon", before=0, now=3),
        Weighed(answer="Speed: extreme", framework="Flask", before=-1, now=None),
    ),
    led="Flask",
    leads="Falcon",
)

REPLIES: dict[str, Reply] = {
    "answer": ANSWER,
    "answer by button": ANSWER.model_copy(update={"confidence": None}),
    "stale answer": ANSWER.model_copy(update={"stale": True}),
    "answer about two": ANSWER.model_copy(update={"frameworks": ("falcon", "flask")}),
    "answer on the way": ANSWER.model_copy(update={"resume": RESUME, "see_also": ()}),
    "answer with a fact": ANSWER.model_copy(update={"facts": (FACT,)}),
    "answer in context": ANSWER.model_copy(update=IN_CONTEXT),
    "facts": FACTS,
    "facts alone": Facts(facts=(FACT, FACT.model_copy(update={"attribute": "admin"}))),
    "facts in context": FACTS.model_copy(update={**IN_CONTEXT, "resume": RESUME}),
    "why": WHY,
    "more": Elaboration(asks="more", about="What is Falcon?", links=LINKS),
    "sources": Elaboration(
        asks="sources", about="What is Falcon?", sources=ANSWER.sources, others=3
    ),
    "nothing more": Elaboration(asks="sources", about="What is Falcon?"),
    "why in context": WHY.model_copy(update={**IN_CONTEXT, "resume": RESUME}),
    "comparison": Comparison(frameworks=("Falcon", "Flask"), rows=(("Speed", "much", "some"),)),
    "comparison on the way": Comparison(frameworks=("Falcon",), rows=(), resume=RESUME),
    "suggest": Suggest(candidates=LINKS),
    "suggest on the way": Suggest(candidates=LINKS, resume=RESUME),
    "none": Nothing(),
    "not covered": Nothing(not_covered="Rails, a framework", candidates=LINKS),
    "none on the way": Nothing(resume=RESUME),
    "help": Welcome(examples=LINKS),
    "notice": Notice(text="That message was empty."),
    "notice on the way": Notice(text="That message was empty.", resume=RESUME),
    "first step": STEP,
    "later step": STEP.model_copy(update={"given": GIVEN, "intro": None, "notice": "Again."}),
    "recommendation": RECOMMENDATION,
    "unsettled": UNSETTLED,
    "first in every case": RECOMMENDATION.model_copy(
        update={"ranking": (BEST.model_copy(update={"share": 1.0}), SECOND, THIRD), "worlds": 4}
    ),
    "to be changed together only": UNSETTLED.model_copy(
        update={"turning": (), "joining": ("Size", "Team")}
    ),
    "behind in the open cases": UNSETTLED.model_copy(
        update={"ranking": (BEST.model_copy(update={"share": 0.2}), SECOND, THIRD)}
    ),
    "all answered": RECOMMENDATION.model_copy(update={"open_questions": 0}),
    "further ones to answer": RECOMMENDATION.model_copy(
        update={"open_questions": 0, "further_questions": 2}
    ),
    "tie": RECOMMENDATION.model_copy(
        update={"tied": ("Falcon", "Flask"), "notice": "Again.", "margin": "tie"}
    ),
    "recommendation of before": OLD,
    "all excluded": RECOMMENDATION.model_copy(
        update={"ranking": (THIRD.model_copy(update={"tipping": None}), THIRD)}
    ),
    "no reasons yet": RECOMMENDATION.model_copy(update={"ranking": (SECOND, SECOND)}),
    "nothing answered": RECOMMENDATION.model_copy(update={"given": ()}),
    "all others excluded": RECOMMENDATION.model_copy(update={"ranking": (BEST, THIRD)}),
    "versus": VERSUS,
    "versus without a difference": VERSUS.model_copy(update={"contrasts": (), "level": ()}),
    "reasons": REASONS,
    "reasons of the first": REASONS.model_copy(update={"framework": "falcon"}),
    "no reasons": REASONS.model_copy(update={"framework": "flask", "cited": ()}),
    "answers": Answers(walk="w", revision=4, given=GIVEN),
    "no answers": Answers(walk="w", revision=4, given=()),
    "others": Others(
        walk="w", revision=4, recommended="Falcon", frameworks=(Choice(id="drf", label="DRF"),)
    ),
    "reason": Prompt(walk="w", revision=4, asks="reason", framework="Flask"),
    "name": Prompt(walk="w", revision=4, asks="name", framework="Flask"),
    "rules changed": RULES_CHANGED,
    "rules changed elsewhere": RULES_CHANGED.model_copy(
        update={"gone": (), "questions": (), "options": (), "weighed": (), "led": "Falcon"}
    ),
    "rules not kept": RULES_CHANGED.model_copy(
        update={"known": False, "questions": (), "options": (), "weighed": (), "led": None}
    ),
    "recorded": RECORDED,
    "poll": POLL.model_copy(update={"resume": RESUME, "link": "https://a.example/?join=k7wq3mrt"}),
    "first poll": PollOpen(code="k7wq3mrt", owner=None, notice="Not yet.", counted=True),
    "invitation": PollOpen(code="k7wq3mrt", owner="Olga", invites=True),
    "invitation by nobody": PollOpen(code="k7wq3mrt", owner=None, invites=True),
    "handed in": HandedIn(code="k7wq3mrt", by="Ann", owner="Olga"),
    "handed in by the owner": HandedIn(
        code="k7wq3mrt", by="Olga", owner="Olga", own=True, resume=RESUME
    ),
    "handed in to nobody": HandedIn(code="k7wq3mrt", by="Ann", owner=None),
    "disagreement": DISAGREEMENT,
    "no majority": DISAGREEMENT.model_copy(
        update={
            "disputes": (DISAGREEMENT.disputes[0].model_copy(update={"majority": None}),),
            "answering": ("Cleo", None),
            "notice": "Again.",
        }
    ),
    "agreement": DISAGREEMENT.model_copy(update={"disputes": ()}),
    "one answer": DISAGREEMENT.model_copy(
        update={"ballots": DISAGREEMENT.ballots[:1], "disputes": (), "agreed": ()}
    ),
    "step in a poll": STEP.model_copy(update={"poll": "k7wq3mrt"}),
    "recommendation in a poll": RECOMMENDATION.model_copy(update={"poll": "k7wq3mrt"}),
    "versus in a poll": VERSUS.model_copy(update={"poll": "k7wq3mrt"}),
    "name in a poll": Prompt(walk="w", revision=4, asks="name", framework=""),
    "recorded as recommended": RECORDED.model_copy(update={"framework": "Falcon"}),
}
