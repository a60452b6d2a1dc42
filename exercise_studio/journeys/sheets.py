"""Sheets on paper: the run sheet as a file, and the note on this machine that one was made of which plan."""

from contextlib import suppress
from pathlib import Path

from exercise_studio import paths
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.reporting.run_sheet import run_sheet
from exercise_studio.reporting.writers import write


def plan_to_print(session: Session) -> Plan:
    """The plan of the run that is going on, with its amendments; before and after a run the draft for the next one."""
    live = session.live
    if live is not None and live.state.clock.mode in ("running", "paused", "suspended"):
        return live.state.plan
    return session.draft


def write_run_sheet(session: Session, path: Path, *, lang: Lang, organisation: str = "", short: bool = False) -> Path:
    """Writes the run sheet as PDF, whole or not at all, and notes for the preflight that it was made.

    Raises InputError for a folder or an unknown organisation, EnvironmentFault when the file cannot be written.
    """
    if path.is_dir():
        raise InputError(N_("{path} is a folder; name a file in it."), path=str(path))
    plan = plan_to_print(session)
    write_whole(path, write(run_sheet(plan, lang=lang, organisation=organisation, short=short), "pdf"))
    if not organisation:
        _note(session.exercise, plan)
    return path


def _file(exercise: str) -> Path:
    return paths.user_data() / "run-sheets" / exercise


def _note(exercise: str, plan: Plan) -> None:
    """A comfort: what cannot be noted is asked for once more."""
    with suppress(OSError):
        note = _file(exercise)
        note.parent.mkdir(exist_ok=True)
        note.write_text(plan.content_hash, encoding="ascii")


def printed_of(exercise: str) -> str:
    """The content hash of the plan of which a whole run sheet was last made on this machine, or ""."""
    try:
        return _file(exercise).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
