"""Replies and pages as HTML."""

import re
from collections.abc import Callable
from functools import lru_cache

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup
from sanic import HTTPResponse
from sanic.response import html

from bot import wording
from bot.argument_words import tipping
from bot.replies import REPLY, Reply
from bot.store.records import Turn

# Raw HTML in content or in what people type is shown as text, never interpreted.
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@lru_cache(maxsize=1024)
def markdown(text: str) -> Markup:
    """Markdown as safe HTML; links lead to a new tab, headings start below the page's own."""
    rendered = _markdown.render(text)
    rendered = re.sub(r"<(/?)h[1-4]>", r"<\1h3>", rendered)
    rendered = rendered.replace('<a href="http', '<a target="_blank" rel="noopener" href="http')
    rendered = rendered.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    # Safe by construction: the Markdown renderer escapes all raw HTML.
    return Markup(rendered.replace("</table>", "</table></div>"))  # noqa: S704


def inline(text: str) -> Markup:
    """A line of Markdown as safe HTML, without a paragraph around it."""
    # Safe by construction, like the above.
    return Markup(_markdown.renderInline(text))  # noqa: S704


def parts(reply: Reply) -> list[tuple[str, wording.Part]]:
    """The parts of a reply, each with the name of its kind for the template."""
    return [(type(part).__name__.lower(), part) for part in wording.parts(reply)]


def recorded_parts(turn: Turn) -> list[tuple[str, wording.Part]]:
    """The parts of a reply as it was recorded."""
    return parts(REPLY.validate_json(turn.reply))


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bot.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = markdown
    environment.filters["inline"] = inline
    environment.filters["day"] = lambda at: f"{at.day} {at:%b %Y}"
    environment.filters["moment"] = lambda at: f"{at.day} {at:%b %Y, %H:%M} UTC"
    environment.globals["parts"] = recorded_parts
    environment.globals["tipping"] = tipping
    return environment


def renderer() -> Callable[..., HTTPResponse]:
    """A function that renders a template with values to a response."""
    environment = _environment()

    def render(template: str, status: int = 200, **values: object) -> HTTPResponse:
        return html(environment.get_template(template).render(**values), status=status)

    return render
