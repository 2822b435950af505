"""The list of decisions: what it shows, each filter, its pages, and its exports."""

import csv
import http.client
import io
import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest

from bot import exporting
from bot.web.filtering import read
from tests.web.client import Browser, Page
from tests.web.hosting import Site

CRUD = {"workload": "crud", "team": "django", "admin": "yes"}


def numbers(page: Page) -> list[int]:
    """The decisions on a page, in their order."""
    assert page.status == 200
    return [int(found) for found in re.findall(r'class="number" href="/review/(\d+)"', page.source)]


def listed(lead: Browser, **filters: str) -> list[int]:
    return numbers(lead.get(f"/review?{urlencode(filters)}"))


def test_the_newest_decision_comes_first(lead: Browser, site: Site) -> None:
    first = site.decide("Ana")
    site.clock.forward(hours=1)
    second = site.decide("Ben")
    assert listed(lead) == [second, first]


def test_a_choice_against_the_recommendation_is_marked(lead: Browser, site: Site) -> None:
    site.decide("Ana", answers=CRUD)
    assert 'class="mark"' not in lead.get("/review").source
    site.decide("Ben", answers=CRUD, chosen="sanic")
    page = lead.get("/review")
    assert page.source.count('class="mark"') == 1
    assert "Ben" in page.text


def test_the_status_is_a_word_and_where_it_was_decided_too(lead: Browser, site: Site) -> None:
    site.decide("Ana", surface="terminal", thread="terminal:1")
    text = lead.get("/review").text
    assert "Proposed" in text
    assert "terminal" in text


def test_each_filter_narrows_the_list(signed_in: Callable[[str], Browser], site: Site) -> None:
    ana = site.decide("Ana Souza", answers=CRUD, chosen="falcon", reason="It was measured.")
    site.clock.forward(days=2)
    ben = site.decide("Ben", answers=CRUD, chosen="sanic", reason="We like it.")
    lead = signed_in("Lee")
    lead.post(f"/review/{ben}", {"verdict": "approved", "seen": "0"})
    assert listed(lead, status="approved") == [ben]
    assert listed(lead, status="proposed") == [ana]
    assert listed(lead, framework="falcon") == [ana]
    assert listed(lead, framework="fastapi") == []
    assert listed(lead, person="SOUZA") == [ana]
    assert listed(lead, since="2026-11-23") == [ben]
    assert listed(lead, until="2026-11-23") == [ana]
    assert listed(lead, text="measur") == [ana]
    assert listed(lead, text="measured", status="approved") == []
    assert listed(lead, status="", framework="", person=" ", text="") == [ben, ana]


def test_the_last_day_is_included(lead: Browser, site: Site) -> None:
    number = site.decide("Ana")
    assert listed(lead, since="2026-11-22", until="2026-11-22") == [number]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        '"quoted words"',
        "AND",
        "NOT measured",
        "a OR",
        "NEAR(a b)",
        "reason:x",
        "*",
        "(",
        "%",
        "\0",
        "^x",
        "a-b",
    ],
)
def test_quotes_and_operators_in_a_search_are_words_like_others(
    lead: Browser, site: Site, typed: str
) -> None:
    site.decide("Ana", chosen="sanic", reason="Nothing of the kind.")
    page = lead.get(f"/review?text={quote(typed)}")
    assert page.status == 200
    assert numbers(page) == []


def test_quoted_words_are_found_where_they_stand(lead: Browser, site: Site) -> None:
    number = site.decide("Ana", chosen="sanic", reason='They said "never again" AND left.')
    assert listed(lead, text='"never again" AND') == [number]


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ("since=2026-13-45", "since"),
        ("until=tomorrow", "until"),
        ("until=9999-12-31", "until"),
        ("since=2026-11-22&until=2026-11-21", "until"),
        ("status=great", "status"),
        ("framework=rails", "framework"),
    ],
)
def test_a_bad_value_is_said_beside_its_field(lead: Browser, filters: str, field: str) -> None:
    page = lead.get(f"/review?{filters}")
    assert page.status == 200
    assert f'id="fault-{field}"' in page.source
    assert f'aria-describedby="fault-{field}"' in page.source


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "9" * 5_000, "²", "7"])
def test_a_page_that_is_not_there_is_said_and_a_real_one_shown(
    lead: Browser, site: Site, page: str
) -> None:
    number = site.decide("Ana")
    shown = lead.get(f"/review?page={quote(page)}")
    assert numbers(shown) == [number]
    assert "There is no page" in shown.text


def test_what_was_typed_stays_in_the_form(lead: Browser) -> None:
    page = lead.get("/review?text=%22a%3Cb%3E&status=approved&person=Zoe&since=2026-11-01")
    assert 'value="&#34;a&lt;b&gt;"' in page.source
    assert 'value="approved" selected' in page.source
    assert 'value="Zoe"' in page.source
    assert 'value="2026-11-01"' in page.source


