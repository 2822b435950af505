"""Two people decide together in Slack: one asks in a channel, the other answers alone."""

from tests.e2e_slack.world import BOT, World, labels
from tests.slack_support import Body


async def latest(world: World, root: Body, count: int, who: str) -> Body:
    """The newest reply in a thread, as soon as there are so many."""
    return (await world.replies(root, count, who))[-1]


async def test_from_a_question_to_others_to_a_recommendation(world: World) -> None:
    channel = world.channels["general"]
    direct = (await world.say("bob", BOT, "help"))["channel"]
    await world.command("ann", channel)
    root = await world.card(channel, f"<@{world.users['ann']}> is choosing a framework")
    first = await latest(world, root, 1, "ann")
    option, another = labels(first)[:2]
    await world.click("ann", first, option)
    second = await latest(world, root, 2, "ann")
    await world.click("ann", second, "Ask others, too")
    poll = await latest(world, root, 3, "ann")

    # Bob answers in his direct messages, and otherwise than Ann.
    await world.click("bob", poll, "Take part")
    card = await world.card(direct, f"<@{world.users['bob']}> takes part", "bob")
    asked = await latest(world, card, 1, "bob")
    assert labels(asked)[:2] == [option, another]
    await world.click("bob", asked, another)
    step = await latest(world, card, 2, "bob")
    if "Hand in my answers" not in labels(step):
        await world.click("bob", step, "Where it stands")
        step = await latest(world, card, 3, "bob")
    assert not [label for label in labels(step) if label.startswith("Record")]
    count = len(await world.replies(card, 1, "bob"))
    await world.click("bob", step, "Hand in my answers")
    thanks = await latest(world, card, count + 1, "bob")
    assert "handed in" in thanks["text"]

    # Ann hears of it, sees where they disagree, and is asked just that before a recommendation.
    news = await latest(world, root, 4, "ann")
    assert "Compare the answers" in labels(news)
    await world.click("ann", news, "Compare the answers")
    compared = await latest(world, root, 5, "ann")
    assert option in compared["text"]
    assert another in compared["text"]
    await world.click("ann", compared, "Go on")
    reply = await latest(world, root, 6, "ann")
    said = ""
    for number in range(7, 40):
        said += reply["text"]
        if labels(reply)[0].startswith("Record "):
            break
        await world.click("ann", reply)
        reply = await latest(world, root, number, "ann")
    assert labels(reply)[0].startswith("Record ")
    assert "You disagree here" in said
