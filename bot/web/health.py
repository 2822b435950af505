"""Health: is the process alive, and can it do its work."""

import json
from collections.abc import Mapping
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response
from sanic.response import raw

from bot.standing import Standing
from bot.store.inbox import Depth
from bot.store.store import StoreError
from bot.web.probing import PATIENCE_SECONDS, Probe

LIMITS: Mapping[str, float] = {"inbox": 60.0, "outbox": 600.0}
"""The age in seconds from which something waits for too long."""

Parts = dict[str, dict[str, Any]]


def install(server: Sanic[Any, Any], *, probe: Probe, standing: Standing) -> None:
    """Registers the health checks."""

    @server.get("/health/live", name="live")
    async def live(_: Request) -> HTTPResponse:
        return json_response({"status": "alive"})

    @server.get("/health/ready", name="ready")
    async def ready(_: Request) -> HTTPResponse:
        parts = await look(probe, standing)
        states = {part["state"] for part in parts.values()}
        # All servers have one Slack and one log: were these to make a server "not ready", a load
        # balancer would take out every one of them, and the web chat with them.
        if "failed" in states:
            status, code = "not ready", 503
        else:
            status, code = "degraded" if "degraded" in states else "ready", 200
        body = rendered({"status": status, **parts}).encode()
        return raw(
            body, code, headers={"Cache-Control": "no-store"}, content_type="application/json"
        )


async def look(probe: Probe, standing: Standing) -> Parts:
    """Each part with its `state`: "ok", "off", "degraded", or "failed" where it can do no work."""
    parts: Parts = {}
    try:
        depths = await probe.depths()
        parts["database"] = {"state": "ok"}
    except StoreError as error:
        depths = {}
        parts["database"] = {"state": "failed", "reason": str(error)}
    except TimeoutError:
        depths = {}
        reason = f"it gave no answer within {PATIENCE_SECONDS:.0f} s"
        parts["database"] = {"state": "failed", "reason": reason}
    parts["slack"] = await standing.slack()
    if standing.mode != "web":
        is_working = standing.working()
        parts["delivery"] = {"state": "ok" if is_working else "failed"}
    parts["backups"] = dict(standing.backups())
    for name, depth in depths.items():
        parts[name] = waiting(depth, probe.age(depth.oldest), LIMITS[name])
    return parts


def waiting(depth: Depth, age: float, limit: float) -> dict[str, Any]:
    """A queue: what waits, for how long the oldest has, and what was given up."""
    return {
        "state": "degraded" if age > limit else "ok",
        "waiting": depth.waiting,
        "oldest_seconds": round(age, 1),
        "limit_seconds": limit,
        "dead": depth.dead,
    }


def rendered(parts: Mapping[str, object]) -> str:
    """JSON with a line for each part."""
    lines = (f"  {json.dumps(name)}: {json.dumps(part)}" for name, part in parts.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
