"""Drawing on a sheet of a fixed width with matplotlib, light or dark, as SVG or PNG.

The one place that knows how a picture comes about; what is on it stands elsewhere. Only what
draws imports this, because matplotlib takes most of a second and 40 MB.
"""

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from bot.picturing import Form, Theme

POINTS = 72
"""Dots an inch at which a unit of the sheet is a point of the font, and of the SVG."""

LINE = 1.35
"""Height of a line of text, in sizes of its font."""

FONTS = ("DejaVu Sans", "Segoe UI", "Roboto", "Helvetica", "Arial")
"""The first comes with matplotlib and is the widest: what fits in it fits in the others."""

STYLE: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": list(FONTS),
    "svg.fonttype": "none",  # text stays text: sharp, small, and found by a search
    "svg.hashsalt": "advisor",  # or the same picture would be another file each time
    "path.simplify": False,
}

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Palette:
    """The colours of a theme. Text on `card` and on the filled colours has a contrast above 4.5.

    Blue and orange, because people who tell red from green badly tell these two well.
    """

    card: str
    ink: str
    soft: str
    line: str
    good: str
    bad: str
    on: str
    veto: str
    tint: str


PALETTES: Mapping[Theme, Palette] = {
    "light": Palette(
        card="#ffffff",
        ink="#1d2433",
        soft="#5a6478",
        line="#dfe3ec",
        good="#2b59c3",
        bad="#b4540a",
        on="#ffffff",
        veto="#a3160f",
        tint="#eef2fd",
    ),
    "dark": Palette(
        card="#1d2433",
        ink="#e8ebf3",
        soft="#a3adc2",
        line="#3b455a",
        good="#8ea8ff",
        bad="#f0a860",
        on="#10162a",
        veto="#ff9d94",
        tint="#26304a",
    ),
}


@dataclass
class Sheet:
    """A sheet of a width, on which `y` runs downwards; it grows as long as it must."""

    width: float
    palette: Palette
    bottom: float = 0.0
    artists: list[Artist] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """A line of text, whose middle is at `y`."""
        weight = "bold" if bold else "normal"
        artist = Text(
            x, y, words, color=colour, fontsize=size, fontweight=weight, ha=align,
            va="center_baseline",
            parse_math=False,  # what people answer may hold a dollar
        )  # fmt: skip
        self._add(artist, y + size * LINE / 2)

    def paragraph(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        width: float,
        *,
        bold: bool = False,
    ) -> float:
        """Text in as many lines as it needs from the top `y` on; the `y` below it."""
        for line in wrapped(words, size, width, bold=bold):
            self.text(x, y + size * LINE / 2, line, size, colour, bold=bold)
            y += size * LINE
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        round_by: float = 0.0,
        hatch: str | None = None,
        under: bool = False,
    ) -> None:
        """A box from its upper left corner; `under` puts it below all else."""
        look: Any = {
            "facecolor": fill or "none",
            "edgecolor": edge or "none",
            "linewidth": 1,
            "hatch": hatch,
            "zorder": 0 if under else 1,
        }
        if round_by:
            style = f"round,pad=0,rounding_size={round_by}"
            self._add(FancyBboxPatch((x, y), width, height, boxstyle=style, **look), y + height)
        else:
            self._add(Rectangle((x, y), width, height, **look), y + height)

    def disc(self, x: float, y: float, radius: float, fill: str, edge: str) -> None:
        """A filled circle."""
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor=edge, linewidth=1.2), y + radius)

    def rule(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        """A thin line below whatever it meets."""
        line = Line2D([x1, x2], [y1, y2], color=colour, linewidth=1.2, zorder=0.5)
        self._add(line, max(y1, y2))

    def finish(self, form: Form, margin: float, metadata: Mapping[str, str] | None = None) -> bytes:
        """The sheet as a file: the same bytes for the same sheet."""
        height = math.ceil(self.bottom + margin)
        with mpl.rc_context(STYLE):
            figure = Figure(
                figsize=(self.width / POINTS, height / POINTS),
                dpi=POINTS,
                facecolor=self.palette.card,
            )
            axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
            axes.set(xlim=(0, self.width), ylim=(height, 0))
            axes.axis("off")
            for artist in self.artists:
                axes.add_artist(artist)
            file = io.BytesIO()
            if form == "svg":
                about = {"Date": None, "Creator": "Framework Advisor", **(metadata or {})}
                figure.savefig(file, format="svg", metadata=about)
            else:
                plain: Any = {"Software": None}
                figure.savefig(file, format="png", dpi=2 * POINTS, metadata=plain)
        return file.getvalue()

    def _add(self, artist: Artist, bottom: float) -> None:
        self.artists.append(artist)
        self.bottom = max(self.bottom, bottom)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text on the sheet."""
    font = FontProperties(family=FONTS[0], size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width)


def wrapped(words: str, size: float, width: float, *, bold: bool = False) -> Iterator[str]:
    """Text in lines that fit in a width, as far as its words do."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold=bold) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def blend(under: str, over: str, share: float) -> str:
    """A colour laid over another, both as #rrggbb."""
    pairs = zip(_channels(under), _channels(over), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG: from 1, none, to 21, black on white."""
    lights = sorted(_luminance(colour) + 0.05 for colour in (one, other))
    return lights[1] / lights[0]


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
