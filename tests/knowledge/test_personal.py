"""What must not get from the log into content."""

import pytest

from knowledge.personal import is_personal


@pytest.mark.parametrize(
    "text",
    [
        "does flask work for ada@example.com",
        "ask ADA.LOVELACE@mail.example.co.uk about drf",
        "see https://wiki.example/page",
        "see http://10.0.0.1:8000",
        "ftp://files",
        "<https://wiki.example|the page>",
        "www.example.com says otherwise",
        "mailto:ada",
        "like shop.example/checkout does",
        "is it on github.com",
        "host db1.prod.internal",
        "@ada is flask fast",
        "what does @ada think",
        "(@ada)",
        "<@U012ABCDEF> which one",
        "<#C012ABC|general> said",
        "<!here> falcon or sanic",
        "ticket 123456",
        "call 0151 234 5678",
        "+49 (151) 23-45-67",
        "card 1234-5678-9012-3456",
        "we have 1,000,000 users",
        "٠١٢٣٤٥",
    ],
)
def test_addresses_links_mentions_and_long_numbers_are_personal(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "is flask fast",
        "10k requests a second with sanic",
        "12345 connections",
        "python 3.11 or 3.12",
        "fastapi 0.115.2 vs flask 3.1",
        "use app.py or main.py",
        "uvicorn.workers.UvicornWorker deprecated",
        "asyncio.run / asyncio.gather",
        "what is 2 x cores + 1",
        "drf/fastapi/flask?",
        "users at scale",
        "50 services, 3 teams, 2 years",
    ],
)
def test_other_texts_are_not(text: str) -> None:
    assert not is_personal(text)
