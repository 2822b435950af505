"""The table of settings, rendered from the code.

Print it with `python -m tests.docs.settings_table`, and paste it into docs/operators.md.
"""

from collections.abc import Iterator

from bot.settings import Settings

HEAD = ("| variable | default | what it is |", "| --- | --- | --- |")


def table() -> str:
    """The table of all settings in Markdown: variable, default, sentence."""
    return "\n".join([*HEAD, *_rows()])


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        is_unset = field.default in (None, ()) or field.default is False
        default = "not set" if is_unset else f"`{field.default}`"
        yield f"| `{name.upper()}` | {default} | {field.description} |"


if __name__ == "__main__":
    print(table())
