"""The slash command: a card in the channel, and the conversation in its thread."""

import pytest

from bot.replies import ACTION
from bot.store.store import Store
from tests.slack.talking import settled
from tests.slack_support import ALICE, CHANNEL, DIRECT, Bench, Call, FakeSlack


async def test_the_command_starts_the_walkthrough_in_a_thread_of_the_channel(bench: Bench) -> None:
    shown = await bench.command()
    assert shown["response_type"] == "ephemeral"
    assert shown["text"]
    card, step = await bench.posted(1), await bench.posted(2)
    assert card.body["channel"] == step.body["channel"] == CHANNEL
    assert f"<@{ALICE}> is choosing a framework" in card.body["text"]
    assert "thread_ts" not in card.body
    assert step.body["thread_ts"] == card.ts
    assert step.buttons


async def test_a_question_stands_on_the_card_and_is_answered_below(bench: Bench) -> None:
    await bench.command("what is a payload? <!channel> & <b>")
    card, answer = await bench.posted(1), await bench.posted(2)
    asked = "what is a payload? @channel &amp; &lt;b&gt;"
    assert card.body["text"] == f"<@{ALICE}> asks:\n> {asked}"
    assert asked in card.shown
    assert answer.body["thread_ts"] == card.ts


async def test_help_is_shown_to_one_person_only(bench: Bench) -> None:
    shown = await bench.command("help")
    assert shown["response_type"] == "ephemeral"
    assert {block["type"] for block in shown["blocks"]} == {"section", "actions"}
    assert await settled(bench) == []


async def test_a_word_that_starts_the_walkthrough_is_no_question(bench: Bench) -> None:
    await bench.command("start")
    assert "is choosing" in (await bench.posted(1)).body["text"]


@pytest.mark.parametrize(
    "error",
    [
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "restricted_action_read_only_channel",
    ],
)
async def test_where_we_cannot_post_we_go_on_in_the_direct_message(
    bench: Bench, fake: FakeSlack, store: Store, error: str
) -> None:
    fake.fail("chat.postMessage", error)
    await bench.command()
    card, step = await bench.posted(1), await bench.posted(2)
    assert card.body["channel"] == ALICE
    assert f"can't post in <#{CHANNEL}>" in card.body["text"]
    assert (step.body["channel"], step.body["thread_ts"]) == (DIRECT, card.ts)
    assert store.turns(f"slack:T1:{DIRECT}:{card.ts}")


async def test_a_button_of_the_private_help_opens_a_thread(bench: Bench) -> None:
    shown = await bench.command("help")
    help_post = Call("", {"channel": CHANNEL, "text": "", "blocks": shown["blocks"]}, "", "9.9")
    container = {"type": "message", "message_ts": "9.9", "is_ephemeral": True}
    number = next(
        n
        for n, button in enumerate(help_post.buttons)
        if ACTION.validate_json(button["value"]).do == "ask"
    )
    await bench.click(help_post, number, container=container)
    card, answer = await bench.posted(1), await bench.posted(2)
    assert help_post.buttons[number]["text"]["text"] in card.body["text"]
    assert answer.body["thread_ts"] == card.ts
    await settled(bench)
    assert not bench.fake.made("chat.update")
