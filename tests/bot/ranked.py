"""Three frameworks ranked, and the replies that show it."""

from bot.replies import (
    Change,
    Contender,
    Contrast,
    Given,
    Reason,
    Recommendation,
    Tip,
    Versus,
)

GIVEN = (
    Given(criterion="team", label="Team", option="django", answer="Django"),
    Given(criterion="speed", label="Speed", option="dont-know", answer="I don't know"),
)
BEST = Contender(
    framework="falcon",
    name="Falcon",
    score=5,
    excluded=False,
    reasons=(
        Reason(answer="Speed: extreme", reason="It is quick.", weight=3, see="how-fast-is-falcon"),
        Reason(answer="Size: large", reason="It is bare.", weight=-1, see="drawbacks-falcon"),
    ),
    share=0.75,
)
SECOND = Contender(
    framework="flask",
    name="Flask",
    score=4,
    excluded=False,
    reasons=(),
    share=0.25,
    tipping=(
        Change(criterion="team", label="Team", answer="Flask", instead="Django"),
        Change(criterion="size", label="Size", answer="tiny"),
    ),
)
THIRD = Contender(
    framework="drf",
    name="Django REST Framework",
    score=-1,
    excluded=True,
    reasons=(
        Reason(answer="Speed: extreme", reason="It is slow.", weight=None, see="is-drf-too-slow"),
        Reason(answer="Size: tiny", reason="It is large.", weight=-1, see="drawbacks-drf"),
        Reason(answer="Team: Django", reason="It is known.", weight=1, see="what-is-drf"),
    ),
    share=0.0,
    tipping=(),
)
RECOMMENDATION = Recommendation(
    walk="w",
    revision=4,
    ranking=(BEST, SECOND, THIRD),
    tied=(),
    settled=True,
    open_questions=1,
    given=GIVEN,
    margin="narrow",
)
UNSETTLED = RECOMMENDATION.model_copy(
    update={"settled": False, "open_questions": 2, "worlds": 12, "turning": ("Size",)}
)
OLD = Recommendation(
    walk="w",
    revision=4,
    ranking=tuple(
        one.model_copy(update={"share": None, "tipping": None}) for one in (BEST, SECOND, THIRD)
    ),
    tied=(),
    settled=True,
    open_questions=1,
    given=GIVEN,
    tips=(Tip(framework="drf", name="Django REST Framework", changes=("Speed: normal",)),),
)
VERSUS = Versus(
    walk="w",
    revision=4,
    first=BEST,
    second=SECOND,
    contrasts=(
        Contrast(answer="Speed: extreme", first=BEST.reasons[0], second=None),
        Contrast(answer="Size: large", first=BEST.reasons[1], second=THIRD.reasons[0]),
    ),
    level=GIVEN[:1],
)
