"""Understanding descriptions with the rules as they stand: numbers, durations, negation, traps."""

import pytest

from rules import reading
from rules.models import Walkthrough
from rules.understanding import understand


def answers(walkthrough: Walkthrough, text: str) -> dict[str, str]:
    found = understand(walkthrough, text)
    assert all(words in text for words in found.evidence.values()), "not the person's words"
    assert found.evidence.keys() == found.answers.keys()
    return found.answers


def test_a_telegram_is_understood(walkthrough: Walkthrough) -> None:
    text = "3 Django devs, internal CRUD tool on Postgres, 2 weeks"
    found = answers(walkthrough, text)
    assert found.keys() == {"workload", "team", "time-to-market", "data-layer"}
    assert (found["workload"], found["team"]) == ("crud", "django")
    assert found["time-to-market"] == "normal"
    assert understand(walkthrough, text).evidence["time-to-market"] == "2 weeks"


@pytest.mark.parametrize(
    ("text", "criterion", "option"),
    [
        ("50k sockets open at the same time", "concurrency", "thousands-long-lived"),
        ("10,000 concurrent connections", "concurrency", "thousands-long-lived"),
        (
            "20 000 meters, each keeps a websocket open all day",
            "concurrency",
            "thousands-long-lived",
        ),
        ("p99 under 2 ms", "latency", "low"),
        ("we have a budget of 40 µs", "latency", "extreme"),
        ("nobody minds if a request takes two seconds", "latency", "normal"),
        ("40 related tables", "data-layer", "relational-heavy"),
        ("it has two tables", "data-layer", "light"),
        ("a vps with 512 MB", "hosting", "small"),
        ("200 replicas", "hosting", "large"),
    ],
)
def test_a_number_is_read_with_its_unit(
    walkthrough: Walkthrough, text: str, criterion: str, option: str
) -> None:
    assert answers(walkthrough, text).get(criterion) == option


@pytest.mark.parametrize(
    "text",
    ["50 sockets open at the same time", "p99 under 200 ms", "it has 12 tables", "3 replicas"],
)
def test_a_number_in_between_states_nothing(walkthrough: Walkthrough, text: str) -> None:
    assert answers(walkthrough, text) == {}


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("it is due by Friday", "days"),
        ("must be live tomorrow", "days"),
        ("ready in five days", "days"),
        ("within six months", "normal"),
        ("by the end of Q1", "normal"),
        ("the software has to last ten years", "long-term"),
        ("must run for at least 15 years", "long-term"),
        ("ten years ago somebody had the idea", None),
        ("our developers have 12 years of experience", None),
        ("a reading every five days", None),
        ("the shop is 20 years old", None),
    ],
)
def test_a_duration_states_a_time_where_it_is_a_deadline_or_a_lifetime(
    walkthrough: Walkthrough, text: str, option: str | None
) -> None:
    assert answers(walkthrough, text).get("time-to-market") == option


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no admin needed", {"admin": "no"}),
        ("nobody needs docs", {"api-docs": "no"}),
        ("docs aren't important", {"api-docs": "no"}),
        ("without a database", {"data-layer": "none-or-nosql"}),
        ("no login", {"auth": "none"}),
        ("neither an admin nor docs", {"admin": "no", "api-docs": "no"}),
        ("latency is not a concern", {"latency": "normal"}),
        ("we cannot rewrite everything", {"migration": "step-by-step"}),
    ],
)
def test_a_negation_states_the_opposite_where_there_is_one(
    walkthrough: Walkthrough, text: str, expected: dict[str, str]
) -> None:
    assert answers(walkthrough, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "we don't know Django",
        "we are not async people",
        "none of us has ever touched Flask",
        "Kubernetes is not an option",
        "please don't suggest microservices",
    ],
)
def test_a_negation_without_an_opposite_states_nothing(walkthrough: Walkthrough, text: str) -> None:
    assert answers(walkthrough, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "our competitor has a live chat",
        "at my last job we had background jobs with Celery",
        "some day we might want websockets and a recommendation model",
        "if we ever grow, we run it on Kubernetes",
        "something Django-like",
        "our magazine is called Serverless",
        "we used Flask before, but nobody is left",
        "the team next door has a Django app",
        "what type of database is best?",
        "a restaurant with 30 tables",
        "our sister team uses Flask",
        "we used to run Django",
        "a friend of mine built a chat with Sanic",
        "two years ago we tried microservices",
        "they had a Kubernetes cluster",
        "imagine we had 10,000 open websockets",
        "our serverless jokes are famous",
        "our office is on Lambda Street",
        "my boss once read that microservices are the future",
        "people keep saying that we need Celery",
        "where I worked before we had Django developers",
    ],
)
def test_what_is_not_about_this_project_states_nothing(walkthrough: Walkthrough, text: str) -> None:
    assert answers(walkthrough, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Does FastAPI support websockets?",
        "How fast is Flask with 10,000 open connections?",
        "Is there any point in microservices?",
        "Do we need a background queue with retries?",
    ],
)
def test_a_question_about_frameworks_states_nothing(walkthrough: Walkthrough, text: str) -> None:
    assert answers(walkthrough, text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Docs? Nope.", {"api-docs": "no"}),
        ("Kubernetes? No. Lambda.", {"hosting": "serverless"}),
        ("An admin? Yes, mandatory.", {"admin": "yes"}),
    ],
)
def test_a_question_with_a_short_answer_is_read_with_it(
    walkthrough: Walkthrough, text: str, expected: dict[str, str]
) -> None:
    assert answers(walkthrough, text) == expected


