"""From the engineer's record to the lead's approval, and the review pages by mouse and keys."""

import pytest
from playwright.sync_api import Page, expect

from bot.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.talking import begin, press, say, tab_to, walk
from tests.web.hosting import Site

CRUD = {"workload": "crud", "team": "django"}


def sign_in(page: Page, site: Site, name: str = "Lee Park") -> None:
    page.goto(site.invite())
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {name}")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_decision_is_recorded_found_and_approved(
    open_page: Open, advisor: Advisor, site: Site, script: bool
) -> None:
    engineer = open_page(java_script_enabled=script)
    begin(engineer)
    walk(engineer, advisor, CRUD)
    press(engineer, "Record Django REST Framework")
    say(engineer, "Ana Souza")

    lead = open_page("/review", java_script_enabled=script)
    expect(lead.get_by_role("heading", level=1)).to_have_text("Sign in to review")
    sign_in(lead, site)
    row = lead.get_by_role("listitem").filter(has_text="Ana Souza")
    expect(row).to_contain_text("Proposed")
    row.get_by_role("link").click()
    heading = lead.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Proposed")
    lead.get_by_role("button", name="Approve").click()
    expect(lead.get_by_role("status")).to_contain_text("You approved")
    expect(heading).to_contain_text("Approved")
    lead.get_by_role("link", name="All decisions").click()
    expect(row).to_contain_text("Approved")


def test_changes_are_asked_for_with_a_comment_only(open_page: Open, site: Site) -> None:
    number = site.decide("Ana")
    page = open_page()
    sign_in(page, site)
    page.goto(f"/review/{number}")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("How much load?")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changes requested")
    expect(page.get_by_role("blockquote")).to_have_text("How much load?")


def test_a_decision_is_approved_by_keyboard_alone(open_page: Open, site: Site) -> None:
    site.decide("Ana")
    page = open_page("/" + site.invite().split("/", 3)[3])
    page.keyboard.type("Lee Park")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Signed in as")).to_be_visible()
    link = page.get_by_role("link", name="Decision 1")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Proposed")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Approved")


def test_the_list_is_filtered_and_cleared_by_its_form(open_page: Open, site: Site) -> None:
    site.decide("Ana Souza", chosen="sanic", reason="It was measured.")
    site.decide("Ben")
    page = open_page()
    sign_in(page, site)
    rows = page.get_by_role("list").get_by_role("listitem")
    expect(rows).to_have_count(2)
    page.get_by_label("Search").fill("measured")
    page.get_by_label("Search").press("Enter")
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Search")).to_have_value("measured")
    page.get_by_label("Chosen").select_option("Flask")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.get_by_role("link", name="Clear the filters").click()
    page.get_by_label("Person").fill("ben")
    page.get_by_label("Since").fill("2026-11-22")
    page.get_by_label("Until").fill("2026-11-22")
    page.get_by_role("button", name="Filter").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Ben")


def test_the_export_is_downloaded(open_page: Open, site: Site) -> None:
    site.decide("Ana")
    page = open_page()
    sign_in(page, site)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "decisions-2026-11-22.csv"
    assert "Ana" in download.value.path().read_text()


def test_the_conversation_unfolds(open_page: Open, site: Site) -> None:
    number = site.decide("Ana")
    page = open_page()
    sign_in(page, site)
    page.goto(f"/review/{number}")
    said = page.get_by_text("Record Django REST Framework")
    expect(said).to_be_hidden()
    page.get_by_text("messages with their replies").click()
    expect(said).to_be_visible()


def test_signing_out_closes_the_pages(open_page: Open, site: Site) -> None:
    page = open_page()
    sign_in(page, site)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to review")
