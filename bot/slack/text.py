"""Text on its way into and out of Slack: what its control sequences mean, and escaping ours.

Slack reads `<@U1>`, `<!channel>` and `<https://…|label>` wherever it meets them, in markdown
blocks too, so nothing that a person typed may keep its angle brackets.
"""

import re
from collections.abc import Callable

LONGEST_FALLBACK = 4_000
"""Characters of a message's top-level text; Slack cuts longer ones."""

ELLIPSIS = "…"

TOKEN = re.compile(r"<((?:[@#!]|https?:|mailto:|tel:|slack:)[^<>\n]+)>")
CODE_OR_ADDRESS = re.compile(r"(```.*?```|`[^`\n]+`)|(?<=\])\([^()\s]+\)", re.DOTALL)
CODE_OR_LINK = re.compile(
    r"(```.*?```|`[^`\n]+`)|\[([^\[\]\n]+)\]\((https?://[^()\s|]+)\)", re.DOTALL
)
CODE_TOKEN = re.compile(r"<(?=[@#!]|https?:|mailto:)")
FENCE = re.compile(r"^```[\w+-]+\n")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![*\w])")
BULLET = re.compile(r"^( *)- ", re.MULTILINE)
WORD_JOINER = "\N{WORD JOINER}"


def escape(text: str) -> str:
    """Text with Slack's three control characters escaped, so that it shows as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The opposite of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def incoming(text: str, bot: str) -> str:
    """What a person wrote, as they saw it: without the mentions of the bot, tokens as words."""

    def word(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target == f"@{bot}":
            return " "
        if target.startswith(("@", "#")):
            return f"{target[0]}{label or target[1:]}"
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        return label or target

    plain = unescape(TOKEN.sub(word, text))
    # JSON can carry half a surrogate pair, which nothing after us can store or send.
    return plain.encode(errors="replace").decode().strip()


def mentions(text: str) -> list[str]:
    """The ids of the people whom a text mentions, in order."""
    targets = (token.partition("|")[0] for token in TOKEN.findall(text))
    return [target[1:] for target in targets if target.startswith("@")]


def begins_with_a_mention(text: str) -> bool:
    """Whether a text is addressed to somebody."""
    return text.lstrip().startswith(("<@", "<!subteam"))


def markdown(text: str) -> str:
    """Markdown for a markdown block, in which no control sequence is left.

    Code shows entities as they are, so that there a token is broken by a character of no width;
    in the address of a link an entity would change the address.
    """

    def kept(match: re.Match[str]) -> str:
        if match[1]:
            return CODE_TOKEN.sub("<" + WORD_JOINER, match[0])
        return match[0].replace("<", "%3C").replace(">", "%3E")

    return _in_turn(CODE_OR_ADDRESS, text, kept, escape)


def mrkdwn(text: str) -> str:
    """Markdown in Slack's own older markup, for the blocks that know no other."""

    def kept(match: re.Match[str]) -> str:
        if match[1]:
            return FENCE.sub("```\n", escape(match[0]))
        return f"<{escape(match[3])}|{escape(match[2])}>"

    def styled(prose: str) -> str:
        # Italics first: what is bold in Slack's markup would be italics to the pattern.
        slanted = BULLET.sub(r"\1• ", ITALIC.sub(r"_\1_", escape(prose)))
        return HEADING.sub(r"*\1*", BOLD.sub(r"*\1*", slanted))

    return _in_turn(CODE_OR_LINK, text, kept, styled)


def cut(text: str, longest: int) -> str:
    """Text of at most `longest` characters, cut at a paragraph, a line or a word."""
    if len(text) <= longest:
        return text
    kept = text[: longest - len(ELLIPSIS)]
    for end in ("\n\n", "\n", " "):
        head, found, _ = kept.rpartition(end)
        if found and len(head) >= longest // 2:
            return head.rstrip() + ELLIPSIS
    return re.sub(r"&[a-z]{0,3}$", "", kept) + ELLIPSIS


def fallback(text: str) -> str:
    """The top-level text of a message: escaped, whole where it fits."""
    return cut(escape(text), LONGEST_FALLBACK)


def _in_turn(
    pattern: re.Pattern[str],
    text: str,
    kept: Callable[[re.Match[str]], str],
    other: Callable[[str], str],
) -> str:
    """The text with what the pattern finds treated in one way, and what is between in another."""
    pieces: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        pieces += [other(text[end : match.start()]), kept(match)]
        end = match.end()
    return "".join([*pieces, other(text[end:])])
