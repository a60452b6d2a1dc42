"""What the fold keeps for the players' screen: how it was last set, and what reached the players, in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from exercise_studio.domain.payloads import DisplayMode
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Play


@dataclass(frozen=True, slots=True)
class Screen:
    """What the players' screen was last told to show (`payloads.DisplayChanged`).

    Attributes:
        inject: the inject it is held to, or "" while it follows what is fired.
        until: play time at which a discussion ends.
        page: of a long text, counted from 0.
        since: how much had reached the players by then: a locked screen shows nothing that came later.
    """

    mode: DisplayMode = "holding"
    inject: str = ""
    locked: bool = False
    questions: tuple[str, ...] = ()
    until: Play | None = None
    page: int = 0
    since: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that reached the players.

    Attributes:
        houses: the organisations it went to; none for all that it is addressed to.
        told, to: what players were told at a time jump, and the new scenario time.
    """

    what: Literal["fired", "recalled", "jumped"]
    inject: str = ""
    houses: tuple[str, ...] = ()
    told: Text | None = None
    to: datetime | None = None
