"""Steering the players' screens: live, holding or black, what stands on them, questions, the discussion's time, pages.

Every command is one entry `display_changed` that says the whole of what a screen shows from then on.
"""

from collections.abc import Sequence
from typing import Any

from exercise_studio.conduct.run import EVERYBODY
from exercise_studio.conduct.screen import Screen
from exercise_studio.conduct.showing import can_be_shown
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.times import MINUTE, Play
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_

LONGEST = 180
"""Minutes a discussion may take."""


def set_mode(session: Session, mode: p.DisplayMode, organisation: str = EVERYBODY) -> ChangeSet:
    """Live, holding card or black; what was pinned, asked and counted down stays as it was."""
    return _change(session, organisation, mode=mode)


def lock(session: Session, locked: bool, organisation: str = EVERYBODY) -> ChangeSet:
    """Keeps the screen as it is whatever is fired, or lets it follow again."""
    return _change(session, organisation, locked=locked)


def show_inject(session: Session, inject: str, organisation: str = EVERYBODY) -> ChangeSet:
    """Shows an inject that its players received, until another one is fired. Raises InputError for any other."""
    if not can_be_shown(session.state, inject, organisation):
        raise InputError(
            N_("The players have not received inject {inject}, so their screen cannot show it."),
            safe=N_("Their screen stays as it is."), action=N_("Fire it first."), inject=inject,
        )  # fmt: skip
    return _change(session, organisation, mode="live", inject=inject, page=0)


def follow(session: Session, organisation: str = EVERYBODY) -> ChangeSet:
    """Shows what was fired last, and what will be."""
    return _change(session, organisation, inject="", locked=False, page=0)


def ask(session: Session, questions: Sequence[str], organisation: str = EVERYBODY) -> ChangeSet:
    """Puts questions up for discussion, in place of those that stood there; none takes them away."""
    said = tuple(question.strip() for question in questions if question.strip())
    return _change(session, organisation, questions=said)


def discuss(session: Session, minutes: int, organisation: str = EVERYBODY) -> ChangeSet:
    """Gives the discussion so many minutes of play from now; 0 takes the countdown away."""
    if not 0 <= minutes <= LONGEST:
        raise InputError(N_("A discussion takes up to {n} minutes."), n=LONGEST)
    play = session.state.clock.play(session.now())
    return _change(session, organisation, until=Play(play + minutes * MINUTE) if minutes else None)


def turn_page(session: Session, page: int, organisation: str = EVERYBODY) -> ChangeSet:
    """Shows another page of a long text, counted from 0."""
    return _change(session, organisation, page=max(0, page))


def _change(session: Session, organisation: str, **said: Any) -> ChangeSet:
    if organisation and organisation not in session.plan.organisation_by_id:
        raise InputError(N_("The organisation {name} does not take part."), name=organisation)
    if session.state.clock.mode == "ended":
        raise InputError(N_("The run has ended."), safe=N_("Nothing was changed."))
    now = session.state.screen(organisation)
    return session.say(payload_of(now, **said), scope=organisation or None)


def payload_of(screen: Screen, **said: Any) -> p.DisplayChanged:
    """What a screen shows, with some of it changed."""
    usual = {
        "mode": screen.mode, "inject": screen.inject or None, "locked": screen.locked, "questions": screen.questions,
        "until": screen.until, "page": screen.page,
    }  # fmt: skip
    if "inject" in said:
        said["inject"] = said["inject"] or None
    return p.DisplayChanged.model_validate(usual | said)
