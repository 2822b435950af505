"""One reply of every kind, and of every form that its wording takes."""

import datetime

from bot.replies import (
    Answer,
    Answers,
    AskPlain,
    Choice,
    Comparison,
    Contender,
    Elaboration,
    Fact,
    Facts,
    Given,
    Link,
    Move,
    Nothing,
    Notice,
    Others,
    Prompt,
    Reason,
    Recommendation,
    Recorded,
    Reply,
    Step,
    Suggest,
    Tip,
    Welcome,
)
from knowledge.models import Source

DAY = datetime.date(2026, 11, 5)
RESUME = Move(do="resume", walk="w", revision=4)
LINKS = (Link(entry="what-is-flask", question="Flask?"), Link(entry="what-is-drf", question="DRF?"))
GIVEN = (
    Given(criterion="team", label="Team", option="django", answer="Django"),
    Given(criterion="speed", label="Speed", option="dont-know", answer="I don't know"),
)
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
BEST = Contender(
    framework="falcon",
    name="Falcon",
    score=5,
    excluded=False,
    reasons=(
        Reason(answer="Speed: extreme", reason="It is quick.", weight=3, see="how-fast-is-falcon"),
        Reason(answer="Size: large", reason="It is bare.", weight=-1, see="drawbacks-falcon"),
    ),
)
SECOND = Contender(framework="flask", name="Flask", score=4, excluded=False, reasons=())
THIRD = Contender(
    framework="drf",
    name="Django REST Framework",
    score=-1,
    excluded=True,
    reasons=(
        Reason(answer="Speed: extreme", reason="It is slow.", weight=None, see="is-drf-too-slow"),
        Reason(answer="Size: tiny", reason="It is large.", weight=-1, see="drawbacks-drf"),
        Reason(answer="Team: Django", reason="It is known.", weight=1, see="what-is-drf"),
    ),
)
RECOMMENDATION = Recommendation(
    walk="w",
    revision=4,
    ranking=(BEST, SECOND, THIRD),
    tied=(),
    settled=True,
    open_questions=1,
    given=GIVEN,
    tips=(Tip(framework="drf", name="Django REST Framework", changes=("Speed: normal",)),),
)
RECORDED = Recorded(
    decision=12, framework="Flask", recommended="Falcon", reason="We know it.", by="Ann"
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
    "unsettled": RECOMMENDATION.model_copy(update={"settled": False, "open_questions": 2}),
    "all answered": RECOMMENDATION.model_copy(update={"open_questions": 0, "tips": ()}),
    "tie": RECOMMENDATION.model_copy(update={"tied": ("Falcon", "Flask"), "notice": "Again."}),
    "nothing answered": RECOMMENDATION.model_copy(update={"given": ()}),
    "all others excluded": RECOMMENDATION.model_copy(update={"ranking": (BEST, THIRD)}),
    "answers": Answers(walk="w", revision=4, given=GIVEN),
    "no answers": Answers(walk="w", revision=4, given=()),
    "others": Others(
        walk="w", revision=4, recommended="Falcon", frameworks=(Choice(id="drf", label="DRF"),)
    ),
    "reason": Prompt(walk="w", revision=4, asks="reason", framework="Flask"),
    "name": Prompt(walk="w", revision=4, asks="name", framework="Flask"),
    "recorded": RECORDED,
    "recorded as recommended": RECORDED.model_copy(update={"framework": "Falcon"}),
}
