"""Two people in two browsers: one asks, the other answers alone, and both answers are compared."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.advisor import Advisor
from rules.models import Criterion
from tests.browser.conftest import Open
from tests.browser.talking import asked, begin, label_of, last, press, say, walk
from tests.web.hosting import Site


def code_on(page: Page) -> str:
    """The code of the poll that the last reply shows."""
    value = last(page).get_by_role("button", name="Take part").get_attribute("value") or ""
    return value.partition('"code":"')[2].partition('"')[0]


def first_question(page: Page, advisor: Advisor) -> Criterion:
    found = asked(page, advisor)
    assert found
    return found


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_two_people_answer_alone_and_see_where_they_disagree(
    open_page: Open, advisor: Advisor, site: Site, script: bool
) -> None:
    olga = open_page(java_script_enabled=script)
    begin(olga)
    first = first_question(olga, advisor)
    here, there = ({first.id: option.id} for option in first.options[:2])
    walk(olga, advisor, here)
    press(olga, "Ask others, too")
    code = code_on(olga)
    ben = open_page(f"/?join={code}", java_script_enabled=script)
    expect(ben.get_by_role("button", name="Take part")).to_have_count(1)
    press(ben, "Take part")
    expect(ben.get_by_role("article", name="Invitation")).to_have_count(0)
    walk(ben, advisor, there)
    expect(last(ben).get_by_role("button", name="Record")).to_have_count(0)
    press(ben, "Hand in my answers")
    say(ben, "Ben Okafor")
    expect(last(ben)).to_contain_text("Ben Okafor")
    press(olga, "Who has answered")
    expect(last(olga)).to_contain_text("Ben Okafor")
    press(olga, "Compare the answers")
    for answers in (here, there):
        expect(last(olga)).to_contain_text(label_of(first, answers))
    expect(last(olga).get_by_role("button", name="Take the majority")).to_have_count(0)
    press(olga, "Go on")
    walk(olga, advisor, here)
    record = last(olga).get_by_role("button", name=re.compile("^Record (?!another)"))
    press(olga, record.inner_text())
    say(olga, "Olga Lind")
    with site.log() as log:
        decision = log.decision(1)
    assert decision
    assert decision.answers.get(first.id, here[first.id]) == here[first.id]
    olga.goto(site.invite())
    olga.get_by_label("Your name").fill("Lee Park")
    olga.get_by_role("button", name="Sign in").click()
    olga.goto("/review/1")
    expect(olga.get_by_role("region", name="Who else was asked")).to_contain_text("Ben Okafor")


def test_a_reload_of_the_invitation_leads_back_to_ones_answers(
    open_page: Open, advisor: Advisor
) -> None:
    olga = open_page()
    begin(olga)
    press(olga, "Ask others, too")
    code = code_on(olga)
    ben = open_page(f"/?join={code}")
    press(ben, "Take part")
    first = first_question(ben, advisor)
    press(ben, label_of(first, {}))
    second = first_question(ben, advisor)
    ben.goto(f"/?join={code}")
    press(ben, "Take part")
    assert first_question(ben, advisor) == second
