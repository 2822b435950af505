"""What Slack delivers more than once is answered once."""

import asyncio
from typing import Any

import pytest

from bot.slack import courier
from bot.slack.mail import Mail
from bot.slack.work import Work
from bot.store.errors import StoreError
from bot.store.outbox import Letter
from bot.store.store import Store
from tests.slack.talking import QUESTION, mention, settled
from tests.slack_support import Bench, message


async def test_a_retry_is_answered_once(bench: Bench) -> None:
    await bench.event(message(QUESTION), "Ev1")
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert await bench.event(message(QUESTION), "Ev1", **retry) == 200
    assert len(await settled(bench)) == 1


async def test_the_same_post_under_two_event_ids_is_answered_once(bench: Bench) -> None:
    await bench.event(message(QUESTION), "Ev1")
    await bench.event(message(QUESTION), "Ev2")
    assert len(await settled(bench)) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_mention_that_also_arrives_as_a_message_is_answered_once(
    bench: Bench, order: tuple[int, int]
) -> None:
    told = mention()
    both = [told, {**told, "type": "message", "channel_type": "channel"}]
    for number in order:
        await bench.event(both[number])
    assert len(await settled(bench)) == 1


async def test_many_deliveries_at_once_are_answered_once(bench: Bench) -> None:
    await asyncio.gather(*(bench.event(message(QUESTION), f"Ev{n}") for n in range(20)))
    assert len(await settled(bench)) == 1


async def test_a_retry_is_answered_when_the_first_try_could_not_be_stored(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> list[bool]:
        raise StoreError("the log is locked")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "accept", locked)
        assert await bench.event(message(QUESTION), "Ev1") == 503
    assert await bench.event(message(QUESTION), "Ev1") == 200
    assert len(await settled(bench)) == 1


async def test_an_answer_of_which_nobody_heard_that_it_was_stored_is_posted_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the connection to the database breaks just when it has been committed."""
    answer, unheard = Work._answer, iter([True])

    def broken(work: Work, read: Any) -> Any:
        sent = answer(work, read)
        if next(unheard, False):
            raise StoreError("the connection broke")
        return sent

    monkeypatch.setattr(courier, "UNKNOWN_SECONDS", 0.0)
    monkeypatch.setattr(Work, "_answer", broken)
    await bench.event(message(QUESTION))
    await bench.posted(1)
    assert len(await settled(bench)) == 1
    assert next(unheard, None) is None


async def test_an_answer_whose_sending_broke_down_is_posted_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, broken = courier.Courier._tried, iter([True])

    async def breaking(self: courier.Courier, letter: Letter, mail: Mail) -> Any:
        if next(broken, False):
            raise RuntimeError("a fault of ours")
        return await tried(self, letter, mail)

    monkeypatch.setattr(courier, "UNKNOWN_SECONDS", 0.0)
    monkeypatch.setattr(courier.Courier, "_tried", breaking)
    await bench.event(message(QUESTION))
    await bench.posted(1)
    assert len(await settled(bench)) == 1
