"""Drawing the picture of a decision: the path, and beside or below it the ranking."""

from bot.picturing import Form, Lane, Layout, Leg, Picture, Theme, points, signed
from bot.sheet import PALETTES, Sheet, width_of

WIDTHS: dict[Layout, int] = {"narrow": 304, "wide": 720}
"""A phone and the chat's column: about as wide as they are shown, so that text keeps its size."""

MARGIN = 14.0
GAP = 30.0
"""Between the two columns."""

TITLE, HEADING, TEXT, SMALL, TINY, TINIEST = 16.0, 13.0, 12.5, 11.5, 10.5, 9.0
DISC = 10.0
INDENT = 2 * DISC + 9
BAR = 19.0


def draw(shown: Picture, *, theme: Theme, layout: Layout, form: Form) -> bytes:
    """A picture as SVG, or as PNG at twice its size."""
    sheet = Sheet(WIDTHS[layout], PALETTES[theme])
    inner = sheet.width - 2 * MARGIN
    ink = sheet.palette.ink
    top = sheet.paragraph(MARGIN, MARGIN, shown.title, TITLE, ink, inner, bold=True) + 8
    if layout == "wide":
        half = (inner - GAP) / 2
        _path(sheet, shown.path, MARGIN, top, half)
        _ranking(sheet, shown.lanes, MARGIN + half + GAP, top, half)
    else:
        middle = _path(sheet, shown.path, MARGIN, top, inner)
        _ranking(sheet, shown.lanes, MARGIN, middle + 12, inner)
    return sheet.finish(form, MARGIN, {"Title": shown.title})


def _path(sheet: Sheet, path: tuple[Leg, ...], x: float, y: float, width: float) -> float:
    colours = sheet.palette
    y = sheet.paragraph(x, y, "The answers, and who led", HEADING, colours.soft, width, bold=True)
    y += 8
    centre, first = x + DISC, y + DISC
    last = first
    for leg in path:
        last = y + DISC
        sheet.disc(centre, last, DISC, colours.tint, colours.soft)
        sheet.text(centre, last, str(leg.number), TINY, colours.ink, bold=True, align="center")
        left, room = x + INDENT, width - INDENT
        beside = width_of(leg.question, SMALL)
        sheet.text(left, last, leg.question, SMALL, colours.soft)
        led = _led(leg)
        # The leader stands at the end of the line where it fits, else in one of its own.
        is_beside = beside + 14 + width_of(led, SMALL, bold=leg.moved) <= room
        colour = colours.good if leg.moved else colours.soft
        if led and is_beside:
            sheet.text(x + width, last, led, SMALL, colour, bold=leg.moved, align="right")
        y = sheet.paragraph(left, last + DISC - 1, leg.answer, TEXT, colours.ink, room)
        if led and not is_beside:
            y = sheet.paragraph(left, y, led, SMALL, colour, room, bold=leg.moved)
        if leg.excludes:
            out = f"✕ excludes {' and '.join(leg.excludes)}"
            y = sheet.paragraph(left, y, out, SMALL, colours.veto, room)
        y += 7
    if last > first:
        sheet.rule(centre, first, centre, last, colours.line)
    return y


def _led(leg: Leg) -> str:
    if len(leg.leaders) > 2:
        return f"{len(leg.leaders)} level"
    who = " and ".join(leg.leaders)
    if not leg.moved:
        return who
    return f"{who} lead{'s' * (len(leg.leaders) == 1)}"


def _ranking(sheet: Sheet, lanes: tuple[Lane, ...], x: float, y: float, width: float) -> float:
    colours = sheet.palette
    y = sheet.paragraph(x, y, "Where they stand", HEADING, colours.soft, width, bold=True) + 2
    y = _legend(sheet, x, y) + 8
    against = max((_sum(lane, -1) for lane in lanes), default=0)
    unit = width / max(1, against + max((_sum(lane, 1) for lane in lanes), default=0))
    zero = x + against * unit
    for place, lane in enumerate(lanes, start=1):
        right = _verdict(lane)
        fits = width_of(lane.name, TEXT, bold=True) + width_of(right, SMALL) + 34 <= width
        colour = colours.veto if lane.excluded else colours.ink
        line = y + TEXT * 0.7
        name = f"{place}  {lane.name}"
        sheet.text(x, line, name, TEXT, colours.ink, bold=True)
        if fits:
            sheet.text(x + width, line, right, SMALL, colour, bold=place == 1, align="right")
            y += TEXT * 1.5
        else:
            y = sheet.paragraph(x, y + TEXT * 1.5, right, SMALL, colour, width) + 2
        _bar(sheet, lane, zero, y, unit)
        sheet.rule(zero, y, zero, y + BAR + 4, colours.soft)
        y += BAR + 12
    return y


def _legend(sheet: Sheet, x: float, y: float) -> float:
    colours = sheet.palette
    middle = y + SMALL * 0.8
    for fill, word in ((colours.bad, "against"), (colours.good, "for")):
        sheet.box(x, middle - 5, 10, 10, fill=fill)
        sheet.text(x + 15, middle, word, SMALL, colours.soft)
        x += 15 + width_of(word, SMALL) + 14
    sheet.text(x, middle, "numbers: the answers", SMALL, colours.soft)
    return y + SMALL * 1.6


def _verdict(lane: Lane) -> str:
    if lane.excluded:
        return f"✕ excluded by {', '.join(lane.excluded_by)}"
    return points(lane.score)


def _bar(sheet: Sheet, lane: Lane, zero: float, y: float, unit: float) -> None:
    colours = sheet.palette
    ends = {1: zero, -1: zero}
    for share in lane.shares:
        sign = 1 if share.weight > 0 else -1
        long = abs(share.weight) * unit
        start = ends[sign] if sign > 0 else ends[sign] - long
        ends[sign] += sign * long
        filled = colours.good if sign > 0 else colours.bad
        is_out = lane.excluded
        sheet.box(
            start + 0.75,
            y,
            long - 1.5,
            BAR,
            fill=None if is_out else filled,
            edge=colours.soft if is_out else None,
        )
        label = str(share.number or signed(share.weight))
        size = next((s for s in (TINY, TINIEST) if width_of(label, s) + 3 <= long), None)
        if size:
            ink = colours.soft if is_out else colours.on
            sheet.text(start + long / 2, y + BAR / 2, label, size, ink, align="center")
    if not lane.shares:
        sheet.text(zero + 6, y + BAR / 2, "nothing for or against", SMALL, colours.soft)


def _sum(lane: Lane, sign: int) -> int:
    return sum(abs(share.weight) for share in lane.shares if share.weight * sign > 0)
