"""Issued reports: numbered, hashed, kept with the exercise, got back to the byte, and compared with one another."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from exercise_studio.domain.errors import EnvironmentFault, InputError
from exercise_studio.evaluation.learning import IssuedReport
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.reporting.changes import Change, changes


@dataclass(frozen=True, slots=True)
class Kept:
    """An issued report and whether its file is in this workspace."""

    report: IssuedReport
    here: bool


def issued(session: Session) -> list[Kept]:
    """All issued reports of the exercise, in the order of their numbers."""
    found = sorted(session.learning.issued, key=lambda one: one.number)
    return [Kept(one, session.workspace.has_blob(one.sha256)) for one in found]


def fetch(session: Session, number: int) -> bytes:
    """The file of an issued report, to the byte. Raises InputError when it is not there, EnvironmentFault when damaged."""
    report = _report(session, number)
    if not session.workspace.has_blob(report.sha256):
        raise InputError(
            N_("The file of report {number} is not in this workspace; only its number and its hash are."),
            action=N_("Open the workspace in which it was issued."), number=number,
        )  # fmt: skip
    data = session.workspace.get_blob(report.sha256)
    if hashlib.sha256(data).hexdigest() != report.sha256:
        raise EnvironmentFault(
            N_("The kept file of report {number} is not what was issued: its hash differs."),
            action=N_("Take it from a backup."), number=number,
        )  # fmt: skip
    return data


def copy_again(session: Session, number: int, path: Path) -> Path:
    """Writes an issued report to a file once more, whole or not at all."""
    if path.is_dir():
        raise InputError(N_("{path} is a folder; name a file in it."), path=str(path))
    write_whole(path, fetch(session, number))
    return path


def differences(session: Session, number: int, other: int) -> list[Change]:
    """What changed from report `number` to report `other`. Raises InputError where either does not exist."""
    return changes(_report(session, number).outline, _report(session, other).outline)


def _report(session: Session, number: int) -> IssuedReport:
    found = next((one for one in session.learning.issued if one.number == number), None)
    if found is None:
        raise InputError(N_("This exercise has no issued report {number}."), number=number)
    return found
