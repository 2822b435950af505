"""Links, images and anchors lead somewhere, in every Markdown file."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import ROOT, WRITTEN, anchors, links, markdown_files

LONGEST_LINE = 120


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", markdown_files(), ids=name)
def test_every_relative_link_and_image_leads_to_a_file_and_to_a_heading_in_it(path: Path) -> None:
    broken = []
    for link in links(path):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.exists():
            broken.append(f"{link}: there is no such file")
        elif parts.fragment and parts.fragment not in anchors(target):
            broken.append(f"{link}: expected one of {sorted(anchors(target))}")
    assert not broken


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_lines_are_short_enough_to_read_in_a_terminal(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    too_long = [i for i, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE]
    assert not too_long, f"lines of more than {LONGEST_LINE} characters"


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_every_page_is_reached_from_the_readme(path: Path) -> None:
    reached, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        reached.add(page)
        found = [(page.parent / urlsplit(link).path).resolve() for link in links(page)]
        todo += [p for p in found if p.suffix == ".md" and p.exists() and p not in reached]
    assert path in reached
