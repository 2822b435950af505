"""What is said to the advisor or near it, and which of it is answered where."""

import pytest

from bot.store.store import Store
from tests.slack.talking import QUESTION, TS, mention, overheard, settled, walk_into
from tests.slack_support import ALICE, BOB, BOT, CHANNEL, DIRECT, Bench, Body, message


async def test_a_direct_message_is_answered_in_its_thread(bench: Bench, store: Store) -> None:
    await bench.event(message(QUESTION, ts=TS))
    post = await bench.posted(1)
    assert (post.body["channel"], post.body["thread_ts"]) == (DIRECT, TS)
    assert post.token == "xoxb-1"
    (turn,) = store.turns(f"slack:T1:{DIRECT}:{TS}")
    assert (turn.person.id, turn.person.name) == (f"slack:T1:{ALICE}", "Ann")
    assert turn.text == QUESTION


async def test_a_message_in_a_thread_is_answered_in_that_thread(bench: Bench) -> None:
    await bench.event(message(QUESTION, thread_ts="1600000000.000001"))
    assert (await bench.posted(1)).body["thread_ts"] == "1600000000.000001"


async def test_a_follow_up_in_a_thread_is_taken_in_its_context_and_says_so(
    bench: Bench, store: Store
) -> None:
    await bench.event(mention(f"<@{BOT}> how fast is fastapi"))
    first = await bench.posted(1)
    told = mention(f"<@{BOT}> and flask?", ts="1700000002.000100", thread_ts=TS)
    await bench.event(told)
    post = await bench.posted(2)
    assert post.body["thread_ts"] == first.body["thread_ts"] == TS
    turns = store.turns(f"slack:T1:{CHANNEL}:{TS}")
    assert [turn.entry for turn in turns] == ["how-fast-is-fastapi", "how-fast-is-flask"]
    literally = [b for b in post.buttons if "ask-plain" in b["value"]]
    assert len(literally) == 1
    await bench.click(post, post.buttons.index(literally[0]))
    await bench.posted(3)
    assert store.turns(f"slack:T1:{CHANNEL}:{TS}")[-1].entry != "how-fast-is-flask"


async def test_the_text_of_a_message_carries_the_whole_answer(bench: Bench) -> None:
    await bench.event(message(QUESTION, ts=TS))
    text = (await bench.posted(1)).body["text"]
    assert "FastAPI" in text
    assert len(text) > 300


async def test_a_mention_is_answered_without_the_mention(bench: Bench, store: Store) -> None:
    await bench.event(mention())
    post = await bench.posted(1)
    assert (post.body["channel"], post.body["thread_ts"]) == (CHANNEL, TS)
    assert store.turns(f"slack:T1:{CHANNEL}:{TS}")[0].text == QUESTION


async def test_a_mention_without_words_gets_help(bench: Bench, store: Store) -> None:
    await bench.event(mention(f"<@{BOT}>"))
    await bench.posted(1)
    assert store.turns(f"slack:T1:{CHANNEL}:{TS}")[0].outcome == "help"


async def test_what_was_typed_is_stored_as_typed_and_shown_escaped(
    bench: Bench, store: Store
) -> None:
    await bench.event(message("is &lt;b&gt; &amp; <!channel> in fastapi?", ts=TS))
    await bench.posted(1)
    assert store.turns(f"slack:T1:{DIRECT}:{TS}")[0].text == "is <b> & @channel in fastapi?"


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B7"},
        {"user": BOT},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"text": ""},
        {"text": None},
    ],
    ids=str,
)
async def test_what_nobody_asked_is_not_answered(bench: Bench, changes: Body) -> None:
    assert await bench.event(message(QUESTION) | changes) == 200
    assert await settled(bench) == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
async def test_a_text_that_comes_with_a_file_or_a_broadcast_counts(
    bench: Bench, subtype: str
) -> None:
    await bench.event(message(QUESTION, subtype=subtype))
    await bench.posted(1)


async def test_the_one_who_decides_may_type_the_answer(bench: Bench) -> None:
    card, step = await walk_into(bench)
    await bench.event(overheard(step.buttons[0]["text"]["text"], card.ts))
    following = await bench.posted(3)
    assert following.body["thread_ts"] == card.ts


@pytest.mark.parametrize(
    "changes",
    [
        {"user": BOB},
        {"text": "<@UBOB> what do you think?"},
        {"text": "<!subteam^S1|@ops> look"},
        {"thread_ts": "1600000000.000001"},
        {"channel_type": "app_home"},
    ],
    ids=str,
)
async def test_what_is_said_to_others_is_none_of_our_business(bench: Bench, changes: Body) -> None:
    card, _ = await walk_into(bench)
    assert await bench.event(overheard("Django", card.ts) | changes) == 200
    assert len(await settled(bench)) == 2


async def test_talk_in_a_channel_is_none_of_our_business(bench: Bench) -> None:
    told = overheard(QUESTION, "x")
    del told["thread_ts"]
    assert await bench.event(told) == 200
    assert await settled(bench) == []


async def test_an_ignored_message_does_not_claim_the_mention_of_the_same_post(bench: Bench) -> None:
    told = overheard(f"<@{BOT}> {QUESTION}", "1600000000.000001")
    await bench.event(told)
    await bench.event(mention(ts=told["ts"], thread_ts=told["thread_ts"]))
    assert len(await settled(bench)) == 1
