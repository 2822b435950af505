"""Coming back to a walkthrough after days, under the same rules and under others."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot import plain
from bot.actions import Action, Choose
from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.replies import Reply, RulesChanged, Step
from bot.store.records import Filter
from bot.store.store import Store
from rules.engine import evaluate
from rules.models import Walkthrough
from tests.bot.talking import ANN, THREAD, Line, button, expect, talk
from tests.conftest import NOW, fixed_clock

GIVEN = {"team": "django", "speed": "normal", "size": "tiny"}
EFFECT = {"reason": "By hand.", "see": "how-to-choose"}
DAYS = datetime.timedelta(days=9)


def answer(replies: Sequence[Reply]) -> Action:
    """Answers whatever question stands last, as GIVEN has it."""
    step = expect(Step, replies[-1])
    return Choose(
        walk=step.walk,
        revision=step.revision,
        criterion=step.criterion,
        option=GIVEN[step.criterion],
    )


BEGUN: list[Line] = [("start", "step"), (answer, "step")]


def edited(advisor: Advisor, path: tuple[str, str], **changes: Any) -> Advisor:
    """The advisor under rules with another option of a criterion, one version on."""
    data = advisor.walkthrough.model_dump()
    [criterion] = [c for c in data["criteria"] if c["id"] == path[0]]
    [option] = [o for o in criterion["options"] if o["id"] == path[1]]
    option.update(changes)
    return under(advisor, {**data, "version": advisor.walkthrough.version + 1})


def under(advisor: Advisor, data: Mapping[str, object]) -> Advisor:
    return Advisor(
        knowledge=advisor.knowledge,
        walkthrough=Walkthrough.model_validate(data),
        fit=lambda: advisor.finder,
    )


def later(advisor: Advisor, store: Store) -> Conversation:
    """A conversation that goes on days after the first one."""
    return Conversation(advisor=advisor, store=store, clock=lambda: NOW + DAYS)


@pytest.fixture
def replies(small_talk: Conversation) -> list[Reply]:
    """A walkthrough with one answer, begun under the rules of the fixtures."""
    return talk(small_talk, BEGUN)


def first_answer(store: Store) -> tuple[str, str]:
    walk = store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    [found] = walk.answers.items()
    return found


def reweighed(advisor: Advisor, store: Store) -> Advisor:
    """Rules under which the answer that was given speaks for Sanic, and settles nothing."""
    return edited(advisor, first_answer(store), effects={"sanic": {"weight": 1, **EFFECT}})


def test_a_walkthrough_goes_on_days_later_where_it_was(
    small_advisor: Advisor, tmp_path: Path
) -> None:
    file = tmp_path / "log.db"
    with Store.open(file) as store:
        begun = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        replies = talk(begun, BEGUN)
        paused = store.open_walk(THREAD.id, ANN.id)
    with Store.open(file) as store:
        assert store.open_walk(THREAD.id, ANN.id) == paused
        after = later(small_advisor, store)
        assert after.say(THREAD, ANN, "resume") == replies[-1]
        talk(after, [(answer, "recommendation"), (button(do="record"), "recorded")], before=replies)
        assert paused is not None
        steps = [step.at for step in store.steps(paused.id)]
        assert (steps[0], steps[-1]) == (NOW, NOW + DAYS)
        [decision] = store.decisions(Filter())
        assert paused.answers.items() <= decision.answers.items()


COMING_BACK: dict[str, Line] = {
    "an old button": (answer, "rules-changed"),
    "a typed move": ("show", "rules-changed"),
    "start": ("start", "rules-changed"),
    "an option's number": ("1", "rules-changed"),
}


@pytest.mark.parametrize("line", COMING_BACK.values(), ids=COMING_BACK)
def test_under_other_rules_nothing_is_done_before_it_is_said(
    small_advisor: Advisor, store: Store, replies: list[Reply], line: Line
) -> None:
    before = store.open_walk(THREAD.id, ANN.id)
    new = later(reweighed(small_advisor, store), store)
    for _ in range(2):
        talk(new, [line], before=replies)
    assert store.open_walk(THREAD.id, ANN.id) == before


def test_what_changed_is_said_as_far_as_it_touches_the_answers(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    criterion, option = first_answer(store)
    advisor = reweighed(small_advisor, store)
    new = later(advisor, store)
    said = expect(RulesChanged, talk(new, [("show", "rules-changed")], before=replies)[-1])
    assert (said.before, said.now, said.known) == (3, 4, True)
    assert (said.gone, said.questions, said.options) == ((), (), ())
    [given] = small_advisor.given({criterion: option})
    assert {w.answer for w in said.weighed} == {f"{given.label}: {given.answer}"}
    assert (advisor.name("sanic"), 0, 1) in [(w.framework, w.before, w.now) for w in said.weighed]
    was = evaluate(small_advisor.walkthrough, {criterion: option}).recommended
    assert (said.led, said.leads) == (advisor.name(was), advisor.name("sanic"))
    assert advisor.name("sanic") in plain.render(said)


def test_a_change_elsewhere_touches_nothing_and_is_said_all_the_same(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    [other] = [c for c in ("team", "size") if c != first_answer(store)[0]][:1]
    option = small_advisor.walkthrough.criterion(other).options[0].id
    changed = edited(small_advisor, (other, option), effects={"sanic": {"weight": 4, **EFFECT}})
    talked = talk(later(changed, store), [("show", "rules-changed")], before=replies)
    said = expect(RulesChanged, talked[-1])
    assert (said.weighed, said.led) == ((), said.leads)


def test_who_goes_on_keeps_the_answers_that_are_still_there(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    new = later(reweighed(small_advisor, store), store)
    kept = first_answer(store)
    lines: list[Line] = [("show", "rules-changed"), (button(do="renew"), "step")]
    new.press(THREAD, ANN, answer(talk(new, lines, before=replies)))
    walk = store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert (walk.version, walk.rules) == (4, new.advisor.fingerprint)
    assert kept in walk.answers.items()
    found = [(step.action, step.version) for step in store.steps(walk.id)]
    assert found == [("choose", 3), ("renew", 4), ("choose", 4)]


def test_going_on_can_be_typed(small_advisor: Advisor, store: Store, replies: list[Reply]) -> None:
    new = later(reweighed(small_advisor, store), store)
    talk(new, [("Go on.", "step", lambda r: len(r.given) == 1)], before=replies)


def test_answers_that_newer_rules_no_longer_have_are_named_and_asked_again(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    gone = first_answer(store)
    [given] = small_advisor.given(dict([gone]))
    new = later(edited(small_advisor, gone, id=f"{gone[1]}-renamed", label="Renamed"), store)
    said = talk(new, [("show", "rules-changed")], before=replies)
    changes = expect(RulesChanged, said[-1])
    assert changes.gone == (f"{given.label}: {given.answer}",)
    assert changes.options == (f"{given.label}: Renamed",)
    talk(new, [(button(do="renew"), "step", lambda r: r.given == ())], before=said)


def test_who_starts_over_begins_under_the_new_rules(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    new = later(reweighed(small_advisor, store), store)
    talk(
        new,
        [("start", "rules-changed"), (button(do="restart"), "step", lambda r: r.given == ())],
        before=replies,
    )
    walk = store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert (walk.version, walk.rules, walk.answers) == (4, new.advisor.fingerprint, {})


def test_what_is_typed_at_a_prompt_is_not_recorded_under_rules_that_changed(
    small_advisor: Advisor, small_talk: Conversation, store: Store, replies: list[Reply]
) -> None:
    prompted = talk(
        small_talk,
        [("show", "recommendation"), (button(do="record", framework=None), "others")],
        before=replies,
    )
    prompted = talk(small_talk, [(button(framework="falcon"), "prompt")], before=prompted)
    new = later(reweighed(small_advisor, store), store)
    lines: list[Line] = [("Because.", "rules-changed"), (button(do="renew"), "step")]
    talk(new, lines, before=prompted)
    assert store.count_decisions(Filter()) == 0


def test_new_words_for_the_same_rules_interrupt_nobody(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    new = later(edited(small_advisor, first_answer(store), label="Renamed"), store)
    talk(new, [(answer, "recommendation"), (button(do="record"), "recorded")], before=replies)
    [decision] = store.decisions(Filter())
    assert decision.version == 4


def test_a_walkthrough_without_answers_has_nothing_to_ask_about(
    small_advisor: Advisor, small_talk: Conversation, store: Store
) -> None:
    begun = talk(small_talk, [("start", "step")])
    changed = edited(small_advisor, ("team", "django"), effects={"flask": {"weight": 1, **EFFECT}})
    talk(later(changed, store), [("start", "step")], before=begun)


def test_a_walkthrough_from_before_rules_were_kept_is_known_by_its_version(
    small_advisor: Advisor, small_talk: Conversation, store: Store, replies: list[Reply]
) -> None:
    store.run("UPDATE walks SET rules = NULL")
    talk(small_talk, [("resume", "step")], before=replies)
    new = later(reweighed(small_advisor, store), store)
    said = expect(RulesChanged, talk(new, [("resume", "rules-changed")], before=replies)[-1])
    assert (said.known, said.led, said.weighed) == (False, None, ())
    talk(new, [(button(do="renew"), "step")], before=[said])


def test_a_question_is_answered_before_the_choice_is_made(
    small_advisor: Advisor, store: Store, replies: list[Reply]
) -> None:
    new = later(reweighed(small_advisor, store), store)
    question = next(iter(new.advisor.knowledge.entries.values())).question
    talked = talk(new, [(question, "answer")], before=replies)
    talk(new, [(button(do="resume"), "rules-changed")], before=talked)
