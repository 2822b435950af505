"""What people do with the advisor in Slack, from their words to its words."""

import re

import pytest

from tests.e2e_slack.world import BOT, TEAM, World, labels

QUESTION = "drf vs fastapi"


async def test_a_question_in_a_direct_message(world: World) -> None:
    asked = await world.say("ann", BOT, QUESTION)
    (answer,) = await world.replies(asked, 1)
    assert answer["thread_ts"] == asked["ts"]
    assert "FastAPI" in answer["text"]
    assert {"markdown", "actions"} <= {block["type"] for block in answer["blocks"]}


async def test_a_question_with_a_mention_is_answered_once(world: World) -> None:
    text = f"<@{BOT}> {QUESTION}"
    asked = await world.say("ann", world.channels["frameworks"], text)
    # Slack sends the post a second time, as a mention; its stand-in does not.
    mention = {"type": "app_mention", "user": world.users["ann"], "text": text}
    await world.event({**mention, "ts": asked["ts"], "channel": asked["channel"]})
    (answer,) = await world.replies(asked, 1)
    assert "FastAPI" in answer["text"]


async def test_a_question_that_nobody_has_answered_yet(world: World) -> None:
    asked = await world.say("ann", BOT, "who won the cup final yesterday?")
    (answer,) = await world.replies(asked, 1)
    assert "don't" in answer["text"]
    assert answer["blocks"]


async def test_from_the_command_to_a_recorded_decision_by_clicking(world: World) -> None:
    channel = world.channels["frameworks"]
    assert await world.command("ann", channel)
    card = await world.card(channel, f"<@{world.users['ann']}> is choosing a framework")
    latest = (await world.replies(card, 1))[-1]
    for step in range(2, 30):
        pressed = await world.click("ann", latest)
        replies = await world.replies(card, step)
        latest = replies[-1]
        if "Recorded" in latest["text"]:
            break
        assert not re.search("from an earlier step", latest["text"])
    assert "by Ann" in latest["text"] or "by ann" in latest["text"]
    assert re.search(r"#\d+", latest["text"])
    assert pressed["text"]["text"].startswith("Record ")


async def test_a_message_that_was_answered_has_no_buttons_any_more(world: World) -> None:
    channel = world.channels["frameworks"]
    await world.command("bob", channel)
    card = await world.card(channel, f"<@{world.users['bob']}> is choosing a framework")
    (first,) = await world.replies(card, 1)
    pressed = await world.click("bob", first)
    await world.replies(card, 2)
    await world.settled(first, pressed["text"]["text"])


async def test_typed_answers_count_for_the_one_who_decides_only(world: World) -> None:
    channel = world.channels["general"]
    await world.command("ann", channel)
    card = await world.card(channel, f"<@{world.users['ann']}> is choosing a framework")
    (first,) = await world.replies(card, 1)
    option = labels(first)[0]
    await world.say("bob", channel, option, thread_ts=card["ts"])
    await world.say("ann", channel, f"<@{world.users['bob']}> {option}?", thread_ts=card["ts"])
    await world.say("ann", channel, option, thread_ts=card["ts"])
    replies = await world.replies(card, 2)
    assert len(replies) == 2
    assert labels(replies[1]) != labels(first)


async def test_where_the_advisor_may_not_post_it_goes_on_in_the_direct_message(
    world: World,
) -> None:
    await world.command("ann", world.channels["secret"])
    direct = (await world.say("ann", BOT, "help"))["channel"]
    card = await world.card(direct, f"can't post in <#{world.channels['secret']}>")
    (first,) = await world.replies(card, 1)
    assert labels(first)


@pytest.mark.parametrize("again", ["retry", "other event"])
async def test_a_post_that_arrives_again_is_answered_once(world: World, again: str) -> None:
    asked = await world.say("ann", BOT, QUESTION)
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": asked["channel"],
        "user": world.users["ann"],
        "text": QUESTION,
        "ts": asked["ts"],
    }
    for number in ("1", "2"):
        event_id = f"Ev-{asked['ts']}" + (number if again == "other event" else "")
        assert await world.event(event, event_id, **{"X-Slack-Retry-Num": number}) == 200
    later = await world.say("ann", BOT, "help")
    await world.replies(later, 1)
    assert len(await world.replies(asked, 1)) == 1


async def test_the_question_of_a_command_cannot_ping(world: World) -> None:
    channel = world.channels["random"]
    await world.command("ann", channel, "is <!channel> faster than flask & sanic?")
    card = await world.card(channel, "asks")
    assert "@channel faster than flask &amp; sanic?" in card["text"]
    assert "<!channel>" not in str(card)
    await world.replies(card, 1)


async def test_the_team_is_the_one_of_the_token(world: World) -> None:
    # The ids of threads and people carry it.
    assert (await world.call("ann", "auth.test"))["team_id"] == TEAM
