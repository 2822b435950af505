"""The Markdown files of the project, read as their readers see them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
AUTHORS, LEADS, OPERATORS = (DOCS / f"{name}.md" for name in ("authors", "leads", "operators"))
WRITTEN = (README, *sorted(DOCS.glob("*.md")))
"""The documentation itself."""

FRONT_MATTER = re.compile(r"\A\+\+\+\n.*?\n\+\+\+\n", re.DOTALL)
IMAGE_TAG = re.compile(r'<img [^>]*src="([^"]+)"')

_markdown = MarkdownIt("commonmark").enable("table")


def markdown_files() -> list[Path]:
    """Every Markdown file that people read: none that is hidden, installed or a broken fixture."""
    return [
        path
        for path in sorted(ROOT.rglob("*.md"))
        if not any(
            part.startswith(".") or part in ("fixtures", "node_modules", "var")
            for part in path.relative_to(ROOT).parts[:-1]
        )
    ]


def tokens(path: Path) -> list[Token]:
    """The Markdown of a file, flat, without the front matter of an entry."""
    found: list[Token] = []
    for token in _markdown.parse(FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))):
        found += [token, *(token.children or [])]
    return found


def links(path: Path) -> Iterator[str]:
    """What a file links to or shows, as written."""
    for token in tokens(path):
        target = token.attrs.get("href") or token.attrs.get("src")
        if target:
            yield str(target)
        if token.type in ("html_block", "html_inline"):
            yield from IMAGE_TAG.findall(token.content)


def anchors(path: Path) -> set[str]:
    """The anchors of a file's headings, as GitHub makes them."""
    seen: Counter[str] = Counter()
    found: set[str] = set()
    parsed = tokens(path)
    for i, token in enumerate(parsed):
        if token.type == "heading_open":
            text = "".join(c.content for c in parsed[i + 1].children or [])
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return found


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [t.content for t in tokens(path) if t.type == "fence" and t.info == language]


def inline_code(path: Path) -> list[str]:
    """What stands between backticks, outside of fenced blocks."""
    return [t.content for t in tokens(path) if t.type == "code_inline"]


def rows(path: Path, head: str) -> Mapping[str, str]:
    """The first two cells of each row of all tables of a file whose first heading is `head`."""
    found: dict[str, str] = {}
    is_wanted = False
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if not cells:
            is_wanted = False
        elif cells[0] == head:
            is_wanted = True
        elif is_wanted and not set(cells[0]) <= set("- "):
            found[cells[0]] = cells[1]
    return found
