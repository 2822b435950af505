"""What the picture of a decision shows, and that its words and its files say so."""

import io
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot import picturing
from bot.advisor import Advisor
from bot.drawing import WIDTHS
from bot.picturing import Form, Layout, Picture, Theme
from bot.replies import Contender, Given, Reason
from bot.sheet import PALETTES, contrast, width_of, wrapped
from bot.store.records import Walk
from rules.engine import evaluate
from rules.models import UNKNOWN

ROOT = Path(__file__).parents[2]
EXCLUDING = {"workload": "realtime", "concurrency": "thousands-long-lived", "team": "flask"}
THEMES: tuple[Theme, ...] = ("light", "dark")
LAYOUTS: tuple[Layout, ...] = ("narrow", "wide")
SVG = "{http://www.w3.org/2000/svg}"

looks = pytest.mark.parametrize(
    ("theme", "layout"), [(theme, layout) for theme in THEMES for layout in LAYOUTS]
)


def picture(advisor: Advisor, answers: Mapping[str, str]) -> Picture:
    walk = Walk(id="w", thread="t", person="p", name="n", version=1, answers=answers)
    shown = picturing.of(advisor.recommend(walk))
    assert shown is not None
    return shown


def longest(advisor: Advisor) -> dict[str, str]:
    """The answer with the longest label to every question."""
    return {
        c.id: max(c.options, key=lambda o: len(o.label)).id for c in advisor.walkthrough.criteria
    }


