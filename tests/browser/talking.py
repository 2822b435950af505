"""What people do in the chat, as functions over a page. Each waits for exactly one more reply."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

from bot.advisor import DONT_KNOW, Advisor
from bot.wording import START
from rules.models import Criterion

FIELD = "Your question or answer"


def replies(page: Page) -> Locator:
    """All replies of the conversation."""
    return page.get_by_role("article", name="Reply")


def last(page: Page) -> Locator:
    """The last reply."""
    return replies(page).last


def after_one_reply(page: Page, act: Callable[[], None]) -> None:
    """Does something, and waits for the one reply to it."""
    before = replies(page).count()
    act()
    expect(replies(page)).to_have_count(before + 1)


def say(page: Page, text: str) -> None:
    """Types a message and sends it."""
    page.get_by_label(FIELD).fill(text)
    after_one_reply(page, page.get_by_role("button", name="Send").click)


def press(page: Page, label: str) -> None:
    """Presses a button of the last reply, or of the welcome."""
    button = page.get_by_role("button", name=label, exact=True).last
    after_one_reply(page, button.click)


def begin(page: Page) -> None:
    """Starts the walkthrough from the welcome."""
    press(page, START.label)


def asked(page: Page, advisor: Advisor) -> Criterion | None:
    """The criterion that the last reply asks for, if it asks for one."""
    shown = last(page).inner_text()
    return next((c for c in advisor.walkthrough.criteria if c.question in shown), None)


def label_of(criterion: Criterion, answers: Mapping[str, str]) -> str:
    """The button that answers a criterion; "don't know" where `answers` has none."""
    option = criterion.option(answers.get(criterion.id, ""))
    return option.label if option else DONT_KNOW


def walk(page: Page, advisor: Advisor, answers: Mapping[str, str]) -> None:
    """Answers questions until there is none, by clicking."""
    while (criterion := asked(page, advisor)) is not None:
        press(page, label_of(criterion, answers))


def tab_to(page: Page, label: str, *, most: int = 60) -> int:
    """Presses Tab until the button or field of that name has the focus; how often it took."""
    wanted = page.get_by_role("button", name=label, exact=True).or_(page.get_by_label(label)).last
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return presses
    raise AssertionError(f"{label!r} was not reached by pressing Tab {most} times")
