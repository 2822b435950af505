"""The picture of a recommendation, by the stand-in of Slack that takes uploads as Slack does."""

import re
from typing import Any

from tests.e2e_slack.world import PAUSE, World, labels
from tests.slack_support import eventually


async def test_the_picture_of_a_recommendation_stands_in_its_thread(world: World) -> None:
    channel = world.channels["frameworks"]
    await world.command("ann", channel)
    card = await world.card(channel, f"<@{world.users['ann']}> is choosing a framework")
    latest = (await world.replies(card, 1))[-1]
    for step in range(2, 30):
        if any(re.match("Record ", label) for label in labels(latest)):
            break
        await world.click("ann", latest)
        latest = (await world.replies(card, step))[-1]

    async def files() -> list[Any]:
        return [file for message in await world.thread(card) for file in message.get("files", ())]

    (picture,) = await eventually(files, PAUSE)
    assert picture["mimetype"] == "image/png"
    assert picture["size"] > 10_000