def test_an_empty_list_says_why_and_how_to_clear_the_filters(lead: Browser, site: Site) -> None:
    assert "Nobody has recorded a decision yet" in lead.get("/review").text
    site.decide("Ana")
    page = lead.get("/review?framework=rails&text=zzz")
    assert 'href="/review">Clear the filters' in page.source


def test_the_people_who_decided_are_offered(lead: Browser, site: Site) -> None:
    site.decide("Ana")
    site.decide("Zoë")
    offered = re.findall(
        r'<option value="([^"]*)">\s*(?=<option|</datalist)', lead.get("/review").source
    )
    assert offered == ["Ana", "Zoë"]


@pytest.fixture
def many(site: Site) -> list[int]:
    """Sixty decisions, newest first: every second one for Sanic."""
    made = []
    for number in range(60):
        site.clock.forward(minutes=1)
        made.append(site.decide("Ana", chosen="sanic" if number % 2 else None))
    return made[::-1]


def test_pages_lead_through_everything_and_keep_the_filters(lead: Browser, many: list[int]) -> None:
    assert listed(lead) == many[:25]
    seen, link = [], "/review?framework=sanic&person=an"
    while link:
        page = lead.get(link)
        seen += numbers(page)
        following = re.search(r'rel="next" href="([^"]+)"', page.source)
        link = following[1].replace("&amp;", "&") if following else ""
    assert seen == many[::2]
    back = re.search(r'rel="prev" href="([^"]+)"', page.source)
    assert back
    assert numbers(lead.get(back[1].replace("&amp;", "&"))) == many[:50:2]


def test_the_total_is_said_in_words(lead: Browser, site: Site) -> None:
    assert "No decisions" in lead.get("/review").text
    site.decide("Ana")
    assert "One decision" in lead.get("/review").text
    site.decide("Ben")
    assert "2 decisions" in lead.get("/review").text
    assert "One decision with these filters" in lead.get("/review?person=ben").text


def test_the_export_has_what_the_filters_let_through(lead: Browser, site: Site) -> None:
    ana = site.decide("Ana", answers=CRUD, chosen="sanic", reason="=1+1")
    site.decide("Ben")
    page = lead.get("/review?framework=sanic")
    links = re.findall(r'href="(/review/export[^"]+)"', page.source)
    tables, objects = (lead.get(link.replace("&amp;", "&")) for link in links)
    assert "attachment" in tables.headers["content-disposition"]
    [row] = csv.DictReader(io.StringIO(tables.body.decode("utf-8-sig")))
    assert row["id"] == str(ana)
    assert row["answer.workload"] == CRUD["workload"]
    assert row["reason"] == "'=1+1", "a spreadsheet must not take it for a formula"
    [found] = objects.json
    assert (found["id"], found["chosen"], found["answers"]["team"]) == (ana, "sanic", "django")


def test_an_export_of_nothing_is_an_empty_table(lead: Browser) -> None:
    assert lead.get("/review/export.json").json == []
    assert lead.get("/review/export.csv").source.count("\n") == 1


def test_an_export_has_all_pages(
    lead: Browser, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 20)
    found = lead.get("/review/export.json").json
    assert [decision["id"] for decision in found] == many
    table = lead.get("/review/export.csv").body.decode("utf-8-sig")
    assert [int(row["id"]) for row in csv.DictReader(io.StringIO(table))] == many


def test_an_export_is_kept_nowhere_on_its_way(lead: Browser) -> None:
    assert lead.get("/review/export.csv").headers["cache-control"] == "no-store"


def spoil(site: Site, number: int) -> None:
    with site.log() as log:
        log.run("UPDATE decisions SET answers = 'no JSON' WHERE id = ?", (number,))


def test_an_export_that_cannot_begin_is_an_error_with_a_page(lead: Browser, site: Site) -> None:
    spoil(site, site.decide("Ana"))
    for kind in ("csv", "json"):
        page = lead.get(f"/review/export.{kind}")
        assert page.status == 500
        assert "<h1>" in page.source


def test_an_export_that_breaks_off_is_not_taken_for_a_whole_one(
    lead: Browser, many: list[int], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 20)
    spoil(site, many[-1])
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        lead.get("/review/export.json")
    assert lead.get("/review").status == 200


def test_unanswered_questions_are_listed_newest_first(lead: Browser, site: Site) -> None:
    assert lead.get("/review/questions").status == 200
    asker = Browser(site.url)
    for question in ("How do I bake <b>bread</b>?", "What is the airspeed of an unladen swallow?"):
        asker.post("/say", {"text": question})
        site.clock.forward(minutes=1)
    page = lead.get("/review/questions")
    assert "<b>bread" not in page.source
    assert page.text.index("swallow") < page.text.index("bread")


def test_an_address_without_filters_reads_as_no_filter() -> None:
    assert read({}).query() == ""
    assert read({"page": "2", "text": " a "}).query(3) == "?text=a&page=3"
