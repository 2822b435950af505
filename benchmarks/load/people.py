"""A thousand people at once, and the log that a million questions are in."""

import asyncio
from pathlib import Path

from benchmarks.goals import Figures
from benchmarks.load import reckoning, reviewing, servers
from benchmarks.load.driving import Driver
from benchmarks.load.events import Events
from benchmarks.load.hearing import Hearing
from benchmarks.load.measuring import answered, observed
from benchmarks.load.questions import distinct, texts

CROWD_SECONDS = 60.0


async def crowd(folder: Path, slack: Hearing, people: int, seconds: float) -> Figures:
    """People who each wait for their answer and ask again, at the pace that Slack asks for."""
    events = Events(distinct(texts()))
    log = folder / "crowd.db"
    async with servers.advisor(folder, f"{slack.url}api/", log, pace=1.0) as server:
        # By then their names are known.
        await Driver(server.port, events.next, slack).talk(people, 60.0, people)
        run = await observed(server, Driver(server.port, events.next, slack).talk(people, seconds))
        sent = run.driven.sent
        return {
            "people": people,
            **reckoning.counts([run]),
            **reckoning.latencies(sent),
            "rate": round(run.driven.rate(lambda one: one.answered)),
            "ended_mb": server.resident(),
            "loads": reckoning.loads([run]),
        }


async def compared(folder: Path, slack: Hearing, log: Path, seconds: float, warm: int) -> Figures:
    """The same load on an empty log and on a full one, and the review pages over the full one."""
    empty = await answered(folder, slack, seconds, folder / "empty.db", warm=warm)
    rate = empty.calm.driven.rate(lambda one: one.acknowledged)
    full = await answered(folder, slack, seconds, log, calm=rate, warm=warm)
    before, after = (reckoning.latencies(one.calm.driven.sent) for one in (empty, full))
    session, decisions, newest = await asyncio.to_thread(reviewing.sign_in, log)
    async with servers.advisor(folder, f"{slack.url}api/", log) as server:
        pages = await asyncio.to_thread(reviewing.measure, server.port, session, decisions, newest)
    return {
        "ack_slower": float(after["ack_median_ms"]) / float(before["ack_median_ms"]),
        "answer_slower": float(after["answer_median_ms"]) / float(before["answer_median_ms"]),
        "spent_more": full.distinct.micros / empty.distinct.micros,
        "empty_us": empty.distinct.micros,
        "full_us": full.distinct.micros,
        **{f"empty_{name}": value for name, value in before.items()},
        **{f"full_{name}": value for name, value in after.items()},
        "empty_started_s": empty.started,
        "full_started_s": full.started,
        "full_mb": full.ended,
        **reckoning.counts([full.distinct, full.repeated, full.calm]),
        **pages,
        "loads": reckoning.loads([empty.distinct, empty.calm, full.distinct, full.calm]),
    }
