"""Observing: an observer joins, rates blind, notes what was seen, and hands in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import RunState
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import Instant, Play
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def join(session: Session, observer: str, *, clock_offset: int = 0) -> ChangeSet:
    """An observer of the plan takes their seat."""
    seat = next((seat for seat in session.plan.observers if seat.code == observer), None)
    if seat is None:
        raise InputError(N_("The plan has no observer {code}."), code=observer)
    return session.say(
        p.ObserverJoined(observer=observer, scope=seat.scope, clock_offset=clock_offset), author=observer
    )


def rate(
    session: Session,
    observer: str,
    team: str,
    item: str,
    value: p.RatingValue,
    *,
    note: str | None = None,
    inject: str | None = None,
    tags: Sequence[str] = (),
    began_at: Instant | None = None,
) -> ChangeSet:
    """Rates an item of a team: 4 to 1, or "NO" for not observed. The same value twice stays that value; a note stays unless given."""
    known = session.state.ratings.get((team, item), {}).get(observer)
    said = note if note is not None else known.note if known else ""
    payload = p.ItemRated(
        observer=observer, item=item, team=team, value=value, note=said, inject=inject, tags=tuple(tags)
    )
    return session.say(payload, scope=team.partition("/")[0], author=observer, began_at=began_at)


def clear(session: Session, observer: str, team: str, item: str) -> ChangeSet:
    """Takes a rating back to blank; its note stays."""
    return session.say(
        p.RatingCleared(observer=observer, item=item, team=team), scope=team.partition("/")[0], author=observer
    )


def annotate(
    session: Session,
    observer: str,
    team: str,
    item: str,
    text: str,
    *,
    tags: Sequence[str] = (),
    began_at: Instant | None = None,
) -> ChangeSet:
    """Writes the note of an item; its value stays as it is, and a blank stays blank."""
    known = session.state.ratings.get((team, item), {}).get(observer)
    if known is not None and known.value is not None:
        return rate(session, observer, team, item, known.value, note=text, tags=tags, began_at=began_at)
    payload = p.RatingCleared(observer=observer, item=item, team=team, note=text)
    return session.say(payload, scope=team.partition("/")[0], author=observer, began_at=began_at)


def note(
    session: Session,
    observer: str,
    text: str,
    *,
    team: str = "",
    item: str | None = None,
    tags: Sequence[str] = (),
    began_at: Instant | None = None,
) -> ChangeSet:
    """Notes something seen or heard, with or without an item."""
    payload = p.ObservationNoted(observer=observer, text=text, team=team, item=item, tags=tuple(tags))
    return session.say(payload, scope=team.partition("/")[0] or None, author=observer, began_at=began_at)


def hand_in(session: Session, observer: str) -> ChangeSet:
    """Hands the observer's work in; a second time makes edition 2. The entry carries the heads of all chains."""
    mine = session.live.by_author(observer) if session.live else []
    digest = hashlib.sha256("".join(entry.hash for entry in mine).encode()).hexdigest()
    edition = session.state.handed_in.get(observer, 0) + 1
    return session.say(p.WorkHandedIn(observer=observer, edition=edition, digest=digest), author=observer)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One item of one team on an observer's sheet. `value` None: blank, which is not the same as "NO"."""

    team: str
    team_name: str
    item: str
    phase: str
    title: str
    evidence: str
    critical: bool
    anchors: dict[int, Text]
    value: p.RatingValue | None
    note: str
    rated_at: Play | None


def rating_sheet(state: RunState, observer: str, lang: Lang) -> list[RatingRow]:
    """The observer's own sheet: items of the teams in their scope, with their own ratings and nobody else's."""
    seat = next((seat for seat in state.plan.observers if seat.code == observer), None)
    rows = []
    for team in state.plan.teams:
        if seat is not None and not seat.watches(team):
            continue
        for item_id in state.plan.items_of(team):
            item = state.plan.items.get(item_id)
            if item is None:
                continue
            own = state.ratings.get((team, item_id), {}).get(observer)
            rows.append(
                RatingRow(
                    team=team, team_name=body_name(state.plan, team, lang), item=item_id, phase=item.phase,
                    title=item.title.get(lang), evidence=item.evidence.get(lang) if item.evidence else "", critical=item.critical,
                    anchors=item.anchors, value=own.value if own else None, note=own.note if own else "",
                    rated_at=own.at if own else None,
                )
            )  # fmt: skip
    order = {item: index for index, item in enumerate(state.plan.items)}
    return sorted(rows, key=lambda row: (order[row.item], row.team))
