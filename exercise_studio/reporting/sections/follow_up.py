"""The follow-up: the improvement plan 3, 6 or 12 months after the exercise, with what changed since the last issue."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from exercise_studio.conduct.corrections import effective
from exercise_studio.domain.findings import Action
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Instant
from exercise_studio.evaluation.learning import ActionProgress, IssuedReport
from exercise_studio.reporting.document import (
    Block,
    Column,
    Heading,
    Prose,
    Rich,
    Run,
    Section,
    Small,
    Table,
    Tile,
    Tiles,
)
from exercise_studio.reporting.editions import Options
from exercise_studio.reporting.labels import ACTION_STATES, GRADES
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, to_write

_CLOSED = ("done", "confirmed")
_PRIORITY = {"high": 0, "middle": 1, "low": 2}
_LATE = "#B3261E"


class Planned(NamedTuple):
    """An action as it was planned at a moment."""

    at: Instant
    action: Action


class FollowUpMaterial(Material):
    """The material with what the last issue said.

    Attributes:
        months: how long after the exercise this follow-up is due.
        last: the last report that was issued; None before the first.
    """

    months = 0

    @property
    def last(self) -> IssuedReport | None:
        """The last report that was issued."""
        return self.learning.issued[-1] if self.learning.issued else None

    @property
    def since(self) -> Instant:
        """The moment since which changes are told: of the last issue, else of the run's end, else the beginning of time."""
        if self.last is not None:
            return self.last.at
        ended = self.state.clock.ended if self.state is not None else None
        return Instant(ended or 0)

    @property
    def due_on(self) -> date:
        """The day on which this follow-up falls due."""
        began = self.state.clock.began if self.state is not None else None
        held = self.words.local(began).date() if began is not None else self.plan.starts_at.date()
        return after(held, self.months)

    @property
    def plans(self) -> dict[str, list[Planned]]:
        """Action to every wording of it that was ever planned, in order."""
        found: dict[str, list[Planned]] = {}
        for entry in _said(self._entries, "action_planned"):
            found.setdefault(entry.payload.action.id, []).append(Planned(entry.at, entry.payload.action))
        return found

    @property
    def today(self) -> date:
        """The day that this report shows."""
        return self.words.local(self.as_of).date()


def _said(entries: Iterable[Entry], kind: str) -> list[Entry]:
    return [
        entry
        for entry in effective([one for one in entries if one.run is None])
        if entry.kind == kind and hasattr(entry.payload, "action")
    ]


