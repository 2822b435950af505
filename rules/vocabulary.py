"""The words of phrases, and where a text has them."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from rules.parts import Ends, Words
from rules.quantities import quantities_in
from rules.reading import KEY, LIGHT, Reading, key_of, stems_of

FEW = 4
"""How many `Words` are held in as little memory as there is."""

Run = tuple[str, ...]
"""The stems of words that follow one another."""


class Users(NamedTuple):
    """All `Words` that have a run, or a quantity, among theirs, and the `keys` of these."""

    words: Collection[Words]
    keys: Collection[Words]


class Met(NamedTuple):
    """What a text has of a vocabulary.

    `words` are all `Words` of which it has one, and `keys` the keys among them. What is a single
    word is in `single`, by its stem; what is more is in `longer`, each with its first word and its
    end; quantities are in `amounts`, by name, each with its first word and its end.
    """

    reading: Reading
    words: set[Words]
    keys: set[Words]
    single: Mapping[str, Users]
    longer: Sequence[tuple[int, int, Users]]
    amounts: Mapping[str, Sequence[tuple[int, int]]]

    def ends(self, wanted: set[Words]) -> Ends:
        """Where the wanted words end, by where they begin, in the order of their texts."""
        ends: Ends = {}
        for at, users in enumerate(map(self.single.get, self.reading.stems)):
            if users:
                for words in wanted.intersection(users.words):
                    ends.setdefault(words, {})[at] = [at + 1]
        for at, end, users in self.longer:
            for words in wanted.intersection(users.words):
                several = ends.setdefault(words, {}).setdefault(at, [])
                several.append(end)
                if len(several) > 1:
                    several.sort(key=partial(words.rank, self.reading, at))
        for words in wanted if self.amounts else ():
            for name in words.quantities:
                for at, end in self.amounts.get(name, ()):
                    ends.setdefault(words, {}).setdefault(at, []).append(end)
        return ends


class Vocabulary:
    """The words that the parts of phrases take, each with all `Words` that it is one of; some of
    these are `keys`.

    To stem words takes longer than all else: a word waits until a text has one that begins with
    the same letters.
    """

    def __init__(self, every: Iterable[Words], keys: Set[Words]) -> None:
        self._keys = keys
        amounts: dict[str, list[Words]] = {}
        users: dict[str, list[Words]] = {}
        for words in every:
            for text in words.texts:
                users.setdefault(text, []).append(words)
            for name in words.quantities:
                amounts.setdefault(name, []).append(words)
        self._amounts = {name: self._with_keys(by) for name, by in amounts.items()}
        self._waiting: dict[str, list[tuple[str, list[Words]]]] = {}
        for text, by in users.items():
            self._waiting.setdefault(key_of(text), []).append((text, by))
        self._single: dict[str, Users] = {}
        self._longer: dict[Run, Mapping[Run, Users]] = {}

    def met(self, reading: Reading) -> Met:
        """What a text has of it."""
        stems = reading.stems
        for key in self._waiting.keys() & {stem[:KEY] for stem in stems}:
            self._stem(key)
        longer = [
            (at, at + len(run), users)
            for at, pair in enumerate(pairwise(stems))
            if pair in self._longer
            for run, users in self._longer[pair].items()
            if reading.has(run, at, LIGHT)
        ]
        amounts: dict[str, list[tuple[int, int]]] = {}
        for name, at, end in quantities_in(reading):
            if name in self._amounts:
                amounts.setdefault(name, []).append((at, end))
        met = [
            *map(self._single.__getitem__, self._single.keys() & set(stems)),
            *(users for _, _, users in longer),
            *(self._amounts[name] for name in amounts),
        ]
        words = set[Words]().union(*[users.words for users in met])
        keys = set[Words]().union(*[users.keys for users in met])
        return Met(reading, words, keys, self._single, longer, amounts)

    def _with_keys(self, words: Collection[Words]) -> Users:
        # A set joins others faster than a tuple, but takes several times its memory.
        users = frozenset(words) if len(words) > FEW else tuple(words)
        return Users(users, tuple(one for one in words if one in self._keys))

    def _stem(self, key: str) -> None:
        """Stems the words with a key; threads may do so at once, with the same result."""
        met: dict[Run, dict[Words, None]] = {}
        for text, by in self._waiting.get(key, ()):
            met.setdefault(stems_of(text), {}).update(dict.fromkeys(by))
        for run, users in met.items():
            # Words with other letters may have the same stem: "dying" and "die".
            if len(run) == 1:
                before = self._single.get(run[0])
                self._single[run[0]] = self._with_keys({*users, *(before.words if before else ())})
            elif run:
                runs = self._longer.get(run[:2], {})
                others = runs[run].words if run in runs else ()
                self._longer[run[:2]] = {**runs, run: self._with_keys({*users, *others})}
        self._waiting.pop(key, None)
