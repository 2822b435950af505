"""The picture of a recommendation in Slack, and what becomes of the text where it fails."""

import json
from urllib.parse import urlsplit

import pytest

from bot.replies import ACTION
from rules.models import Walkthrough
from tests.slack.talking import settled, walk_into
from tests.slack_support import CHANNEL, Bench, Call, FakeSlack, eventually

DONE = "files.completeUploadExternal"


async def recommended(bench: Bench, walkthrough: Walkthrough) -> tuple[Call, Call]:
    """The card of a walkthrough, and its recommendation."""
    card, post = await walk_into(bench)
    for number in range(3, 4 + len(walkthrough.criteria)):
        await bench.click(post, 0)
        post = await bench.posted(number)
        if ACTION.validate_json(post.buttons[0]["value"]).do == "record":
            return card, post
    raise AssertionError("the walkthrough did not come to an end")


def button(post: Call, does: str) -> int:
    """The number of the button that does that."""
    done = [ACTION.validate_json(b["value"]) for b in post.buttons]
    return next(n for n, action in enumerate(done) if getattr(action, "do", "") == does)


async def test_the_picture_is_uploaded_into_the_thread_with_its_words(
    bench: Bench, fake: FakeSlack, walkthrough: Walkthrough
) -> None:
    card, post = await recommended(bench, walkthrough)
    (done,) = await eventually(lambda: fake.made(DONE))
    (asked,) = fake.made("files.getUploadURLExternal")
    assert (done.body["channel_id"], done.body["thread_ts"]) == (CHANNEL, card.ts)
    (file,) = json.loads(done.body["files"])
    drawn = fake.uploads[file["id"]]
    assert drawn.startswith(b"\x89PNG")
    assert int(asked.body["length"]) == len(drawn)
    assert 0 < len(asked.body["alt_txt"]) <= 1_000
    for name in ("FastAPI", "Flask", "Falcon", "Sanic"):
        assert name in asked.body["alt_txt"]
    assert file["title"]
    assert fake.calls.index(post) < fake.calls.index(asked)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", DONE])
async def test_without_the_scope_the_text_stands_alone(
    bench: Bench, fake: FakeSlack, walkthrough: Walkthrough, method: str
) -> None:
    fake.fail(method, "missing_scope")
    _, post = await recommended(bench, walkthrough)
    await eventually(lambda: fake.made(method))
    count = len(fake.posts)
    await bench.click(post, 0)
    recorded = await bench.posted(count + 1)
    assert "#1" in recorded.body["text"]


async def test_an_upload_that_breaks_down_costs_the_picture_only(
    bench: Bench, fake: FakeSlack, walkthrough: Walkthrough
) -> None:
    fake.break_down("upload", 404)
    _, post = await recommended(bench, walkthrough)
    await eventually(lambda: not fake.faults["upload"])
    assert await settled(bench)
    assert not fake.made(DONE)
    assert urlsplit(fake.url).path == "/api/"
    assert post.body["text"]


async def test_the_same_picture_is_not_uploaded_twice_into_a_thread(
    bench: Bench, fake: FakeSlack, walkthrough: Walkthrough
) -> None:
    _, post = await recommended(bench, walkthrough)
    await eventually(lambda: fake.made(DONE))
    count = len(fake.posts)
    await bench.click(post, 1)  # "Record another one": the others, and from there back.
    others = await bench.posted(count + 1)
    await bench.click(others, button(others, "show"))
    again = await bench.posted(count + 2)
    assert ACTION.validate_json(again.buttons[0]["value"]).do == "record"
    await settled(bench)
    assert len(fake.made(DONE)) == 1
