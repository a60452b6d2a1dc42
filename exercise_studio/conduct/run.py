"""A run as the fold of its log: state after state, one entry at a time.

`RunState.apply` changes the state in place, because a fold over 400,000 entries has no time for copies; nobody but the fold
may change it. The same entries in canonical order always give an equal state.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from exercise_studio.conduct.clock import Clock
from exercise_studio.conduct.corrections import WITHOUT_CONTENT, blanked, counting, named_in
from exercise_studio.conduct.screen import Screen, Sent
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Adaptation, Plan
from exercise_studio.domain.log import (
    Entry,
    canonical_key,
    clock_offsets,
    in_canonical_order,
)
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import Play, ScenarioTime

InjectStatus = Literal["pending", "held", "fired", "recalled", "skipped", "missed"]
"""`missed`: an organisation that joined late was not there when everybody had it."""
EVERYBODY = ""
"""Where what concerns all organisations is kept: shares between simulated bodies."""
EXTENT_ORDER = {"missed": 0, "partly": 1, "done": 2}


@dataclass(slots=True)
class InjectState:
    """What became of one inject, for all or for one organisation."""

    status: InjectStatus = "pending"
    fired_at: Play | None = None
    how: str = ""
    entry: str = ""
    as_summary: bool = False
    received: dict[str, Play] = field(default_factory=dict)
    """Team to play time of its receipt."""


@dataclass(slots=True)
class ItemState:
    """How far one team got with one item, by its logged responses."""

    extent: str
    first_at: Play
    """Play time of the first response that did it, wholly or partly."""
    done_at: Play | None = None
    entries: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Share:
    """One passing of information."""

    entry: str
    sender: str
    receiver: str
    at: Play
    confirmed_at: Play | None = None


@dataclass(slots=True)
class OrganisationState:
    """What one organisation did and where its branches stand; injects only where they differ from everybody's."""

    items: dict[tuple[str, str], ItemState] = field(default_factory=dict)
    """(team, item)."""
    branches: dict[str, str] = field(default_factory=dict)
    injects: dict[str, InjectState] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    last_response: Play | None = None
    responses: int = 0
    decisions: int = 0


@dataclass(slots=True)
class Rating:
    """An observer's latest word on one item of one team. `value` None: cleared, the note stays."""

    value: Any
    note: str
    at: Play
    entry: str


@dataclass
class RunState:
    """Everything a run's entries say.

    Attributes:
        plan: the effective plan: the frozen one with its amendments.
        run: the run's id.
        ratings: (team, item) to observer to rating.
        settled, excluded: what the debrief decided, (team, item).
        withdrawn: ids of entries that no longer count.
    """

    plan: Plan
    run: str
    clock: Clock
    mode: str = ""
    injects: dict[str, InjectState] = field(default_factory=dict)
    organisations: dict[str, OrganisationState] = field(default_factory=dict)
    ratings: dict[tuple[str, str], dict[str, Rating]] = field(default_factory=dict)
    settled: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    excluded: dict[tuple[str, str], str] = field(default_factory=dict)
    observers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    handed_in: dict[str, int] = field(default_factory=dict)
    outages: dict[str, float] = field(default_factory=dict)
    """Sectors whose level somebody set by hand."""
    screens: dict[str, Screen] = field(default_factory=dict)
    """Organisation, or EVERYBODY, to what its screen shows."""
    sent: list[Sent] = field(default_factory=list)
    """What reached the players, in order."""
    posture: str = "normal"
    parked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Entry id of the question to (text, answer or "")."""
    withdrawn: set[str] = field(default_factory=set)
    corrected: dict[str, str] = field(default_factory=dict)
    """Entry to what supersedes it: one that was confirmed or answered before it was reworded still is."""
    applied: int = 0

    # reading

    def inject_state(self, inject: str, organisation: str | None = None) -> InjectState:
        """The state of an inject for one organisation: its own where there is one, else everybody's."""
        if organisation is not None:
            own = self.organisations.get(organisation)
            if own is not None and inject in own.injects:
                return own.injects[inject]
        return self.injects.get(inject) or InjectState()

    def seen(self, organisation: str) -> OrganisationState:
        """What one organisation did so far, for reading only: nothing yet is nothing, and is not kept."""
        return self.organisations.get(organisation) or OrganisationState()

    def organisation(self, organisation: str) -> OrganisationState:
        """The state of one organisation, made when first asked for: only the fold may."""
        found = self.organisations.get(organisation)
        if found is None:
            found = self.organisations[organisation] = OrganisationState()
        return found

    def expected_at(self, inject: Inject, organisation: str | None = None) -> Play | None:
        """The play time at which an inject is due: its `at`, or its `after` once that was fired. None: not yet known."""
        if inject.at is not None:
            return Play(inject.at)
        if inject.after is not None:
            state = self.inject_state(inject.after.inject, organisation)
            if state.status == "fired" and state.fired_at is not None:
                return Play(state.fired_at + inject.after.delay)
        return None

    def screen(self, organisation: str = EVERYBODY) -> Screen:
        """What the players' screen shows, everybody's or one organisation's own."""
        return self.screens.get(organisation) or self.screens.get(EVERYBODY) or Screen()

    def latest(self, entry: str) -> str:
        """The entry that holds in place of one that was corrected, or that one itself."""
        seen = {entry}
        while (later := self.corrected.get(entry)) and later not in seen:
            seen.add(later)
            entry = later
        return entry

    # the fold

    def apply(self, entry: Entry) -> None:
        """Takes one entry, later in canonical order than all before it; unknown kinds and what is outside the run change nothing."""
        if entry.run != self.run:
            return
        self.applied += 1
        handler = _HANDLERS.get(entry.kind)
        if handler is not None and not isinstance(entry.payload, WITHOUT_CONTENT):
            handler(self, entry, entry.payload)

    def play_of(self, entry: Entry) -> Play:
        """The entry's play time: from its first keystroke where it has one, else from when it was written."""
        return self.clock.play(entry.began_at or entry.at)


