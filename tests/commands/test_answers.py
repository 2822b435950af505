"""`ask`, `understand` and `decide`: what programs outside are written against."""

import dataclasses
import json
from pathlib import Path

import pytest

import knowledge.base
from bot.advisor import Advisor
from knowledge.asking import Finder
from knowledge.ids import FRAMEWORKS
from tests.commands.conftest import Run

QUESTIONS = ["Is Django REST Framework too slow?", "who won the cup yesterday", "flask"]


def lines(*objects: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in objects)


def test_a_batch_of_questions_is_answered_line_by_line_in_order(run: Run) -> None:
    done = run("ask", "--json", "--batch", "-", typed=lines(*({"text": q} for q in QUESTIONS)))
    assert done.exit_code == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(QUESTIONS)
    for answer in answers:
        assert set(answer) == {"outcome", "entry", "confidence", "candidates", "text"}
        assert answer["outcome"] in ("answer", "suggest", "none")
        assert 0 <= answer["confidence"] <= 1
        assert len(answer["candidates"]) >= 3
        scores = [candidate["score"] for candidate in answer["candidates"]]
        assert scores == sorted(scores, reverse=True)
    assert answers[0]["outcome"] == "answer"
    assert answers[0]["entry"] == answers[0]["candidates"][0]["id"] == "is-drf-too-slow"
    assert answers[1]["outcome"] == "none"
    assert answers[1]["entry"] is None


def test_the_text_of_an_answer_is_the_entry_as_it_stands(run: Run) -> None:
    answer = json.loads(run("ask", QUESTIONS[0], "--json").stdout)
    [file] = knowledge.base.CONTENT.glob(f"faq/*/{answer['entry']}.md")
    # Read from the file and not by the loader, which would share its faults.
    assert file.read_text("utf-8").split("+++\n")[2].strip() == answer["text"]


def test_without_json_an_answer_is_text(run: Run) -> None:
    done = run("ask", QUESTIONS[0])
    assert done.exit_code == 0
    assert not done.stdout.startswith("{")


def test_understanding_says_which_words_said_so(run: Run) -> None:
    done = run("understand", "internal CRUD tool, our team knows Django", "--json")
    found = json.loads(done.stdout)
    assert found["answers"]["workload"] == "crud"
    assert set(found["answers"]) <= set(found["evidence"])
    assert "crud" in run("understand", "internal CRUD tool").stdout


def test_a_decision_has_the_agreed_shape(run: Run) -> None:
    batch = lines({"answers": {"team": "beginner"}}, {"text": "a quick prototype in Flask"})
    done = run("decide", "--json", "--batch", "-", typed=batch)
    assert done.exit_code == 0, done.stderr
    for line in done.stdout.splitlines():
        decided = json.loads(line)
        assert decided["recommended"] in FRAMEWORKS
        assert {place["framework"] for place in decided["ranking"]} == set(FRAMEWORKS)
        assert set(decided["ranking"][0]) == {"framework", "score", "excluded_by"}
        assert decided["ranking"][0]["framework"] == decided["recommended"]
        assert set(decided["why_not"]) == set(FRAMEWORKS) - {decided["recommended"]}
        assert isinstance(decided["settled"], bool)
        assert (decided["next_question"] is None) == decided["settled"]
        assert decided["because"]
        assert isinstance(decided["flips"], list)


def test_a_decision_in_text_names_every_framework_and_the_next_question(run: Run) -> None:
    done = run("decide", "--answers", "concurrency=thousands-long-lived, team=beginner")
    assert done.exit_code == 0
    for name in ("Django REST Framework", "FastAPI", "Flask", "Falcon", "Sanic"):
        assert name in done.stdout
    assert "concurrency=thousands-long-lived" in done.stdout
    assert "Next question" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_no_answers_at_all_are_a_situation_too(run: Run) -> None:
    decided = json.loads(run("decide", "--answers", "", "--json").stdout)
    assert decided["because"] == []
    assert decided["settled"] is False


