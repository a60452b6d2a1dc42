"""Rehearsals of an exercise as a list: looked at again, put into the trash, and taken out of it for thirty days."""

from dataclasses import dataclass
from datetime import datetime

from exercise_studio.domain.errors import InputError
from exercise_studio.journeys.session import Session, local_of
from exercise_studio.language import N_


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsal: its number counts all runs of the exercise; `entries` is how much was logged."""

    run: str
    number: int
    began: datetime
    entries: int
    trashed: bool


def rehearsals(session: Session) -> list[Rehearsal]:
    """All rehearsals, those in the trash too, by number."""
    workspace, zone = session.workspace, session.plan.time_zone
    gone = workspace.trashed_runs()
    return [
        Rehearsal(
            run.id, run.number, local_of(run.created_at, zone), workspace.count(session.exercise, run.id),
            run.id in gone,
        )
        for run in workspace.runs(session.exercise, trashed=None)
        if run.mode == "rehearsal"
    ]  # fmt: skip


def discard(session: Session, run: str) -> None:
    """Puts a rehearsal into the trash, where it stays thirty days. Raises InputError for a live run and for one that goes on."""
    found = next((one for one in session.workspace.runs(session.exercise) if one.id == run), None)
    if found is None or found.mode != "rehearsal":
        raise InputError(N_("Only a rehearsal can be deleted; a live run stays."), safe=N_("Nothing was changed."))
    if session.run == run and session.live is not None and session.state.clock.mode not in ("ready", "ended"):
        raise InputError(N_("The rehearsal is still going on."), action=N_("End it, then delete it."))
    session.workspace.trash_run(run)


def bring_back(session: Session, run: str) -> None:
    """Takes a rehearsal out of the trash."""
    session.workspace.untrash_run(run)
