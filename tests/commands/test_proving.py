"""`advisor rules prove`: what it prints, and its exit status."""

import json
from collections.abc import Sequence

import pytest

import rules.loading
from bot.app import WALKTHROUGH
from knowledge.ids import FRAMEWORKS
from rules.models import Walkthrough
from rules.proof import FEWEST
from tests.commands.conftest import Run


def choosing(frameworks: Sequence[str]) -> Walkthrough:
    """Rules of one question, which decides for one of these frameworks, or for none."""
    effect = {"weight": 3, "reason": "By hand.", "see": "how-to-choose"}
    options: list[dict[str, object]] = [
        {"id": f, "label": f, "supposing": "it were so", "effects": {f: effect}} for f in frameworks
    ]
    whichever = {"id": "any", "label": "Any", "supposing": "any would do", "neutral": True}
    return Walkthrough.model_validate(
        {
            "id": WALKTHROUGH,
            "version": 1,
            "title": "One",
            "intro": "One.",
            "criteria": [
                {
                    "id": "which",
                    "label": "Which",
                    "question": "Which?",
                    "help": "One.",
                    "unsure": "nobody knew",
                    "options": [*options, whichever],
                }
            ],
        }
    )


SOUND = choosing(FRAMEWORKS[1:])
WITHOUT_THE_LAST = choosing(FRAMEWORKS[1:-1])


def put(monkeypatch: pytest.MonkeyPatch, walkthrough: Walkthrough) -> None:
    """Puts rules in the place of the real ones, whose proof takes long and stands elsewhere."""
    monkeypatch.setattr(rules.loading, "load", lambda: {WALKTHROUGH: walkthrough})


def test_rules_without_a_fault_are_proven_with_the_goals_beside_the_figures(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, SOUND)
    found = run("rules", "prove")
    assert found.exit_code == 0
    lines = found.output.splitlines()
    assert all(any(line.strip().startswith(f) for line in lines) for f in FRAMEWORKS)
    assert any(line.endswith(f"at most {FEWEST}") for line in lines)


def test_a_fault_is_an_error_and_is_told_with_the_answers_that_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(monkeypatch, WITHOUT_THE_LAST)
    found = run("rules", "prove")
    assert found.exit_code == 1
    [told] = [line for line in found.output.splitlines() if line.startswith("never-wins: ")]
    assert FRAMEWORKS[-1] in told
    assert "which=" in told


@pytest.mark.parametrize(("walkthrough", "faults"), [(SOUND, 0), (WITHOUT_THE_LAST, 1)])
def test_the_json_has_the_figures_and_the_faults(
    run: Run, monkeypatch: pytest.MonkeyPatch, walkthrough: Walkthrough, faults: int
) -> None:
    put(monkeypatch, walkthrough)
    found = run("rules", "prove", "--json")
    proof = json.loads(found.output)
    assert proof["sets"] == sum(proof["wins"].values()) == len(walkthrough.criteria[0].options)
    assert [set(fault) for fault in proof["faults"]] == [{"kind", "what", "answers"}] * faults
    assert found.exit_code == bool(faults)
