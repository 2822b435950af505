"""Settings from the environment."""

import os
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load

BOT, APP, SECRET = "xoxb-1-a", "xapp-1-a", "5ec7e7"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_nothing_needs_to_be_set() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.mode) == ("127.0.0.1", 8000, "web")
    assert settings.url == "http://127.0.0.1:8000"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"PORT": "", "SLACK_BOT_TOKEN": "", "PUBLIC_URL": ""})
    assert load() == Settings()


def test_every_setting_comes_from_the_variable_of_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_all(
        monkeypatch,
        {
            "HOST": "0.0.0.0",
            "PORT": "80",
            "DATABASE_PATH": "/srv/log.db",
            "PUBLIC_URL": "https://advisor.example",
            "LOG_LEVEL": "debug",
        },
    )
    settings = load()
    assert (settings.host, settings.port) == ("0.0.0.0", 80)
    assert settings.database_path == Path("/srv/log.db")
    assert settings.url == "https://advisor.example"
    assert settings.log_level == "debug"


def test_folders_of_entries_are_separated_as_in_a_search_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    joined = os.pathsep.join(["", *map(str, folders), ""])
    monkeypatch.setenv("KNOWLEDGE_PATH", joined)
    assert load().knowledge_path == tuple(folders)


def test_without_folders_of_entries_there_are_ours_only() -> None:
    assert load().knowledge_path == ()


def test_every_folder_of_entries_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    missing = [tmp_path / "gone", tmp_path / "file"]
    monkeypatch.setenv("KNOWLEDGE_PATH", os.pathsep.join(map(str, [tmp_path, *missing])))
    with pytest.raises(SettingsError) as raised:
        load()
    message = str(raised.value)
    assert message.startswith("KNOWLEDGE_PATH: ")
    assert all(f"'{folder}'" in message for folder in missing)
    assert f"'{tmp_path}'" not in message


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("variables", "mode"),
    [
        ({}, "web"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, "socket"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, "http"),
        (
            {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET},
            "socket",
        ),
    ],
)
def test_the_tokens_choose_the_way_in(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], mode: str
) -> None:
    set_all(monkeypatch, variables)
    assert load().mode == mode


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PORT": "0"}, ["PORT", "0"]),
        ({"PORT": "65536"}, ["PORT", "65536"]),
        ({"PORT": "http"}, ["PORT", "http"]),
        ({"PUBLIC_URL": "advisor.example"}, ["PUBLIC_URL", "advisor.example"]),
        ({"PUBLIC_URL": "https://a.example/path"}, ["PUBLIC_URL", "a.example/path"]),
        ({"SLACK_API_URL": "https://slack.example/api"}, ["SLACK_API_URL"]),
        ({"LOG_LEVEL": "loud"}, ["LOG_LEVEL", "loud", "debug"]),
        ({"PORT": "x", "LOG_LEVEL": "y"}, ["PORT", "LOG_LEVEL"]),
        ({"SLACK_BOT_TOKEN": "1234"}, ["SLACK_BOT_TOKEN", "xoxb-"]),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": BOT}, ["SLACK_APP_TOKEN", "xapp-"]),
        ({"SLACK_BOT_TOKEN": BOT}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"SLACK_APP_TOKEN": APP}, ["SLACK_BOT_TOKEN", "xoxb-"]),
        ({"SLACK_SIGNING_SECRET": SECRET}, ["SLACK_BOT_TOKEN"]),
    ],
    ids=lambda value: "+".join(value),
)
def test_what_cannot_be_used_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: list[str]
) -> None:
    set_all(monkeypatch, variables)
    with pytest.raises(SettingsError) as raised:
        load()
    for word in named:
        assert word in str(raised.value)


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "hunter2-hunter2")
    with pytest.raises(SettingsError) as raised:
        load()
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET})
    shown = repr(load())
    assert BOT not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("variables", "database"),
    [
        ({}, Path("var/advisor.db")),
        ({"DATABASE_PATH": "log.db"}, Path("log.db")),
        ({"DATABASE_URL": "sqlite:///log.db"}, Path("log.db")),
        ({"DATABASE_URL": "sqlite:///log.db", "DATABASE_PATH": "log.db"}, Path("log.db")),
        ({"DATABASE_URL": "postgresql://u:p@h/d"}, "postgresql://u:p@h/d"),
    ],
)
def test_the_log_is_in_a_file_or_at_a_url(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], database: Path | str
) -> None:
    set_all(monkeypatch, variables)
    assert load().database == database


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://u:hunter2@h/d", ["DATABASE_PATH is 'log.db'", "DATABASE_URL", "unset one"]),
        ("sqlite:///other.db", ["DATABASE_PATH", "DATABASE_URL", "unset one"]),
        ("mysql://u:hunter2@h/d", ["DATABASE_URL: expected postgresql://", "sqlite:///"]),
    ],
)
def test_two_different_databases_or_one_of_another_kind_are_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, words: list[str]
) -> None:
    set_all(monkeypatch, {"DATABASE_PATH": "log.db", "DATABASE_URL": url})
    with pytest.raises(SettingsError) as raised:
        load()
    for word in words:
        assert word in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_the_password_of_the_database_does_not_show_when_settings_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
    assert "hunter2" not in repr(load())
