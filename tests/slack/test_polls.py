"""A poll in Slack: asked for in a channel, answered in direct messages, compared in the channel."""

import json

import pytest

from bot.replies import ACTION
from bot.store.records import Person, Thread
from bot.store.store import Store
from tests.slack.talking import mention, overheard, settled, walk_into
from tests.slack_support import ALICE, BOB, BOT, CHANNEL, DIRECT, Bench, Call, FakeSlack, eventually


def number_of(post: Call, do: str) -> int:
    """The place of the button that does something."""
    actions: list[str] = [ACTION.validate_json(button["value"]).do for button in post.buttons]
    assert do in actions, actions
    return actions.index(do)


async def press(bench: Bench, post: Call, do: str, user: str = ALICE) -> None:
    await bench.click(post, number_of(post, do), user=user)


async def asked(bench: Bench) -> tuple[Call, Call]:
    """The card of a walkthrough in the channel, and the poll in its thread."""
    card, step = await walk_into(bench)
    await press(bench, step, "ask-others")
    return card, await bench.posted(3)


def code_of(poll: Call) -> str:
    value = poll.buttons[number_of(poll, "join")]["value"]
    return str(json.loads(value)["code"])


async def joined(bench: Bench, poll: Call, user: str) -> tuple[Call, Call]:
    """Somebody takes part: the card in the direct message, and the first question below it."""
    before = len(bench.fake.posts)
    await press(bench, poll, "join", user)
    return await bench.posted(before + 1), await bench.posted(before + 2)


async def handed_in(bench: Bench, step: Call, user: str) -> Call:
    """Somebody answers the first question and hands in: the poll that its owner sees then."""
    count = len(bench.fake.posts)
    await bench.click(step, 0, user=user)
    second = await bench.posted(count + 1)
    await press(bench, second, "show", user)
    await press(bench, await bench.posted(count + 2), "hand-in", user)
    # One to each of two channels, which do not wait for each other.
    both = [await bench.posted(count + 3), await bench.posted(count + 4)]
    (news,) = [post for post in both if post.body["channel"] != DIRECT]
    return news


async def test_asking_others_leaves_the_question_open(bench: Bench, fake: FakeSlack) -> None:
    card, poll = await asked(bench)
    assert (poll.body["channel"], poll.body["thread_ts"]) == (CHANNEL, card.ts)
    await settled(bench)
    assert not fake.made("chat.update")


async def test_who_takes_part_answers_in_a_direct_message(bench: Bench, fake: FakeSlack) -> None:
    _, poll = await asked(bench)
    card, step = await joined(bench, poll, BOB)
    assert card.body["channel"] == BOB
    assert f"<@{BOB}>" in card.body["text"]
    assert (step.body["channel"], step.body["thread_ts"]) == (DIRECT, card.ts)
    (whisper,) = await eventually(lambda: fake.made("chat.postEphemeral"))
    assert (whisper.body["user"], whisper.body["channel"]) == (BOB, CHANNEL)
    assert len(await settled(bench)) == 5


async def test_the_owner_answers_in_a_direct_message_too(bench: Bench) -> None:
    _, poll = await asked(bench)
    card, step = await joined(bench, poll, ALICE)
    assert (card.body["channel"], step.body["channel"]) == (ALICE, DIRECT)


async def test_a_second_click_leads_to_the_same_thread(bench: Bench, fake: FakeSlack) -> None:
    _, poll = await asked(bench)
    card, _ = await joined(bench, poll, BOB)
    await press(bench, poll, "join", BOB)
    again = await bench.posted(6)
    assert (again.body["channel"], again.body["thread_ts"]) == (DIRECT, card.ts)
    await eventually(lambda: len(fake.made("chat.postEphemeral")) == 2)


async def test_where_the_thread_is_gone_the_answers_move_to_a_new_one(
    bench: Bench, fake: FakeSlack, store: Store
) -> None:
    _, poll = await asked(bench)
    _, step = await joined(bench, poll, BOB)
    await bench.click(step, 0, user=BOB)
    await bench.posted(6)
    fake.fail("chat.postMessage", "thread_not_found")
    await press(bench, poll, "join", BOB)
    card, again = await bench.posted(7), await bench.posted(8)
    assert (card.body["channel"], again.body["thread_ts"]) == (BOB, card.ts)
    (cast,) = store.casts(code_of(poll))
    assert len(cast.walk.answers) == 1
    assert cast.walk.thread.endswith(card.ts)


