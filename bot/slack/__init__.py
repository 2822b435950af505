"""The advisor in Slack: the same conversation, by events, commands and buttons."""

from bot.slack.app import install

__all__ = ["install"]
