"""What Slack delivers more than once is answered once."""

import asyncio

import pytest

from bot.store.errors import StoreError
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