async def test_who_cannot_be_written_to_is_told_how_to_join(bench: Bench, fake: FakeSlack) -> None:
    _, poll = await asked(bench)
    fake.fail("chat.postMessage", "cannot_dm_bot")
    await press(bench, poll, "join", BOB)
    (whisper,) = await eventually(lambda: fake.made("chat.postEphemeral"))
    assert f"join {code_of(poll)}" in whisper.body["text"]


async def test_a_code_that_is_typed_in_a_channel_leads_to_the_direct_message(bench: Bench) -> None:
    _, poll = await asked(bench)
    text = f"<@{BOT}> join {code_of(poll)}"
    await bench.event(mention(text, user=BOB, ts="1700000002.000100"))
    card, step = await bench.posted(4), await bench.posted(5)
    assert (card.body["channel"], step.body["channel"]) == (BOB, DIRECT)


async def test_a_code_after_the_command_leads_to_the_direct_message(bench: Bench) -> None:
    _, poll = await asked(bench)
    await bench.command(f"join {code_of(poll)}", user=BOB)
    card, step = await bench.posted(4), await bench.posted(5)
    assert (card.body["channel"], step.body["channel"]) == (BOB, DIRECT)


async def test_the_owner_hears_who_has_handed_in_and_goes_on(bench: Bench, fake: FakeSlack) -> None:
    root, poll = await asked(bench)
    _, step = await joined(bench, poll, BOB)
    news = await handed_in(bench, step, BOB)
    assert (news.body["channel"], news.body["thread_ts"]) == (CHANNEL, root.ts)
    # The name that the fake has for everybody.
    assert "Ann" in news.shown
    count = len(fake.posts)
    await press(bench, news, "differ")
    compared = await bench.posted(count + 1)
    assert (compared.body["channel"], compared.body["thread_ts"]) == (CHANNEL, root.ts)
    await press(bench, compared, "agree")
    following = await bench.posted(count + 2)
    assert following.body["thread_ts"] == root.ts
    updates = await eventually(
        lambda: [u for u in fake.made("chat.update") if u.body["ts"] == compared.ts]
    )
    assert updates[0].buttons == []


@pytest.mark.parametrize("do", ["differ", "call-off"])
async def test_nobody_but_the_owner_sees_to_the_poll(
    bench: Bench, fake: FakeSlack, do: str
) -> None:
    _, poll = await asked(bench)
    await press(bench, poll, do, BOB)
    (whisper,) = await eventually(lambda: fake.made("chat.postEphemeral"))
    assert whisper.body["user"] == BOB
    assert len(await settled(bench)) == 3
    assert not fake.made("chat.update")


async def test_a_closed_poll_is_said_to_be_one(bench: Bench, fake: FakeSlack) -> None:
    _, poll = await asked(bench)
    await press(bench, poll, "call-off")
    await bench.posted(4)
    await press(bench, poll, "join", BOB)
    await eventually(lambda: fake.made("chat.postEphemeral"))
    assert len(await settled(bench)) == 4


async def test_answers_are_handed_in_where_the_owner_cannot_be_told(
    bench: Bench, fake: FakeSlack, store: Store
) -> None:
    _, poll = await asked(bench)
    _, step = await joined(bench, poll, BOB)
    count = len(fake.posts)
    await bench.click(step, 0, user=BOB)
    await press(bench, await bench.posted(count + 1), "show", BOB)
    recommended = await bench.posted(count + 2)
    elsewhere = Thread(id="slack:T2:CELSEWHERE:1.1", surface="slack")
    store.see(Person(id="slack:T2:U1"), elsewhere)
    store.run("UPDATE walks SET thread = ? WHERE poll IS NULL", (elsewhere.id,))
    await press(bench, recommended, "hand-in", BOB)
    assert (await bench.posted(count + 3)).body["channel"] == DIRECT
    assert len(await settled(bench)) == count + 3
    (cast,) = store.casts(code_of(poll))
    assert cast.walk.status == "handed-in"


async def test_what_others_say_in_the_thread_answers_nothing(bench: Bench, store: Store) -> None:
    root, poll = await asked(bench)
    await joined(bench, poll, BOB)
    await bench.event(overheard("crud", root.ts, user=BOB))
    await settled(bench)
    (cast,) = store.casts(code_of(poll))
    assert not cast.walk.answers
