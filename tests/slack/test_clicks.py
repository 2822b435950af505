"""Pressed buttons, and what becomes of the message that they stood on."""

import pytest

from bot.replies import ACTION
from bot.store.store import Store
from rules.models import Walkthrough
from tests.slack.talking import QUESTION, TS, settled, walk_into
from tests.slack_support import ALICE, BOB, CHANNEL, Bench, FakeSlack, eventually, message


async def test_a_choice_moves_on_and_the_old_message_says_it(bench: Bench, fake: FakeSlack) -> None:
    card, step = await walk_into(bench)
    await bench.click(step, 0)
    following = await bench.posted(3)
    assert following.body["thread_ts"] == card.ts
    assert following.body["text"] != step.body["text"]
    (update,) = await eventually(lambda: fake.made("chat.update"))
    assert (update.body["channel"], update.body["ts"]) == (CHANNEL, step.ts)
    assert update.buttons == []
    assert step.buttons[0]["text"]["text"] in update.shown
    assert step.buttons[0]["text"]["text"] in update.body["text"]


async def test_the_walkthrough_ends_with_a_decision_on_record(
    bench: Bench, fake: FakeSlack, store: Store, walkthrough: Walkthrough
) -> None:
    card, post = await walk_into(bench)
    for number in range(3, 4 + len(walkthrough.criteria)):
        await bench.click(post, 0)
        post = await bench.posted(number)
        if ACTION.validate_json(post.buttons[0]["value"]).do == "record":
            break
    count = len(fake.posts)
    await bench.click(post, 0)
    recorded = await bench.posted(count + 1)
    assert "#1" in recorded.body["text"]
    decision = store.decision(1)
    assert decision is not None
    assert decision.person.name == "Ann"
    assert decision.thread == f"slack:T1:{CHANNEL}:{card.ts}"
    updates = await eventually(lambda: fake.made("chat.update")[count - 2 :])
    assert updates[-1].body["ts"] == post.ts


async def test_an_answer_keeps_its_buttons_when_one_of_them_is_pressed(
    bench: Bench, fake: FakeSlack
) -> None:
    await bench.event(message(QUESTION, ts=TS))
    answer = await bench.posted(1)
    await bench.click(answer, 0)
    assert (await bench.posted(2)).body["thread_ts"] == TS
    await settled(bench)
    assert not fake.made("chat.update")


async def test_somebody_else_is_told_so_and_the_message_stays(
    bench: Bench, fake: FakeSlack
) -> None:
    card, step = await walk_into(bench)
    await bench.click(step, 0, user=BOB)
    (notice,) = await eventually(lambda: fake.made("chat.postEphemeral"))
    assert notice.body["user"] == BOB
    assert notice.body["thread_ts"] == card.ts
    assert len(await settled(bench)) == 2
    assert not fake.made("chat.update")


async def test_the_second_of_two_clicks_gets_where_we_are(bench: Bench, fake: FakeSlack) -> None:
    _, step = await walk_into(bench)
    await bench.click(step, 0)
    following = await bench.posted(3)
    await bench.click(step, 1)
    again = await bench.posted(4)
    assert [b["value"] for b in again.buttons] == [b["value"] for b in following.buttons]
    await settled(bench)
    assert len(fake.made("chat.update")) == 1


async def test_the_same_click_delivered_twice_counts_once(bench: Bench) -> None:
    _, step = await walk_into(bench)
    payload = await bench.click(step, 0)
    assert await bench.interact(payload) == 200
    assert await bench.interact(payload | {"trigger_id": "another"}) == 200
    assert len(await settled(bench)) == 3


@pytest.mark.parametrize("value", ["", "v1:old", '{"do": "dance"}', '{"do": "ask"}', "[]"])
async def test_a_button_of_an_older_version_is_said_to_be_one(
    bench: Bench, fake: FakeSlack, value: str
) -> None:
    _, step = await walk_into(bench)
    payload = bench.pressed(step, 0, ALICE)
    payload["actions"][0]["value"] = value
    payload["actions"][0]["action_id"] = "something_older"
    assert await bench.interact(payload) == 200
    (notice,) = await eventually(lambda: fake.made("chat.postEphemeral"))
    assert "older version" in notice.body["text"]


async def test_a_click_outside_of_messages_is_acknowledged(bench: Bench) -> None:
    action = {"type": "button", "action_id": "x", "action_ts": "1.1"}
    payload = {"type": "block_actions", "user": {"id": ALICE}, "actions": [action]}
    assert await bench.interact({**payload, "container": {"type": "view"}}) == 200
    assert await settled(bench) == []


async def test_an_update_that_slack_does_not_take_is_made_in_plainer_blocks(
    bench: Bench, fake: FakeSlack
) -> None:
    _, step = await walk_into(bench)
    fake.fail("chat.update", "invalid_blocks")
    await bench.click(step, 0)
    updates = await eventually(lambda: fake.made("chat.update")[1:])
    assert {block["type"] for block in updates[0].body["blocks"]} == {"section", "context"}


async def test_a_click_under_rules_that_changed_leaves_the_question_open(
    bench: Bench, fake: FakeSlack, store: Store
) -> None:
    _, step = await walk_into(bench)
    await bench.click(step, 0)
    second = await bench.posted(3)
    await eventually(lambda: fake.made("chat.update"))
    store.run("UPDATE walks SET version = version - 1, rules = NULL")
    await bench.click(second, 0)
    said = await bench.posted(4)
    ways = [ACTION.validate_json(button["value"]).do for button in said.buttons]
    assert ways == ["renew", "restart"]
    await settled(bench)
    assert [update.body["ts"] for update in fake.made("chat.update")] == [step.ts]
    await bench.click(said, 0)
    assert await bench.posted(5)
