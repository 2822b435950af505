"""Changes to content files as patches that `git apply` takes."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LINE = re.compile(r"[^\n]*\n|[^\n]+")


def patches(changes: Mapping[Path, tuple[str, str]]) -> dict[Path, str]:
    """Changes of files, each from one text to another, as one patch for each repository.

    The key is the folder in which the patch is to be applied: the one that git calls the top
    level or, outside of a repository, the one that holds the folder of the content.
    """
    found: dict[Path, str] = {}
    for path, (before, after) in sorted(changes.items()):
        root = top_level(path.resolve())
        name = path.resolve().relative_to(root).as_posix()
        found[root] = found.get(root, "") + diff(before, after, name)
    return found


def top_level(path: Path) -> Path:
    """The folder of the repository that a content file is in, `…/faq/<topic>/<id>.md`."""
    for folder in path.parents:
        if (folder / ".git").exists():
            return folder
    return path.parents[3]


def diff(before: str, after: str, name: str) -> str:
    """The unified diff of a file, with the headers that git expects.

    Lines end at line feeds only, and a last line without one is marked as git marks it.
    """
    # A blank in a name needs a tab behind it, which is how GNU diff and git tell where it ends.
    ending = "\t\n" if " " in name else "\n"
    # The first two lines are difflib's own headers, which would carry a date.
    body = list(difflib.unified_diff(LINE.findall(before), LINE.findall(after)))[2:]
    return "".join([f"--- a/{name}{ending}", f"+++ b/{name}{ending}", *_marked(body)])


def places(target: Path, roots: Iterable[Path]) -> dict[Path, Path]:
    """The file for each repository's patch: the target itself or, for several, one beside it."""
    listed = list(roots)
    if len(listed) <= 1:
        return dict.fromkeys(listed, target)
    return {
        root: target.with_name(f"{target.stem}-{number}{target.suffix}")
        for number, root in enumerate(listed, start=1)
    }


def _marked(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
