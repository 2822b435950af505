"""The pictures of decisions in the browser: as SVG, light or dark, narrow or wide."""

import hashlib
from typing import Any, get_args

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import BadRequest, NotFound
from sanic.response import empty, raw

from bot import picturing
from bot.picturing import Form, Layout, Picture, Theme
from bot.recalling import recommendations
from bot.running import Run
from bot.store.store import Store
from bot.web.chat import COOKIE, own_thread, person_of

KINDS = {"svg": "image/svg+xml", "png": "image/png"}

HEADERS = {
    # Opened by itself the SVG needs its own styles, which the pages' policy would refuse.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
}


def install(server: Sanic[Any, Any], *, reader: Store, read: Run, draw: Run) -> None:
    """Registers the picture of a recommendation, for whoever may see its conversation."""

    @server.get("/picture/<walk:str>/<revision:int>", name="picture")
    async def show(request: Request, walk: str, revision: int) -> HTTPResponse:
        found = await read(reader.walk, walk)
        token = request.cookies.get(COOKIE)
        if found is None or not token:
            raise NotFound("There is no such picture in this browser.")
        key = found.thread.partition(":")[2]
        thread = await own_thread(read, reader, key, person_of(token))
        turns = await read(reader.turns, thread.id) if thread else []
        # As it was shown then: the rules, and the answers, may be others by now.
        for reply in recommendations(reversed(turns)):
            shown = picturing.of(reply)
            if shown and (reply.walk, reply.revision) == (walk, revision):
                return await respond(request, shown, draw)
        raise NotFound("There is no such picture in this browser.")


async def respond(request: Request, shown: Picture, draw: Run) -> HTTPResponse:
    """A picture in the look that the query asks for, unless the browser has it.

    Raises:
        BadRequest: if there is no such look.
    """
    theme: Any = _asked(request, "theme", get_args(Theme))
    layout: Any = _asked(request, "layout", get_args(Layout))
    form: Any = _asked(request, "form", get_args(Form))
    drawn = await draw(picturing.draw, shown, theme=theme, layout=layout, form=form)
    tag = f'"{hashlib.sha256(drawn).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    if tag in (request.headers.get("if-none-match") or ""):
        return empty(status=304, headers=headers)
    return raw(drawn, headers=headers, content_type=KINDS[form])


def _asked(request: Request, name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name) or known[0]
    if value not in known:
        raise BadRequest(f"Expected {name} to be one of {', '.join(known)}.")
    return str(value)
