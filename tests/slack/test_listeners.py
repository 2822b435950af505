"""The conversation in Slack, event by event, against a fake of the Web API that records."""

import asyncio
import json
import logging

import pytest

from bot.replies import ACTION
from bot.store.errors import StoreError
from bot.store.store import Store
from rules.models import Walkthrough
from tests.slack_support import (
    ALICE,
    BOB,
    BOT,
    CHANNEL,
    DIRECT,
    Bench,
    Body,
    Call,
    FakeSlack,
    eventually,
    message,
)

QUESTION = "drf vs fastapi"
TS = "1700000000.000100"


def mention(text: str = f"<@{BOT}> {QUESTION}", **changes: object) -> Body:
    """A mention in a channel."""
    told = {"type": "app_mention", "channel": CHANNEL, "user": ALICE, "text": text, "ts": TS}
    return {**told, **changes}


def overheard(text: str, thread: str, user: str = ALICE, **changes: object) -> Body:
    """What is said in a thread of a channel."""
    told = message(text, user=user, ts="1700000009.000100", channel=CHANNEL)
    return {**told, "channel_type": "channel", "thread_ts": thread, **changes}


async def settled(bench: Bench) -> list[Call]:
    """What was posted once a later question has its answer: by then earlier work is done."""
    marker = f"17{len(bench.fake.calls):08}.999999"
    assert await bench.event(message("help", ts=marker)) == 200
    await eventually(lambda: any(p.body.get("thread_ts") == marker for p in bench.fake.posts))
    return [post for post in bench.fake.posts if post.body.get("thread_ts") != marker]


async def walk_into(bench: Bench) -> tuple[Call, Call]:
    """Starts the walkthrough in the channel: the card and the first step."""
    await bench.command()
    return await bench.posted(1), await bench.posted(2)