@pytest.mark.parametrize("text", ["office by office", "Clinic after clinic", "Hall by hall."])
def test_one_after_another_is_step_by_step(walkthrough: Walkthrough, text: str) -> None:
    assert answers(walkthrough, text) == {"migration": "step-by-step"}


@pytest.mark.parametrize("text", ["day by day, year after year", "they sat side by side"])
def test_not_everything_said_twice_is_done_piece_by_piece(text: str) -> None:
    assert "piec" not in reading.read(text).stems


@pytest.mark.parametrize(
    "short", ["we've all used Flask for years", "we have all used Flask for years"]
)
def test_what_is_contracted_is_read_in_full(walkthrough: Walkthrough, short: str) -> None:
    assert answers(walkthrough, short) == {"team": "flask"}


def test_microseconds_may_be_written_without_a_micro_sign(walkthrough: Walkthrough) -> None:
    assert answers(walkthrough, "a budget of 40us") == {"latency": "extreme"}
    assert answers(walkthrough, "this is new 2 us") == {}


def test_a_time_of_something_else_is_no_deadline(walkthrough: Walkthrough) -> None:
    assert "time-to-market" not in answers(walkthrough, "we hire four people within six months")
    assert "time-to-market" not in answers(walkthrough, "we have written Flask for ten years")


def test_a_lifetime_may_be_said_by_what_follows_from_it(walkthrough: Walkthrough) -> None:
    text = "it must still be running when the trainees retire"
    assert answers(walkthrough, text) == {"time-to-market": "long-term"}


def test_the_end_of_a_long_text_is_read(walkthrough: Walkthrough) -> None:
    text = "lorem ipsum dolor sit amet " * 140 + ". We are a Django team."
    assert 3_000 < len(text) < reading.LONGEST
    assert understand(walkthrough, text).answers == {"team": "django"}


def test_what_follows_a_but_is_about_this_project(walkthrough: Walkthrough) -> None:
    text = "Some day we might want websockets, but today it is plain CRUD on four tables."
    assert answers(walkthrough, text) == {"workload": "crud", "data-layer": "light"}


def test_a_hint_counts_only_where_nothing_else_is_said(walkthrough: Walkthrough) -> None:
    assert answers(walkthrough, "CRUD on Postgres")["data-layer"] == "relational-heavy"
    assert answers(walkthrough, "CRUD on Postgres, four tables")["data-layer"] == "light"


def test_typos_and_shorthand_are_understood(walkthrough: Walkthrough) -> None:
    found = answers(walkthrough, "dont need docs, 3 tabels, no html, react fronted is seperate")
    assert found == {"api-docs": "no", "data-layer": "light", "pages": "no"}
