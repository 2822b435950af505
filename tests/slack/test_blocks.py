"""Replies as Block Kit: every kind, within every limit, and nothing that a person typed pings."""

import datetime
from collections.abc import Iterator

import pytest

from bot import plain, wording
from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.parts import Button, Buttons, Details, Note, Part, Prose, Table
from bot.replies import (
    ACTION,
    Ask,
    AskOthers,
    Choose,
    Disagreement,
    Gather,
    HandIn,
    Join,
    Look,
    Move,
    Nothing,
    Notice,
    PollOpen,
    Prompt,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Start,
    Suggest,
)
from bot.slack import blocks
from bot.slack.text import cut, escape, fallback, incoming, markdown, mrkdwn
from bot.store.records import Person, Thread, Walk
from rules.models import UNKNOWN
from tests.slack_limits import fault_of, written

PLACE, ANN = Thread(id="slack:T1:C1:1.1", surface="slack"), Person(id="slack:T1:U1", name="Ann")
PINGS = "<!channel> <@U123> <!subteam^S1> & <https://evil.example|Slack>"
RAW = ("<!channel", "<@U123", "<!subteam", "<https://evil")


def of_type(shown: blocks.Blocks, kind: str) -> blocks.Blocks:
    return [block for block in shown if block["type"] == kind]


def every_reply(advisor: Advisor, conversation: Conversation) -> Iterator[Reply]:
    """A reply of each kind, most of them by walking through to a decision."""
    today = datetime.date(2026, 11, 22)
    yield from (advisor.entry(entry, today, confidence=0.7) for entry in advisor.knowledge.entries)
    links = advisor.welcome().examples
    yield advisor.welcome()
    yield advisor.compare(("drf", "fastapi", "flask", "falcon", "sanic"))
    yield Suggest(candidates=links)
    yield Nothing(candidates=links)
    yield Nothing(not_covered="Ruby on Rails, a framework for Ruby")
    yield Notice(text="Something is the matter.")
    step = conversation.press(PLACE, ANN, Start())
    while step.kind == "step":
        yield step
        option = step.options[0].id if len(step.given) % 2 else UNKNOWN
        choice = Choose(
            walk=step.walk, revision=step.revision, criterion=step.criterion, option=option
        )
        step = conversation.press(PLACE, ANN, choice)
    yield step
    assert step.kind == "recommendation"
    walk, revision = step.walk, step.revision
    for look in (Look(do="versus", walk=walk, revision=revision), *looks(step)):
        yield conversation.press(PLACE, ANN, look)
    listed = conversation.press(PLACE, ANN, Move(do="list", walk=walk, revision=revision))
    yield listed
    assert listed.kind == "answers"
    yield conversation.press(PLACE, ANN, Record(walk=walk, revision=listed.revision))
    yield Prompt(walk=walk, revision=revision, asks="reason", framework="Flask")
    yield Prompt(walk=walk, revision=revision, asks="name", framework="Flask")
    yield Recorded(decision=1, framework="Flask", recommended="Sanic", reason="So.", by="Ann")
    asked = conversation.press(PLACE, ANN, AskOthers(walk=walk, revision=listed.revision + 1))
    yield asked
    assert isinstance(asked, PollOpen)
    for number in range(30):
        yield from polled(conversation, asked.code, number)
    compared = conversation.press(PLACE, ANN, Gather(do="differ", code=asked.code))
    assert len(compared.ballots if isinstance(compared, Disagreement) else ()) > 30
    yield compared


def polled(conversation: Conversation, code: str, number: int) -> Iterator[Reply]:
    """Somebody with a long name takes part in a poll."""
    place = Thread(id=f"slack:T1:D{number}:1.1", surface="slack")
    person = Person(id=f"slack:T1:U1{number}", name=f"Maximiliane {number} of a Long Name")
    step = conversation.press(place, person, Join(code=code))
    while step.kind == "step":
        option = step.options[number % len(step.options)].id
        choice = Choose(
            walk=step.walk, revision=step.revision, criterion=step.criterion, option=option
        )
        step = conversation.press(place, person, choice)
    assert isinstance(step, Recommendation)
    yield step
    yield conversation.press(place, person, HandIn(walk=step.walk, revision=step.revision))


def looks(reply: Recommendation) -> Iterator[Look]:
    for place in reply.ranking:
        yield Look(
            do="reasons", walk=reply.walk, revision=reply.revision, framework=place.framework
        )


