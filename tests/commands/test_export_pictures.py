"""`advisor decisions export --pictures`: a picture beside each record, which the record links."""

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from bot import picturing
from bot.advisor import Advisor
from bot.recalling import picture
from bot.store.records import Filter
from bot.store.store import Store
from tests.commands.conftest import Run

IMAGE = re.compile(r"^!\[(.*)\]\((\S+)\)$", re.MULTILINE)

pytestmark = pytest.mark.usefixtures("filled")


def export(run: Run, *more: str) -> list[tuple[str, str]]:
    """The pictures that the exported records link: words and address."""
    done = run("decisions", "export", "--format", "adr", *more)
    assert done.exit_code == 0, done.output
    return IMAGE.findall(done.stdout)


def test_without_being_asked_for_no_picture_is_linked(run: Run) -> None:
    assert export(run) == []


def test_a_record_links_its_picture_and_says_what_it_shows(
    run: Run, tmp_path: Path, filled: Path, advisor: Advisor
) -> None:
    folder = tmp_path / "kept" / "my pictures"
    output = tmp_path / "docs" / "decisions.md"
    output.parent.mkdir()
    assert export(run, "--pictures", str(folder), "--output", str(output)) == []
    linked = IMAGE.findall(output.read_text(encoding="utf-8"))
    with Store.open(filled) as store:
        decisions = store.decisions(Filter())
    shown = [picture(advisor, decision) for decision in decisions]
    assert [words for words, _ in linked] == [picturing.alt(one) for one in shown if one]
    files = [output.parent / unquote(address) for _, address in linked]
    assert sorted(file.resolve() for file in files) == sorted(folder.resolve().iterdir())
    for file in files:
        assert ElementTree.fromstring(file.read_bytes()).tag.endswith("svg")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_only_records_in_markdown_link_pictures(run: Run, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "pictures"
    done = run("decisions", "export", "--format", form, "--pictures", str(folder))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--pictures" in done.stderr
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_a_message(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "pictures"
    done = run("decisions", "export", "--format", "adr", "--pictures", str(folder))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--pictures" in done.stderr