def after(day: date, months: int) -> date:
    """The same day so many months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def prepare(m: Material, options: Options) -> FollowUpMaterial:
    """The material, with the months."""
    found = FollowUpMaterial(m.plan, m.state, m._entries, m.learning, m.as_of, m.words, m.earlier)
    found.months = options.months
    return found


def progress(m: FollowUpMaterial) -> Section:
    """How far the plan has come, and what changed."""
    _ = m.words._
    title = _("Progress after {months} months", months=m.months)
    actions = list(m.learning.actions.values())
    blocks: list[Block] = [Prose(_which(m))]
    if not actions:
        return Section("progress", "1", title, (*blocks, Prose(_("No corrective action has been planned yet."))))
    blocks += [
        Tiles(_tiles(m, actions)),
        Prose(_sentence(m, actions), label=label(m, "fact"), basis="fact"),
        Heading(_("Overdue actions")),
        *_overdue(m, actions),
        Heading(_("Changes since the last issue") if m.last is not None else _("Changes since the exercise")),
        *_changes(m, actions),
        Heading(_("Assessment")),
        to_write(
            m, f"progress.{m.months}", _("whether the improvements take effect, and what management has to decide")
        ),
    ]
    return Section("progress", "1", title, tuple(blocks))


def _which(m: FollowUpMaterial) -> str:
    _, w = m.words._, m.words
    due, days = m.due_on, (m.today - m.due_on).days
    if days == 0:
        when = _("It shows the state of that day.")
    elif days > 0:
        when = w.plural("It shows the state {n} day later.", "It shows the state {n} days later.", days)
    else:
        when = w.plural("It shows the state {n} day before.", "It shows the state {n} days before.", -days)
    text = _(
        "The follow-up {months} months after the exercise falls on {date}. {when}",
        months=m.months, date=w.date(due, weekday=False), when=when,
    )  # fmt: skip
    if m.last is None:
        return text + ("" if w.lang == "ja" else " ") + _("No report has been issued before.")
    last = _(
        "Changes are counted from edition {number}, issued on {date}.",
        number=m.last.number, date=w.date(w.local(m.last.at).date(), weekday=False),
    )  # fmt: skip
    return text + ("" if w.lang == "ja" else " ") + last


def _tiles(m: FollowUpMaterial, actions: list[ActionProgress]) -> tuple[Tile, ...]:
    _, w = m.words._, m.words
    counted = [one for one in actions if one.state != "dropped"]
    done = sum(1 for one in counted if one.state in _CLOSED)
    confirmed = sum(1 for one in counted if one.state == "confirmed")
    before = sum(1 for one in counted if _state_at(m, one) in _CLOSED)
    overdue = [one for one in counted if one.overdue(m.today)]
    share = f"{round(100 * done / len(counted))}" if counted else "－"
    longest = max(((m.today - one.action.due).days for one in overdue), default=0)
    said = w.plural("longest by {n} day", "longest by {n} days", longest) if overdue else _("none is late")
    return (
        Tile(share, "%" if counted else "", _("Done or confirmed"), w.percent(done, len(counted))),
        Tile(
            f"{done - before:+d}".replace("-", "−"), "", _("Since the last issue") if m.last is not None else _("Since the exercise"),
            _("then {n} of {total}", n=before, total=len(counted)),
        ),
        Tile(str(len(overdue)), w.plural("action", "actions", len(overdue)), _("Overdue"), said),
        Tile(str(confirmed), w.plural("action", "actions", confirmed), _("Confirmed by another role"), _("of {n} done", n=done)),
    )  # fmt: skip


def _sentence(m: FollowUpMaterial, actions: list[ActionProgress]) -> str:
    _, w = m.words._, m.words
    counts = [
        _("{state}: {n}", state=_(name), n=sum(1 for one in actions if one.state == state))
        for state, name in ACTION_STATES.items()
    ]
    return _("State of the {n} actions: {counts}.", n=len(actions), counts=w.listed(counts))


def _state_at(m: FollowUpMaterial, one: ActionProgress) -> str:
    """The state at the last issue; "" for an action that was not planned yet."""
    first = m.plans.get(one.action.id)
    if first and first[0].at > m.since:
        return ""
    known = [step.state for step in one.history if step.at <= m.since]
    return known[-1] if known else "planned"


def _overdue(m: FollowUpMaterial, actions: list[ActionProgress]) -> list[Block]:
    _, w = m.words._, m.words
    late = sorted((one for one in actions if one.overdue(m.today)), key=lambda one: one.action.due)
    if not late:
        return [Prose(_("No action is overdue."))]
    columns = (
        Column(_("No."), 0.6), Column(_("Action"), 4.4), Column(_("In charge"), 1.8), Column(_("Due"), 1.2),
        Column(_("Late by"), 1.2, "right"), Column(_("Last word"), 2.4),
    )  # fmt: skip
    rows = tuple(
        (
            one.action.id, one.action.text, one.action.owner, w.short_date(one.action.due),
            w.plural("{n} day", "{n} days", (m.today - one.action.due).days), _last_word(one) or _("none yet"),
        )
        for one in late
    )  # fmt: skip
    return [Table(columns, rows, bold_first=True, note=_("n = {n}", n=len(rows)))]


def _last_word(one: ActionProgress) -> str:
    return next((step.note or step.evidence for step in reversed(one.history) if step.note or step.evidence), "")


def _changes(m: FollowUpMaterial, actions: list[ActionProgress]) -> list[Block]:
    """Every step since the last issue: states, actions that are new, and dates that were moved."""
    _, w = m.words._, m.words
    found: list[tuple[int, tuple[Rich, ...]]] = []
    plans = m.plans
    for one in actions:
        before = ""
        for step in one.history:
            if step.at > m.since and step.state != before:
                was = before or "planned"
                change = _("{before} → {now}", before=_(ACTION_STATES[was]), now=_(ACTION_STATES[step.state]))
                evidence = step.evidence or ("" if step.state == "confirmed" else step.note)
                if step.state == "confirmed":
                    evidence = _("confirmed by {role}", role=one.confirmed_by or step.note)
                found.append(
                    (step.at, (w.short_date(w.local(step.at).date()), one.action.id, change, evidence or "－"))
                )
            before = step.state
        versions = plans.get(one.action.id, [])
        for number, version in enumerate(versions):
            if version.at <= m.since:
                continue
            day = w.short_date(w.local(version.at).date())
            if number == 0:
                found.append((version.at, (day, one.action.id, _("newly planned"), version.action.text)))
            elif version.action.due != versions[number - 1].action.due:
                moved = _(
                    "due date moved from {before} to {now}",
                    before=w.short_date(versions[number - 1].action.due), now=w.short_date(version.action.due),
                )  # fmt: skip
                found.append((version.at, (day, one.action.id, moved, "－")))
            else:
                found.append((version.at, (day, one.action.id, _("wording changed"), version.action.text)))
    if not found:
        return [Prose(_("Nothing has changed."))]
    found.sort(key=lambda one: one[0])
    columns = (
        Column(_("Day"), 1.2), Column(_("No."), 0.7), Column(_("What changed"), 3.2), Column(_("Evidence or remark"), 4.2),
    )  # fmt: skip
    return [Table(columns, tuple(row for _at, row in found), note=_("n = {n}", n=len(found)))]


def plan(m: FollowUpMaterial) -> Section:
    """The improvement plan, what is overdue first."""
    _ = m.words._
    title = _("Improvement plan")
    actions = list(m.learning.actions.values())
    if not actions:
        return Section("plan", "9", title, (Prose(_("No corrective action has been planned yet.")),))
    actions.sort(key=lambda one: (_order(m, one), one.action.due, _PRIORITY[one.action.priority]))
    columns = (
        Column(_("No."), 0.6), Column(_("Action"), 3.6), Column(_("Priority"), 0.75, "centre"), Column(_("In charge"), 1.5),
        Column(_("Due"), 1.05), Column(_("Closed when"), 2.2), Column(_("State"), 1.3), Column(_("At the last issue"), 1),
        Column(_("Evidence"), 2), Column(_("Confirmed by"), 1.2),
    )  # fmt: skip
    rows = tuple(_row(m, one) for one in actions)
    table = Table(columns, rows, bold_first=True, wide=True, caption=_("Improvement plan"))
    note = Small(_("Overdue actions first, then open ones by date, then those that are done."))
    return Section("plan", "9", title, (Prose(note.text), table))


def _order(m: FollowUpMaterial, one: ActionProgress) -> int:
    if one.overdue(m.today):
        return 0
    return {"planned": 1, "doing": 1, "done": 2, "confirmed": 3, "dropped": 4}[one.state]


def _row(m: FollowUpMaterial, one: ActionProgress) -> tuple[Rich, ...]:
    _, w, action = m.words._, m.words, one.action
    state: Rich = _(ACTION_STATES[one.state])
    if one.overdue(m.today):
        state = (Run(_("{state} (overdue)", state=_(ACTION_STATES[one.state])), True, _LATE),)
    then = _state_at(m, one)
    evidence = next((step.evidence for step in reversed(one.history) if step.evidence), "")
    confirmed = one.confirmed_by or "－"
    if one.confirmed_on:
        confirmed = f"{one.confirmed_by} {w.short_date(one.confirmed_on)}"
    return (
        action.id, action.text, _(GRADES[action.priority]), action.owner, w.short_date(action.due), action.criterion or "－",
        state, _(ACTION_STATES[then]) if then else _("new"), evidence or _("none yet"), confirmed,
    )  # fmt: skip
