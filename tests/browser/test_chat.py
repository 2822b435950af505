"""The chat as people use it: by mouse, by keyboard, with and without scripts."""

import json

import pytest
from playwright.sync_api import expect

from bot.advisor import Advisor
from bot.wording import START
from tests.browser.conftest import Open
from tests.browser.talking import (
    FIELD,
    after_one_reply,
    asked,
    begin,
    label_of,
    last,
    press,
    replies,
    say,
    tab_to,
    walk,
)
from tests.web.hosting import Site

# Excludes enough to be settled early, whatever the weights are.
ANSWERS = {"workload": "crud", "team": "django", "admin": "yes", "existing-code": "django"}


def question_of(advisor: Advisor, entry: str) -> str:
    return advisor.knowledge.entries[entry].question


def test_a_question_is_answered(open_page: Open, advisor: Advisor) -> None:
    page = open_page()
    question = question_of(advisor, "drf-vs-fastapi")
    say(page, question)
    expect(last(page)).to_contain_text(question)
    expect(last(page).get_by_role("link").first).to_have_attribute("rel", "noopener")
    expect(page.get_by_label(FIELD)).to_have_value("")
    expect(page.get_by_label(FIELD)).to_be_focused()


def test_enter_sends_and_shift_enter_begins_a_line(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_label(FIELD)
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    expect(field).to_have_value("one\ntwo")
    after_one_reply(page, lambda: field.press("Enter"))
    expect(page.get_by_role("listitem").last).to_contain_text("two")


def test_a_suggested_entry_is_opened_by_a_click(open_page: Open) -> None:
    page = open_page()
    suggested = page.get_by_role("group", name="Or try one of these").get_by_role("button").first
    question = suggested.inner_text()
    after_one_reply(page, suggested.click)
    expect(last(page)).to_contain_text(question)
    following = last(page).get_by_role("group", name="Read next").get_by_role("button").first
    question = following.inner_text()
    after_one_reply(page, following.click)
    expect(last(page)).to_contain_text(question)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_walkthrough_by_clicks_ends_on_record(
    open_page: Open, advisor: Advisor, site: Site, script: bool
) -> None:
    page = open_page(java_script_enabled=script)
    begin(page)
    first = asked(page, advisor)
    assert first
    press(page, label_of(first, ANSWERS))
    second = asked(page, advisor)
    assert second
    assert second != first
    press(page, "Back")
    assert asked(page, advisor) == first
    press(page, label_of(first, ANSWERS))
    press(page, "Change an answer")
    press(page, f"{first.label}: {label_of(first, ANSWERS)}")
    assert asked(page, advisor) == first
    press(page, label_of(first, {}))
    walk(page, advisor, ANSWERS)
    expect(last(page).get_by_text("Why not").first).to_be_visible()
    press(page, "Compare the first two")
    expect(last(page).get_by_role("table")).to_be_visible()
    press(page, "All reasons")
    expect(last(page).get_by_role("link").first).to_be_visible()
    press(page, "Back to the recommendation")
    press(page, "Record Django REST Framework")
    say(page, "Ana Souza")
    with site.log() as log:
        decision = log.decision(1)
    assert decision
    assert (decision.person.name, decision.chosen) == ("Ana Souza", "drf")
    assert decision.answers[first.id] == "dont-know"


def test_a_walkthrough_by_keyboard_alone_ends_on_record(
    open_page: Open, advisor: Advisor, site: Site
) -> None:
    page = open_page()

    def press_by_keys(label: str, *, most: int = 60) -> None:
        tab_to(page, label, most=most)
        after_one_reply(page, lambda: page.keyboard.press("Enter"))

    press_by_keys(START.label)
    while (criterion := asked(page, advisor)) is not None:
        # The focus is at the new reply, so its options are the next stops.
        press_by_keys(label_of(criterion, ANSWERS), most=len(criterion.options) + 1)
    press_by_keys("Compare the first two")
    press_by_keys("Back to the recommendation")
    press_by_keys("Record Django REST Framework")
    tab_to(page, FIELD)
    page.keyboard.type("Ana Souza")
    after_one_reply(page, lambda: page.keyboard.press("Enter"))
    with site.log() as log:
        decision = log.decision(1)
    assert decision
    assert (decision.person.name, decision.chosen) == ("Ana Souza", "drf")


def test_another_choice_is_recorded_with_its_reason(
    open_page: Open, advisor: Advisor, site: Site
) -> None:
    page = open_page(reduced_motion="no-preference")  # as most people have it
    begin(page)
    walk(page, advisor, ANSWERS)
    press(page, "Record another one")
    press(page, advisor.name("sanic"))
    say(page, "We <b>know</b> it.")
    say(page, "Ana Souza")
    with site.log() as log:
        decision = log.decision(1)
    assert decision
    assert (decision.chosen, decision.reason) == ("sanic", "We <b>know</b> it.")


def test_a_reload_shows_the_conversation_where_it_was(open_page: Open, advisor: Advisor) -> None:
    page = open_page()
    say(page, question_of(advisor, "drf-vs-fastapi"))
    press(page, "Side by side")
    say(page, "start")
    criterion = asked(page, advisor)
    assert criterion
    page.reload()
    expect(replies(page)).to_have_count(3)
    assert asked(page, advisor) == criterion
    press(page, label_of(criterion, {}))
    expect(replies(page)).to_have_count(4)


def test_a_new_conversation_begins_empty_and_the_old_one_stays_in_reach(open_page: Open) -> None:
    page = open_page()
    say(page, "my very first question")
    page.get_by_role("link", name="New conversation").click()
    expect(replies(page)).to_have_count(0)
    page.get_by_role("link", name="my very first question").click()
    expect(replies(page)).to_have_count(1)


def test_buttons_of_earlier_steps_cannot_be_pressed_any_more(
    open_page: Open, advisor: Advisor
) -> None:
    page = open_page()
    begin(page)
    first = asked(page, advisor)
    assert first
    press(page, label_of(first, ANSWERS))
    expect(last(page).get_by_role("button", disabled=False)).not_to_have_count(0)
    expect(replies(page).first.get_by_role("button", disabled=False)).to_have_count(0)


def test_a_click_from_an_older_tab_shows_where_things_stand(
    open_page: Open, advisor: Advisor
) -> None:
    page = open_page()
    begin(page)
    first = asked(page, advisor)
    assert first
    older = page.context.new_page()
    older.goto(page.url)
    press(page, label_of(first, ANSWERS))
    current = asked(page, advisor)
    press(older, label_of(first, {}))
    assert asked(older, advisor) == current


def test_a_message_that_does_not_get_through_stays_in_the_field(open_page: Open) -> None:
    page = open_page()
    page.route("**/say", lambda route: route.fulfill(status=413, body=json.dumps({})))
    page.get_by_label(FIELD).fill("is anybody there?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(FIELD)).to_have_value("is anybody there?")
    expect(replies(page)).to_have_count(0)


def test_what_is_typed_never_runs(open_page: Open) -> None:
    page = open_page()
    say(page, "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>")
    assert page.title() != "run"
    page.reload()
    assert page.title() != "run"
