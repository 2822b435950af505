"""Everything that the server does works on every database, while it is the same one."""

import asyncio
import datetime
import urllib.parse
import urllib.request
from pathlib import Path

from pydantic import SecretStr

from bot.advisor import Advisor
from bot.app import utc_now
from bot.settings import Settings
from bot.store.store import Store
from tests.conftest import CACHE
from tests.web.hosting import whole_app

VALID = datetime.timedelta(hours=1)


def settings_for(place: Path | str) -> Settings:
    url = place if isinstance(place, str) else f"sqlite:///{place}"
    return Settings(database_url=SecretStr(url), database_pool=3, cache_path=CACHE)


def get(url: str, **form: str) -> str:
    data = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url, data, {"Origin": url.rpartition("/")[0]})
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(request, timeout=30) as answer:
        return str(answer.read().decode())


async def test_questions_that_come_together_are_all_answered_and_logged(
    place: Path | str, advisor: Advisor
) -> None:
    with whole_app(advisor, settings_for(place)) as url:
        assert "ok" in await asyncio.to_thread(get, f"{url}/health/ready")
        asked = [f"flask or fastapi, and why, {number}?" for number in range(6)]
        pages = await asyncio.gather(
            *(asyncio.to_thread(get, f"{url}/say", text=text) for text in asked)
        )
    assert all(text in page for text, page in zip(asked, pages, strict=True))
    with Store.open(place) as store:
        turns = store.rows("SELECT text FROM turns")
    assert {turn["text"] for turn in turns} == set(asked)


async def test_pages_for_leads_are_read_while_somebody_writes(
    place: Path | str, advisor: Advisor
) -> None:
    with (
        whole_app(advisor, settings_for(place)) as url,
        Store.open(place) as other,
    ):
        token = other.add_invitation(utc_now(), valid=VALID)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        form = urllib.parse.urlencode({"token": token, "name": "Lee"}).encode()
        request = urllib.request.Request(f"{url}/review/sign-in", form, {"Origin": url})
        await asyncio.to_thread(opener.open, request, timeout=30)
        with other.transaction():
            other.claim(["a"], utc_now())
            for path in ("/review", "/review/questions", "/review/export.json"):
                answer = await asyncio.to_thread(opener.open, f"{url}{path}", timeout=30)
                assert answer.status == 200
