"""The web chat: the same replies as everywhere, as HTML. Works with and without JavaScript."""

import hashlib
from typing import Any

from pydantic import ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import BadRequest, NotFound
from sanic.response import redirect

from bot.conversation import Conversation
from bot.replies import ACTION, Reply
from bot.running import Run
from bot.settings import Settings
from bot.store.records import Person, Thread
from bot.store.store import Store
from bot.web.render import parts, renderer
from bot.web.safety import YEAR, fresh_token, keep

COOKIE = "advisor_browser"
HISTORY = 30


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    run: Run,
    reader: Store,
    read: Run,
    settings: Settings,
) -> None:
    """Registers the chat's pages."""
    render = renderer()
    secure = settings.url.startswith("https:")

    async def page(
        person: Person, thread: Thread | None, invited: Reply | None = None
    ) -> HTTPResponse:
        turns = await read(reader.turns, thread.id) if thread else []
        history = await read(reader.threads_of, person.id, HISTORY)
        return render(
            "chat.html",
            turns=turns,
            thread=_key(thread) if thread else "",
            history=[(_key(t), text, at) for t, text, at in history],
            invited=invited is not None,
            welcome_parts=parts(invited or conversation.advisor.welcome()),
        )

    @server.get("/", name="chat")
    async def show(request: Request) -> HTTPResponse:
        browser = request.cookies.get(COOKIE)
        token = browser or fresh_token()
        person = person_of(token)
        thread = await own_thread(read, reader, request.args.get("thread"), person)
        code = None if thread else request.args.get("join")
        invited = await run(conversation.polling.invitation, code) if code else None
        response = await page(person, thread, invited)
        if not browser:
            keep(response, COOKIE, token, seconds=YEAR, secure=secure)
        return response

    @server.post("/say", name="say")
    async def say(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        text = form.get("text")
        if text is None:
            raise BadRequest("Expected a form with the field text.")
        return await _turn(request, lambda thread, person: (conversation.say, thread, person, text))

    @server.post("/press", name="press")
    async def press(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        try:
            action = ACTION.validate_json(form.get("action") or "")
        except ValidationError:
            raise BadRequest("That button is not one of mine. Reload the page.") from None
        return await _turn(
            request, lambda thread, person: (conversation.press, thread, person, action)
        )

    async def _turn(request: Request, call: Any) -> HTTPResponse:
        browser = request.cookies.get(COOKIE)
        token = browser or fresh_token()
        person = person_of(token)
        form: Any = request.form or {}
        given = await own_thread(read, reader, form.get("thread"), person)
        thread = given or Thread(id=f"web:{fresh_token()}", surface="web")
        await run(*call(thread, person))
        if request.headers.get("x-fragment"):
            turns = await read(reader.turns, thread.id)
            response = render("turn.html", turn=turns[-1], last=True)
            response.headers["x-thread"] = _key(thread)
        else:
            response = redirect(f"/?thread={_key(thread)}#last", status=303)
        if not browser:
            keep(response, COOKIE, token, seconds=YEAR, secure=secure)
        return response


async def own_thread(read: Run, reader: Store, key: str | None, person: Person) -> Thread | None:
    """The person's own thread of that key; None for no key.

    Raises:
        NotFound: if there is none, or it is somebody else's.
    """
    if not key:
        return None
    thread = Thread(id=f"web:{key}", surface="web")
    turns = await read(reader.turns, thread.id)
    if not turns or turns[0].person.id != person.id:
        raise NotFound("There is no such conversation in this browser.")
    return thread


def person_of(token: str) -> Person:
    """Whose browser carries a token."""
    # The cookie is a secret; what is stored and shown to leads is not.
    return Person(id=f"web:{hashlib.sha256(token.encode()).hexdigest()[:16]}")


def _key(thread: Thread) -> str:
    return thread.id.partition(":")[2]
