"""The rows of the cue list: phases as sections, injects with their state, time and reason. Without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exercise_studio.conduct.automatic import is_automatic
from exercise_studio.conduct.cues import Cue, cue_list, next_for, next_of
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.control.wording import houses, reasons, t_plus
from exercise_studio.domain.log import Entry
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Play
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, translate


@dataclass(frozen=True, slots=True)
class CueRow:
    """One row.

    Attributes:
        key: the inject's id, or "phase/…" for a section.
        state: "section", or pending, held, next, fired, recalled, skipped, waiting, missed.
        planned: "T+25", or a dash for what only waits for a condition.
        due: play time at which it is due and still open; None otherwise.
        actual: local time of its firing, "14:02".
        reason: why a contingency is suggested now; "" where it is not.
        automatic: whether it fires by itself.
        flagged: whether this rehearsal flagged it to be mended.
        adapted: whether the organisation that is looked into reads it otherwise, or any one does where all are shown.
        open, count: of a section: how many injects are not done, and how many there are.
    """

    key: str
    state: str
    title: str
    planned: str = ""
    due: Play | None = None
    actual: str = ""
    reason: str = ""
    major: bool = False
    kind: str = "normal"
    ready_for: tuple[str, ...] = ()
    automatic: bool = False
    adapted: bool = False
    flagged: bool = False
    open: int = 0
    count: int = 0

    @property
    def section(self) -> bool:
        """Whether it is the heading of a phase."""
        return self.state == "section"

    @property
    def suggested(self) -> bool:
        """Whether the room should look at it now."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class CueSheet:
    """The whole list at a moment.

    Attributes:
        following: the cue that GO would fire, or None.
        suggested: contingencies whose time has come.
    """

    rows: tuple[CueRow, ...]
    following: Cue | None
    suggested: tuple[Cue, ...]
    cues: Mapping[str, Cue]


def cue_sheet(
    state: RunState,
    play: Play,
    lang: Lang,
    *,
    chosen: str | None = None,
    entries: Mapping[str, Entry] | None = None,
    house: str = "",
    ticked: Sequence[str] = (),
) -> CueSheet:
    """Everything the cue list shows at a moment of play. `entries` gives the local times of what was fired.

    `house` is the organisation that is looked into; `ticked` are those that GO reaches, where not all.
    """
    cues = cue_list(state, play, house or None)
    if house:
        cues = [cue for cue in cues if _concerns(state, cue.inject, house)]
    following = next_for(cues, ticked, chosen) if ticked else next_of(cues, chosen)
    suggested = []
    rows: list[CueRow] = []
    by_phase: dict[str, list[CueRow]] = {}
    for cue in cues:
        reason = ""
        if (
            cue.inject.kind == "contingency"
            and cue.readiness == "due"
            and cue.state.status == "pending"
            and cue.ready_for
        ):
            said = reasons(cue.inject.when, state, cue.ready_for[0], play, lang) if cue.inject.when else []
            reason = (" / " if lang == "ja" else "; ").join(said) or t_plus(cue.due or 0)
            who = "" if house else houses(state, cue.ready_for, lang)
            if who:
                reason = translate(lang, N_("{organisations}: {reason}"), organisations=who, reason=reason)
            suggested.append(cue)
        elif cue.inject.kind == "information" and cue.readiness == "due" and cue.state.status == "pending":
            reason = translate(lang, N_("Its time has come; controllers decide"))
        by_phase.setdefault(cue.phase, []).append(
            _row(state, cue, lang, entries or {}, following is not None and cue is following, reason, house)
        )
    for phase in state.plan.scenario.phases:
        mine = by_phase.pop(phase.id, [])
        if mine:
            open_ones = sum(row.state in ("pending", "next", "held", "waiting") for row in mine)
            title = phase.title.get(lang)
            rows.append(
                CueRow(f"phase/{phase.id}", "section", title, t_plus(phase.start), open=open_ones, count=len(mine))
            )
            rows += mine
    rows += [row for rest in by_phase.values() for row in rest]
    return CueSheet(tuple(rows), following, tuple(suggested), {cue.inject.id: cue for cue in cues})


def _concerns(state: RunState, inject: Inject, house: str) -> bool:
    """Whether one organisation receives an inject, or would if its own sub-controller had not left it out."""
    return state.plan.is_addressed(inject, house) or inject.id in state.plan.adaptations.get(house, {})


def _adapted(state: RunState, inject: str, house: str) -> bool:
    changes = state.plan.adaptations
    return inject in changes.get(house, {}) if house else any(inject in own for own in changes.values())


def _row(
    state: RunState, cue: Cue, lang: Lang, entries: Mapping[str, Entry], following: bool, reason: str, house: str
) -> CueRow:
    status = cue.state.status
    if house and status == "pending" and not state.plan.is_addressed(cue.inject, house):
        status = "skipped"  # left out for this organisation alone
    shown = "next" if following else "waiting" if status == "pending" and cue.readiness == "waiting" else status
    entry = entries.get(cue.state.entry) if status in ("fired", "recalled") else None
    actual = local_of(entry.at, state.plan.time_zone).strftime("%H:%M") if entry is not None else ""
    planned = cue.due if cue.due is not None else cue.inject.at
    is_open = status in ("pending", "held")
    return CueRow(
        key=cue.inject.id,
        state=shown,
        title=state.plan.adapted(cue.inject, house or None).title.get(lang),
        planned=t_plus(planned) if planned is not None else "–",
        due=cue.due if is_open and shown != "waiting" and cue.inject.kind != "contingency" else None,
        actual=actual,
        reason=reason,
        major=cue.inject.guard == "major",
        kind=cue.inject.kind,
        ready_for=cue.ready_for,
        automatic=is_open and is_automatic(state, cue.inject.id),
        adapted=_adapted(state, cue.inject.id, house),
    )
