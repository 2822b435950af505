"""The Bolt app: which of Slack's payloads goes where, as a table."""

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import API_LOGGER, BOLT_LOGGER
from bot.slack.desk import Desk
from bot.slack.payloads import Payload, trace
from bot.store.errors import StoreError
from bot.tracing import traced

COMMAND = "/framework"

EVENTS: Mapping[str, Callable[[Desk, Payload], Coroutine[Any, Any, None]]] = {
    "app_mention": Desk.take_post,
    "message": Desk.take_post,
    "app_home_opened": Desk.take_opened,
}
"""The events that we listen to; each must be subscribed to in the manifest."""

ANY = re.compile(".*", re.DOTALL)

logger = logging.getLogger(__name__)


async def take_event(desk: Desk, body: Payload) -> None:
    """Takes an event; one that we do not listen to is acknowledged all the same.

    Events by HTTP come here without Bolt, whose way costs several times as much as the rest.
    """
    take = EVENTS.get(body["event"]["type"])
    if take is None:
        desk.metrics.event("other", "ignored")
    else:
        await take(desk, body)


def build(desk: Desk) -> AsyncApp:
    """The Bolt app that hands to the desk, and acknowledges whatever else Slack sends.

    It runs its listeners before it responds: what they take is stored by then.
    """
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=desk.me.team,
        bot_user_id=desk.me.user,
        bot_token=desk.client.token,
    )

    async def authorize() -> AuthorizeResult:
        return known

    app = AsyncApp(
        name="advisor",
        logger=logging.getLogger(BOLT_LOGGER),
        client=AsyncWebClient(
            base_url=desk.client.base_url,
            session=desk.client.session,
            logger=logging.getLogger(API_LOGGER),
        ),
        authorize=authorize,
        signing_secret="",  # The ingress has verified the request; a socket needs none.
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    for name, take in EVENTS.items():
        app.event(name)(_event_listener(desk, take))

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, body: Payload) -> None:
        with traced(trace(body)):
            text, shown = await desk.take_command(body)
        await ack(text=text, blocks=shown, response_type="ephemeral")

    @app.action(ANY)
    async def on_click(ack: AsyncAck, body: Payload) -> None:
        with traced(trace(body)):
            await desk.take_click(body)
        await ack()

    @app.error
    async def acknowledge_the_rest(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            desk.metrics.event("other", "ignored")
            return BoltResponse(status=200, body="")
        # Slack sends it again, which is right: nothing was claimed.
        kind = request.body.get("type") or request.body.get("command")
        with traced(trace(request.body)):
            if isinstance(error, StoreError):
                logger.error("a payload could not be stored (%s): %s", kind, error)
                return BoltResponse(status=503, body="")
            logger.error("a payload could not be taken (%s)", kind, exc_info=error)
        return BoltResponse(status=500, body="")

    return app


def _event_listener(
    desk: Desk, take: Callable[[Desk, Payload], Coroutine[Any, Any, None]]
) -> Callable[..., Awaitable[None]]:
    async def on_event(body: Payload) -> None:
        with traced(trace(body)):
            await take(desk, body)

    return on_event