class TestQuestions:
    async def test_a_direct_message_is_answered_in_its_thread(
        self, bench: Bench, store: Store
    ) -> None:
        await bench.event(message(QUESTION, ts=TS))
        post = await bench.posted(1)
        assert (post.body["channel"], post.body["thread_ts"]) == (DIRECT, TS)
        assert post.token == "xoxb-1"
        (turn,) = store.turns(f"slack:T1:{DIRECT}:{TS}")
        assert (turn.person.id, turn.person.name) == (f"slack:T1:{ALICE}", "Ann")
        assert turn.text == QUESTION

    async def test_a_message_in_a_thread_is_answered_in_that_thread(self, bench: Bench) -> None:
        await bench.event(message(QUESTION, thread_ts="1600000000.000001"))
        assert (await bench.posted(1)).body["thread_ts"] == "1600000000.000001"

    async def test_the_text_of_a_message_carries_the_whole_answer(self, bench: Bench) -> None:
        await bench.event(message(QUESTION, ts=TS))
        text = (await bench.posted(1)).body["text"]
        assert "FastAPI" in text
        assert len(text) > 300

    async def test_a_mention_is_answered_without_the_mention(
        self, bench: Bench, store: Store
    ) -> None:
        await bench.event(mention())
        post = await bench.posted(1)
        assert (post.body["channel"], post.body["thread_ts"]) == (CHANNEL, TS)
        assert store.turns(f"slack:T1:{CHANNEL}:{TS}")[0].text == QUESTION

    async def test_a_mention_without_words_gets_help(self, bench: Bench, store: Store) -> None:
        await bench.event(mention(f"<@{BOT}>"))
        await bench.posted(1)
        assert store.turns(f"slack:T1:{CHANNEL}:{TS}")[0].outcome == "help"

    async def test_what_was_typed_is_stored_as_typed_and_shown_escaped(
        self, bench: Bench, store: Store
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
    async def test_what_nobody_asked_is_not_answered(self, bench: Bench, changes: Body) -> None:
        assert await bench.event(message(QUESTION) | changes) == 200
        assert await settled(bench) == []

    @pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
    async def test_a_text_that_comes_with_a_file_or_a_broadcast_counts(
        self, bench: Bench, subtype: str
    ) -> None:
        await bench.event(message(QUESTION, subtype=subtype))
        await bench.posted(1)


class TestDoubles:
    async def test_a_retry_is_answered_once(self, bench: Bench) -> None:
        await bench.event(message(QUESTION), "Ev1")
        retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
        assert await bench.event(message(QUESTION), "Ev1", **retry) == 200
        assert len(await settled(bench)) == 1

    async def test_the_same_post_under_two_event_ids_is_answered_once(self, bench: Bench) -> None:
        await bench.event(message(QUESTION), "Ev1")
        await bench.event(message(QUESTION), "Ev2")
        assert len(await settled(bench)) == 1

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    async def test_a_mention_that_also_arrives_as_a_message_is_answered_once(
        self, bench: Bench, order: tuple[int, int]
    ) -> None:
        told = mention()
        both = [told, {**told, "type": "message", "channel_type": "channel"}]
        for number in order:
            await bench.event(both[number])
        assert len(await settled(bench)) == 1

    async def test_many_deliveries_at_once_are_answered_once(self, bench: Bench) -> None:
        await asyncio.gather(*(bench.event(message(QUESTION), f"Ev{n}") for n in range(20)))
        assert len(await settled(bench)) == 1

    async def test_a_retry_is_answered_when_the_first_try_could_not_be_claimed(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def locked(*_: object) -> bool:
            raise StoreError("the log is locked")

        with monkeypatch.context() as patch:
            patch.setattr(Store, "claim", locked)
            assert await bench.event(message(QUESTION), "Ev1") == 500
        assert await bench.event(message(QUESTION), "Ev1") == 200
        assert len(await settled(bench)) == 1


class TestCommands:
    async def test_the_command_starts_the_walkthrough_in_a_thread_of_the_channel(
        self, bench: Bench
    ) -> None:
        shown = await bench.command()
        assert shown["response_type"] == "ephemeral"
        assert shown["text"]
        card, step = await bench.posted(1), await bench.posted(2)
        assert card.body["channel"] == step.body["channel"] == CHANNEL
        assert f"<@{ALICE}> is choosing a framework" in card.body["text"]
        assert "thread_ts" not in card.body
        assert step.body["thread_ts"] == card.ts
        assert step.buttons

    async def test_a_question_stands_on_the_card_and_is_answered_below(self, bench: Bench) -> None:
        await bench.command("what is a payload? <!channel> & <b>")
        card, answer = await bench.posted(1), await bench.posted(2)
        asked = "what is a payload? @channel &amp; &lt;b&gt;"
        assert card.body["text"] == f"<@{ALICE}> asks:\n> {asked}"
        assert asked in card.shown
        assert answer.body["thread_ts"] == card.ts

    async def test_help_is_shown_to_one_person_only(self, bench: Bench) -> None:
        shown = await bench.command("help")
        assert shown["response_type"] == "ephemeral"
        assert {block["type"] for block in shown["blocks"]} == {"section", "actions"}
        assert await settled(bench) == []

    async def test_a_word_that_starts_the_walkthrough_is_no_question(self, bench: Bench) -> None:
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
        self, bench: Bench, fake: FakeSlack, store: Store, error: str
    ) -> None:
        fake.fail("chat.postMessage", error)
        await bench.command()
        card, step = await bench.posted(1), await bench.posted(2)
        assert card.body["channel"] == ALICE
        assert f"can't post in <#{CHANNEL}>" in card.body["text"]
        assert (step.body["channel"], step.body["thread_ts"]) == (DIRECT, card.ts)
        assert store.turns(f"slack:T1:{DIRECT}:{card.ts}")

    async def test_a_button_of_the_private_help_opens_a_thread(self, bench: Bench) -> None:
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


class TestClicks:
    async def test_a_choice_moves_on_and_the_old_message_says_it(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
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
        self, bench: Bench, fake: FakeSlack, store: Store, walkthrough: Walkthrough
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
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        await bench.event(message(QUESTION, ts=TS))
        answer = await bench.posted(1)
        await bench.click(answer, 0)
        assert (await bench.posted(2)).body["thread_ts"] == TS
        await settled(bench)
        assert not fake.made("chat.update")

    async def test_somebody_else_is_told_so_and_the_message_stays(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        card, step = await walk_into(bench)
        await bench.click(step, 0, user=BOB)
        (notice,) = await eventually(lambda: fake.made("chat.postEphemeral"))
        assert notice.body["user"] == BOB
        assert notice.body["thread_ts"] == card.ts
        assert len(await settled(bench)) == 2
        assert not fake.made("chat.update")

    async def test_the_second_of_two_clicks_gets_where_we_are(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        _, step = await walk_into(bench)
        await bench.click(step, 0)
        following = await bench.posted(3)
        await bench.click(step, 1)
        again = await bench.posted(4)
        assert [b["value"] for b in again.buttons] == [b["value"] for b in following.buttons]
        await settled(bench)
        assert len(fake.made("chat.update")) == 1

    async def test_the_same_click_delivered_twice_counts_once(self, bench: Bench) -> None:
        _, step = await walk_into(bench)
        payload = await bench.click(step, 0)
        assert await bench.interact(payload) == 200
        assert await bench.interact(payload | {"trigger_id": "another"}) == 200
        assert len(await settled(bench)) == 3

    @pytest.mark.parametrize("value", ["", "v1:old", '{"do": "dance"}', '{"do": "ask"}', "[]"])
    async def test_a_button_of_an_older_version_is_said_to_be_one(
        self, bench: Bench, fake: FakeSlack, value: str
    ) -> None:
        _, step = await walk_into(bench)
        payload = bench.pressed(step, 0, ALICE)
        payload["actions"][0]["value"] = value
        payload["actions"][0]["action_id"] = "something_older"
        assert await bench.interact(payload) == 200
        (notice,) = await eventually(lambda: fake.made("chat.postEphemeral"))
        assert "older version" in notice.body["text"]

    async def test_a_click_outside_of_messages_is_acknowledged(self, bench: Bench) -> None:
        action = {"type": "button", "action_id": "x", "action_ts": "1.1"}
        payload = {"type": "block_actions", "user": {"id": ALICE}, "actions": [action]}
        assert await bench.interact({**payload, "container": {"type": "view"}}) == 200
        assert await settled(bench) == []

    async def test_an_update_that_slack_does_not_take_is_made_in_plainer_blocks(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        _, step = await walk_into(bench)
        fake.fail("chat.update", "invalid_blocks")
        await bench.click(step, 0)
        updates = await eventually(lambda: fake.made("chat.update")[1:])
        assert {block["type"] for block in updates[0].body["blocks"]} == {"section", "context"}


class TestTypedAnswers:
    async def label(self, step: Call) -> str:
        label: str = step.buttons[0]["text"]["text"]
        return label

    async def test_the_one_who_decides_may_type_the_answer(self, bench: Bench) -> None:
        card, step = await walk_into(bench)
        await bench.event(overheard(await self.label(step), card.ts))
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
    async def test_what_is_said_to_others_is_none_of_our_business(
        self, bench: Bench, changes: Body
    ) -> None:
        card, _ = await walk_into(bench)
        assert await bench.event(overheard("Django", card.ts) | changes) == 200
        assert len(await settled(bench)) == 2

    async def test_talk_in_a_channel_is_none_of_our_business(self, bench: Bench) -> None:
        told = overheard(QUESTION, "x")
        del told["thread_ts"]
        assert await bench.event(told) == 200
        assert await settled(bench) == []

    async def test_an_ignored_message_does_not_claim_the_mention_of_the_same_post(
        self, bench: Bench
    ) -> None:
        told = overheard(f"<@{BOT}> {QUESTION}", "1600000000.000001")
        await bench.event(told)
        await bench.event(mention(ts=told["ts"], thread_ts=told["thread_ts"]))
        assert len(await settled(bench)) == 1


class TestTrouble:
    async def test_a_name_that_slack_does_not_tell_costs_no_reply(
        self, bench: Bench, fake: FakeSlack, store: Store
    ) -> None:
        fake.fail("users.info", "missing_scope")
        await bench.event(message(QUESTION, ts=TS))
        await bench.posted(1)
        assert store.turns(f"slack:T1:{DIRECT}:{TS}")[0].person.name is None

    async def test_a_name_is_asked_for_once(self, bench: Bench, fake: FakeSlack) -> None:
        await bench.event(message(QUESTION))
        await bench.posted(1)
        await settled(bench)
        assert len(fake.made("users.info")) == 1

    @pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
    async def test_an_answer_that_slack_does_not_take_is_posted_in_plainer_blocks(
        self, bench: Bench, fake: FakeSlack, error: str
    ) -> None:
        fake.fail("chat.postMessage", error)
        await bench.event(message(QUESTION))
        post = await bench.posted(1)
        assert {block["type"] for block in post.body["blocks"]} == {"section", "actions"}
        assert len(fake.made("chat.postMessage")) == 2

    async def test_an_answer_whose_blocks_slack_never_takes_is_posted_as_text(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        fake.fail("chat.postMessage", "invalid_blocks", times=2)
        await bench.event(message(QUESTION))
        assert "blocks" not in (await bench.posted(1)).body

    async def test_a_reply_waits_when_slack_says_so(self, bench: Bench, fake: FakeSlack) -> None:
        fake.break_down("chat.postMessage", 429, {"Retry-After": "0"})
        await bench.event(message(QUESTION))
        await bench.posted(1)

    async def test_a_reply_is_tried_again_after_a_fault_of_slacks_server(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        fake.break_down("chat.postMessage", 500)
        await bench.event(message(QUESTION))
        await bench.posted(1)

    async def test_what_was_taken_and_not_answered_is_logged_with_its_id(
        self, bench: Bench, fake: FakeSlack, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.fail("chat.postMessage", "token_expired")
        await bench.event(message(QUESTION, ts=TS))
        await eventually(lambda: [r for r in caplog.records if r.levelno >= logging.ERROR])
        assert f"message:T1:{DIRECT}:{TS} was taken, but not answered" in caplog.text


class TestHome:
    async def test_the_messages_tab_suggests_what_to_ask(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        opened = {"type": "app_home_opened", "tab": "messages", "channel": DIRECT, "user": ALICE}
        await bench.event(opened)
        (call,) = await eventually(lambda: fake.made("assistant.threads.setSuggestedPrompts"))
        assert "thread_ts" not in call.body
        assert call.body["channel_id"] == DIRECT
        assert 1 <= len(call.body["prompts"]) <= 4

    async def test_the_home_tab_says_what_the_advisor_does(
        self, bench: Bench, fake: FakeSlack
    ) -> None:
        opened = {"type": "app_home_opened", "tab": "home", "channel": DIRECT, "user": ALICE}
        await bench.event(opened)
        (call,) = await eventually(lambda: fake.made("views.publish"))
        view = call.body["view"]
        shown = json.loads(view) if isinstance(view, str) else view
        assert (call.body["user_id"], shown["type"]) == (ALICE, "home")
        assert "Framework Advisor" in json.dumps(shown)

    @pytest.mark.parametrize("tab", ["home", "messages"])
    async def test_a_tab_that_cannot_be_filled_is_no_error(
        self, bench: Bench, fake: FakeSlack, tab: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        for method in ("views.publish", "assistant.threads.setSuggestedPrompts"):
            fake.fail(method, "missing_scope")
        opened = {"type": "app_home_opened", "tab": tab, "channel": DIRECT, "user": ALICE}
        assert await bench.event(opened) == 200
        await settled(bench)
        assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