def some_answers(advisor: Advisor, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    asked = chance.sample(advisor.walkthrough.criteria, chance.randint(2, 12))
    return {c.id: chance.choice([*(o.id for o in c.options), UNKNOWN]) for c in asked}


def written(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("seed", range(20))
def test_who_led_after_each_answer_is_what_the_engine_says(advisor: Advisor, seed: int) -> None:
    answers = some_answers(advisor, seed)
    shown = picture(advisor, answers)
    for count, leg in enumerate(shown.path, start=1):
        result = evaluate(advisor.walkthrough, dict(list(answers.items())[:count]))
        assert set(leg.leaders) == {advisor.name(f) for f in result.tied}
        assert leg.number == count
    assert [leg.moved for leg in shown.path] == [
        leg.leaders != before
        for leg, before in zip(shown.path, [(), *(leg.leaders for leg in shown.path)], strict=False)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_shares_of_a_framework_add_up_to_its_score(advisor: Advisor, seed: int) -> None:
    answers = some_answers(advisor, seed)
    ranking = evaluate(advisor.walkthrough, answers).ranking
    for lane, standing in zip(picture(advisor, answers).lanes, ranking, strict=True):
        assert lane.name == advisor.name(standing.framework)
        assert lane.score == standing.score == sum(share.weight for share in lane.shares)
        assert lane.excluded == bool(standing.excluded_by)
        assert all(share.number for share in lane.shares)


def test_what_excludes_a_framework_stands_at_the_answer_and_at_the_framework(
    advisor: Advisor,
) -> None:
    shown = picture(advisor, EXCLUDING)
    out = {lane.name for lane in shown.lanes if lane.excluded}
    assert out
    assert out == {name for leg in shown.path for name in leg.excludes}
    for lane in shown.lanes:
        assert bool(lane.excluded_by) == lane.excluded


def test_a_veto_takes_the_lead_from_whoever_has_the_most_points() -> None:
    given = [
        Given(criterion=c, label=c.upper(), option="yes", answer="Yes") for c in ("first", "second")
    ]
    strong = Reason(answer="FIRST: Yes", reason="It is strong.", weight=8, see="e")
    veto = Reason(answer="SECOND: Yes", reason="It cannot.", weight=None, see="e")
    weak = Reason(answer="FIRST: Yes", reason="It is fair.", weight=1, see="e")
    out = Contender(framework="drf", name="Strong", score=8, excluded=True, reasons=(veto, strong))
    best = Contender(framework="flask", name="Fair", score=1, excluded=False, reasons=(weak,))
    shown = picturing.picture([best, out], given)
    assert [leg.leaders for leg in shown.path] == [("Strong",), ("Fair",)]
    assert [leg.excludes for leg in shown.path] == [(), ("Strong",)]
    assert shown.lanes[1].excluded_by == ("2 SECOND",)
    assert shown.title.endswith("Fair")


def test_nothing_answered_has_no_picture(advisor: Advisor) -> None:
    walk = Walk(id="w", thread="t", person="p", name="n", version=1)
    assert picturing.of(advisor.recommend(walk)) is None


def test_answers_in_the_words_of_other_rules_are_shown_without_a_guess_who_led(
    advisor: Advisor,
) -> None:
    walk = Walk(id="w", thread="t", person="p", name="n", version=1, answers=EXCLUDING)
    told = advisor.recommend(walk)
    renamed = [told.given[0].model_copy(update={"answer": "As it is called now"}), *told.given[1:]]
    shown = picturing.picture(told.ranking, renamed)
    assert [leg.leaders for leg in shown.path] == [()] * len(renamed)
    assert [lane.score for lane in shown.lanes] == [c.score for c in told.ranking]
    assert picturing.alt(shown)
    assert picturing.draw(shown, theme="light", layout="wide", form="svg")


def test_another_choice_than_the_first_is_in_the_title(advisor: Advisor) -> None:
    walk = Walk(id="w", thread="t", person="p", name="n", version=1, answers=EXCLUDING)
    told = advisor.recommend(walk)
    shown = picturing.picture(told.ranking, told.given, chosen="Flask")
    assert {told.ranking[0].name, "Flask"} <= set(re.findall(r"\w+", shown.title))


@pytest.mark.parametrize("seed", range(5))
def test_the_words_say_what_the_picture_shows(advisor: Advisor, seed: int) -> None:
    shown = picture(advisor, some_answers(advisor, seed) | EXCLUDING)
    words = picturing.alt(shown)
    assert shown.title in words
    for leg in shown.path:
        assert f"{leg.number}. {leg.question}: {leg.answer}" in words
    for lane in shown.lanes:
        standing = words.partition(f"{lane.name} ")[2].partition(";")[0]
        assert "excluded" in standing if lane.excluded else picturing.points(lane.score) in standing
        for share in lane.shares:
            assert f"{picturing.signed(share.weight)} by {share.number}" in words


@looks
@pytest.mark.parametrize("seed", [1, 2])
def test_all_of_it_is_written_on_the_picture(
    advisor: Advisor, theme: Theme, layout: Layout, seed: int
) -> None:
    shown = picture(advisor, some_answers(advisor, seed))
    texts = written(picturing.draw(shown, theme=theme, layout=layout, form="svg"))
    everything = " ".join(texts)
    for leg in shown.path:
        assert str(leg.number) in texts
        assert leg.question in texts
        assert leg.answer in everything
    for place, lane in enumerate(shown.lanes, start=1):
        assert f"{place}  {lane.name}" in texts
        assert lane.excluded or picturing.points(lane.score) in texts


@looks
def test_no_text_runs_off_the_picture(advisor: Advisor, theme: Theme, layout: Layout) -> None:
    shown = picture(advisor, EXCLUDING)
    leg = shown.path[0].model_copy(update={"answer": "A wordy answer, " * 8})
    wordy = shown.model_copy(update={"path": (leg, *shown.path[1:]), "title": "Wordy " * 30})
    for one in (picture(advisor, longest(advisor)), shown, wordy):
        svg = picturing.draw(one, theme=theme, layout=layout, form="svg")
        for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
            style = text.get("style", "")
            found = re.search(r"([\d.]+)px", style)
            assert found, style
            width = width_of("".join(text.itertext()), float(found[1]), bold="bold" in style)
            x = float(
                text.get("x") or re.findall(r"translate\(([-\d.]+)", text.get("transform", ""))[0]
            )
            left = x - width * {"middle": 0.5, "end": 1}.get(
                next(iter(re.findall(r"text-anchor: (\w+)", style)), "start"), 0
            )
            assert left >= 0, "".join(text.itertext())
            assert left + width <= WIDTHS[layout], "".join(text.itertext())


@looks
def test_a_png_is_twice_as_large_as_the_svg(advisor: Advisor, theme: Theme, layout: Layout) -> None:
    shown = picture(advisor, EXCLUDING)
    svg = ElementTree.fromstring(picturing.draw(shown, theme=theme, layout=layout, form="svg"))
    width, height = (float(n) for n in svg.get("viewBox", "").split()[2:])
    png = Image.open(io.BytesIO(picturing.draw(shown, theme=theme, layout=layout, form="png")))
    assert width == WIDTHS[layout]
    assert png.size == (2 * width, 2 * height)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_picture_is_the_same_file_in_every_process(advisor: Advisor, form: Form) -> None:
    shown = picture(advisor, EXCLUDING)
    code = (
        "import sys; from bot import picturing\n"
        "shown = picturing.Picture.model_validate_json(sys.stdin.buffer.read())\n"
        f"drawn = picturing.draw(shown, theme='dark', layout='wide', form={form!r})\n"
        "sys.stdout.buffer.write(drawn)\n"
    )
    drawn = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        input=shown.model_dump_json().encode(),
        capture_output=True,
        check=True,
    ).stdout
    assert drawn == picturing.draw(shown, theme="dark", layout="wide", form=form)
    assert b"20" + b"26-" not in drawn


def test_what_people_read_has_contrast_enough_in_both_themes() -> None:
    for theme in THEMES:
        colours = PALETTES[theme]
        for text in (colours.ink, colours.soft, colours.good, colours.bad, colours.veto):
            assert contrast(text, colours.card) >= 4.5
        for fill in (colours.good, colours.bad, colours.veto):
            assert contrast(colours.on, fill) >= 4.5
        assert contrast(colours.ink, colours.tint) >= 4.5


def test_a_dollar_in_an_answer_is_a_dollar(advisor: Advisor) -> None:
    shown = picture(advisor, EXCLUDING)
    leg = shown.path[0].model_copy(update={"answer": "Costs $5 to $9 & <more>"})
    told = shown.model_copy(update={"path": (leg, *shown.path[1:])})
    svg = picturing.draw(told, theme="light", layout="wide", form="svg")
    assert "Costs $5 to $9 & <more>" in written(svg)


def test_lines_are_as_long_as_they_may_be_and_no_longer() -> None:
    words = "Thousands of long-lived connections and a few more words to fill the line"
    lines = list(wrapped(words, 12, 150))
    assert " ".join(lines) == words
    assert len(lines) > 2
    assert all(width_of(line, 12) <= 150 for line in lines)
