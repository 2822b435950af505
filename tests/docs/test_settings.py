"""The table of settings is the one that the code gives."""

import subprocess
import sys

from bot.settings import Settings
from tests.docs.pages import OPERATORS, ROOT, WRITTEN, rows
from tests.docs.settings_table import table

REMEDY = "run `python -m tests.docs.settings_table` and paste what it prints into docs/operators.md"


def test_the_table_of_settings_is_the_one_of_the_code() -> None:
    assert table() in OPERATORS.read_text(encoding="utf-8"), REMEDY


def test_every_setting_has_a_row_and_a_sentence() -> None:
    documented = rows(OPERATORS, "variable")
    assert set(documented) == {f"`{name.upper()}`" for name in Settings.model_fields}
    sentences = [field.description or "" for field in Settings.model_fields.values()]
    assert all(sentence.endswith(".") for sentence in sentences)


def test_the_table_can_be_printed() -> None:
    command = [sys.executable, "-m", "tests.docs.settings_table"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == table()


def test_no_page_names_a_slack_variable_that_is_not_a_setting() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for path in WRITTEN:
        words = path.read_text(encoding="utf-8").replace("`", " ").replace("=", " ").split()
        named = {word.strip(".,:;()") for word in words if word.startswith("SLACK_")}
        assert named <= known, path.name
