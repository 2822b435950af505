"""Courtesy around a question changes nothing of what is found, and takes nothing that is meant."""

import pytest

from bot.advisor import Advisor
from knowledge.courtesy import without_courtesy
from knowledge.followups import About, Before, Rewritten, follow_up, intent

WORDINGS = (
    "hi, {}",
    "HEY TEAM, {}",
    "ok, {}",
    "okay so, {}",
    "quick question: {}",
    "Hello everyone! Quick question - {}",
    "pls {}",
    ":wave: {} :pray::skin-tone-2:",
    "{} thanks",
    "{} — thank you so much in advance!",
    "{} pls 🙏",
    "good morning folks, {}? any ideas? cheers",
)

QUESTION = "is flask async"


@pytest.mark.parametrize("wording", WORDINGS)
def test_a_polite_question_is_answered_as_the_plain_one(advisor: Advisor, wording: str) -> None:
    for entry in list(advisor.knowledge.entries.values())[::4]:
        polite = wording.format(entry.question)
        assert advisor.finder.find(polite) == advisor.finder.find(entry.question), polite


@pytest.mark.parametrize("wording", WORDINGS)
def test_a_polite_comparison_and_a_polite_aspect_are_read_as_plain_ones(
    advisor: Advisor, wording: str
) -> None:
    compared, asked = "compare drf and sanic: openapi", "auth in falcon?"
    finder = advisor.finder
    assert finder.sides(wording.format(compared)) == finder.sides(compared) is not None
    assert finder.aspects.find(wording.format(asked)) == finder.aspects.find(asked)


@pytest.mark.parametrize("wording", WORDINGS)
def test_a_polite_follow_up_is_one(advisor: Advisor, wording: str) -> None:
    names = advisor.finder.aspects
    before = Before("how do I page, please?", (), (), "pagination")
    meant = follow_up("in sanic?", before, names)
    assert isinstance(meant, Rewritten)
    assert "please" not in meant.question
    assert follow_up(wording.format("in sanic?"), before, names) == meant
    assert follow_up(wording.format("why?"), before, names) == About("why")
    assert intent(wording.format("sources?")) == "sources"


@pytest.mark.parametrize("wording", WORDINGS)
def test_courtesy_is_taken_off_both_ends(wording: str) -> None:
    assert without_courtesy(wording.format(QUESTION)).rstrip("?! 🙏") == QUESTION


def test_courtesy_upon_courtesy_is_taken_off() -> None:
    text = QUESTION
    for wording in WORDINGS[:10]:
        text = wording.format(text)
    assert without_courtesy(text).rstrip("?! 🙏") == QUESTION


@pytest.mark.parametrize(
    "text",
    [
        *("hi", "Hi!", "thanks", "Thank you!!", "ok thanks", "hi team", "hey :wave:", ":pray:"),
        *("pls", "🙏", "", "  ", "?!", "hi, thanks", "quick question:"),
    ],
)
def test_courtesy_alone_stays_what_it_is(text: str) -> None:
    assert without_courtesy(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "compare flask please with sanic",
        "is it ok to say hi and thanks from flask in one response",
        "hello world in fastapi",
        "hi-fi streaming with sanic",
        "well documented frameworks",
        "now that we use flask, what about sanic",
        "question answering service with fastapi",
        "which framework is good for all",
        "what does the endpoint return when users say thanks",
        "team: five people, which framework",
        "C++ or C#?",
        ".NET vs flask",
    ],
)
def test_what_carries_meaning_is_untouched(text: str) -> None:
    assert without_courtesy(text) == text
    assert without_courtesy(f"ok, {text}") == text


@pytest.mark.parametrize("text", ["hi " * 5_000, "x" * 40_000, "!" * 40_000, ":a" * 20_000])
def test_a_long_text_without_a_question_is_no_trouble(text: str) -> None:
    assert without_courtesy(text)
