"""How a team lead signs in: by a link that works once, under a name of their own."""

import datetime
import functools
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import ResponseStream, redirect

from bot.running import Clock, Run
from bot.settings import Settings
from bot.store.store import Store
from bot.web.render import renderer
from bot.web.safety import keep

COOKIE = "advisor_lead"
VALID = datetime.timedelta(hours=12)
LONGEST_NAME = 80

Handler = Callable[..., Awaitable[HTTPResponse | ResponseStream]]
Guard = Callable[[Handler], Handler]


def install(
    server: Sanic[Any, Any],
    *,
    store: Store,
    run: Run,
    reader: Store,
    read: Run,
    settings: Settings,
    clock: Clock,
) -> Guard:
    """Registers signing in and out, and returns the decorator for pages that need it.

    A page so decorated is called with the lead's name as its second argument. Without a session
    it is not called at all: how to sign in is shown in its place.
    """
    render = renderer()
    secure = settings.url.startswith("https:")

    def guard(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded(request: Request, **values: Any) -> HTTPResponse | ResponseStream:
            session = request.cookies.get(COOKIE)
            lead = await read(reader.reviewer, session, clock()) if session else None
            if lead is None:
                form: Any = request.form or {}
                kept = (form.get("comment") or "").strip()
                state = "ended" if session else "needed"
                response: HTTPResponse | ResponseStream = render(
                    "sign_in.html", status=401, state=state, kept=kept
                )
            else:
                response = await handler(request, lead, **values)
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded

    # A preview of the link, as chats make them, must not use it up: only sending the form does.
    @server.get("/review/sign-in", name="sign_in")
    async def ask(request: Request) -> HTTPResponse:
        token = request.args.get("token") or ""
        if not token:
            return render("sign_in.html", status=401, state="needed", kept="")
        if not await read(reader.invitation_is_open, token, clock()):
            return render("sign_in.html", status=403, state="used", kept="")
        return render("sign_in.html", state="open", token=token, name="", fault=None)

    @server.post("/review/sign-in", name="redeem")
    async def redeem(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        token, name = form.get("token") or "", " ".join((form.get("name") or "").split())
        fault = _fault(name)
        if fault:
            return render(
                "sign_in.html", status=400, state="open", token=token, name=name, fault=fault
            )
        session = await run(store.redeem, token, name, clock(), valid=VALID)
        if session is None:
            return render("sign_in.html", status=403, state="used", kept="")
        response = redirect("/review", status=303)
        keep(response, COOKIE, session, seconds=int(VALID.total_seconds()), secure=secure)
        return response

    @server.post("/review/sign-out", name="sign_out")
    async def sign_out(request: Request) -> HTTPResponse:
        session = request.cookies.get(COOKIE)
        if session:
            await run(store.sign_out, session)
        response = redirect("/review/sign-in", status=303)
        keep(response, COOKIE, "", seconds=0, secure=secure)
        return response

    return guard


def _fault(name: str) -> str | None:
    if not name:
        return "Please type the name to review under."
    if len(name) > LONGEST_NAME:
        return f"That name has {len(name)} characters; {LONGEST_NAME} is the most."
    return None
