"""The examples in the documentation are real content."""

import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import knowledge.base
from knowledge.asking import ANSWER_FROM, SUGGEST_FROM
from knowledge.base import KnowledgeBase
from knowledge.ids import FRAMEWORKS, OwnerId
from knowledge.models import Attribute, Case, Entry, Profile, Thing
from rules.describing import Description
from rules.language import Topic
from rules.models import Criterion, DecisionCase, Effect, Option
from tests.docs.pages import AUTHORS, WRITTEN, blocks, rows

MODELS: Mapping[str, type[BaseModel]] = {
    "attributes": Attribute,
    "criteria": Criterion,
    "descriptions": Description,
    "things": Thing,
    "topics": Topic,
}
"""What a list in a TOML block holds, by its name."""

TOML = [
    pytest.param(text, id=f"{path.stem}-{i}")
    for path in WRITTEN
    for i, text in enumerate(blocks(path, "toml"))
]


def items(text: str) -> list[tuple[type[BaseModel], object]]:
    """Each thing in a TOML block, with the model that it must fit."""
    data = tomllib.loads(text)
    found: list[tuple[type[BaseModel], object]] = []
    for name, listed in data.items():
        if name == "cases":
            found += [(DecisionCase if "accept" in case else Case, case) for case in listed]
        elif name in MODELS:
            found += [(MODELS[name], item) for item in listed]
    return found or [(Profile, data)]


def example_entry() -> str:
    (text,) = blocks(AUTHORS, "markdown")
    return text


def test_the_example_of_an_entry_is_complete_and_loads_beside_the_real_ones(
    tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    path = tmp_path / "knowledge" / "faq" / "operations" / "health-checks.md"
    assert f"knowledge/faq/operations/{path.name}" in AUTHORS.read_text(encoding="utf-8")
    shutil.copytree(knowledge.base.CONTENT, tmp_path / "knowledge")
    assert not path.exists(), "expected an example that is no real entry"
    path.write_text(example_entry(), encoding="utf-8")
    loaded = knowledge.base.load(tmp_path / "knowledge")
    assert loaded.entries.keys() - knowledge_base.entries.keys() == {path.stem}
    assert len(loaded.entries[path.stem].phrasings) >= 10


def test_the_fields_of_an_entry_are_all_explained() -> None:
    explained = {cell.strip("`[]") for cell in rows(AUTHORS, "field")}
    assert set(Entry.model_fields) - {"id", "topic", "answer"} <= explained


def test_the_fields_of_the_rules_are_all_explained() -> None:
    explained = {part.strip("`") for cell in rows(AUTHORS, "field") for part in cell.split(", ")}
    named = {*Criterion.model_fields, *Option.model_fields, *Effect.model_fields}
    assert named - {"options", "effects"} <= explained


def test_owners_and_frameworks_are_all_named() -> None:
    text = AUTHORS.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in (*FRAMEWORKS, *get_args(OwnerId)))


def test_the_thresholds_are_those_of_the_code() -> None:
    text = " ".join(AUTHORS.read_text(encoding="utf-8").split())
    assert f"from {ANSWER_FROM} on the answer is given" in text
    assert f"from {SUGGEST_FROM} on the three best entries are offered" in text


@pytest.mark.parametrize("text", TOML)
def test_a_block_of_toml_is_content_that_would_be_accepted(text: str) -> None:
    for model, item in items(text):
        model.model_validate(item)


@pytest.mark.parametrize("text", TOML)
def test_a_block_of_toml_refers_to_entries_that_exist(
    text: str, knowledge_base: KnowledgeBase
) -> None:
    for model, item in items(text):
        parsed = model.model_validate(item)
        match parsed:
            case Case(entries=entries):
                referred = set(entries)
            case Criterion(options=options):
                referred = {effect.see for o in options for effect in o.effects.values()}
            case _:
                referred = set()
        assert referred <= knowledge_base.entries.keys()