@pytest.mark.parametrize("option", [0, 1, -1])
def test_an_argument_on_every_question_of_the_course_is_whole_in_the_text(
    advisor: Advisor, option: int
) -> None:
    answers = {c.id: c.options[option].id for c in advisor.walkthrough.course}
    walk = Walk(id="w", thread="t", person="p", name="n", version=1, answers=answers)
    recommended = advisor.recommend(walk)
    looked = [advisor.reasons(walk, place.framework) for place in recommended.ranking]
    argued: list[Reply] = [recommended, advisor.versus(walk), *looked]
    for reply in argued:
        text = plain.render(reply)
        assert fallback(text) == escape(text), reply.kind
        assert fault_of(blocks.render(wording.parts(reply))) is None, reply.kind


def test_every_kind_of_reply_is_a_message_that_slack_takes(
    advisor: Advisor, conversation: Conversation
) -> None:
    kinds = set()
    for reply in every_reply(advisor, conversation):
        parts = wording.parts(reply)
        assert fault_of(blocks.render(parts)) is None, reply.kind
        assert fault_of(blocks.sections(parts)) is None, reply.kind
        assert 0 < len(fallback(plain.render(reply))) <= 4_000
        kinds.add(reply.kind)
    assert kinds == {
        *("answer", "comparison", "suggest", "none", "help", "notice"),
        *("step", "recommendation", "versus", "reasons"),
        *("answers", "others", "prompt", "recorded"),
        *("poll", "handed-in", "disagreement"),
    }


def test_every_button_carries_its_action_in_both_forms(
    advisor: Advisor, conversation: Conversation
) -> None:
    for reply in every_reply(advisor, conversation):
        parts = wording.parts(reply)
        for shown in (blocks.render(parts), blocks.sections(parts)):
            pressed = [e for block in of_type(shown, "actions") for e in block["elements"]]
            actions = [ACTION.validate_json(button["value"]) for button in pressed]
            assert actions == [button.action for button in plain.buttons(reply)]


def test_a_long_label_is_cut_and_its_button_still_works() -> None:
    label = "Which framework " * 10
    (row,) = blocks.render([Buttons(label="x", buttons=(Button(label=label, action=Start()),))])
    (button,) = row["elements"]
    assert len(button["text"]["text"]) <= 75
    assert button["text"]["text"].endswith("…")


def test_more_buttons_than_fit_a_block_take_another_one() -> None:
    buttons = tuple(Button(label=str(n), action=Ask(entry=f"e{n}")) for n in range(60))
    shown = blocks.render([Buttons(label="x", buttons=buttons)])
    assert [len(block["elements"]) for block in shown] == [25, 25, 10]
    assert fault_of(shown) is None


def test_buttons_of_one_message_have_names_of_their_own() -> None:
    row = Buttons(label="x", buttons=(Button(label="a", action=Start()),))
    shown = blocks.render([row, row, row])
    names = [element["action_id"] for block in shown for element in block["elements"]]
    assert len(set(names)) == 3


def test_details_are_left_out_from_the_last_on_where_the_message_is_too_long() -> None:
    details = [Details(summary=f"Why not {n}?", markdown="because " * 500) for n in range(5)]
    shown = blocks.render([Prose(markdown="The answer."), *details])
    assert fault_of(shown) is None
    texts = str(shown)
    assert "**Why not 0?**" in texts
    assert "**Why not 4?**" not in texts
    assert "Left out here" in texts
    assert "Why not 4?" in texts


def test_a_text_that_is_too_long_by_itself_is_cut_at_a_paragraph() -> None:
    paragraphs = "\n\n".join(f"Paragraph {n}. " + "word " * 50 for n in range(100))
    shown = blocks.render([Prose(markdown=paragraphs), Note(markdown="Sources")])
    assert fault_of(shown) is None
    assert written(shown) > 6_000
    assert shown[0]["text"].endswith("…")


def test_more_parts_than_blocks_fit_still_make_a_message() -> None:
    parts: list[Part] = [Note(markdown=f"Note {n}") for n in range(80)]
    assert fault_of(blocks.render(parts)) is None
    folded: list[Part] = [Details(summary=f"D{n}", markdown="x") for n in range(80)]
    assert fault_of(blocks.render([Prose(markdown="x"), *folded])) is None


def test_one_table_is_a_table_and_the_next_one_is_text() -> None:
    table = Table(caption="Both", header=("", "A", "B"), rows=(("Speed", "fast", ""),))
    shown = blocks.render([table, table])
    assert fault_of(shown) is None
    assert len(of_type(shown, "table")) == 1
    assert "- A: fast" in str(of_type(shown, "markdown"))


def test_a_table_of_more_than_slack_takes_is_cut() -> None:
    header = tuple(f"c{n}" for n in range(30))
    table = Table(caption="Big", header=header, rows=(("x",) * 30,) * 150)
    (shown,) = of_type(blocks.render([table]), "table")
    assert len(shown["rows"]) == 100
    assert {len(row) for row in shown["rows"]} == {20}


def test_parts_without_text_make_no_block() -> None:
    assert blocks.render([Prose(markdown=""), Buttons(label="x", buttons=())]) == []


