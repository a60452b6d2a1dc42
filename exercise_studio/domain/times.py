"""The three times of a run, kept apart by type, and the durations that people write.

Elapsed counts real time since the run began, play counts play (no pauses, no jumps), the scenario time is the story's wall
clock (MODEL.md, "Three times"). All counts are whole milliseconds; the scenario time is a date and time without a zone,
because it is fiction in the exercise's zone.
"""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, NewType

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

from exercise_studio.domain.errors import Unfit
from exercise_studio.language import N_

Instant = NewType("Instant", int)
"""UTC, milliseconds since 1970-01-01."""
Elapsed = NewType("Elapsed", int)
"""Real milliseconds since the run began, pauses included."""
Play = NewType("Play", int)
"""Milliseconds of play since the run began: no pauses, no jumps."""
ScenarioTime = NewType("ScenarioTime", datetime)
"""The story's wall clock."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

LONGEST = 3650 * DAY
_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def parse_duration(text: object) -> int:
    """Milliseconds of "90s", "45m", "2h30m" or "3d", at most ten years. Raises ValueError for anything else.

    A number is taken for milliseconds as the program counts them; it cannot be negative.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        if not 0 <= text <= LONGEST:
            raise Unfit(N_("a duration cannot be negative or longer than 3650d"))
        return text
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if not found or not any(found.groups()):
        raise Unfit(N_("expected a duration such as 90s, 45m, 2h30m or 3d, found {found}"), found=repr(text))
    return parse_duration(
        sum(int(count) * unit for count, unit in zip(found.groups(), _UNITS.values(), strict=True) if count)
    )


def format_duration(milliseconds: int) -> str:
    """The duration as people write it ("2h30m"); parse_duration reads it back."""
    rest, parts = milliseconds // SECOND, []
    for unit, size in _UNITS.items():
        count, rest = divmod(rest, size // SECOND)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0m"


def _read(value: Any, info: ValidationInfo) -> int:
    # In a file a bare number has no unit: 60 would be taken for milliseconds. 0 is 0 in any unit.
    if info.mode == "json" and isinstance(value, int) and value != 0:
        raise Unfit(N_("expected a duration with its unit, such as 90s, 45m, 2h30m or 3d, found {found}"), found=value)
    return parse_duration(value)


Duration = Annotated[
    int,
    BeforeValidator(_read),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$", "examples": ["45m", "2h30m"]}),
]
"""Milliseconds in memory, "2h30m" in files."""


def clock_text(milliseconds: int) -> str:
    """Hours, minutes and seconds as a clock shows them: "1:05:09"; negative with a sign."""
    sign, seconds = ("−", -milliseconds // SECOND) if milliseconds < 0 else ("", milliseconds // SECOND)
    return f"{sign}{seconds // 3600:d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def scenario_plus(start: ScenarioTime, milliseconds: int) -> ScenarioTime:
    """The scenario time so many milliseconds later."""
    return ScenarioTime(start + timedelta(milliseconds=milliseconds))
