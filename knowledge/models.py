"""The content as frozen models: entries, profiles of the frameworks, things not covered."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from knowledge.content import Frozen
from knowledge.ids import FrameworkId, OwnerId

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Url = Annotated[str, StringConstraints(pattern=r"^(https?://\S+|README\.md)$")]


class Source(Frozen):
    """Where a claim comes from, and the day on which somebody looked."""

    title: Text
    url: Url
    checked: datetime.date


class Entry(Frozen):
    """One answer of the FAQ. `answer` is Markdown; its first paragraph stands alone.

    `keywords` are words and short phrases that people with this question use: tools, symptoms,
    error messages, other names for the matter. `secondary` says why no source is by a framework's
    own project, where that is so.
    """

    id: Id
    topic: Id
    question: Text
    phrasings: Annotated[tuple[Text, ...], Field(min_length=1)]
    keywords: tuple[Text, ...] = ()
    frameworks: tuple[FrameworkId, ...]
    see_also: tuple[Id, ...] = ()
    reviewed: datetime.date
    review_by: datetime.date
    owner: Text
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    secondary: Text | None = None
    answer: Text

    @property
    def short_answer(self) -> str:
        """The first paragraph of the answer."""
        return self.answer.split("\n\n", 1)[0]

    def is_stale(self, today: datetime.date) -> bool:
        """Whether the day by which somebody should have looked again has passed."""
        return today > self.review_by


class OurEntry(Entry):
    """An entry of our own content, whose owner is one of ours."""

    owner: OwnerId


class Attribute(Frozen):
    """A row of every comparison table.

    `entry` is the entry that explains it, `entry_for` the one that does so for a framework.
    """

    id: Id
    label: Text
    aliases: tuple[Text, ...]
    entry: Id | None = None
    entry_for: Mapping[FrameworkId, Id] = {}


class Fact(Frozen):
    """What holds for a framework on an attribute: a table cell with its sources.

    `article` is what the article's tables say; `range` is in requests a second.
    """

    value: Text
    article: Text | None = None
    range: tuple[int, int] | None = None
    open_ended: bool = False
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Profile(Frozen):
    """A framework as data."""

    id: FrameworkId
    name: Text
    short_name: Text
    aliases: Annotated[tuple[Text, ...], Field(min_length=1)]
    version: Text
    released: datetime.date
    homepage: Url
    repository: Url
    summary: Text
    facts: dict[Id, Fact]


class Thing(Frozen):
    """Something that people ask about and that the advisor does not cover.

    `unless` are phrases in which an alias means something else ("by spring"). What is often
    `beside` a framework, such as a front end or a language, may be named in a question about one.
    """

    name: Text
    aliases: Annotated[tuple[Text, ...], Field(min_length=1)]
    kind: Text
    unless: tuple[Text, ...] = ()
    beside: bool = False


class Case(Frozen):
    """A question as somebody would ask it, and the entries that are right first answers.

    No entries means that the question is out of scope and must be refused.
    """

    text: Text
    entries: tuple[Id, ...]
    hurried: bool = False

    @property
    def held_back(self) -> bool:
        """Whether it may only measure, never tune: decided by the text, once and for all."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


class AttributeFile(Frozen):
    """The form of `attributes.toml`."""

    attributes: tuple[Attribute, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "AttributeFile":
        ids = [attribute.id for attribute in self.attributes]
        if len(set(ids)) < len(ids):
            raise ValueError(f"attribute ids must be unique, got {ids}")
        return self


class ThingFile(Frozen):
    """The form of `not-covered.toml`."""

    things: tuple[Thing, ...]


class MessageFile(Frozen):
    """The form of `out-of-scope.toml`: messages that are not for us."""

    messages: tuple[Text, ...]


class CaseFile(Frozen):
    """The form of a file in `cases/`."""

    cases: tuple[Case, ...]

    @model_validator(mode="after")
    def _texts_are_unique(self) -> "CaseFile":
        texts = [case.text for case in self.cases]
        twice = sorted({text for text in texts if texts.count(text) > 1})
        if twice:
            raise ValueError(f"a text appears twice: {twice[0]!r}")
        return self
