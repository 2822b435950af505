"""`advisor rules diagram`: the rules as a picture, and that the one in docs/ is of these rules."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.advisor import Advisor
from bot.commands import diagram
from bot.picturing import Theme, signed
from bot.sheet import PALETTES, contrast
from knowledge.ids import FRAMEWORKS
from rules.models import Effect, Walkthrough
from tests.commands.conftest import Run

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SVG = "{http://www.w3.org/2000/svg}"
REMEDY = "run: advisor rules diagram --theme {} --out docs/images/{}"

Change = Callable[[Effect], Effect]


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def changed(walkthrough: Walkthrough, change: Change) -> Walkthrough:
    """The rules with their first effect changed."""
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for framework, effect in option.effects.items():
                effects = {**option.effects, framework: change(effect)}
                new = option.model_copy(update={"effects": effects})
                options = tuple(new if o is option else o for o in criterion.options)
                asked = criterion.model_copy(update={"options": options})
                criteria = tuple(asked if c is criterion else c for c in walkthrough.criteria)
                return walkthrough.model_copy(update={"criteria": criteria})
    raise AssertionError("these rules have no effect at all")


@pytest.mark.parametrize(("theme", "name"), [("light", "rules.svg"), ("dark", "rules-dark.svg")])
def test_the_diagram_in_the_documentation_is_of_these_rules(
    walkthrough: Walkthrough, theme: str, name: str
) -> None:
    assert diagram.is_of(IMAGES / name, walkthrough), REMEDY.format(theme, name)


def test_other_weights_and_vetoes_are_another_diagram(walkthrough: Walkthrough) -> None:
    heavier = changed(walkthrough, lambda e: e.model_copy(update={"weight": e.weight + 1}))
    vetoed = changed(walkthrough, lambda e: e.model_copy(update={"weight": 0, "veto": True}))
    found = {diagram.fingerprint(rules) for rules in (walkthrough, heavier, vetoed)}
    assert len(found) == 3


def test_other_phrases_are_the_same_diagram(walkthrough: Walkthrough) -> None:
    first, *rest = walkthrough.criteria
    quiet = [option.model_copy(update={"phrases": ()}) for option in first.options]
    criteria = (first.model_copy(update={"options": tuple(quiet)}), *rest)
    other = walkthrough.model_copy(update={"criteria": criteria})
    assert diagram.fingerprint(other) == diagram.fingerprint(walkthrough)


def test_every_question_option_and_effect_is_on_it(
    advisor: Advisor, walkthrough: Walkthrough
) -> None:
    names = {framework: advisor.name(framework) for framework in FRAMEWORKS}
    shown = texts(diagram.draw(walkthrough, names, theme="light", form="svg"))
    expected: dict[str, int] = {}
    for criterion in walkthrough.criteria:
        assert any(text.startswith(criterion.label) for text in shown)
        for option in criterion.options:
            assert option.label in shown
            for effect in option.effects.values():
                said = diagram.VETO if effect.veto else signed(effect.weight)
                expected[said] = expected.get(said, 0) + 1
    for said, count in expected.items():
        assert shown.count(said) == count + 1, f"{said}, which stands in the legend too"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_number_can_be_read_on_its_colour(theme: Theme) -> None:
    colours = PALETTES[theme]
    for heaviest in range(1, 9):
        for weight in (w for w in range(-heaviest, heaviest + 1) if w):
            assert contrast(colours.ink, diagram.fill_of(colours, weight, heaviest)) >= 4.5


@pytest.mark.parametrize(("name", "magic"), [("r.svg", b"<?xml"), ("r.png", b"\x89PNG")])
def test_the_command_draws_the_rules_into_a_file(
    run: Run, tmp_path: Path, walkthrough: Walkthrough, name: str, magic: bytes
) -> None:
    file = tmp_path / name
    done = run("rules", "diagram", "--out", str(file), "--theme", "dark")
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(magic)
    assert name.endswith(".png") or diagram.is_of(file, walkthrough)


@pytest.mark.parametrize("name", ["rules.gif", "missing/rules.svg", "folder.svg"])
def test_a_file_that_cannot_be_drawn_into_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    done = run("rules", "diagram", "--out", str(tmp_path / name))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--out" in done.stderr
