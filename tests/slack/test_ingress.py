"""The way in: what is not Slack's is refused, and what is unreadable is said to be."""

import json
import time

import pytest

from bot.slack.ingress import FORM, JSON, sign
from tests.slack_support import SECRET, Bench, FakeSlack, envelope, message, signed

PING = json.dumps(envelope(message("hello"), "Ev1")).encode()
DEEP = b'{"a":' + b"[" * 100_000


async def test_a_genuine_request_is_acknowledged(bench: Bench) -> None:
    status, body = await bench.request(PING, signed(SECRET, PING, JSON))
    assert (status, body) == (200, "")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"X-Slack-Signature": "v0=" + "0" * 64}, id="forged"),
        pytest.param({"X-Slack-Signature": "v0=ü"}, id="not-ascii"),
        pytest.param({"X-Slack-Signature": ""}, id="missing-signature"),
        pytest.param({"X-Slack-Request-Timestamp": ""}, id="missing-timestamp"),
        pytest.param({"X-Slack-Request-Timestamp": "soon"}, id="timestamp-is-no-number"),
        pytest.param({"X-Slack-Request-Timestamp": "9" * 5_000}, id="timestamp-is-huge"),
        pytest.param({"X-Slack-Request-Timestamp": "-1"}, id="timestamp-is-negative"),
    ],
)
async def test_a_forged_request_is_refused(
    bench: Bench, fake: FakeSlack, changed: dict[str, str]
) -> None:
    status, body = await bench.request(PING, signed(SECRET, PING, JSON) | changed)
    assert status == 401
    assert json.loads(body)["error"]
    assert not fake.posts


@pytest.mark.parametrize("age", [-301, 301, 86_400])
async def test_a_stale_request_is_refused_although_it_is_signed(bench: Bench, age: int) -> None:
    status, _ = await bench.request(PING, signed(SECRET, PING, JSON, at=time.time() - age))
    assert status == 401


async def test_a_request_for_another_body_is_refused(bench: Bench) -> None:
    status, _ = await bench.request(PING + b" ", signed(SECRET, PING, JSON))
    assert status == 401


async def test_a_request_without_any_header_of_slack_is_refused(bench: Bench) -> None:
    status, _ = await bench.request(PING, {"Content-Type": JSON})
    assert status == 401


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param(JSON, b"{", id="bad-json"),
        pytest.param(JSON, b"", id="empty"),
        pytest.param(JSON, b"\xff\xfe", id="bad-utf8"),
        pytest.param(JSON, b"[]", id="no-object"),
        pytest.param(JSON, b'"text"', id="a-string"),
        pytest.param(JSON, DEEP, id="too-deep"),
        pytest.param(JSON, b'{"type": "event_callback"}', id="no-event"),
        pytest.param(JSON, b'{"type": "event_callback", "event": []}', id="event-is-a-list"),
        pytest.param(JSON, b'{"event": {"channel": 1}}', id="channel-is-a-number"),
        pytest.param(JSON, b'{"authorizations": "x"}', id="authorizations-is-text"),
        pytest.param(FORM, b"text=hello", id="form-of-nobody"),
        pytest.param(FORM, b"payload=%7B", id="payload-is-no-json"),
        pytest.param(FORM, b"payload=[]", id="payload-is-no-object"),
        pytest.param(FORM, b"command=%2Fframework&text=%ff", id="form-is-no-utf8"),
        pytest.param("text/plain", PING, id="wrong-content-type"),
        pytest.param("", PING, id="no-content-type"),
        pytest.param("multipart/form-data; boundary=x", b"--x--", id="multipart"),
    ],
)
async def test_what_cannot_be_read_is_said_to_be(
    bench: Bench, content_type: str, body: bytes
) -> None:
    status, answer = await bench.request(body, signed(SECRET, body, content_type))
    assert status == 400
    assert json.loads(answer)["error"].startswith("expected")


async def test_the_challenge_is_answered(bench: Bench) -> None:
    body = b'{"type": "url_verification", "challenge": "abc", "token": "x"}'
    status, answer = await bench.request(body, signed(SECRET, body, JSON))
    assert (status, json.loads(answer)) == (200, {"challenge": "abc"})


async def test_an_unsigned_challenge_is_refused(bench: Bench) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    status, _ = await bench.request(body, {"Content-Type": JSON})
    assert status == 401


async def test_the_check_of_the_certificate_is_acknowledged(bench: Bench) -> None:
    body = b"ssl_check=1&token=x"
    assert await bench.request(body, signed(SECRET, body, FORM)) == (200, "")
    assert await bench.request(body, {"Content-Type": FORM}) == (200, "")


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": {}}},
        {"type": "event_callback", "team_id": "T1", "event": {"type": "app_uninstalled"}},
        {"type": "view_closed", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {"id": "V1"}},
        {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": {}},
        {"type": "shortcut", "callback_id": "x", "team": {"id": "T1"}, "user": {"id": "U1"}},
        {"type": "something_new"},
    ],
    ids=lambda payload: payload["type"],
)
async def test_whatever_else_slack_sends_is_acknowledged(
    bench: Bench, payload: dict[str, object]
) -> None:
    body = json.dumps(payload).encode()
    status, _ = await bench.request(body, signed(SECRET, body, JSON))
    assert status == 200


async def test_another_command_is_acknowledged(bench: Bench) -> None:
    body = b"command=%2Fother&team_id=T1&user_id=U1&channel_id=C1"
    status, _ = await bench.request(body, signed(SECRET, body, FORM))
    assert status == 200


def test_the_signature_is_the_one_of_slacks_documentation() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015"
        b".47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == expected
