"""Flagging: what a rehearsal marked to be mended, read by the plan page."""

from collections.abc import Iterable

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def flag(session: Session, inject: str, text: str = "", *, supersedes: str | None = None) -> ChangeSet:
    """Flags an inject in a rehearsal, with a remark or without; `supersedes` is a flag whose remark is written anew.

    Raises InputError outside a rehearsal and for an unknown inject.
    """
    if session.state.mode != "rehearsal":
        raise InputError(N_("Only a rehearsal flags injects."), action=N_("In a live run drop a marker instead."))
    if inject not in session.plan.scenario.inject_by_id:
        raise InputError(N_("There is no inject {inject}."), inject=inject)
    return session.say(p.MarkerDropped(text=text, inject=inject), supersedes=supersedes)


def flag_entry(entries: Iterable[Entry], run: str, inject: str) -> Entry | None:
    """The flag of an inject in a run that counts, or None."""
    return _counting(entries, run).get(inject, [None])[-1]


def flagged(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Inject to its remarks, as the last rehearsal flagged it; a flag without a remark has none. Withdrawn ones are gone."""
    known = list(entries)
    started = (e for e in known if isinstance(e.payload, p.RunStarted) and e.payload.mode == "rehearsal")
    last = next((e.run for e in reversed(list(started))), None)
    if last is None:
        return {}
    found = _counting(known, last)
    return {inject: tuple(e.payload.text for e in marks if e.payload.text) for inject, marks in found.items()}


def _counting(entries: Iterable[Entry], run: str) -> dict[str, list[Entry]]:
    mine = [entry for entry in entries if entry.run == run]
    gone = {entry.supersedes for entry in mine if entry.supersedes}
    gone |= {entry.payload.entry for entry in mine if isinstance(entry.payload, p.EntryWithdrawn)}
    found: dict[str, list[Entry]] = {}
    for entry in mine:
        if isinstance(entry.payload, p.MarkerDropped) and entry.payload.inject and entry.id not in gone:
            found.setdefault(entry.payload.inject, []).append(entry)
    return found
