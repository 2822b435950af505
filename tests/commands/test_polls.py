"""Decisions that several people answered for, as the command shows and exports them."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.store.store import Store
from tests.commands.conftest import CRUD, REALTIME, Run
from tests.conftest import fixed_clock
from tests.web.polling import decide_together

OTHERS = {"Ann": REALTIME, "# Owned\n---": CRUD}


@pytest.fixture
def polled(log: Path, advisor: Advisor) -> int:
    """A decision for which others were asked, one of them under a name that would do harm."""
    with Store.open(log) as store:
        conversation = Conversation(advisor=advisor, store=store, clock=fixed_clock)
        return decide_together(conversation, "Olga", CRUD, OTHERS)


@pytest.mark.usefixtures("polled")
def test_a_record_in_markdown_says_who_was_asked_and_who_said_what(
    run: Run, advisor: Advisor
) -> None:
    exported = run("decisions", "export", "--format", "adr").stdout
    asked = exported.partition("## Who else was asked")[2].partition("\n## ")[0]
    for shown in ("Ann", "Olga", "Owned", advisor.walkthrough.criterion("workload").label):
        assert shown in asked
    assert "\n# Owned" not in exported
    assert "\n---" not in exported


def test_json_has_the_polls(run: Run, polled: int) -> None:
    (exported,) = json.loads(run("decisions", "export", "--format", "json").stdout)
    shown = json.loads(run("decisions", "show", str(polled), "--json").stdout)
    assert exported["polls"] == shown["polls"]
    (poll,) = shown["polls"]
    assert poll["called_off"] is False
    assert {ballot["by"] for ballot in poll["ballots"]} == {"Olga", *OTHERS}


@pytest.mark.usefixtures("filled")
def test_csv_tells_at_its_end_who_decided_in_a_poll_and_with_how_many(
    run: Run, log: Path, advisor: Advisor
) -> None:
    with Store.open(log) as store:
        conversation = Conversation(advisor=advisor, store=store, clock=fixed_clock)
        decided = decide_together(conversation, "Olga", CRUD, OTHERS)
        called_off = decide_together(conversation, "Otto", CRUD, OTHERS, do="call-off")
    head, *rows = csv.reader(io.StringIO(run("decisions", "export", "--format", "csv").stdout))
    assert head[-2:] == ["poll", "poll_people"]
    polls = {int(row[0]): row[-2:] for row in rows}
    asked = {decided: ["decided", "3"], called_off: ["called-off", "2"]}
    # Who calls a poll off has not handed in.
    assert polls == {1: ["", ""], 2: ["", ""], 3: ["", ""], **asked}


def test_everything_about_a_decision_has_who_was_asked(run: Run, polled: int) -> None:
    shown = run("decisions", "show", str(polled)).stdout
    assert "Who else was asked" in shown
    assert "Ann" in shown


@pytest.mark.usefixtures("filled")
def test_who_decided_alone_has_asked_nobody(run: Run) -> None:
    assert "Who else was asked" not in run("decisions", "export", "--format", "adr").stdout
    exported = json.loads(run("decisions", "export", "--format", "json").stdout)
    assert [decision["polls"] for decision in exported] == [[], [], []]
