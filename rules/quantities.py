"""Quantities in a text: its numbers with their units, and what is meant by them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from rules.language import Quantity, language
from rules.reading import NONE, Number, Reading, stems_of

Unit = tuple[str, tuple[str, ...], float]
"""A quantity's name, the stems of one of its units, and how many base units that is."""


def quantities_in(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """The quantities of a text: the name of each, the place of its first word, and its end."""
    known = language().quantities
    for at, number in reading.numbers.items():
        for name, quantity in known.items():
            if not quantity.units and _is_meant(quantity, number.value):
                yield name, at, number.end
        for begin, (name, unit, by) in _units_behind(reading, number):
            is_meant = _is_meant(known[name], number.value * by)
            is_near = begin <= number.end + known[name].between
            if is_meant and is_near and reading.has(unit, begin, NONE):
                yield name, at, begin + len(unit)


def _units_behind(reading: Reading, number: Number) -> Iterator[tuple[int, Unit]]:
    """The units that may begin behind a number, each with its place, up to the first break."""
    furthest = max(quantity.between for quantity in language().quantities.values())
    for begin in range(number.end, min(number.end + furthest + 1, len(reading.stems))):
        if reading.breaks[begin] > NONE:
            return
        for unit in _units().get(reading.stems[begin], ()):
            yield begin, unit


def _is_meant(quantity: Quantity, amount: float) -> bool:
    return quantity.at_least <= amount <= quantity.at_most


@cache
def _units() -> Mapping[str, Sequence[Unit]]:
    """The units of all quantities, by their first stems."""
    units: dict[str, list[Unit]] = {}
    for name, quantity in language().quantities.items():
        for unit, by in {stems_of(unit): by for unit, by in quantity.units.items()}.items():
            units.setdefault(unit[0], []).append((name, unit, by))
    return units
