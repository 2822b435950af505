"""The reliability of the confidence as a picture."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.reliability import BINS, Reliability

SUFFIXES = (".svg", ".png")

STYLE: Any = {
    "font.family": "sans-serif",
    "font.size": 10,
    "svg.fonttype": "none",
    "svg.hashsalt": "reliability",  # or the same picture would be another file each time
}
INK, FAINT, COLOURS = "#333333", "#cccccc", ("#1f6fb2", "#c8641b")


class NoPlot(Exception):
    """The picture cannot be drawn; the message says why, and what to do."""


def check(file: Path) -> None:
    """Makes sure that a picture can be drawn into a file.

    Raises:
        NoPlot: if its suffix is neither .svg nor .png, or its folder is missing.
    """
    if file.suffix not in SUFFIXES:
        raise NoPlot(f"expected a file that ends in {' or '.join(SUFFIXES)}, got {str(file)!r}")
    if not file.absolute().parent.is_dir():
        raise NoPlot(f"there is no folder {str(file.parent)!r}: make it first")


def draw(file: Path, parts: Mapping[str, Reliability]) -> None:
    """Draws the reliability of each part, by name: the share that is right over the confidence,
    with the number of messages at each point, and below it how many there are in each bin.

    Raises:
        NoPlot: as `check` does; or if the file cannot be written.
    """
    check(file)
    # Most of a second, which no other command should take.
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 6.0), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        _curves(above, parts)
        _counts(below, parts)
        try:
            figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
        except OSError as error:
            raise NoPlot(f"{str(file)!r} cannot be written: {error.strerror}") from error


def _curves(axes: Any, parts: Mapping[str, Reliability]) -> None:
    axes.plot([0, 1], [0, 1], color=FAINT, linestyle="--", label="as sure as right")
    for (name, part), colour in zip(parts.items(), COLOURS, strict=False):
        points = [
            (b.confidence, b.right, b.n)
            for b in part.bins
            if b.confidence is not None and b.right is not None
        ]
        error = "" if part.error is None else f" (calibration error {part.error:.3f})"
        axes.plot(
            [x for x, _, _ in points],
            [y for _, y, _ in points],
            color=colour,
            marker="o",
            label=f"{name}{error}",
        )
    axes.set(xlim=(0, 1), ylim=(-0.02, 1.05), ylabel="share whose first entry is right")
    axes.legend(frameon=False, loc="upper left")
    _plain(axes)


def _counts(axes: Any, parts: Mapping[str, Reliability]) -> None:
    width = 0.8 / BINS / max(1, len(parts))
    most = max((b.n for part in parts.values() for b in part.bins), default=0)
    for i, (part, colour) in enumerate(zip(parts.values(), COLOURS, strict=False)):
        at = [b.low + 0.1 / BINS + (i + 0.5) * width for b in part.bins]
        bars = axes.bar(at, [b.n for b in part.bins], width=width, color=colour)
        axes.bar_label(bars, [str(b.n) if b.n else "" for b in part.bins], fontsize=7, color=INK)
    axes.set(xlabel="confidence", ylabel="messages", ylim=(0, most * 1.2 + 1))
    axes.set_xticks([i / BINS for i in range(BINS + 1)])
    _plain(axes)


def _plain(axes: Any) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