Handler = Callable[[RunState, Entry, Any], None]
_HANDLERS: dict[str, Handler] = {}


def _on(kind: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


# clock


@_on("run_started")
def _run_started(state: RunState, entry: Entry, payload: p.RunStarted) -> None:
    state.mode = payload.mode
    state.clock.begin(entry.at, payload.speed)


@_on("clock_paused")
def _clock_paused(state: RunState, entry: Entry, payload: p.ClockPaused) -> None:
    state.clock.stop(entry.at, "paused")


@_on("clock_resumed")
def _clock_resumed(state: RunState, entry: Entry, payload: p.ClockResumed) -> None:
    state.clock.go_on(entry.at, "paused")


@_on("run_suspended")
def _run_suspended(state: RunState, entry: Entry, payload: p.RunSuspended) -> None:
    state.clock.stop(entry.at, "suspended")


@_on("run_continued")
def _run_continued(state: RunState, entry: Entry, payload: p.RunContinued) -> None:
    state.clock.go_on(entry.at, "suspended")


@_on("speed_changed")
def _speed_changed(state: RunState, entry: Entry, payload: p.SpeedChanged) -> None:
    state.clock.change_speed(entry.at, payload.speed)


@_on("time_jumped")
def _time_jumped(state: RunState, entry: Entry, payload: p.TimeJumped) -> None:
    state.clock.jump(entry.at, payload.to)
    state.sent.append(Sent("jumped", told=payload.told, to=payload.to))


@_on("run_ended")
def _run_ended(state: RunState, entry: Entry, payload: p.RunEnded) -> None:
    state.clock.stop(entry.at, "ended")


# injects


def _set_inject(state: RunState, entry: Entry, inject: str, new: InjectState, targets: tuple[str, ...] = ()) -> None:
    houses = (entry.scope,) if entry.scope else targets
    if not houses:
        state.injects[inject] = new
        for own in state.organisations.values():
            # What is held, skipped or released for all leaves alone those who have it.
            if new.status in ("fired", "recalled") or own.injects.get(inject, new).status not in ("fired", "recalled"):
                own.injects.pop(inject, None)
        if new.status == "fired":
            for house, changes in state.plan.adaptations.items():
                if inject in changes and changes[inject].skipped:
                    state.organisation(house).injects[inject] = InjectState("skipped", entry=entry.id)
        return
    for house in houses:
        state.organisation(house).injects[inject] = new


@_on("inject_fired")
def _inject_fired(state: RunState, entry: Entry, payload: p.InjectFired) -> None:
    fired = InjectState("fired", state.clock.play(entry.at), payload.how, entry.id, payload.as_summary)
    _set_inject(state, entry, payload.inject, fired, payload.targets)
    inject = state.plan.scenario.inject_by_id.get(payload.inject)
    asked = [o.id for o in state.plan.organisations if inject and state.plan.is_addressed(inject, o.id)]
    common = state.injects.get(payload.inject)
    if (
        (common is None or common.status != "fired")
        and asked
        and all(state.inject_state(payload.inject, house).status in ("fired", "missed") for house in asked)
    ):
        state.injects[payload.inject] = fired  # one after the other they all have it: what follows it may come
    if inject is not None and inject.kind == "information":
        return  # controllers alone receive it
    state.sent.append(Sent("fired", payload.inject, (entry.scope,) if entry.scope else payload.targets))
    for house, screen in list(state.screens.items()) or [(EVERYBODY, Screen())]:
        if not screen.locked and house in (EVERYBODY, entry.scope, *payload.targets):
            shown: p.DisplayMode = "live" if screen.mode == "holding" else screen.mode
            state.screens[house] = Screen(shown)


def _mark(status: InjectStatus) -> Handler:
    def handler(state: RunState, entry: Entry, payload: Any) -> None:
        old = state.inject_state(payload.inject, entry.scope)
        kept = (old.fired_at, old.received) if status == "recalled" else (None, {})
        new = InjectState(status, kept[0], old.how, entry.id, received=dict(kept[1]))
        if status == "recalled":
            state.sent.append(Sent("recalled", payload.inject, (entry.scope,) if entry.scope else ()))
        _set_inject(state, entry, payload.inject, new)

    return handler


_HANDLERS |= {
    "inject_recalled": _mark("recalled"),
    "inject_skipped": _mark("skipped"),
    "inject_held": _mark("held"),
    "inject_released": _mark("pending"),
}


@_on("inject_received")
def _inject_received(state: RunState, entry: Entry, payload: p.InjectReceived) -> None:
    state.inject_state(payload.inject, entry.scope).received.setdefault(payload.team, state.play_of(entry))


@_on("branch_chosen")
def _branch_chosen(state: RunState, entry: Entry, payload: p.BranchChosen) -> None:
    houses = (entry.scope,) if entry.scope else tuple(o.id for o in state.plan.organisations)
    for house in houses:
        state.organisation(house).branches[payload.branch] = payload.option


@_on("outage_changed")
def _outage_changed(state: RunState, entry: Entry, payload: p.OutageChanged) -> None:
    state.outages[payload.sector] = payload.level


@_on("display_changed")
def _display_changed(state: RunState, entry: Entry, payload: p.DisplayChanged) -> None:
    before = state.screen(entry.scope or EVERYBODY)
    since = before.since if before.locked and payload.locked else len(state.sent)
    screen = Screen(
        payload.mode, payload.inject or "", payload.locked, payload.questions, payload.until, payload.page, since
    )
    if entry.scope:
        state.screens[entry.scope] = screen
    else:
        state.screens = {EVERYBODY: screen}


@_on("posture_changed")
def _posture_changed(state: RunState, entry: Entry, payload: p.PostureChanged) -> None:
    state.posture = payload.level


# what teams do


def _touch(house: OrganisationState, team: str, touched: Iterable[p.ItemTouched], at: Play, entry: str) -> None:
    for touch in touched:
        known = house.items.get((team, touch.item))
        if known is None:
            known = house.items[team, touch.item] = ItemState(touch.extent, at)
        elif EXTENT_ORDER[touch.extent] > EXTENT_ORDER[known.extent]:
            if known.extent == "missed":
                known.first_at = at
            known.extent = touch.extent
        if touch.extent == "done" and known.done_at is None:
            known.done_at = at
        known.entries.append(entry)


@_on("response_logged")
def _response_logged(state: RunState, entry: Entry, payload: p.ResponseLogged) -> None:
    house = state.organisation(payload.team.partition("/")[0])
    at = state.play_of(entry)
    house.last_response, house.responses = at, house.responses + 1
    _touch(house, payload.team, payload.items, at, entry.id)


@_on("decision_logged")
def _decision_logged(state: RunState, entry: Entry, payload: p.DecisionLogged) -> None:
    house = state.organisation(payload.team.partition("/")[0])
    at = state.play_of(entry)
    house.last_response, house.decisions = at, house.decisions + 1
    _touch(house, payload.team, payload.items, at, entry.id)


@_on("information_shared")
def _information_shared(state: RunState, entry: Entry, payload: p.InformationShared) -> None:
    ends = (payload.sender.partition("/")[0], payload.receiver.partition("/")[0])
    known = (end for end in ends if end in state.plan.organisation_by_id)
    house = state.organisation(entry.scope or next(known, EVERYBODY))
    house.shares.append(Share(entry.id, payload.sender, payload.receiver, state.play_of(entry)))


@_on("receipt_confirmed")
def _receipt_confirmed(state: RunState, entry: Entry, payload: p.ReceiptConfirmed) -> None:
    houses = (state.organisation(entry.scope),) if entry.scope else tuple(state.organisations.values())
    shared = state.latest(payload.shared)
    for house in houses:
        for share in house.shares:
            if share.entry == shared and share.confirmed_at is None:
                share.confirmed_at = state.play_of(entry)
                return


@_on("question_parked")
def _question_parked(state: RunState, entry: Entry, payload: p.QuestionParked) -> None:
    state.parked[entry.id] = (payload.text, "")


@_on("question_resolved")
def _question_resolved(state: RunState, entry: Entry, payload: p.QuestionResolved) -> None:
    question = state.latest(payload.question)
    if question in state.parked:
        state.parked[question] = (state.parked[question][0], payload.answer)


# observation


@_on("observer_joined")
def _observer_joined(state: RunState, entry: Entry, payload: p.ObserverJoined) -> None:
    state.observers[payload.observer] = payload.scope


@_on("item_rated")
def _item_rated(state: RunState, entry: Entry, payload: p.ItemRated) -> None:
    rating = Rating(payload.value, payload.note, state.play_of(entry), entry.id)
    given = state.ratings.get((payload.team, payload.item))
    if given is None:
        given = state.ratings[payload.team, payload.item] = {}
    given[payload.observer] = rating


@_on("rating_cleared")
def _rating_cleared(state: RunState, entry: Entry, payload: p.RatingCleared) -> None:
    known = state.ratings.get((payload.team, payload.item), {}).get(payload.observer)
    note = payload.note or (known.note if known else "")
    cleared = Rating(None, note, state.play_of(entry), entry.id)
    state.ratings.setdefault((payload.team, payload.item), {})[payload.observer] = cleared


@_on("work_handed_in")
def _work_handed_in(state: RunState, entry: Entry, payload: p.WorkHandedIn) -> None:
    state.handed_in[payload.observer] = payload.edition


@_on("value_settled")
def _value_settled(state: RunState, entry: Entry, payload: p.ValueSettled) -> None:
    state.settled[payload.team, payload.item] = (payload.value, payload.reason)


@_on("item_excluded")
def _item_excluded(state: RunState, entry: Entry, payload: p.ItemExcluded) -> None:
    state.excluded[payload.team, payload.item] = payload.reason


# plan


@_on("plan_amended")
def _plan_amended(state: RunState, entry: Entry, payload: p.PlanAmended) -> None:
    for act in payload.operations:
        if isinstance(act, p.OrganisationJoined) and act.organisation.id not in state.plan.organisation_by_id:
            gone = [one for one, known in state.injects.items() if known.status in ("fired", "recalled")]
            state.organisation(act.organisation.id).injects.update({one: InjectState("missed") for one in gone})
    state.plan = amended(state.plan, payload)


def amended(plan: Plan, amendment: p.PlanAmended) -> Plan:
    """The plan after an amendment; what it adds replaces what had the same id."""
    for act in amendment.operations:
        if isinstance(act, p.OrganisationJoined):
            others = [o for o in plan.organisations if o.id != act.organisation.id]
            plan = plan.changed(organisations=(*others, act.organisation))
        elif isinstance(act, p.ObserverAdded):
            seats = [o for o in plan.observers if o.code != act.observer.code]
            plan = plan.changed(observers=(*seats, act.observer))
        elif isinstance(act, p.AutomaticPut):
            others_of = tuple(one for one in plan.settings.automatic if one != act.inject)
            automatic = (*others_of, act.inject) if act.automatic else others_of
            plan = plan.changed(settings=plan.settings.changed(automatic=automatic))
        elif isinstance(act, p.PhrasesPut):
            plan = plan.changed(settings=plan.settings.changed(phrases=act.phrases))
        elif isinstance(act, p.InjectPut):
            injects = {inject.id: inject for inject in plan.scenario.injects} | {act.inject.id: act.inject}
            plan = plan.changed(scenario=plan.scenario.changed(injects=tuple(injects.values())))
        else:
            own: dict[str, Adaptation] = {**plan.adaptations.get(act.organisation, {}), act.inject: act.adaptation}
            plan = plan.changed(adaptations={**plan.adaptations, act.organisation: own})
    return plan


def new_run(plan: Plan, run: str) -> RunState:
    """The state before the first entry."""
    return RunState(plan=plan, run=run, clock=Clock(ScenarioTime(plan.scenario.clock.start)))


def fold(plan: Plan, run: str, entries: Iterable[Entry]) -> RunState:
    """The state after all entries: sorted canonically, corrected, applied one after the other."""
    return _fold_ordered(plan, run, in_canonical_order(blanked(entries)))


def _fold_ordered(plan: Plan, run: str, ordered: list[Entry]) -> RunState:
    state = new_run(plan, run)
    state.corrected = {entry.supersedes: entry.id for entry in ordered if entry.supersedes}
    for entry in counting(ordered):
        state.apply(entry)
    return state


class LiveRun:
    """A run's entries and its state, kept up to date as entries arrive in any order.

    An entry that is the latest in canonical order and corrects nothing is applied; anything else folds anew, so that the
    state always equals `fold` of all entries.

    Attributes:
        entries: all entries given so far, in canonical order.
        state: the fold of them.
    """

    def __init__(self, plan: Plan, run: str, entries: Iterable[Entry] = ()) -> None:
        self._frozen = plan
        self.entries = in_canonical_order(blanked(entries))
        self.state = _fold_ordered(plan, run, self.entries)
        self._named = named_in(self.entries)
        self._known: set[str] | None = None
        self._offsets = clock_offsets(self.entries)
        self._by_author: dict[str, list[Entry]] = {}
        self._indexed = 0

    def by_author(self, author: str) -> list[Entry]:
        """The entries that one seat or observer code wrote."""
        for entry in self.entries[self._indexed :]:
            self._by_author.setdefault(entry.author, []).append(entry)
        self._indexed = len(self.entries)
        return self._by_author.get(author, [])

    def _is_simple(self, entry: Entry) -> bool:
        """Whether an entry changes nothing about the others and they nothing about it: no correction, no new clock offset."""
        if entry.kind == "observer_joined":
            if getattr(entry.payload, "clock_offset", 0) != self._offsets.get(entry.device, 0):
                return False
        elif entry.kind in ("entry_withdrawn", "entry_redacted"):
            return False
        return not entry.supersedes and entry.id not in self._named

    def add(self, entries: Iterable[Entry]) -> list[Entry]:
        """Takes entries; ones already known change nothing. Returns the new ones in canonical order."""
        if self._known is None:
            self._known = {entry.id for entry in self.entries}
        known = self._known
        new = [entry for entry in entries if entry.id not in known]
        if len(new) > 1:
            # One entry may come twice at once, and devices that joined earlier have their offset also here.
            new = list({entry.id: entry for entry in new}.values())
            new.sort(key=partial(canonical_key, offsets=self._offsets | clock_offsets(new)))
        known.update(entry.id for entry in new)
        last = canonical_key(self.entries[-1], self._offsets) if self.entries else None
        simple = all(map(self._is_simple, new))
        if simple and (last is None or not new or last <= canonical_key(new[0], self._offsets)):
            self.entries += new
            for entry in new:
                self.state.apply(entry)
        elif new:
            self.entries = in_canonical_order(blanked([*self.entries, *new]))
            self._named = named_in(self.entries)
            self._by_author, self._indexed = {}, 0
            self._offsets = clock_offsets(self.entries)
            self.state = _fold_ordered(self._frozen, self.state.run, self.entries)
        return new
