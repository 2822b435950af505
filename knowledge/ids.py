"""The ids that content, rules and programs outside agree on, spelled here and nowhere else."""

from typing import Literal, get_args

FrameworkId = Literal["drf", "fastapi", "flask", "falcon", "sanic"]
FRAMEWORKS: tuple[FrameworkId, ...] = get_args(FrameworkId)

OwnerId = Literal["api-guild", "platform-team", "data-team"]
