"""The walkthrough of the fixtures, and walkthroughs made by chance."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import rules.loading
from knowledge.ids import FRAMEWORKS
from rules.models import UNKNOWN, Answers, Walkthrough

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOUND = FIXTURES / "rules"


def chance_walkthrough(seed: int, *, criteria: int, options: int, vetoes: float) -> Walkthrough:
    """A walkthrough with small weights, so that ties happen, and vetoes with that probability.

    Nothing keeps its answers from excluding every framework.
    """
    chance = random.Random(seed)
    return Walkthrough.model_validate(
        {
            "id": "chance",
            "version": 1,
            "title": "By chance",
            "intro": "Made by chance.",
            "criteria": [
                {
                    "id": f"c{c}",
                    "label": f"Criterion {c}",
                    "question": "Which?",
                    "help": "Made by chance.",
                    "unsure": "nobody knew",
                    "options": [
                        {
                            "id": f"o{o}",
                            "label": f"Option {o}",
                            "supposing": f"it were the option {o}",
                            "effects": _effects(chance, vetoes),
                        }
                        for o in range(options)
                    ],
                }
                for c in range(criteria)
            ],
        }
    )


def completions(walkthrough: Walkthrough, answers: Answers) -> Iterator[dict[str, str]]:
    """Every way to answer what is open, "don't know" included."""
    left = [c for c in walkthrough.criteria if c.id not in answers]
    choices = [[UNKNOWN, *(option.id for option in c.options)] for c in left]
    for chosen in itertools.product(*choices):
        yield {**answers, **dict(zip([c.id for c in left], chosen, strict=True))}


def _effects(chance: random.Random, vetoes: float) -> dict[str, dict[str, object]]:
    effects: dict[str, dict[str, object]] = {}
    for framework in chance.sample(FRAMEWORKS, chance.randint(0, 4)):
        kind: dict[str, object] = (
            {"veto": True}
            if chance.random() < vetoes
            else {"weight": chance.choice([-2, -1, 1, 2])}
        )
        effects[framework] = {**kind, "reason": "By chance.", "see": "how-to-choose"}
    return effects


def small() -> Walkthrough:
    """The sound walkthrough of the fixtures."""
    return rules.loading.load(SOUND)["small"]
