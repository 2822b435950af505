"""The faults in their short form, on servers of their own; and the count that they rest on."""

import random

import pytest

from benchmarks.faults.__main__ import at_once
from benchmarks.faults.events import People, Sent
from benchmarks.faults.goals import SCENARIOS
from benchmarks.faults.page import page
from benchmarks.faults.server import warm
from benchmarks.faults.slack import Slack
from benchmarks.faults.tally import Tally, tally
from benchmarks.faults.world import CACHE, Form
from benchmarks.goals import Figures

NONE_OF_THESE = ("lost", "doubled", "open", "not_refused", "not_plain", "changed", "bad_ends")


async def test_what_was_acknowledged_is_answered_once_whatever_happens() -> None:
    with warm(CACHE) as start:
        form = Form(seed=random.randrange(10**6), is_short=True, start=start)
        found = await at_once(tuple(SCENARIOS), form)
    wrong = {
        (name, key): figures[key]
        for name, figures in found.items()
        for key in NONE_OF_THESE
        if figures.get(key)
    }
    assert not wrong, f"seed {form.seed}"
    assert all(figures["answered"] == figures["acknowledged"] for figures in found.values())
    assert all(float(figures["acknowledged"]) > 10 for figures in found.values()), found


def said(kind: str) -> Sent:
    """Something that was sent at 0 and acknowledged at 1."""
    people = People(random.Random(1))
    one = next(one for one in iter(people.next, None) if one.kind == kind)
    one.acknowledged = 1.0
    return one


def counted(one: Sent, slack: Slack) -> Tally:
    """The count of one thing alone."""
    return tally([one], slack, ())


def post(slack: Slack, channel: str, root: str | None, text: str = "", key: str = "k") -> str:
    """Posts as the advisor does; where."""
    metadata = {"event_type": "advisor_post", "event_payload": {"key": key}}
    body = {"channel": channel, "thread_ts": root, "text": text, "metadata": metadata}
    return str(slack.call("chat.postMessage", body)["ts"])


@pytest.fixture
def slack() -> Slack:
    """A Slack without any post."""
    return Slack(rng=random.Random(1))


@pytest.mark.parametrize("kind", ["direct", "thread", "mention", "click"])
def test_an_answer_is_a_post_in_the_thread_of_what_was_sent(kind: str, slack: Slack) -> None:
    one = said(kind)
    assert len(counted(one, slack).lost) == 1
    post(slack, one.channel, "another thread")
    assert len(counted(one, slack).lost) == 1
    post(slack, one.channel, one.root)
    found = counted(one, slack)
    assert (found.answered, found.lost, found.doubled) == (1, (), ())
    post(slack, one.channel, one.root, key="another")
    assert len(counted(one, slack).doubled) == 1


def test_a_command_is_answered_below_the_one_card_that_shows_it(slack: Slack) -> None:
    one = said("command")
    root = post(slack, one.channel, None, f"U1 asks: {one.name}")
    assert len(counted(one, slack).lost) == 1
    post(slack, one.channel, root)
    found = counted(one, slack)
    assert (found.answered, found.lost, found.doubled) == (1, (), ())
    post(slack, one.channel, None, f"U1 asks: {one.name}")
    assert len(counted(one, slack).doubled) == 1


def test_what_was_never_acknowledged_is_not_lost_but_can_be_doubled(slack: Slack) -> None:
    one = said("direct")
    one.acknowledged = None
    assert not counted(one, slack).lost
    post(slack, one.channel, one.root)
    post(slack, one.channel, one.root)
    assert len(counted(one, slack).doubled) == 1


def test_an_answer_is_late_by_the_time_in_which_no_fault_was_on(slack: Slack) -> None:
    one = said("direct")
    post(slack, one.channel, one.root)
    at = slack.posts[0].at
    one.acknowledged = at - 100
    assert len(tally([one], slack, ()).late) == 1
    assert len(tally([one], slack, [(at - 200, at - 31)]).late) == 1
    assert not tally([one], slack, [(at - 200, at - 29)]).late


def test_the_page_shows_the_figures_of_each_fault_and_says_which_have_none() -> None:
    figures: Figures = {"lost": 3, "doubled": 0, "date": "2026-11-22", "machine": "m"}
    figures |= {"seed": 7, "started": "by hand"}
    shown = page({"kills": figures})
    assert "| acknowledged and never answered | 3 | at most 0 | 3 |" in shown
    assert shown.count("Not measured yet") == len(SCENARIOS) - 1
    for name in SCENARIOS:
        assert f"## {name}" in shown
