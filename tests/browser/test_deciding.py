"""From a description to a recommendation and to the record, with answers changed on the way."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from markupsafe import Markup
from playwright.sync_api import Locator, Page, expect

from bot import picturing
from bot.advisor import Advisor
from bot.argument_wording import how_sure
from bot.argument_words import tipping
from bot.replies import (
    REPLY,
    Action,
    Answers,
    Change,
    Choose,
    Move,
    Recommendation,
    Record,
    Reply,
    Step,
)
from bot.web.render import markdown
from rules.models import UNKNOWN
from tests.browser.conftest import Open
from tests.browser.talking import after_one_reply, asked, last, say
from tests.web.hosting import Site

DESCRIPTION = "3 Django devs, internal CRUD tool on Postgres, 2 weeks"
LONGER = f"{DESCRIPTION}, staff work in the Django admin, OpenAPI docs required"
TURNED = "no admin needed, and the team knows only Flask"
PHONE = {"width": 390, "height": 844}


def shown(page: Page, site: Site) -> Reply:
    """The last reply as it is on record."""
    (thread,) = parse_qs(urlsplit(page.url).query)["thread"]
    with site.log() as log:
        return REPLY.validate_json(log.turns(f"web:{thread}")[-1].reply)


def step(page: Page, site: Site) -> Step:
    reply = shown(page, site)
    assert isinstance(reply, Step)
    return reply


def recommendation(page: Page, site: Site) -> Recommendation:
    reply = shown(page, site)
    assert isinstance(reply, Recommendation)
    return reply


def button(page: Page, action: Action) -> Locator:
    """The button of the last reply that does just that."""
    return last(page).locator(f"button[value={json.dumps(action.model_dump_json())}]")


def do(page: Page, site: Site, action: Action) -> Reply:
    """Presses the button of the last reply that does just that; the reply to it."""
    after_one_reply(page, button(page, action).click)
    return shown(page, site)


def choose(page: Page, site: Site, option: str) -> Reply:
    """Answers the question that was asked last."""
    at = step(page, site)
    action = Choose(walk=at.walk, revision=at.revision, criterion=at.criterion, option=option)
    return do(page, site, action)


def correct(page: Page, site: Site, criterion: str) -> Step:
    """Presses what changes one answer, where the last reply offers it."""
    at = shown(page, site)
    assert isinstance(at, Step | Recommendation | Answers)
    again = Move(do="change", walk=at.walk, revision=at.revision, criterion=criterion)
    reply = do(page, site, again)
    assert isinstance(reply, Step)
    assert reply.criterion == criterion
    return reply


def change(page: Page, site: Site, criterion: str, option: str) -> Reply:
    """Changes an answer that was given, from any step or result."""
    at = shown(page, site)
    assert isinstance(at, Step | Recommendation)
    do(page, site, Move(do="list", walk=at.walk, revision=at.revision))
    correct(page, site, criterion)
    return choose(page, site, option)


def go_on(page: Page, site: Site) -> list[str]:
    """Answers "don't know" until there is a recommendation; what was asked on the way."""
    questions = []
    while isinstance(at := shown(page, site), Step):
        questions.append(at.criterion)
        choose(page, site, UNKNOWN)
    return questions


def said(words: str) -> str:
    """Markdown as it reads on a page."""
    return str(Markup(markdown(words)).striptags())


def picture(page: Page) -> Locator:
    """The picture of the last reply, which has arrived."""
    image = last(page).locator("img")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    return image


def source(page: Page) -> str:
    """Where the picture of the last reply comes from, in the look that the browser chose."""
    chosen: str = picture(page).evaluate("image => image.currentSrc")
    return chosen


def reached(reply: Recommendation) -> tuple[Change, ...]:
    """What would make another framework the first, by answers that were asked for already."""
    given = {one.criterion for one in reply.given}
    return next(
        contender.tipping
        for contender in reply.ranking[1:]
        if contender.tipping and given.issuperset(c.criterion for c in contender.tipping)
    )


def test_what_a_description_states_is_listed_with_its_words_and_can_be_corrected(
    open_page: Open, site: Site, advisor: Advisor
) -> None:
    page = open_page()
    say(page, DESCRIPTION)
    first = step(page, site)
    stated = {one.criterion: one.option for one in first.heard}
    assert stated.items() >= {"workload": "crud", "team": "django"}.items()
    assert first.criterion not in stated
    for one in first.heard:
        assert one.words.casefold() in DESCRIPTION.casefold()
        line = last(page).get_by_role("listitem").filter(has_text=one.label)
        expect(line).to_contain_text(one.answer)
        expect(line).to_contain_text(one.words)
        again = Move(do="change", walk=first.walk, revision=first.revision, criterion=one.criterion)
        expect(button(page, again)).to_be_enabled()

    correct(page, site, "team")
    assert asked(page, advisor) == advisor.walkthrough.criterion("team")
    changed = choose(page, site, "flask")
    assert isinstance(changed, Step | Recommendation)
    assert {one.criterion: one.option for one in changed.given} == {**stated, "team": "flask"}
    back = change(page, site, "team", "django")
    assert isinstance(back, Step)
    assert {one.criterion: one.option for one in back.given} == stated
    assert back.criterion == first.criterion


def test_a_correction_can_be_left_and_nothing_has_changed(open_page: Open, site: Site) -> None:
    page = open_page()
    say(page, DESCRIPTION)
    first = step(page, site)
    at = correct(page, site, "team")
    left = do(page, site, Move(do="back", walk=at.walk, revision=at.revision))
    assert isinstance(left, Step)
    assert (left.criterion, left.given) == (first.criterion, first.given)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_description_leads_to_a_recommendation_with_its_picture_and_tipping_points(
    open_page: Open, site: Site, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    say(page, DESCRIPTION)
    stated = {one.criterion for one in step(page, site).heard}
    questions = go_on(page, site)
    assert questions
    assert not stated.intersection(questions)
    assert len(set(questions)) == len(questions)

    reply = recommendation(page, site)
    best, *others = reply.ranking
    expect(picture(page)).to_have_attribute("alt", picturing.alt(drawn_of(reply)))
    assert best.name in (picture(page).get_attribute("alt") or "")
    assert f"theme={scheme}" in source(page)
    assert reply.margin
    expect(last(page)).to_contain_text(said(how_sure(reply)))
    assert sum(contender.share or 0 for contender in reply.ranking) == pytest.approx(1)
    for contender in others:
        assert contender.tipping is not None
        expect(last(page)).to_contain_text(said(tipping(contender)))


def drawn_of(reply: Recommendation) -> picturing.Picture:
    drawn = picturing.of(reply)
    assert drawn
    return drawn


def test_the_picture_turns_dark_with_the_page(open_page: Open, site: Site) -> None:
    page = open_page(color_scheme="light")
    say(page, DESCRIPTION)
    go_on(page, site)
    light = page.request.get(source(page)).body()
    page.emulate_media(color_scheme="dark")
    expect(picture(page)).to_have_js_property("currentSrc", source(page).replace("light", "dark"))
    assert page.request.get(source(page)).body() != light


def test_the_answers_that_would_make_another_the_first_do_so_by_clicks(
    open_page: Open, site: Site, advisor: Advisor
) -> None:
    page = open_page()
    say(page, DESCRIPTION)
    go_on(page, site)
    before, drawn = recommendation(page, site), page.request.get(source(page)).body()
    changes = reached(before)
    promised = next(one for one in before.ranking if one.tipping == changes)
    for one in changes:
        options = advisor.walkthrough.criterion(one.criterion).options
        wanted = next((option.id for option in options if option.label == one.answer), UNKNOWN)
        change(page, site, one.criterion, wanted)
        go_on(page, site)
    after = recommendation(page, site)
    assert after.ranking[0].framework == promised.framework != before.ranking[0].framework
    expect(picture(page)).to_have_attribute("alt", picturing.alt(drawn_of(after)))
    assert page.request.get(source(page)).body() != drawn


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_typed_change_turns_the_recommendation_that_is_then_recorded(
    open_page: Open, site: Site, script: bool
) -> None:
    page = open_page(java_script_enabled=script)
    say(page, DESCRIPTION)
    go_on(page, site)
    before = recommendation(page, site)
    earlier = last(page).locator("img").get_attribute("src")

    say(page, TURNED)
    told = shown(page, site)
    assert isinstance(told, Step | Recommendation)
    heard = {one.criterion: one.option for one in told.heard}
    assert heard == {"team": "flask", "admin": "no"}
    assert not {*heard}.intersection(go_on(page, site))
    after = recommendation(page, site)
    assert after.ranking[0].framework != before.ranking[0].framework
    image = last(page).locator("img")
    expect(image).to_have_attribute("alt", picturing.alt(drawn_of(after)))
    assert image.get_attribute("src") != earlier

    best = after.ranking[0].framework
    do(page, site, Record(walk=after.walk, revision=after.revision, framework=best))
    say(page, "Ana Souza")
    with site.log() as log:
        decision = log.decision(1)
    assert decision
    assert (decision.person.name, decision.chosen) == ("Ana Souza", best)
    assert decision.answers.items() >= heard.items()


def test_on_a_phone_the_question_is_seen_below_all_that_was_understood(
    open_page: Open, site: Site, advisor: Advisor
) -> None:
    page = open_page(viewport=PHONE, reduced_motion="reduce")
    say(page, LONGER)
    assert len(step(page, site).heard) > 5
    question = asked(page, advisor)
    assert question
    shown_at = last(page).get_by_text(question.question).bounding_box()
    field = page.get_by_role("textbox").bounding_box()
    assert shown_at
    assert field
    assert shown_at["y"] > 0
    assert shown_at["y"] + shown_at["height"] <= field["y"]
