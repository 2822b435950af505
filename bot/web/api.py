"""The JSON API: the contract of the command line over HTTP, with its OpenAPI document."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json, raw

from bot import contract
from bot.advisor import Advisor
from bot.contract import Asked, Decided, Question, Situation, Understanding
from bot.running import Clock
from rules.models import UnknownAnswer

Input = TypeVar("Input", bound=BaseModel)


def install(server: Sanic[Any, Any], *, advisor: Advisor, clock: Clock) -> None:
    """Registers `/api/v1`."""

    def ask(question: Question) -> Asked:
        return contract.asked(*advisor.answer(question.text, clock().date()), advisor)

    def understand(question: Question) -> Understanding:
        return contract.understood(advisor, question.text)

    def decide(situation: Situation) -> Decided:
        return contract.decided(advisor, situation)

    @server.post("/api/v1/ask", name="api_ask")
    async def post_ask(request: Request) -> HTTPResponse:
        return _answer(request, Question, ask)

    @server.post("/api/v1/understand", name="api_understand")
    async def post_understand(request: Request) -> HTTPResponse:
        return _answer(request, Question, understand)

    @server.post("/api/v1/decide", name="api_decide")
    async def post_decide(request: Request) -> HTTPResponse:
        return _answer(request, Situation, decide)

    document = _openapi()

    @server.get("/api/v1/openapi.json", name="openapi")
    async def openapi(_: Request) -> HTTPResponse:
        return json(document)


def _answer(
    request: Request, kind: type[Input], answer: Callable[[Input], BaseModel]
) -> HTTPResponse:
    try:
        result = answer(kind.model_validate_json(request.body))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        return json({"error": "invalid", "faults": faults}, status=400)
    except UnknownAnswer as error:
        return json({"error": str(error)}, status=400)
    return raw(result.model_dump_json().encode(), content_type="application/json")


def _openapi() -> dict[str, Any]:
    operations: list[tuple[str, str, type[BaseModel], type[BaseModel]]] = [
        ("ask", "Answer a question from the knowledge base", Question, Asked),
        ("understand", "Say which criteria a description answers", Question, Understanding),
        ("decide", "Recommend a framework on the answers so far", Situation, Decided),
    ]
    models = {model for _, _, *pair in operations for model in pair}
    _, schema = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda m: m.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Framework Advisor", "version": "1"},
        "paths": {
            f"/api/v1/{name}": {
                "post": {
                    "operationId": name,
                    "summary": summary,
                    "requestBody": {"required": True, "content": _json_of(given)},
                    "responses": {
                        "200": {"description": "The answer", "content": _json_of(returned)},
                        "400": {"description": "The input cannot be used; the body says why"},
                    },
                }
            }
            for name, summary, given, returned in operations
        },
        "components": {"schemas": schema["$defs"]},
    }


def _json_of(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
