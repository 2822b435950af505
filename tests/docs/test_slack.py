"""What the Slack app asks for is explained, scope by scope."""

import json
from typing import Any

from tests.docs.pages import OPERATORS, ROOT, inline_code, rows


def manifest() -> Any:
    return json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def test_every_scope_of_the_manifest_is_explained_and_no_other() -> None:
    asked = manifest()["oauth_config"]["scopes"]["bot"]
    assert {f"`{scope}`" for scope in asked} == set(rows(OPERATORS, "scope"))


def test_every_event_and_command_of_the_manifest_is_named() -> None:
    found = manifest()
    events = found["settings"]["event_subscriptions"]["bot_events"]
    commands = [one["command"] for one in found["features"]["slash_commands"]]
    assert {*events, *commands} <= set(inline_code(OPERATORS))


def test_the_places_to_change_for_http_are_there() -> None:
    text = (ROOT / "manifest.json").read_text(encoding="utf-8")
    assert text.count("https://YOUR-HOST/slack/events") == 3
    assert manifest()["settings"]["socket_mode_enabled"] is True