def test_the_same_button_does_something_else_in_the_message_of_somebody_else() -> None:
    for walk in ("mine", "yours", "mine"):
        back = Move(do="back", walk=walk, revision=1)
        row = Buttons(label="x", buttons=(Button(label="Back", action=back),))
        found = [one["elements"] for one in of_type(blocks.render([row, row]), "actions")]
        value = ACTION.dump_json(back).decode()
        shown = [(e["action_id"], e["value"], e["text"]["text"]) for (e,) in found]
        assert shown == [("advisor-0", value, "Back"), ("advisor-1", value, "Back")]


@pytest.mark.parametrize("typed", [PINGS, f"`{PINGS}`", f"```\n{PINGS}\n```", f"[x]({PINGS})"])
def test_nothing_that_a_person_typed_pings(typed: str) -> None:
    reply = Recorded(decision=1, framework="Flask", recommended="Sanic", reason=typed, by=typed)
    parts = wording.parts(reply)
    text, card = blocks.root_card("U1", typed)
    shown = [
        str(blocks.render(parts)),
        str(blocks.render([Note(markdown=typed), Details(summary=typed, markdown=typed)])),
        str(blocks.sections(parts)),
        fallback(plain.render(reply)),
        text.replace("<@U1>", ""),
        str(card).replace("<@U1>", ""),
        str(blocks.chosen([], typed)),
    ]
    for one in shown:
        assert not [raw for raw in RAW if raw in one], one


def test_prose_shows_what_was_typed_as_it_was_typed() -> None:
    assert markdown("a < b & c > d") == "a &lt; b &amp; c &gt; d"
    assert markdown("`x < 1 & y`") == "`x < 1 & y`"
    assert markdown("```\n@app.get('/<name>')\n```") == "```\n@app.get('/<name>')\n```"
    assert markdown("[a & b](https://e.example/?a=1&b=2)") == (
        "[a &amp; b](https://e.example/?a=1&b=2)"
    )


def test_small_print_is_in_slacks_own_markup() -> None:
    given = "Sources: [A & B](https://e.example/?a=1&b=2) · **bold** *(slanted)* `*args`"
    assert mrkdwn(given) == (
        "Sources: <https://e.example/?a=1&amp;b=2|A &amp; B> · *bold* _(slanted)_ `*args`"
    )
    assert mrkdwn("## Head\n- one") == "*Head*\n• one"
    assert mrkdwn("```python\n**kwargs < 1\n```") == "```\n**kwargs &lt; 1\n```"


def test_a_text_that_is_too_long_for_a_section_goes_on_in_the_next_one() -> None:
    paragraphs = "\n\n".join(f"Paragraph {n}. " + "word " * 50 for n in range(20))
    shown = blocks.sections([Prose(markdown=paragraphs)])
    assert fault_of(shown) is None
    assert len(shown) > 1
    assert all(f"Paragraph {n}." in str(shown) for n in range(20))


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@UBOT> which is fastest?", "which is fastest?"),
        ("<@UBOT|advisor>which", "which"),
        ("is <https://a.example|a.example> &lt;ok&gt; &amp;amp;", "is a.example <ok> &amp;"),
        ("ask <@U2|bob> in <#C9|general> <!here> <!subteam^S1|@ops>", None),
        ("half \ud800 a pair", "half ? a pair"),
    ],
)
def test_what_slack_sends_is_read_as_it_was_typed(sent: str, read: str | None) -> None:
    assert incoming(sent, "UBOT") == (read or "ask @bob in #general @here @ops")


def test_a_cut_keeps_entities_whole() -> None:
    assert cut("&amp;" * 3, 8) == "&amp;…"
    assert cut("short", 5) == "short"
    assert cut("one two three four", 12) == "one two…"


def test_the_card_of_a_question_quotes_every_line() -> None:
    text, shown = blocks.root_card("U1", "first\nsecond " * 1_000)
    assert text.startswith("<@U1> asks:\n> first\n> second")
    assert fault_of(shown) is None


def test_a_message_that_was_answered_loses_its_buttons_and_says_the_choice() -> None:
    given = blocks.render([Prose(markdown="Which?"), Buttons(label="x", buttons=(wording.START,))])
    shown = blocks.chosen(given, "CRUD & <more>")
    assert not of_type(shown, "actions")
    assert "CRUD &amp; &lt;more&gt;" in str(shown)
    assert shown[0]["text"] == "Which?"


def test_the_home_is_made_of_blocks_that_a_home_takes(advisor: Advisor) -> None:
    shown = blocks.home("Framework Advisor", wording.parts(advisor.welcome()))
    assert {block["type"] for block in shown} == {"header", "section"}
    assert fault_of(shown) is None
