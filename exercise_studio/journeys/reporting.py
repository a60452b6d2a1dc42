"""Reporting: an exercise's improvement report, built from plan and log as they were at a moment, and written as a file."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from exercise_studio import __version__
from exercise_studio.conduct.run import RunState, fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE, Instant
from exercise_studio.evaluation.comparison import Snapshot, snapshot
from exercise_studio.evaluation.learning import Learning, fold_learning
from exercise_studio.evaluation.scores import units
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys.library import shipped_checklists
from exercise_studio.journeys.session import Session, instant_of, local_of
from exercise_studio.language import N_
from exercise_studio.reporting.content import build
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.editions import NO_OPTIONS, Options
from exercise_studio.reporting.material import Earlier
from exercise_studio.reporting.redaction import public_texts
from exercise_studio.reporting.unprintable import Unprintable, unprintable
from exercise_studio.reporting.writers import WITH_DATA, write
from exercise_studio.store.workspace import Workspace

MOST_EARLIER = 3
"""Earlier exercises that a report's slopes reach back to."""


@dataclass(frozen=True, slots=True)
class Made:
    """A written report.

    Attributes:
        number: that of the issue, None for a draft.
        unprintable: characters that no font of the PDF has; 〓 stands for them. Empty for other formats.
    """

    path: Path
    sha256: str
    size: int
    number: int | None
    unprintable: tuple[Unprintable, ...] = ()


def last_moment(entries: list[Entry], plan: Plan) -> Instant:
    """The moment that a report shows unless another is said: the last entry that is not a report's own, else the planned start."""
    moments = [entry.at for entry in entries if entry.kind != "report_issued"]
    return Instant(max(moments)) if moments else instant_of(plan.starts_at, plan.time_zone)


@dataclass(frozen=True, slots=True)
class Stand:
    """Everything that a report is built of, as it was at a moment.

    Attributes:
        moment: the moment, to the minute.
        entries: those of the run and of the exercise up to then.
        before: the id of the earlier exercise, "" for none.
        fingerprint: SHA-256 of program, plan, moment and the heads of the log: equal where a report would be.
    """

    plan: Plan
    state: RunState | None
    entries: list[Entry]
    learning: Learning
    moment: Instant
    earlier: Earlier | None
    before: str
    fingerprint: str


def stand(session: Session, as_of: datetime | None = None) -> Stand:
    """Plan and log as of a local time in the exercise's zone, to the minute it names; as of the last entry unless said."""
    entries = session.workspace.entries(session.exercise)
    plan = session.live.state.plan if session.live is not None else session.draft
    until = Instant(instant_of(as_of, plan.time_zone) + MINUTE - 1) if as_of else last_moment(entries, plan)
    shown = [entry for entry in entries if entry.at <= until]
    state = _state(session.workspace, session.run, shown)
    learning = fold_learning(entry for entry in shown if entry.run is None)
    moment = Instant(until - until % MINUTE)
    history = _before(session.workspace, session.exercise, plan)
    before = history[-1] if history else None
    earlier = None
    if before is not None:
        earlier = Earlier(before.plan, before.state, before.learning, before=tuple(map(_snapshot, history[:-1])))
    told = [e for e in shown if e.run in (None, session.run)]
    heads = [session.workspace.heads(one.exercise) for one in history]
    parts = (__version__, plan.content_hash, moment, _heads(told), heads)
    fingerprint = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return Stand(plan, state, told, learning, moment, earlier, before.exercise if before else "", fingerprint)


def _heads(entries: list[Entry]) -> dict[str, tuple[int, str]]:
    """The last entry of each chain."""
    found: dict[str, tuple[int, str]] = {}
    for entry in entries:
        known = found.get(entry.chain)
        if known is None or known[0] < entry.device_seq:
            found[entry.chain] = (entry.device_seq, entry.hash)
    return found


