"""From a description to a recommendation and to the record, with answers changed on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import picturing
from bot.advisor import Advisor
from bot.argument_words import tipping
from bot.replies import (
    ACTION,
    REPLY,
    Action,
    Answers,
    Choose,
    Heard,
    Move,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Step,
)
from bot.slack.text import escape
from bot.store.store import Store
from rules.engine import evaluate
from rules.models import UNKNOWN
from tests.e2e_slack.world import BOT, PAUSE, TEAM, World
from tests.slack_support import Body, eventually

DESCRIPTION = "3 Django devs, internal CRUD tool on Postgres, 2 weeks"
TURNED = "no admin needed, and the team knows only Flask"


@pytest.fixture
def log(programs: dict[str, object]) -> Iterator[Store]:
    """The log that the server writes, over a connection of its own."""
    with Store.open(Path(str(programs["database"]))) as store:
        yield store


@dataclass
class Talk:
    """A thread in which Ann decides, and how many replies she has got in it."""

    world: World
    log: Store
    root: Body
    count: int = 1

    async def latest(self) -> Body:
        """The last message of the advisor in the thread."""
        return (await self.world.replies(self.root, self.count))[-1]

    async def reply(self) -> Reply:
        """The last reply, as it is on record."""
        await self.latest()
        turns = self.log.turns(f"slack:{TEAM}:{self.root['channel']}:{self.root['ts']}")
        assert len(turns) == self.count
        return REPLY.validate_json(turns[-1].reply)

    async def step(self) -> Step:
        reply = await self.reply()
        assert isinstance(reply, Step)
        return reply

    async def recommendation(self) -> Recommendation:
        reply = await self.reply()
        assert isinstance(reply, Recommendation)
        return reply

    async def press(self, action: Action) -> Reply:
        """Presses the button of the last message that does just that; the reply to it."""
        latest = await self.latest()
        await self.world.click("ann", latest, offered(latest)[action])
        self.count += 1
        return await self.reply()

    async def say(self, text: str) -> Reply:
        """Types a message into the thread; the reply to it."""
        root = str(self.root["ts"])
        await self.world.say("ann", self.root["channel"], text, thread_ts=root)
        self.count += 1
        return await self.reply()

    async def choose(self, option: str) -> Reply:
        """Answers the question that was asked last."""
        at = await self.step()
        action = Choose(walk=at.walk, revision=at.revision, criterion=at.criterion, option=option)
        return await self.press(action)

    async def correct(self, criterion: str) -> Step:
        """Presses what changes one answer, where the last message offers it."""
        at = await self.reply()
        assert isinstance(at, Step | Recommendation | Answers)
        again = Move(do="change", walk=at.walk, revision=at.revision, criterion=criterion)
        reply = await self.press(again)
        assert isinstance(reply, Step)
        assert reply.criterion == criterion
        return reply

    async def go_on(self) -> list[str]:
        """Answers "don't know" until there is a recommendation; what was asked on the way."""
        questions = []
        while isinstance(at := await self.reply(), Step):
            questions.append(at.criterion)
            await self.choose(UNKNOWN)
        return questions

    async def pictures(self, count: int) -> list[Any]:
        """The files in the thread, as soon as there are so many."""

        async def files() -> list[Any]:
            thread = await self.world.thread(self.root)
            found = [file for message in thread for file in message.get("files", ())]
            return found if len(found) >= count else []

        found: list[Any] = await eventually(files, PAUSE)
        assert len(found) == count
        return found


def offered(message: Body) -> dict[Action, str]:
    """What the buttons of a message do, and what they say."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {
        ACTION.validate_json(button["value"]): button["text"]["text"]
        for row in rows
        for button in row
    }


def stands_in_a_line(one: Heard, text: str) -> bool:
    """Whether the question, the answer and the words that say so stand together in a text."""
    words = (one.label, one.answer, one.words)
    return any(all(word in line for word in words) for line in text.splitlines())


