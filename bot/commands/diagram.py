"""The whole set of rules as a table picture: what each option does to each framework."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from bot.picturing import Form, Theme, signed
from bot.sheet import PALETTES, Palette, Sheet, blend, width_of
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.models import Criterion, Option, Walkthrough

MARGIN = 16.0
LABELS, COLUMN, ROW = 320.0, 86.0, 24.0
WIDTH = 2 * MARGIN + LABELS + len(FRAMEWORKS) * COLUMN

TITLE, HEADING, TEXT, SMALL = 18.0, 13.5, 12.5, 11.5

PALEST, FULLEST = 0.10, 0.45
"""How much of a colour the least and the greatest weight take; more would drown the number."""

NO_EFFECT, VETO = "·", "✕ veto"
MARK = "rules:sha256:"


def fingerprint(walkthrough: Walkthrough) -> str:
    """What a diagram is known by: the same for the same rules, as far as it shows them."""
    shown = [
        [criterion.id, criterion.label, criterion.question, criterion.optional]
        + [
            [option.id, option.label, [_effect(option, framework) for framework in FRAMEWORKS]]
            for option in criterion.options
        ]
        for criterion in walkthrough.criteria
    ]
    return MARK + hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def is_of(file: Path, walkthrough: Walkthrough) -> bool:
    """Whether an SVG shows the rules as they are.

    Raises:
        OSError: if it cannot be read.
    """
    return f">{fingerprint(walkthrough)}<" in file.read_text(encoding="utf-8")


def draw(
    walkthrough: Walkthrough, names: Mapping[FrameworkId, str], *, theme: Theme, form: Form
) -> bytes:
    """The rules of a walkthrough as SVG, or as PNG at twice its size; `names` of the columns."""
    sheet = Sheet(WIDTH, PALETTES[theme])
    options = [option for criterion in walkthrough.criteria for option in criterion.options]
    effects = [effect for option in options for effect in option.effects.values()]
    heaviest = max((abs(effect.weight) for effect in effects), default=1)
    y = _head(sheet, walkthrough, heaviest)
    for criterion in walkthrough.criteria:
        y = _criterion(sheet, criterion, names, heaviest, y + 14)
    about = {"Title": walkthrough.title, "Identifier": fingerprint(walkthrough)}
    return sheet.finish(form, MARGIN, about)


def _head(sheet: Sheet, walkthrough: Walkthrough, heaviest: int) -> float:
    colours = sheet.palette
    ends = f"version {walkthrough.version}"
    width = sheet.width - 2 * MARGIN
    y = sheet.paragraph(
        MARGIN, MARGIN, f"{walkthrough.title}: the rules", TITLE, colours.ink, width, bold=True
    )
    told = (
        "A row for each answer, a column for each framework. An answer adds points for a framework"
        f" or takes some away; a veto excludes it. The most points win ({ends})."
    )
    y = sheet.paragraph(MARGIN, y + 4, told, SMALL, colours.soft, width) + 8
    scale = [*range(-heaviest, 0), None, *range(1, heaviest + 1)]
    x = MARGIN
    sheet.text(x, y + ROW / 2, "against", SMALL, colours.soft)
    x += 56
    for weight in scale:
        _cell(sheet, x, y, 30, weight, heaviest)
        x += 30
    sheet.text(x + 8, y + ROW / 2, "for", SMALL, colours.soft)
    _veto(sheet, x + 46, y, 70)
    sheet.text(x + 124, y + ROW / 2, "excludes", SMALL, colours.soft)
    return y + ROW


def _criterion(
    sheet: Sheet,
    criterion: Criterion,
    names: Mapping[FrameworkId, str],
    heaviest: int,
    y: float,
) -> float:
    colours = sheet.palette
    height = 22.0
    label = f"{criterion.label} (optional)" if criterion.optional else criterion.label
    sheet.text(MARGIN, y + height / 2, label, HEADING, colours.ink, bold=True)
    for column, framework in enumerate(FRAMEWORKS):
        middle = MARGIN + LABELS + (column + 0.5) * COLUMN
        name = names[framework]
        shown = name if width_of(name, SMALL) <= COLUMN - 4 else framework.upper()
        sheet.text(middle, y + height / 2, shown, SMALL, colours.soft, align="center")
    y += height
    for option in criterion.options:
        sheet.rule(MARGIN, y, sheet.width - MARGIN, y, colours.line)
        sheet.text(MARGIN + 6, y + ROW / 2, option.label, TEXT, colours.ink)
        for column, framework in enumerate(FRAMEWORKS):
            x = MARGIN + LABELS + column * COLUMN
            effect = _effect(option, framework)
            if effect == VETO:
                _veto(sheet, x, y, COLUMN)
            else:
                _cell(sheet, x, y, COLUMN, int(effect) or None, heaviest)
        y += ROW
    return y


def _cell(
    sheet: Sheet, x: float, y: float, width: float, weight: int | None, heaviest: int
) -> None:
    colours = sheet.palette
    middle = (x + width / 2, y + ROW / 2)
    if weight is None:
        sheet.text(*middle, NO_EFFECT, TEXT, colours.soft, align="center")
        return
    sheet.box(x + 1, y + 1, width - 2, ROW - 2, fill=fill_of(colours, weight, heaviest))
    sheet.text(*middle, signed(weight), TEXT, colours.ink, align="center")


def _veto(sheet: Sheet, x: float, y: float, width: float) -> None:
    colours = sheet.palette
    sheet.box(x + 1, y + 1, width - 2, ROW - 2, fill=colours.veto)
    sheet.text(x + width / 2, y + ROW / 2, VETO, SMALL, colours.on, bold=True, align="center")


def fill_of(colours: Palette, weight: int, heaviest: int) -> str:
    """The colour of a weight: the heavier, the fuller."""
    share = PALEST + (FULLEST - PALEST) * (abs(weight) - 1) / max(1, heaviest - 1)
    return blend(colours.card, colours.good if weight > 0 else colours.bad, share)


def _effect(option: Option, framework: FrameworkId) -> str:
    effect = option.effects.get(framework)
    if effect is None:
        return "0"
    return VETO if effect.veto else str(effect.weight)
