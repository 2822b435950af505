"""The pictures beside exported decisions: a file for each, and where a record links it."""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from bot import picturing, recalling
from bot.advisor import Advisor
from bot.commands.adr import Drawn
from bot.store.records import Decision


def draw(
    advisor: Advisor, decisions: Iterable[Decision], folder: Path, *, beside: Path | None
) -> dict[int, Drawn]:
    """Draws the decisions that have a picture into a folder, which is made where it is missing.

    Their addresses are relative to the folder of the file `beside`, or to where we are.

    Raises:
        OSError: if a file cannot be written.
    """
    start = beside.parent if beside else Path()
    folder.mkdir(parents=True, exist_ok=True)
    links: dict[int, Drawn] = {}
    for decision in decisions:
        shown = recalling.picture(advisor, decision)
        if shown is None:
            continue
        file = folder / f"decision-{decision.id}.svg"
        file.write_bytes(picturing.draw(shown, theme="light", layout="wide", form="svg"))
        address = Path(os.path.relpath(file, start)).as_posix()
        links[decision.id] = (quote(address), picturing.alt(shown))
    return links
