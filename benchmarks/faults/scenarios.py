"""The faults of processes and of what they share, each tried in a world of its own."""

import asyncio
import signal
import time

from benchmarks.faults.server import until
from benchmarks.faults.slack import BAD, GOOD
from benchmarks.faults.world import Form, world
from benchmarks.goals import Figures


async def kills(form: Form) -> Figures:
    """Kills the server again and again under load, and starts it at once."""
    number, longest = int(form.pick(20, 200)), form.pick(2.0, 4.0)
    async with world(form) as here:
        load = here.driver.begin(form.rate)
        for _ in range(number):
            await asyncio.sleep(0.001 * (longest * 1_000) ** here.rng.random())
            await here.server.kill()
            with here.fault():
                here.server.start()
                # Now and then again just when the start picks up what was left.
                if here.rng.random() < 0.3:
                    await here.server.listens()
                    await asyncio.sleep(here.rng.uniform(0, 0.05))
                    await here.server.kill()
                    here.server.start()
                await here.server.up()
        load.cancel()
        return {"kills": here.server.starts - 1, **await here.settle()}


async def term(form: Form) -> Figures:
    """Ends the server as an operator does, under load, while Slack takes its time."""
    number, slowest, bad = int(form.pick(3, 20)), 0.0, 0
    async with world(form, latency=1.5) as here:
        load = here.driver.begin(form.rate)
        for _ in range(number):
            await asyncio.sleep(here.rng.uniform(0.1, form.pick(0.5, 2.0)))
            began = time.monotonic()
            with here.fault():
                here.server.signal(signal.SIGTERM)
                code = await here.server.ended(30.0)
                slowest, bad = max(slowest, time.monotonic() - began), bad + (code != 0)
                await here.server.kill()
                here.server.start()
                await here.server.up()
        load.cancel()
        return {"ends": number, "slowest_end_s": slowest, "bad_ends": bad, **await here.settle()}


async def two_on_one(form: Form) -> Figures:
    """Two servers share a log and the load; each event may reach both; one is killed at times."""
    seconds = form.pick(4, 60)
    async with world(form, servers=2, copies=1) as here:
        load = here.driver.begin(form.rate)
        until, killed = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            await asyncio.sleep(here.rng.uniform(0.5, 2.0))
            server = here.rng.choice(here.servers)
            await server.kill()
            killed += 1
            server.start()
            await server.up()
        load.cancel()
        return {"kills": killed, **await here.settle()}


async def frozen(form: Form) -> Figures:
    """One of two servers stands still for longer than the other waits for it, and goes on."""
    seconds = form.pick(1, 30)
    async with world(form, servers=2, latency=0.4) as here:
        load = here.driver.begin(form.rate)
        await asyncio.sleep(form.pick(1, 5))
        with here.fault():
            here.servers[0].signal(signal.SIGSTOP)
            await asyncio.sleep(seconds)
            here.servers[0].signal(signal.SIGCONT)
        await asyncio.sleep(form.pick(1, 5))
        load.cancel()
        return {"frozen_s": seconds, **await here.settle()}


async def bad_slack(form: Form) -> Figures:
    """Slack limits, breaks, answers late or nothing, cuts connections: all mixed, at random."""
    seconds = form.pick(4, 120)
    async with world(form) as here:
        load = here.driver.begin(form.rate, seconds)
        with here.fault():
            here.slack.mood = BAD
            await load
            here.slack.mood = GOOD
        bad = sum(n for fate, n in here.slack.fates.items() if fate != "fine")
        return {"bad_calls": bad, **await here.settle()}


async def doubles(form: Form) -> Figures:
    """Slack delivers again what was acknowledged, at once, later, and out of order."""
    async with world(form, copies=4) as here:
        await here.driver.load(form.rate, form.pick(3, 60))
        return await here.settle()


async def slack_away(form: Form) -> Figures:
    """Nobody answers where Slack is, and connections are refused."""
    seconds = form.pick(3, 60 * form.minutes)
    async with world(form) as here:
        load = here.driver.begin(form.rate / 3, seconds + 2)
        await asyncio.sleep(1.0)
        with here.fault():
            await here.api.vanish()
            await asyncio.sleep(seconds)
            await here.api.appear()
        await load
        return {"away_s": seconds, **await here.settle()}


async def socket_silent(form: Form) -> Figures:
    """The socket of Socket Mode goes silent without an end; what waits comes down the next one."""
    ping = form.pick(0.3, 10.0)
    async with world(form, by_socket=True, environment={"FAULTS_PING": str(ping)}) as here:
        # Slack keeps what was not acknowledged for a new connection.
        here.driver.again = (0.5,) * int(form.pick(10, 40))
        await here.driver.load(form.rate / 2, form.pick(1, 10))
        with here.fault():
            here.slack.silent_sockets = before = len(here.api.sockets)
            load = here.driver.begin(form.rate / 3, form.pick(2, 20))
            since = time.monotonic()
            await until(lambda: len(here.api.sockets) > before, 120)
            took = time.monotonic() - since
        await load
        return {"ping_s": ping, "reconnected_s": took, **await here.settle()}
