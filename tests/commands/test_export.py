"""`decisions export`: the log for spreadsheets, programs and repositories."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from bot import exporting
from bot.store.store import Store
from rules.models import Walkthrough
from tests.commands.conftest import Run


@pytest.mark.usefixtures("filled")
def test_csv_has_a_row_for_each_decision_and_a_column_for_each_criterion(
    run: Run, walkthrough: Walkthrough
) -> None:
    done = run("decisions", "export", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["id"] for row in rows] == ["3", "2", "1"]
    shown = json.loads(run("decisions", "show", "1", "--json").stdout)
    for criterion in walkthrough.criteria:
        assert rows[2][f"answer.{criterion.id}"] == shown["answers"].get(criterion.id, "")
    assert rows[1]["chosen"] == "sanic"
    assert rows[1]["reviewer"] == "Lin"


def test_csv_has_a_column_for_a_criterion_that_only_an_older_decision_knows(
    run: Run, filled: Path, walkthrough: Walkthrough
) -> None:
    with Store.open(filled) as store:
        store.run(
            """UPDATE decisions SET answers = '{"moon":"full","team":"django"}' WHERE id = 1"""
        )
    exported = run("decisions", "export", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert [row["answer.moon"] for row in rows] == ["", "", "full"]
    assert rows[2]["answer.team"] == "django"
    asked = [name for name in rows[0] if name.startswith("answer.")]
    assert asked == [f"answer.{c.id}" for c in walkthrough.criteria] + ["answer.moon"]


@pytest.mark.usefixtures("filled")
def test_a_spreadsheet_takes_no_cell_for_a_formula(run: Run) -> None:
    done = run("decisions", "export", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[1]["reason"].startswith("'=HYPERLINK")


@pytest.mark.usefixtures("filled")
def test_json_is_a_list_with_everything_of_each_decision(run: Run) -> None:
    exported = json.loads(run("decisions", "export", "--format", "json").stdout)
    assert [decision["id"] for decision in exported] == [3, 2, 1]
    assert exported[1]["reason"].startswith("=HYPERLINK")
    assert exported[1]["reviews"][0]["verdict"] == "approved"
    assert exported[0]["ranking"][0]["framework"] == exported[0]["recommended"]


@pytest.mark.usefixtures("filled")
def test_json_has_of_each_decision_what_is_shown_of_it(run: Run) -> None:
    exported = json.loads(run("decisions", "export", "--format", "json").stdout)
    listed = json.loads(run("decisions", "list", "--json").stdout)["decisions"]
    assert exported == [{**decision, "polls": []} for decision in listed]
    assert [list(decision) for decision in exported] == [
        [*decision, "polls"] for decision in listed
    ]


@pytest.mark.usefixtures("filled")
def test_an_export_in_pieces_is_the_same_as_in_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = ("csv", "json")
    whole = [run("decisions", "export", "--format", form).stdout for form in forms]
    monkeypatch.setattr(exporting, "PIECE", 1)
    assert [run("decisions", "export", "--format", form).stdout for form in forms] == whole


@pytest.mark.usefixtures("filled")
def test_adr_has_a_record_for_each_decision_that_typed_text_cannot_break(run: Run) -> None:
    exported = run("decisions", "export", "--format", "adr").stdout
    records = exported.split("\n---\n")
    assert [record.strip().splitlines()[0] for record in records] == [
        "# 3. Use Sanic",
        "# 2. Use Sanic",
        "# 1. Use Django REST Framework",
    ]
    assert "> # Owned" in records[1]
    assert "\n# Owned" not in exported
    for heading in ("## Context", "## Decision", "## Options considered", "## Reviews"):
        assert all(heading in record for record in records)


@pytest.mark.usefixtures("filled")
def test_adr_has_the_reasons_of_every_framework_and_what_would_tip_it(run: Run) -> None:
    exported = run("decisions", "export", "--format", "adr", "--person", "ben").stdout
    [decision] = json.loads(
        run("decisions", "export", "--format", "json", "--person", "ben").stdout
    )
    considered = exported.partition("## Options considered")[2].partition("## Reviews")[0]
    options = re.split(r"^\d\. ", considered, flags=re.MULTILINE)[1:]
    for option, place in zip(options, decision["ranking"], strict=True):
        assert option.startswith(place["name"])
        for reason in place["reasons"]:
            assert f"{reason['reason']} ({reason['answer']}; see `{reason['see']}`)" in option
        for change in place["tipping"] or ():
            assert change["clause"] in option
        assert ("tip it" in option) == (place["tipping"] is not None)


@pytest.mark.usefixtures("filled")
def test_an_export_takes_the_filters_of_the_list(run: Run) -> None:
    exported = run("decisions", "export", "--format", "json", "--person", "ben").stdout
    assert [decision["id"] for decision in json.loads(exported)] == [2]


@pytest.mark.usefixtures("filled")
def test_an_export_of_nothing_is_well_formed(run: Run) -> None:
    nobody = ("--person", "nobody")
    assert json.loads(run("decisions", "export", "--format", "json", *nobody).stdout) == []
    assert len(run("decisions", "export", "--format", "csv", *nobody).stdout.splitlines()) == 1
    assert run("decisions", "export", "--format", "adr", *nobody).stdout == ""


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("form", ["csv", "json", "adr"])
def test_a_file_holds_what_standard_output_would_get(run: Run, tmp_path: Path, form: str) -> None:
    output = tmp_path / "out" / f"decisions.{form}"
    output.parent.mkdir()
    output.write_text("from before")
    done = run("decisions", "export", "--format", form, "--output", str(output))
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    exported = run("decisions", "export", "--format", form)
    assert output.read_bytes() == exported.stdout_bytes
    assert list(output.parent.iterdir()) == [output]


@pytest.mark.usefixtures("filled")
def test_an_output_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "nowhere" / "decisions.csv"
    done = run("decisions", "export", "--format", "csv", "--output", str(output))
    assert done.exit_code == 2
    assert str(output) in done.stderr
    assert not output.parent.exists()


@pytest.mark.usefixtures("filled")
def test_a_format_that_is_not_there_is_named_with_those_that_are(run: Run) -> None:
    done = run("decisions", "export", "--format", "xlsx")
    assert done.exit_code == 2
    for word in ("xlsx", "csv", "json", "adr"):
        assert word in done.stderr
