"""Starting, Socket Mode and stopping: Slack may be wrong, slow or away, the server stays."""

import asyncio
import json
import logging
import time

import aiohttp
import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.slack import app, client
from bot.slack.ingress import JSON
from bot.store.store import Store
from tests.slack.conftest import Serve
from tests.slack_support import (
    ALICE,
    CHANNEL,
    DIRECT,
    SECRET,
    TEAM,
    Bench,
    FakeSlack,
    envelope,
    eventually,
    message,
    signed,
)

QUESTION = "drf vs fastapi"


@pytest.fixture
def by_socket(settings: Settings) -> Settings:
    return settings.model_copy(update={"slack_app_token": SecretStr("xapp-1")})


def errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


class TestSocketMode:
    async def test_a_message_is_acknowledged_and_answered(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        async with serve(by_socket):
            await fake.deliver("events_api", envelope(message(QUESTION), "Ev1"))
            (post,) = await eventually(lambda: fake.posts)
        assert (post.body["channel"], post.token) == (DIRECT, "xoxb-1")
        assert fake.made("apps.connections.open")[0].token == "xapp-1"

    async def test_what_came_by_two_sockets_or_twice_is_answered_once(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        async with serve(by_socket):
            for event in ("Ev1", "Ev1", "Ev2"):
                await fake.deliver("events_api", envelope(message(QUESTION), event))
            await eventually(lambda: fake.posts)
        assert len(fake.posts) == 1

    async def test_a_command_is_acknowledged_with_what_the_person_is_shown(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        form = {"command": "/framework", "text": "help", "team_id": TEAM, "user_id": ALICE}
        async with serve(by_socket):
            sent = await fake.deliver("slash_commands", {**form, "channel_id": CHANNEL})
            (answer,) = [e for e in fake.envelopes if e["envelope_id"] == sent]
        assert answer["payload"]["response_type"] == "ephemeral"
        assert answer["payload"]["blocks"]

    async def test_whatever_else_comes_is_acknowledged(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        async with serve(by_socket):
            await fake.deliver("interactive", {"type": "view_closed", "user": {"id": ALICE}})
            await fake.deliver("events_api", envelope({"type": "team_join"}, "Ev1"))

    async def test_a_lost_connection_is_made_anew(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        async with serve(by_socket):
            (first,) = await eventually(lambda: fake.sockets)
            await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await eventually(lambda: len(fake.sockets) == 2)
            await fake.deliver("events_api", envelope(message(QUESTION), "Ev1"))
            await eventually(lambda: fake.posts)

    async def test_a_wrong_app_token_is_said_in_a_line_and_the_server_stays(
        self, by_socket: Settings, serve: Serve, fake: FakeSlack, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.fail("apps.connections.open", "invalid_auth")
        async with serve(by_socket) as url, aiohttp.ClientSession() as session:
            (record,) = await eventually(lambda: errors(caplog))
            assert "SLACK_APP_TOKEN" in record.getMessage()
            assert "invalid_auth" in record.getMessage()
            assert "\n" not in record.getMessage()
            assert record.exc_info is None
            async with session.get(url) as response:
                assert response.status == 204


class TestStart:
    async def test_the_token_is_checked_once(self, bench: Bench, fake: FakeSlack) -> None:
        for number in range(3):
            await bench.event(message(QUESTION, ts=f"170000000{number}.000001"))
        assert len(fake.made("auth.test")) == 1

    async def test_a_wrong_bot_token_is_said_in_a_line_and_the_server_stays(
        self, settings: Settings, serve: Serve, fake: FakeSlack, caplog: pytest.LogCaptureFixture
    ) -> None:
        fake.fail("auth.test", "invalid_auth")
        async with serve(settings) as url, aiohttp.ClientSession() as session:
            (record,) = await eventually(lambda: errors(caplog))
            assert "SLACK_BOT_TOKEN (invalid_auth)" in record.getMessage()
            bench = Bench(url=url, fake=fake, session=session)
            assert await bench.event(message(QUESTION)) == 503
            async with session.get(url) as response:
                assert response.status == 204

    async def test_while_slack_is_away_it_is_told_to_try_again_and_then_answered(
        self,
        settings: Settings,
        serve: Serve,
        fake: FakeSlack,
        session: aiohttp.ClientSession,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(app, "READY_SECONDS", 0.05)
        monkeypatch.setattr(client, "FIRST_PAUSE", 0.2)
        fake.fail("auth.test", "internal_error", times=2)
        async with serve(settings) as url:
            bench = Bench(url=url, fake=fake, session=session)
            assert await bench.event(message(QUESTION), "Ev1") == 503

            async def is_answered() -> bool:
                return await bench.event(message(QUESTION), "Ev1") == 200

            await eventually(is_answered)
            await eventually(lambda: fake.posts)

    async def test_the_challenge_is_answered_without_a_working_token(
        self, settings: Settings, serve: Serve, fake: FakeSlack, session: aiohttp.ClientSession
    ) -> None:
        fake.fail("auth.test", "invalid_auth")
        async with serve(settings) as url:
            bench = Bench(url=url, fake=fake, session=session)
            body = b'{"type": "url_verification", "challenge": "abc"}'
            status, answer = await bench.request(body, signed(SECRET, body, JSON))
        assert (status, json.loads(answer)) == (200, {"challenge": "abc"})

    async def test_without_a_token_there_is_no_slack(
        self, serve: Serve, fake: FakeSlack, session: aiohttp.ClientSession
    ) -> None:
        settings = Settings(slack_api_url=fake.url)
        async with serve(settings) as url:
            bench = Bench(url=url, fake=fake, session=session)
            status, _ = await bench.request(b"{}", signed(SECRET, b"{}", JSON))
        assert status == 404
        assert not fake.calls


class TestStop:
    async def test_what_was_acknowledged_is_answered_before_the_server_stops(
        self, settings: Settings, serve: Serve, fake: FakeSlack, session: aiohttp.ClientSession
    ) -> None:
        async with serve(settings) as url:
            bench = Bench(url=url, fake=fake, session=session)
            assert await bench.event(message(QUESTION)) == 200
        assert len(fake.posts) == 1

    async def test_what_slack_did_not_take_before_the_stop_is_posted_after_the_next_start(
        self, settings: Settings, serve: Serve, fake: FakeSlack, session: aiohttp.ClientSession
    ) -> None:
        fake.break_down("chat.postMessage", 500)
        async with serve(settings) as url:
            bench = Bench(url=url, fake=fake, session=session)
            assert await bench.event(message(QUESTION)) == 200
            await eventually(lambda: fake.made("chat.postMessage"))
        assert not fake.posts
        async with serve(settings):
            await eventually(lambda: fake.posts)
        assert len(fake.posts) == 1

    async def test_a_server_whose_slack_never_came_stops_at_once(
        self, settings: Settings, serve: Serve, fake: FakeSlack
    ) -> None:
        fake.fail("auth.test", "internal_error", times=50)
        async with serve(settings):
            await eventually(lambda: fake.made("auth.test"))
            began = time.monotonic()
        assert time.monotonic() - began < 2

    async def test_a_person_who_hangs_up_early_gets_the_answer_all_the_same(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started, go_on = asyncio.Event(), asyncio.Event()
        loop, accept = asyncio.get_running_loop(), Store.accept

        def slow_accept(self: Store, *args: object) -> list[bool]:
            loop.call_soon_threadsafe(started.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
            return accept(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Store, "accept", slow_accept)
        request = asyncio.create_task(bench.event(message(QUESTION)))
        await started.wait()
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
        go_on.set()
        await bench.posted(1)