def build_content(
    session: Session,
    *,
    lang: Lang,
    as_of: datetime | None = None,
    edition: str = "full",
    options: Options = NO_OPTIONS,
    data: bool = False,
    drafted: bool = False,
) -> ReportContent:
    """What the report says; with `data`, also the sheets behind it; `drafted` leaves out what people wrote in its passages.

    Writes nothing.

    Raises UsageError where an edition and its options do not fit together.
    """
    found = stand(session, as_of)
    earlier = found.earlier
    if options.tlp is not None:
        options = replace(options, public=public_texts(shipped_checklists()))
        if earlier is not None:
            earlier = replace(earlier, tlps={e.id: e.tlp for e in session.workspace.entries(found.before) if e.tlp})
    learning = replace(found.learning, sections={}) if drafted else found.learning
    return build(
        found.plan, found.state, found.entries, learning, as_of=found.moment, language=lang, edition=edition,
        earlier=earlier, options=options, data=data,
    )  # fmt: skip


def _state(workspace: Workspace, run: str | None, entries: list[Entry]) -> RunState | None:
    if run is None:
        return None
    return fold(workspace.plan(workspace.run(run).plan_hash), run, (entry for entry in entries if entry.run == run))


def _before(workspace: Workspace, exercise: str, plan: Plan) -> list[Session]:
    """The last exercises of the same scenario that were played before this one, the earliest first."""
    rows = [
        row for row in workspace.exercises() if row.id != exercise and row.scenario == plan.scenario.id and row.runs
    ]
    before = sorted((row for row in rows if row.starts_at < plan.starts_at.isoformat()), key=lambda row: row.starts_at)
    return [Session.open(workspace, row.id) for row in before[-MOST_EARLIER:]]


def _snapshot(session: Session) -> Snapshot:
    plan = session.plan
    rated = units(plan, session.state)
    return snapshot(plan.title.get("ja"), plan.starts_at.date(), rated, critical_weight=plan.settings.critical_weight)


def build_pdf(
    session: Session,
    *,
    lang: Lang,
    as_of: datetime | None = None,
    edition: str = "full",
    options: Options = NO_OPTIONS,
) -> bytes:
    """The report as PDF bytes: the same for the same log, program and platform."""
    return write(build_content(session, lang=lang, as_of=as_of, edition=edition, options=options), "pdf")


Step = Callable[[int, int, str], object]


def _unheard(done: int, total: int, what: str) -> None:
    """For those who do not watch."""


def export(
    session: Session,
    path: Path,
    *,
    lang: Lang,
    format: str = "pdf",  # noqa: A002  the option's name
    as_of: datetime | None = None,
    edition: str = "full",
    issue: bool = False,
    options: Options = NO_OPTIONS,
    step: Step = _unheard,
) -> Made:
    """Writes the report to a file, whole or not at all. With `issue` it is numbered and that is kept in the exercise.

    `step` is told (done, total, what comes now) and may raise to end it; then nothing was written.

    Raises InputError for an exercise without a title or a path without a name, UsageError where an edition and its options do
    not fit together, EnvironmentFault when it cannot be written.
    """
    if path.is_dir():
        raise InputError(N_("{path} is a folder; name a file in it."), path=str(path))
    step(0, 3, N_("What the plan and the log say is gathered"))
    told = build_content(session, lang=lang, as_of=as_of, edition=edition, options=options, data=format in WITH_DATA)
    step(1, 3, N_("The pages are set"))
    content = write(told, format)
    step(2, 3, N_("The file is written"))
    if issue:
        session.workspace.put_blob(content)  # kept first: what is issued can be got back
    write_whole(path, content)
    digest = hashlib.sha256(content).hexdigest()
    number = None
    if issue:
        number = max((one.number for one in session.learning.issued), default=0) + 1
        moment = as_of or local_of(
            last_moment(session.workspace.entries(session.exercise), session.plan), session.plan.time_zone
        )
        shown = moment.isoformat(timespec="minutes")
        issued = p.ReportIssued(
            number=number, edition=edition, language=told.language, sha256=digest, as_of=shown, format=format,
            size=len(content), outline=dict(told.outline), variant=told.variant,
        )  # fmt: skip
        session.say(issued, in_run=False)
    return Made(path, digest, len(content), number, unprintable(told) if format.startswith("pdf") else ())


def edit_section(session: Session, section: str, text: str, *, lang: Lang) -> ChangeSet:
    """Puts a person's words in the place of a drafted passage; the draft can always be had back with an empty text."""
    return session.say(p.SectionEdited(section=section, language=lang, text=text), in_run=False)
