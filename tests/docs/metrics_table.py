"""The table of metrics, rendered from the code.

Print it with `python -m tests.docs.metrics_table`, and paste it into docs/operators.md.
"""

from collections.abc import Iterator

from bot.metrics import FAMILIES

HEAD = ("| metric | labels | what it is |", "| --- | --- | --- |")


def table() -> str:
    """The table of all our metrics in Markdown: name, labels, sentence."""
    return "\n".join([*HEAD, *_rows()])


def _rows() -> Iterator[str]:
    for family in FAMILIES:
        labels = ", ".join(f"`{label}`" for label in family.labels)
        yield f"| `{family.name}` | {labels} | {family.help} |".replace("|  |", "| |")


if __name__ == "__main__":
    print(table())