FAULTS = {
    "an unknown option is named with the valid ones": (
        ("decide", "--answers", "team=wizard"),
        ("team", "wizard", "django", "beginner"),
    ),
    "an unknown criterion is named with the nearest valid one": (
        ("decide", "--answers", "worklaod=crud"),
        ("worklaod", "'workload'"),
    ),
    "an unknown criterion like no other is named with all valid ones": (
        ("decide", "--answers", "zzz=crud"),
        ("zzz", "workload", "hiring"),
    ),
    "a pair without a sign": (("decide", "--answers", "team"), ("--answers", "'team'", "=")),
    "a criterion given twice": (
        ("decide", "--answers", "team=flask,team=django"),
        ("team", "twice"),
    ),
    "answers and text at once": (
        ("decide", "--answers", "a=b", "--text", "x"),
        ("answers", "text"),
    ),
    "neither answers nor text": (("decide",), ("answers", "text")),
    "no text": (("ask",), ("text",)),
    "an empty text": (("ask", ""), ("text", "1 character")),
    "a blank text": (("ask", "  \n "), ("text",)),
    "a text that is too long": (("ask", "flask " * 7_000), ("text", "4000")),
    "a batch beside a text": (("ask", "x", "--batch", "-"), ("--batch", "both")),
    "a batch file that is not there": (("ask", "--batch", "nowhere.jsonl"), ("nowhere.jsonl",)),
    "an option that is not there": (("ask", "--jason"), ("--jason",)),
    "a command that is not there": (("aks",), ("aks",)),
}


@pytest.mark.parametrize(("args", "named"), FAULTS.values(), ids=FAULTS)
def test_input_that_cannot_be_used_is_named_with_status_2(
    run: Run, args: tuple[str, ...], named: tuple[str, ...]
) -> None:
    done = run(*args, typed="")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 1_000
    for word in named:
        assert word in done.stderr


LINES = {
    "a list": b"[]",
    "a number": b"5",
    "no JSON": b"flask?",
    "bytes that are no text": b'{"text": "\xff"}',
    "half a surrogate pair": b'{"text": "\\ud800"}',
    "a field that is not known": b'{"text": "x", "colour": "blue"}',
    "a wrong type": b'{"text": 5}',
    "40,000 characters": b'{"text": "' + b"x" * 40_000 + b'"}',
    "a number of 5,000 digits": b'{"text": ' + b"1" * 5_000 + b"}",
    "lists in lists, without end": b"[" * 100_000,
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_bad_line_of_a_batch_is_named_after_the_answers_before_it(run: Run, line: bytes) -> None:
    done = run("ask", "--json", "--batch", "-", typed=b'{"text": "flask"}\n\n' + line + b"\n")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 1
    assert "line 3" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 1_000


def test_a_line_with_an_unknown_option_is_named(run: Run) -> None:
    batch = lines({"answers": {}}, {"answers": {"team": "wizard"}})
    done = run("decide", "--json", "--batch", "-", typed=batch)
    assert done.exit_code == 2
    assert "line 2" in done.stderr
    assert "wizard" in done.stderr


def test_an_empty_batch_has_no_answers(run: Run) -> None:
    done = run("ask", "--json", "--batch", "-", typed="\n \n")
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "args",
    [
        ("understand", "a small CRUD app"),
        ("decide", "--answers", "team=django"),
        ("decide", "--text", "we know Django"),
        ("decisions", "show", "1"),
        ("decisions", "export", "--format", "adr"),
    ],
    ids=" ".join,
)
def test_what_looks_no_entry_up_does_not_wait_for_the_matcher(
    run: Run, filled: Path, advisor: Advisor, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    def fit() -> Finder:
        pytest.fail("it was fitted")

    unfit = dataclasses.replace(advisor, fit=fit)
    for module in ("cli", "commands.decisions"):
        monkeypatch.setattr(f"bot.{module}.load_advisor", lambda _: unfit)
    done = run(*args, DATABASE_PATH=str(filled))
    assert done.exit_code == 0, done.stderr
