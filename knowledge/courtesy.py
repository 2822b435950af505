"""Courtesy: the greetings, fillers and thanks around a question, which ask for nothing. Pure.

Collected from how people write in a chat, not from the cases.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

Needs = Literal["nothing", "break", "mark", "kept"]

_GREETINGS = (
    *("hi", "hii", "hiii", "hey", "heyy", "heyyy", "hello", "helloo", "hallo", "hiya", "heya"),
    *("howdy", "yo", "greetings", "good morning", "good afternoon", "good evening", "good day"),
)
_GREETED = (
    *("", "there", "all", "team", "everyone", "everybody", "folks", "guys", "people", "friends"),
    *("y'all", "yall", "you all", "mate", "mates", "bot", "again", "gang", "channel", "advisor"),
)
_SMALL = (
    *("quick", "small", "short", "simple", "dumb", "stupid", "silly", "noob", "newbie", "random"),
    *(
        "basic",
        "general",
        "maybe a dumb",
        "maybe a silly",
        "probably a dumb",
        "another",
        "one more",
    ),
)
_THANKS = (
    *(
        "thanks",
        "thank you",
        "thank u",
        "thankyou",
        "thanku",
        "thx",
        "thanx",
        "thnx",
        "tnx",
        "thks",
    ),
    *("ty", "tyvm", "tysm", "tia", "cheers", "many thanks", "ok thanks", "much obliged"),
)
_THANKED = (
    *("", "a lot", "a bunch", "a million", "a ton", "so much", "very much", "again", "in advance"),
    *("all", "team", "everyone", "everybody", "folks", "guys", "mate", "so much in advance"),
    *("a lot in advance", "for the help", "for your help", "for any help", "for helping"),
    *("for your time", "very much in advance", "and regards", "and best regards"),
)
_PLEASE = ("please", "pls", "plz", "plss", "pleaase", "pretty please")
_EMOJI = (
    *("pray", "wave", "thanks", "thankyou", "thank_you", "ty", "smile", "smiley", "grin", "blush"),
    *("slightly_smiling_face", "simple_smile", "sweat_smile", "grimacing", "wink", "bow", "+1"),
    *("thumbsup", "raised_hands", "heart", "point_up", "man-bowing", "woman-bowing", "ok_hand"),
    *("thinking_face", "thinking", "sunny", "coffee", "eyes", "bowing_man", "hugging_face", "joy"),
    *("relaxed", "rocket", "tada", "sparkles", "clap", "star", "muscle", "folded_hands"),
    *(f"skin-tone-{tone}" for tone in range(2, 7)),
)


def _with(firsts: Iterable[str], seconds: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{first} {second}".strip() for first in firsts for second in seconds)


EMOJI = frozenset(f":{name}:"[::step] for name in _EMOJI for step in (1, -1))
"""Names of emoji, also read backwards."""

OPENINGS = (
    _with(_GREETINGS, _GREETED)
    | _with(_SMALL, ["question", "questions", "q"])
    | frozenset(["dear all", "dear team", "ok", "okay", "okey", "hmm", "hm", "um", "uh", "erm"])
    | frozenset(_PLEASE)
)
"""What is taken off the beginning of a question wherever a word ends there."""

MARKED_OPENINGS = (
    _with(_THANKS, _THANKED)
    | frozenset(
        ["so", "well", "right", "alright", "now", "cool", "great", "nice", "oh", "ah", "yes"]
    )
    | frozenset(
        ["sorry", "excuse me", "question", "q", "a question", "morning", "afternoon", "btw"]
    )
    | frozenset(["quick one", "by the way", "got it", "just wondering", "just curious", "anyway"])
    | frozenset(["i have a question", "i have a quick question", "got a question", "evening"])
    | frozenset(["hope you're well", "hope you are well", "hope you're all well", "one question"])
    | frozenset(["hope you're doing well", "hope you are doing well", "hope all is well"])
    | frozenset(["sorry for the dumb question", "sorry if this was asked before", "folks", "guys"])
    | frozenset(["sorry to bother", "sorry to bother you", "everyone", "curious", "perfect"])
)
"""What is taken off only where a mark stands behind it: "well, …", but not "well documented"."""

CLOSINGS = (
    _with(_THANKS, _THANKED)
    | frozenset(_PLEASE)
    | frozenset(
        ["much appreciated", "kind regards", "best regards", "lol", "haha", "xd", "pretty pls"]
    )
    | frozenset(["please and thank you", "please let me know", "pls let me know"])
    | frozenset(["have a nice day", "have a good day", "have a great day", "have a good one"])
)
"""What is taken off the end of a question wherever a word begins there."""

MARKED_CLOSINGS = (
    _with(["any help"], ["", "appreciated", "is appreciated", "would be appreciated", "welcome"])
    | _with(["any"], ["idea", "ideas", "thoughts", "hints", "tips", "pointers", "advice", "clue"])
    | frozenset(
        ["everyone", "everybody", "folks", "guys", "mate", "anyone", "anybody", "ta", "tks"]
    )
    | frozenset(["sorry", "just curious", "just wondering", "regards", "appreciated"])
    | frozenset(["sorry for the dumb question", "sorry if this was asked before", "appreciate it"])
    | frozenset(["let me know"])
)
"""What is taken off only where a mark stands before it: "…? any ideas", but not "for all"."""

MEANT = _with(["ok"], ["response", "status", "code"]) | _with(_GREETINGS, ["world", "team of"])
MEANT_LAST = _with(["say", "says", "saying", "return", "returns", "a", "the"], _THANKS + _PLEASE)
"""What looks like courtesy and is none."""

REACH = 200
"""Characters at either end of a text among which courtesy is looked for."""

_TOKEN = re.compile(r"([\W_]*?)(:[\w+-]+:|[^\W_]+(?:['’][^\W_]+)*)")
_BREAK = re.compile(r"[^\w\-/.'’&+#@\\=\"`]")
_MARK = re.compile(r"\s*(?:[,;:!?.)…–—\n]|-+\s)")
_BETWEEN = re.compile(r"(?:\W*[\s,:;!])?")

Phrases = Mapping[str, Needs | None]
"""Phrases with what must stand beside each; the beginning of a phrase has None."""


def _phrases(
    freely: Iterable[str], marked: Iterable[str], kept: Iterable[str], step: int = 1
) -> Phrases:
    needs: dict[str, Needs] = dict.fromkeys((one[::step] for one in marked), "mark")
    needs |= dict.fromkeys((one[::step] for one in freely), "break")
    needs |= dict.fromkeys((one[::step] for one in kept), "kept")
    needs |= dict.fromkeys(EMOJI, "nothing")
    begun = {one[:at] for one in needs for at, letter in enumerate(one) if letter == " "}
    return {**dict.fromkeys(begun), **needs}


_FIRST = _phrases(OPENINGS, MARKED_OPENINGS, MEANT)
# An end is read backwards, letter by letter, so that it is a beginning.
_LAST = _phrases(CLOSINGS, MARKED_CLOSINGS, MEANT_LAST, -1)


@lru_cache(maxsize=1024)
def without_courtesy(text: str) -> str:
    """A text without the courtesy at its beginning and its end; as it is if nothing else is in it.

    What stands in the middle is never touched, nor is a text without any courtesy.
    """
    start = _taken(text[:REACH], _FIRST)
    end = len(text) - _taken(text[: -REACH - 1 : -1], _LAST)
    if (start == 0 and end == len(text)) or not _TOKEN.match(text[start:end]):
        return text
    rest = text[start:end]
    if start and (between := _BETWEEN.match(rest)):
        rest = rest[between.end() :]
    return rest.rstrip(" \t\n,;:-–—…") if end < len(text) else rest


def _taken(text: str, phrases: Phrases) -> int:
    """How many characters the phrases at the beginning of a text take, the longest at a place."""
    taken = at = 0
    longest, said, needs = 0, "", None
    while token := _TOKEN.match(text, at):
        between, word = token.groups()
        if needs and _stands_apart(between, needs):
            longest = at
        said = f"{said} {_folded(word)}" if said else _folded(word)
        if said in phrases:
            needs, at = phrases[said], token.end()
            if needs == "kept":
                return taken
            continue
        if longest == taken:
            return taken
        # The next phrase begins where the longest one ends.
        taken = at = longest
        said, needs = "", None
    # Nothing stands behind the last phrase, so that nothing would be left.
    return len(text) if needs else longest


@lru_cache(maxsize=1024)
def _stands_apart(between: str, needs: Needs) -> bool:
    if needs == "nothing":
        return True
    return bool((_MARK.match if needs == "mark" else _BREAK.search)(between))


def _folded(word: str) -> str:
    return word.lower().replace("’", "'")