def title_of(reply: Recommendation) -> str:
    drawn = picturing.of(reply)
    assert drawn
    return drawn.title


async def test_a_description_is_walked_to_a_record_and_changed_on_the_way(
    world: World, log: Store, advisor: Advisor
) -> None:
    channel = world.channels["frameworks"]
    await world.command("ann", channel, DESCRIPTION)
    talk = Talk(world, log, await world.card(channel, DESCRIPTION))

    first, latest = await talk.step(), await talk.latest()
    stated = {one.criterion: one.option for one in first.heard}
    assert stated.items() >= {"workload": "crud", "team": "django"}.items()
    for one in first.heard:
        assert stands_in_a_line(one, latest["text"])
        again = Move(do="change", walk=first.walk, revision=first.revision, criterion=one.criterion)
        assert again in offered(latest)

    at = await talk.correct("team")
    left = await talk.press(Move(do="back", walk=at.walk, revision=at.revision))
    assert isinstance(left, Step)
    assert (left.criterion, left.given) == (first.criterion, first.given)

    questions = await talk.go_on()
    assert questions
    assert not {*stated}.intersection(questions)
    before, latest = await talk.recommendation(), await talk.latest()
    for contender in before.ranking[1:]:
        assert contender.tipping is not None
        assert escape(tipping(contender)) in latest["text"]
    (picture,) = await talk.pictures(1)
    assert (picture["mimetype"], picture["title"]) == ("image/png", title_of(before))

    given = {one.criterion for one in before.given}
    promised = next(
        contender
        for contender in before.ranking[1:]
        if contender.tipping and given.issuperset(c.criterion for c in contender.tipping)
    )
    for change in promised.tipping or ():
        result = await talk.recommendation()
        await talk.press(Move(do="list", walk=result.walk, revision=result.revision))
        await talk.correct(change.criterion)
        options = advisor.walkthrough.criterion(change.criterion).options
        wanted = (option.id for option in options if option.label == change.answer)
        await talk.choose(next(wanted, UNKNOWN))
        await talk.go_on()
    clicked = await talk.recommendation()
    assert clicked.ranking[0].framework == promised.framework != before.ranking[0].framework
    drawn = 1 + len(promised.tipping or ())
    assert title_of(clicked) in {one["title"] for one in await talk.pictures(drawn)}

    told = await talk.say(TURNED)
    assert isinstance(told, Step | Recommendation)
    heard = {one.criterion: one.option for one in told.heard}
    assert heard == {"team": "flask", "admin": "no"}
    await talk.go_on()
    typed = await talk.recommendation()
    answers = {one.criterion: one.option for one in typed.given}
    best = evaluate(advisor.walkthrough, answers).recommended
    assert answers.items() >= heard.items()
    assert typed.ranking[0].framework == best
    await talk.pictures(drawn + 1)

    record = Record(walk=typed.walk, revision=typed.revision, framework=best)
    recorded = await talk.press(record)
    assert isinstance(recorded, Recorded)
    decision = log.decision(recorded.decision)
    assert decision
    assert (decision.chosen, decision.surface) == (best, "slack")
    assert decision.person.id == f"slack:{TEAM}:{world.users['ann']}"
    assert decision.answers == answers


async def test_what_is_typed_in_a_direct_message_is_understood_and_can_be_taken_back(
    world: World, log: Store
) -> None:
    asked = await world.say("ann", BOT, DESCRIPTION)
    talk = Talk(world, log, asked)
    stated = {one.criterion: one.option for one in (await talk.step()).heard}
    told = await talk.say(TURNED)
    assert isinstance(told, Step | Recommendation)
    assert {one.criterion: one.option for one in told.given} == {
        **stated,
        "team": "flask",
        "admin": "no",
    }
    await talk.correct("team")
    changed = await talk.choose("django")
    assert isinstance(changed, Step | Recommendation)
    assert {one.criterion: one.option for one in changed.given}["team"] == "django"
