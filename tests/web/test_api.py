"""The JSON API: the contract over HTTP, what it refuses, and its own description."""

import pytest

from tests.web.client import Browser

DECIDED = {
    *("recommended", "ranking", "settled", "next_question", "because", "why_not", "flips"),
    *("share", "worlds", "margin", "tipping"),
}

GOOD = [
    (
        "/api/v1/ask",
        {"text": "drf or fastapi?"},
        {"outcome", "entry", "confidence", "candidates", "text"},
    ),
    ("/api/v1/understand", {"text": "a small microservice"}, {"answers", "evidence"}),
    (
        "/api/v1/decide",
        {"answers": {"workload": "crud"}},
        DECIDED,
    ),
    (
        "/api/v1/decide",
        {"text": "a small microservice"},
        DECIDED,
    ),
]

BAD = [
    ("/api/v1/ask", b"", "no body"),
    ("/api/v1/ask", b"{", "half an object"),
    ("/api/v1/ask", b"\xff\xfe", "not UTF-8"),
    ("/api/v1/ask", b"[]", "a list"),
    ("/api/v1/ask", b"{}", "no text"),
    ("/api/v1/ask", b'{"text": " "}', "blank text"),
    ("/api/v1/ask", b'{"text": 7}', "a number for a text"),
    ("/api/v1/ask", b'{"text": "why", "extra": 1}', "an unknown field"),
    ("/api/v1/ask", b'{"text": "' + b"x" * 41_000 + b'"}', "41,000 characters"),
    ("/api/v1/understand", b"{}", "no text to understand"),
    ("/api/v1/decide", b"{}", "neither answers nor text"),
    ("/api/v1/decide", b'{"answers": {}, "text": "x"}', "both answers and text"),
]


@pytest.mark.parametrize(("path", "given", "fields"), GOOD)
def test_good_input_is_answered_with_the_fields_of_the_contract(
    browser: Browser, path: str, given: object, fields: set[str]
) -> None:
    answered = browser.post_json(path, given)
    assert answered.status == 200
    assert answered.headers["content-type"] == "application/json"
    assert set(answered.json) == fields


@pytest.mark.parametrize(("path", "body"), [b[:2] for b in BAD], ids=[b[2] for b in BAD])
def test_bad_input_is_refused_with_its_faults(browser: Browser, path: str, body: bytes) -> None:
    answered = browser.post_json(path, body)
    assert answered.status == 400
    assert answered.json["faults"]
    assert all(fault["msg"] for fault in answered.json["faults"])


@pytest.mark.parametrize(
    ("answers", "named"), [({"wrkload": "crud"}, "wrkload"), ({"workload": "crudd"}, "crudd")]
)
def test_an_answer_that_the_rules_do_not_know_is_named(
    browser: Browser, answers: dict[str, str], named: str
) -> None:
    answered = browser.post_json("/api/v1/decide", {"answers": answers})
    assert answered.status == 400
    assert named in answered.json["error"]
    assert "workload" in answered.json["error"] or "crud" in answered.json["error"]


def test_what_is_not_there_is_said_in_json(browser: Browser) -> None:
    missing = browser.get("/api/v1/nothing")
    assert missing.status == 404
    assert missing.json["error"]
    wrong = browser.get("/api/v1/ask")
    assert wrong.status == 405
    assert wrong.json["error"]
    assert wrong.headers["allow"] == "POST"


def test_the_openapi_document_describes_every_operation(browser: Browser) -> None:
    document = browser.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {path for path, _, _ in GOOD}
    schemas = document["components"]["schemas"]
    for path, _, fields in GOOD:
        operation = document["paths"][path]["post"]
        content = operation["responses"]["200"]["content"]["application/json"]
        answer = content["schema"]["$ref"].rpartition("/")[2]
        assert set(schemas[answer]["properties"]) == fields
        taken = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        assert taken.rpartition("/")[2] in schemas


def test_the_server_says_that_it_lives_and_is_ready(browser: Browser) -> None:
    assert browser.get("/health/live").status == 200
    ready = browser.get("/health/ready")
    assert (ready.status, ready.json["status"]) == (200, "ready")
