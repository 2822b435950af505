"""Settings: the one place that reads the environment."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.addresses import is_remote, sqlite_file

Mode = Literal["web", "socket", "http"]


class SettingsError(Exception):
    """One or more environment variables cannot be used; the message names each."""


class Settings(BaseSettings):
    """What can be set, each by an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    host: Annotated[str, Field(description="The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="The port to listen on.")] = 8000
    database_path: Annotated[
        Path,
        Field(description="The SQLite file that holds the log; its folder is made if missing."),
    ] = Path("var/advisor.db")
    database_url: Annotated[
        SecretStr | None,
        Field(
            description="The database with the log in place of that file, "
            "as `postgresql://…` or `sqlite:///…`.",
        ),
    ] = None
    database_pool: Annotated[
        int,
        Field(
            ge=1,
            le=1000,
            description="Connections to PostgreSQL, so many conversations at the same moment.",
        ),
    ] = 8
    backup_path: Annotated[
        Path | None,
        Field(description="The folder for backups on a schedule; without it there are none."),
    ] = None
    backup_hours: Annotated[
        int, Field(ge=1, le=168, description="Hours from one backup to the next, 168 at most.")
    ] = 24
    backups_kept: Annotated[
        int, Field(ge=1, description="Backups that are kept; the oldest go after a new one.")
    ] = 7
    knowledge_path: Annotated[
        tuple[Path, ...],
        NoDecode,
        Field(
            description="Folders with your own entries beside ours, "
            "separated as in `PATH`, by a colon."
        ),
    ] = ()
    cache_path: Annotated[
        Path,
        Field(description="The folder for what is computed from the content once; it may go."),
    ] = Path("~/.cache/framework-advisor")
    public_url: Annotated[
        str | None,
        Field(
            description="The address under which people reach the server, where it is another.",
        ),
    ] = None
    slack_bot_token: Annotated[
        SecretStr | None, Field(description="Bot token (xoxb-…); brings the advisor into Slack.")
    ] = None
    slack_app_token: Annotated[
        SecretStr | None, Field(description="App-level token (xapp-…); selects Socket Mode.")
    ] = None
    slack_signing_secret: Annotated[
        SecretStr | None, Field(description="Signing secret; selects HTTP at /slack/events.")
    ] = None
    slack_api_url: Annotated[
        str,
        Field(
            description="Where Slack's Web API is; set it to rehearse against a stand-in.",
        ),
    ] = "https://slack.com/api/"
    slack_pace: Annotated[
        float,
        Field(ge=0, description="Seconds between two posts to one channel; Slack asks for one."),
    ] = 1.0
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="How much is logged.")
    ] = "info"
    log_format: Annotated[
        Literal["text", "json"], Field(description="How a line of the log is written.")
    ] = "text"
    log_texts: Annotated[
        bool, Field(description="Set to 1, the log may show what people wrote; to find a fault.")
    ] = False
    no_color: Annotated[
        str | None, Field(description="Set to anything, it keeps colours out of the terminal.")
    ] = None

    @field_validator("knowledge_path", mode="before")
    @classmethod
    def _is_a_list_of_folders(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        parts = [part for part in given.split(os.pathsep) if part.strip()]
        folders = tuple(dict.fromkeys(map(Path, parts)))
        missing = [repr(str(folder)) for folder in folders if not folder.is_dir()]
        if missing:
            raise ValueError(
                f"expected folders that exist, separated by {os.pathsep!r}; "
                f"there is no folder {' or '.join(missing)}"
            )
        return folders

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            is_remote(url.get_secret_value())
        return url

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https?://[^/\s]+", url):
            raise ValueError("expected an address without a path, like https://advisor.example.com")
        return url

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, url: str) -> str:
        if not re.fullmatch(r"https?://\S+/", url):
            raise ValueError(
                "expected an address that ends with a slash, like https://slack.com/api/"
            )
        return url

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _has_its_prefix(cls, token: SecretStr | None, info: object) -> SecretStr | None:
        name = getattr(info, "field_name", "")
        prefix = "xapp-" if name == "slack_app_token" else "xoxb-"
        if token is not None and not token.get_secret_value().startswith(prefix):
            raise ValueError(f"expected a token that begins with {prefix}")
        return token

    @property
    def mode(self) -> Mode:
        """How the advisor is reached: the web chat only, or also Slack by socket or HTTP."""
        if self.slack_bot_token is None:
            return "web"
        return "socket" if self.slack_app_token is not None else "http"

    @property
    def database(self) -> Path | str:
        """Where the log is: a file, or the URL of a database on a server. It may be secret."""
        if self.database_url is None:
            return self.database_path
        url = self.database_url.get_secret_value()
        return url if is_remote(url) else sqlite_file(url)

    @property
    def url(self) -> str:
        """The address that people open."""
        if self.public_url:
            return self.public_url
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{self.port}"


def load() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: naming every variable that is malformed or missing beside another one.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(fault) for fault in error.errors())) from None
    wrong = _missing(settings) or _contradicting(settings)
    if wrong:
        raise SettingsError(wrong)
    return settings


def _explain(fault: object) -> str:
    assert isinstance(fault, dict)
    name = str(fault["loc"][0]).upper()
    message = fault["msg"].removeprefix("Value error, ")
    secret = "TOKEN" in name or "SECRET" in name or name == "DATABASE_URL"
    return f"{name}: {message}" + ("" if secret else f", got {fault['input']!r}")


def _missing(settings: Settings) -> str | None:
    has_way_in = settings.slack_app_token or settings.slack_signing_secret
    if settings.slack_bot_token and not has_way_in:
        return (
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (for Socket Mode) "
            "nor SLACK_SIGNING_SECRET (for HTTP) is: set one of them"
        )
    if has_way_in and not settings.slack_bot_token:
        return (
            "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not: "
            "set it to the token that begins with xoxb-"
        )
    return None


def _contradicting(settings: Settings) -> str | None:
    path, database = settings.database_path, settings.database
    if "database_path" not in settings.model_fields_set or path == database:
        return None
    return (
        f"DATABASE_PATH is {str(path)!r}, but DATABASE_URL names another database: "
        "unset one of them"
    )
