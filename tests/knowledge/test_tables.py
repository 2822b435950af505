"""Comparison tables from the profiles."""

from pathlib import Path

import pytest

import knowledge.base
from knowledge.base import KnowledgeBase
from knowledge.ids import FRAMEWORKS
from knowledge.tables import USUAL, compare

SOUND = Path(__file__).parent.parent / "fixtures" / "knowledge"


def small() -> KnowledgeBase:
    return knowledge.base.load(SOUND)


def test_a_table_has_a_column_for_each_framework_in_the_order_asked() -> None:
    table = compare(small(), ["sanic", "drf"], ["admin"])
    assert table.header == ("Sanic", "Django REST Framework")
    assert table.rows == (("Admin interface", "None", "None"),)


def test_attributes_come_in_the_order_asked() -> None:
    table = compare(small(), ["flask"], ["admin", "performance"])
    assert [row[0] for row in table.rows] == ["Admin interface", "Performance"]


def test_without_attributes_the_usual_ones_are_compared(knowledge_base: KnowledgeBase) -> None:
    table = compare(knowledge_base, FRAMEWORKS)
    labels = [attribute.label for attribute in knowledge_base.attributes.values()]
    assert [row[0] for row in table.rows] == labels[:USUAL]
    assert all(len(row) == 1 + len(FRAMEWORKS) for row in table.rows)


def test_an_unknown_attribute_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="colour"):
        compare(small(), ["flask"], ["colour"])
