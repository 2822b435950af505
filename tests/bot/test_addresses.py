"""URLs of databases: which is meant, and that no password is shown."""

from pathlib import Path

import pytest

from bot.addresses import NoAddress, is_remote, shown, sqlite_file


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/advisor.db", "var/advisor.db"),
        ("sqlite:////srv/advisor.db", "/srv/advisor.db"),
        ("sqlite:///with%20space.db", "with space.db"),
    ],
)
def test_a_url_of_a_file_is_a_path(url: str, file: str) -> None:
    assert not is_remote(url)
    assert sqlite_file(url) == Path(file)


@pytest.mark.parametrize("url", ["postgresql://h/d", "postgres://u:p@h/d", "postgresql:///d"])
def test_a_url_of_a_server_is_remote(url: str) -> None:
    assert is_remote(url)


@pytest.mark.parametrize(
    "url",
    ["", "advisor.db", "postgresql:", "postgresql://", "sqlite://", "sqlite:///", "mysql://h"],
)
def test_anything_else_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(NoAddress, match="expected postgresql://") as caught:
        is_remote(url)
    assert "mysql" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("postgresql://ada:secret@db:5432/log", "postgresql://ada:***@db:5432/log"),
        ("postgresql://ada:sec@ret@db/log", "postgresql://ada:***@db/log"),
        ("postgresql://ada@db/log", "postgresql://ada@db/log"),
        ("postgresql://db/log", "postgresql://db/log"),
        (
            "postgresql:///log?host=/run&password=secret&sslpassword=secret",
            "postgresql:///log?host=/run&password=***&sslpassword=***",
        ),
        ("postgresql://ada:secret@[::1/log", "postgresql://***"),
    ],
)
def test_a_url_is_shown_without_its_secrets(url: str, masked: str) -> None:
    assert shown(url) == masked
