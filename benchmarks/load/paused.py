"""The advisor's server that acknowledges all and answers nothing: what it takes stays in the inbox.

It shows what an acknowledgement costs by itself; everything up to it is the server's own.
"""

from bot.serving import serve
from bot.slack.delivery import Delivery


async def _answer_nothing(self: Delivery) -> None:  # noqa: ARG001 - a method, which it takes the place of
    return


def main() -> None:
    """Serves until SIGTERM."""
    Delivery.start = _answer_nothing  # type: ignore[method-assign]  # the one change
    serve()


if __name__ == "__main__":
    main()
