"""What the errors of a call of Slack mean."""

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import masking

NETWORK_ERRORS = (aiohttp.ClientError, TimeoutError, OSError)
"""What a call raises when Slack cannot be reached."""

SLACK_ERRORS = (SlackApiError, *NETWORK_ERRORS)
"""What a call can raise."""

PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", ""})
"""Errors that go away by themselves; "" is an answer that is not Slack's, a proxy's for example."""

OURS = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)
"""Slack's words for a token that the operator has to mend."""


def code(error: Exception) -> str:
    """Slack's word for what was wrong; "" where the answer was not Slack's."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def is_passing(error: Exception) -> bool:
    """Whether what Slack refused now it may take later."""
    return code(error) in PASSING or code(error) in OURS


def is_rate_limit(error: Exception) -> bool:
    """Whether Slack asks for fewer calls."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status == 429 or code(error) == "ratelimited"


def retry_after(error: Exception) -> float | None:
    """The seconds that Slack tells us to wait; None where it does not."""
    response = getattr(error, "response", None)
    if getattr(response, "status_code", None) != 429:
        return None
    headers = getattr(response, "headers", None) or {}
    told = str(headers.get("Retry-After", headers.get("retry-after", "1")))
    return float(told) if told.isdecimal() else 1.0


def had_no_effect(error: Exception) -> bool:
    """Whether a call that failed surely did nothing: Slack said so, or was never reached."""
    is_refused = is_rate_limit(error) or code(error) in OURS
    return is_refused or isinstance(error, aiohttp.ClientConnectorError)


def brief(error: Exception) -> str:
    """An error in a line: Slack's word for it or, where it has none, what may be shown."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    return code(error) or (f"status {status}" if status else masking.brief(error))
