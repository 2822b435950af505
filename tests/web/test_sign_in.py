"""Signing in to the review pages, once a link, and out again."""

from collections.abc import Callable

import pytest

from tests.web.client import Browser
from tests.web.hosting import Site


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def token_of(link: str) -> str:
    return link.partition("token=")[2]


@pytest.mark.parametrize(
    "path", ["/review", "/review/1", "/review/questions", "/review/export.csv", "/review/sign-in"]
)
def test_without_a_session_every_page_says_how_to_sign_in(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert page.status == 401
    assert "advisor sign-in-link" in page.text


def test_a_verdict_without_a_session_is_refused_and_keeps_what_was_typed(
    browser: Browser, site: Site
) -> None:
    number = site.decide("Ana")
    page = browser.post(f"/review/{number}", {"verdict": "approved", "comment": "Well done."})
    assert page.status == 401
    assert "Well done." in page.text
    with site.log() as log:
        decision = log.decision(number)
        assert decision is not None
        assert decision.status == "proposed"


def test_looking_at_a_link_does_not_use_it_up(browser: Browser, site: Site) -> None:
    link = site.invite()
    for _ in range(3):
        assert browser.get(path_of(link)).status == 200
    assert browser.post("/review/sign-in", {"token": token_of(link), "name": "Lee"}).status == 303
    page = browser.get("/review")
    assert page.status == 200
    assert "Lee" in page.text


def test_a_link_works_once(browser: Browser, site: Site) -> None:
    link = site.invite()
    browser.post("/review/sign-in", {"token": token_of(link), "name": "Lee"})
    other = Browser(site.url)
    seen = other.get(path_of(link))
    sent = other.post("/review/sign-in", {"token": token_of(link), "name": "Mo"})
    assert (seen.status, sent.status) == (403, 403)
    assert "advisor sign-in-link" in seen.text
    assert "advisor sign-in-link" in sent.text
    assert other.get("/review").status == 401


def test_a_link_that_is_too_old_is_refused(browser: Browser, site: Site) -> None:
    link = site.invite()
    site.clock.forward(hours=13)
    assert browser.get(path_of(link)).status == 403
    sent = browser.post("/review/sign-in", {"token": token_of(link), "name": "Lee"})
    assert sent.status == 403


@pytest.mark.parametrize(
    "token", ["", "wrong", "x" * 10_000, "\ud83d".encode("utf-8", "surrogatepass")]
)
def test_a_token_that_was_never_given_is_refused(browser: Browser, token: str | bytes) -> None:
    assert browser.post("/review/sign-in", {"token": token, "name": "Lee"}).status == 403


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_used_is_refused_and_the_link_still_works(
    browser: Browser, site: Site, name: str
) -> None:
    token = token_of(site.invite())
    refused = browser.post("/review/sign-in", {"token": token, "name": name})
    assert refused.status == 400
    assert 'role="alert"' in refused.source
    assert f'value="{name.strip()}"' in refused.source
    assert browser.post("/review/sign-in", {"token": token, "name": "Lee"}).status == 303


def test_a_session_ends_after_twelve_hours(lead: Browser, site: Site) -> None:
    site.clock.forward(hours=11, minutes=59)
    assert lead.get("/review").status == 200
    site.clock.forward(minutes=2)
    assert lead.get("/review").status == 401


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(
    lead: Browser, site: Site
) -> None:
    copy = Browser(site.url)
    copy.cookies = dict(lead.cookies)
    assert lead.post("/review/sign-out").status == 303
    assert "advisor_lead" not in lead.cookies
    assert lead.get("/review").status == 401
    assert copy.get("/review").status == 401


def test_signing_out_from_another_site_is_refused(lead: Browser) -> None:
    assert lead.post("/review/sign-out", Origin="https://elsewhere.example").status == 403
    assert lead.get("/review").status == 200


def test_leads_review_under_their_own_names(signed_in: Callable[[str], Browser]) -> None:
    lee, mo = signed_in("Lee"), signed_in("Mo <script>")
    assert "Signed in as Lee" in lee.get("/review").text
    page = mo.get("/review")
    assert "Mo &lt;script&gt;" in page.source
