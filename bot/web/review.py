"""The review pages: what team leads see of the decisions, and say about them."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import ResponseStream, redirect

from bot import ballots, picturing, poll_wording
from bot.conversation import Conversation
from bot.exporting import answers_in_words, contenders, to_csv, to_json
from bot.recalling import picture
from bot.running import Clock, Run
from bot.settings import Settings
from bot.store.records import Decision, Turn
from bot.store.store import Store
from bot.web import filtering, pictures, sign_in
from bot.web.filtering import STATUSES
from bot.web.render import recorded_parts, renderer
from bot.web.verdicts import Judged, judge
from bot.wording import Note, Part
from knowledge.ids import FRAMEWORKS

PAGE = 25
MOST_QUESTIONS = 100

DONE = {
    "approved": "You approved this decision.",
    "changes-requested": "You asked for changes.",
}
"""What is said after a verdict, by the word that the redirect carries."""


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    reader: Store,
    read: Run,
    draw: Run,
    settings: Settings,
    clock: Clock,
) -> None:
    """Registers the review pages, with signing in."""
    render = renderer()
    for_leads = sign_in.install(
        server, store=store, run=run, reader=reader, read=read, settings=settings, clock=clock
    )
    advisor = conversation.advisor
    words: dict[str, Any] = {
        "names": {framework: advisor.name(framework) for framework in FRAMEWORKS},
        "statuses": STATUSES,
    }

    @server.get("/review", name="review")
    @for_leads
    async def show_list(request: Request, lead: str) -> HTTPResponse:
        listing = filtering.read(request.args)
        total = await read(reader.count_decisions, listing.filter)
        last = max(1, -(-total // PAGE))
        page = min(listing.page, last)
        faults = dict(listing.faults)
        if listing.page > last:
            faults["page"] = f"There is no page {listing.page}; this is the last one."
        found = await read(reader.listed, listing.filter, limit=PAGE, offset=(page - 1) * PAGE)
        return render(
            "review_list.html",
            lead=lead,
            listing=listing,
            faults=faults,
            found=found,
            total=total,
            first=(page - 1) * PAGE + 1,
            page=page,
            last=last,
            people=await read(reader.people_with_decisions),
            **words,
        )

    @server.get("/review/questions", name="review_questions")
    @for_leads
    async def show_questions(_: Request, lead: str) -> HTTPResponse:
        turns = await read(reader.unanswered, MOST_QUESTIONS)
        return render("review_questions.html", lead=lead, turns=turns, most=MOST_QUESTIONS)

    @server.get("/review/<number:int>", name="review_decision")
    @for_leads
    async def show_decision(request: Request, lead: str, number: int) -> HTTPResponse:
        done = DONE.get(request.args.get("done") or "")
        return await decision_page(await find(number), lead, done=done)

    @server.get("/review/<number:int>/picture", name="review_picture")
    @for_leads
    async def show_picture(request: Request, _: str, number: int) -> HTTPResponse:
        shown = picture(advisor, await find(number))
        if shown is None:
            raise NotFound(f"There is no picture of decision {number}.")
        return await pictures.respond(request, shown, draw)

    @server.post("/review/<number:int>", name="review_verdict")
    @for_leads
    async def take_verdict(request: Request, lead: str, number: int) -> HTTPResponse:
        judged = await run(judge, store, await find(number), lead, request.form or {}, clock())
        if judged.fault:
            return await decision_page(await find(number), lead, judged=judged, status=400)
        return redirect(f"/review/{number}?done={judged.verdict}", status=303)

    @server.get("/review/export.csv", name="export_csv")
    @for_leads
    async def export_csv(request: Request, _: str) -> ResponseStream:
        table = to_csv(advisor, reader, filtering.read(request.args).filter)
        # Without the mark at its head, Excel takes UTF-8 for something else.
        return await download(table, "csv", "text/csv; charset=utf-8", mark="\ufeff")

    @server.get("/review/export.json", name="export_json")
    @for_leads
    async def export_json(request: Request, _: str) -> ResponseStream:
        found = to_json(advisor, reader, filtering.read(request.args).filter)
        return await download(found, "json", "application/json")

    async def find(number: int) -> Decision:
        decision = await read(reader.decision, number)
        if decision is None:
            raise NotFound(f"There is no decision {number}.")
        return decision

    async def decision_page(
        decision: Decision,
        lead: str,
        *,
        judged: Judged | None = None,
        done: str | None = None,
        status: int = 200,
    ) -> HTTPResponse:
        rules = advisor.walkthrough
        shown = picture(advisor, decision)
        return render(
            "review_decision.html",
            status=status,
            lead=lead,
            decision=decision,
            answers=answers_in_words(advisor, decision.answers),
            polls=[
                list(poll_wording.record(asked))
                for asked in await read(ballots.summary, advisor, reader, decision.walk)
            ],
            ranking=contenders(decision),
            pictured=picturing.alt(shown) if shown else None,
            today=rules.version if rules.id == decision.walkthrough else None,
            turns=[(turn, _parts(turn)) for turn in await read(reader.turns, decision.thread)],
            successor=await read(reader.successor, decision),
            judged=judged,
            done=done,
            **words,
        )

    async def download(
        pieces: Iterator[str], kind: str, content_type: str, *, mark: str = ""
    ) -> ResponseStream:
        # Read before anything is sent, so that a log that cannot be read is an error with a page.
        first = mark + await read(next, pieces)

        async def send(response: Any) -> None:
            piece: str | None = first
            try:
                while piece is not None:
                    await response.write(piece)
                    # One at a time, so that others can read in between.
                    piece = await read(next, pieces, None)
            except BaseException:
                # Else it would be ended well, and half an export taken for a whole one.
                response.request.transport.abort()
                raise

        name = f"decisions-{clock():%Y-%m-%d}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return ResponseStream(send, headers=headers, content_type=content_type)


def _parts(turn: Turn) -> list[tuple[str, Part]]:
    try:
        return recorded_parts(turn)
    except ValidationError:
        # A record outlives the version that wrote it; one line of it must not hide the rest.
        return [("note", Note(markdown="This reply was recorded in a form of an older version."))]
