"""The manifest asks for all that the code uses, and for no more."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from bot import slack
from bot.slack.ingress import PATH
from bot.slack.listeners import COMMAND, EVENTS
from bot.slack.payloads import CHANNEL_TYPES

ROOT = Path(__file__).parents[2]
SOURCES = Path(slack.__file__).parent

SUBSCRIPTIONS = {
    "app_home_opened": {"app_home_opened"},
    "app_mention": {"app_mention"},
    "message": {"message.channels", "message.groups", "message.im"},
}
EVENT_SCOPES = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
METHOD_SCOPES = {
    "apps_connections_open": None,
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "auth_test": None,
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "channels:history",
    "conversations_replies": "channels:history",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "views_publish": None,
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
    return read


def called_methods() -> set[str]:
    """The methods of the Web API that the sources call on a client."""
    nodes = (
        node for path in SOURCES.glob("*.py") for node in ast.walk(ast.parse(path.read_text()))
    )
    calls = (node.func for node in nodes if isinstance(node, ast.Call))
    named = (func for func in calls if isinstance(func, ast.Attribute))
    return {
        f.attr for f in named if ast.unparse(f.value).rpartition(".")[2].lstrip("_") == "client"
    }


def test_every_method_that_is_called_has_its_scope_in_the_table() -> None:
    assert called_methods() == set(METHOD_SCOPES)


def test_every_event_that_is_listened_to_is_subscribed_to_and_no_other(
    manifest: dict[str, Any],
) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(SUBSCRIPTIONS) == set(EVENTS)
    assert sorted(subscribed) == sorted(set().union(*SUBSCRIPTIONS.values()))
    assert {"channel", "group"} <= CHANNEL_TYPES


def test_the_scopes_are_those_that_the_code_uses(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    needed = {EVENT_SCOPES[event] for event in events} | set(METHOD_SCOPES.values()) | {"commands"}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed - {None}


def test_the_command_is_ours_and_says_how_it_is_used(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert (command["command"], command["usage_hint"]) == (COMMAND, "[question | help]")


def test_every_address_to_change_for_http_is_the_ingress(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    addresses = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        manifest["features"]["slash_commands"][0]["url"],
    }
    assert addresses == {f"https://YOUR-HOST{PATH}"}
    assert settings["socket_mode_enabled"] is True


def test_the_app_is_an_agent_whose_messages_can_be_written_to(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert "assistant_view" not in features
    assert features["agent_view"]["agent_description"]
    assert features["app_home"]["messages_tab_enabled"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    assert features["bot_user"]["display_name"] == "Framework Advisor"


def test_the_texts_are_as_short_as_slack_wants_them(manifest: dict[str, Any]) -> None:
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert len(manifest["features"]["agent_view"]["suggested_prompts"]) <= 4
