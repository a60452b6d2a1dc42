"""Rehearsing: a whole exercise played by simulated people, through the same commands that the windows use.

Everything runs on a clock of its own, so that a seed gives the same log at any speed; the speed only says how long the
program waits between two moments.
"""

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from exercise_studio.conduct.cues import cue_list, suggestions
from exercise_studio.conduct.rehearsal import STEP, Act, House, on_grid
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.exercise import ObserverSeat, Organisation, Plan
from exercise_studio.domain.scenario import Inject, Scenario
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import MINUTE, SECOND, Instant, Play
from exercise_studio.journeys import authoring, conducting, learning_rehearsed, observing
from exercise_studio.journeys.library import load_checklists
from exercise_studio.journeys.session import Session, instant_of
from exercise_studio.language import N_
from exercise_studio.store.workspace import Workspace


class Cancelled(KnownError):
    """Somebody stopped a long job."""


@dataclass
class VirtualClock:
    """A clock that stands until it is moved; `pace` play seconds a real second are waited for, None waits for nothing."""

    at: Instant
    pace: float | None = None
    _real: float = field(default_factory=time.monotonic)

    def now(self) -> Instant:
        """The simulated instant."""
        return self.at

    def move(self, to: Instant) -> None:
        """Moves on to a later instant, waiting as the pace says."""
        if to <= self.at:
            return
        if self.pace:
            self._real = max(self._real, time.monotonic() - 1) + (to - self.at) / SECOND / self.pace
            time.sleep(max(0.0, self._real - time.monotonic()))
        self.at = to

    def leap(self, to: Instant) -> None:
        """Moves on without waiting: nights and weeks between two days of work."""
        self.at = max(self.at, to)


@dataclass(frozen=True)
class Order:
    """What to rehearse.

    Attributes:
        organisations: how many; they fill the player slots in turn.
        observers: for each organisation.
        pace: play seconds a real second; None as fast as it goes.
        start: planned start, local; seventy days after the scenario's `as_of` at 13:30 unless said.
        earlier: how many exercises before it, a year apart.
    """

    scenario: Scenario
    seed: int = 1
    organisations: int = 1
    observers: int = 2
    pace: float | None = None
    start: datetime | None = None
    earlier: int = 0
    lang: Lang = "ja"


def default_start(scenario: Scenario) -> datetime:
    """A day on which the scenario's names are right, always the same: seventy days after `as_of`, at half past one."""
    return datetime.combine(scenario.as_of + timedelta(days=70), datetime.min.time()) + timedelta(hours=13, minutes=30)


def rehearse(
    workspace: Workspace,
    order: Order,
    *,
    acknowledge: Callable[[tuple[str, ...]], None] | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Makes an exercise, plays it to the end of its follow-up, and returns its id. `progress` gets 0 to 1. Raises Cancelled."""
    start = order.start or default_start(order.scenario)
    for years in range(order.earlier, 0, -1):
        before = Order(
            order.scenario, order.seed + 7919 * years, order.organisations, order.observers, None,
            start - timedelta(days=364 * years), 0, order.lang,
        )  # fmt: skip
        _play(workspace, before, before.start or start, acknowledge, None, cancelled, years)
    return _play(workspace, order, start, acknowledge, progress, cancelled, 0)


def plan_of(order: Order, start: datetime, years_before: int = 0) -> Plan:
    """The plan that a rehearsal makes: organisations fill the player slots in turn, observers watch one organisation each."""
    scenario = order.scenario
    slots = [member for member in scenario.cast if member.kind == "player"]
    houses: list[Organisation] = []
    for number in range(order.organisations):
        slot = slots[number % len(slots)]
        turn = number // len(slots)
        name = (
            slot.title
            if turn == 0
            else Text(ja=f"{slot.title.get('ja')} {turn + 1}", en=f"{slot.title.get('en')} {turn + 1}")
        )
        houses.append(
            authoring.organisation_for(slot, name_id=slot.id if turn == 0 else f"{slot.id}-{turn + 1}", name=name)
        )
    codes = [(house.id, one) for house in houses for one in range(order.observers)]
    seats = tuple(ObserverSeat(code=f"OBS-{i + 1:02d}", scope=(house,)) for i, (house, _) in enumerate(codes))
    title = scenario.title
    if years_before:
        title = Text(ja=f"{title.get('ja')}({years_before}年前)", en=f"{title.get('en')} ({years_before} y earlier)")
    plan = authoring.new_plan(
        scenario, load_checklists(scenario.checklists), title=title, starts_at=start, organisations=houses, observers=seats,
        place="本社 大会議室" if order.lang == "ja" else "Head office, main meeting room",
        department="経営企画部 危機管理課" if order.lang == "ja" else "Corporate planning, crisis management",
    )  # fmt: skip
    layers = {team.layer: 2 if team.layer == "EXEC" else 3 for house in houses for team in house.teams}
    return plan.changed(attendance={layer: count * len(houses) for layer, count in layers.items()})


class _Stage:
    """One run being played: the queue of acts still to come and the people who act."""

    def __init__(self, session: Session, clock: VirtualClock, order: Order) -> None:
        self.session, self.clock, self.order = session, clock, order
        self.queue: list[tuple[int, int, Act]] = []
        self.count = 0
        self.houses: dict[str, House] = {}
        self.jumped: set[str] = set()
        self.end = on_grid(session.plan.scenario.duration + 10 * MINUTE)

    def put(self, acts: list[Act]) -> None:
        for act in acts:
            self.count += 1
            heapq.heappush(self.queue, (act.at, self.count, act))

    def seat(self) -> None:
        plan = self.session.plan
        seats: dict[str, list[ObserverSeat]] = {}
        for seat in plan.observers:
            for house in seat.scope:
                seats.setdefault(house, []).append(seat)
        seed = self.order.seed
        self.houses = {o.id: House(plan, o, tuple(seats.get(o.id, ())), seed) for o in plan.organisations}
        with self.session.together():
            for seat in plan.observers:
                observing.join(self.session, seat.code)

    def due(self, play: int) -> list[tuple[Inject, tuple[str, ...]]]:
        """What the facilitator fires at this moment: planned injects, and contingencies whose condition came true."""
        state = self.session.state
        found = [
            (cue.inject, cue.ready_for)
            for cue in cue_list(state, self.session.play())
            if cue.inject.kind != "contingency" and cue.readiness == "due" and cue.state.status == "pending"
        ]
        return found + [(cue.inject, cue.ready_for) for cue in suggestions(state, self.session.play())]

    def fire(self, inject: Inject, ready: tuple[str, ...], play: int) -> None:
        session = self.session
        addressed = [house for house in self.houses if session.plan.is_addressed(inject, house)]
        targets = () if len(ready) == len(addressed) else ready
        how: p.How = "condition" if inject.when is not None else "scheduled"
        conducting.fire(session, inject.id, targets=targets, how=how)
        for house in ready:
            one = self.houses[house]
            self.put(one.react(inject, play, self.order.lang))
            self.put(one.decide(inject, play, self.order.lang))

    def perform(self, act: Act) -> None:
        """One act of a simulated person, through the command that a window would call."""
        session, plan = self.session, self.session.plan
        if act.what == "receive":
            session.say(p.InjectReceived(inject=act.inject, team=act.team), scope=act.organisation)
        elif act.what == "respond":
            typed = Instant(self.clock.at - 4 * SECOND)
            conducting.log_response(
                session, act.team, act.text, items=[(act.item, act.extent)], inject=act.inject, began_at=typed,
                significant=plan.items[act.item].critical and act.extent == "done",
            )  # fmt: skip
            self.put(self.houses[act.organisation].rate_seen(act.team, act.item, self.end))
        elif act.what == "decide":
            role = plan.teams[act.team][1].title.get(self.order.lang)
            choice = "方針を決定" if self.order.lang == "ja" else "Policy decided"
            conducting.log_decision(session, act.team, act.text, choice, decided_by=role, inject=act.inject)
        elif act.what == "branch":
            branch = plan.scenario.branch_by_id[act.inject]
            role = plan.teams[act.team][1].title.get(self.order.lang)
            options = [option.text.get(self.order.lang) for option in branch.options]
            question = branch.question.get(self.order.lang)
            conducting.log_decision(
                session, act.team, question, act.text, options=options, decided_by=role, inject=branch.asked_at
            )
            conducting.choose_branch(session, branch.id, act.option, organisation=act.organisation, decided_by=role)
        elif act.what == "share":
            conducting.share(
                session, act.organisation, act.receiver, content=act.text, means="mail", system="it", about=act.item
            )
        else:
            note = ""
            if act.value in (1, 2):
                note = "促されてから着手した。" if self.order.lang == "ja" else "Started only after a prompt."
            observing.rate(session, act.observer, act.team, act.item, act.value, note=note)

    def jump(self, play: int) -> None:
        """Time jumps of phases that begin at this moment."""
        for phase in self.session.plan.scenario.phases:
            if phase.jump is not None and phase.id not in self.jumped and play >= phase.start:
                self.jumped.add(phase.id)
                if phase.jump.to > self.session.state.clock.scenario(self.clock.at):
                    conducting.jump(self.session, phase.jump.to, told=phase.jump.told, phase=phase.id)


def _play(
    workspace: Workspace,
    order: Order,
    start: datetime,
    acknowledge: Callable[[tuple[str, ...]], None] | None,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool],
    years_before: int,
) -> str:
    plan = plan_of(order, start, years_before)
    exercise = authoring.create_exercise(workspace, plan)
    clock = VirtualClock(instant_of(start, plan.time_zone), order.pace)
    session = Session(workspace, exercise, clock.now, "facilitator", order.lang, acknowledge)
    conducting.start_run(session, "rehearsal", seed=order.seed)
    stage = _Stage(session, clock, order)
    stage.seat()
    _run(stage, progress, cancelled)
    learning_rehearsed.after_the_run(session, clock.leap, order.seed, order.lang)
    return exercise


def _run(stage: _Stage, progress: Callable[[float], None] | None, cancelled: Callable[[], bool]) -> None:
    session, clock, plan = stage.session, stage.clock, stage.session.plan
    end = stage.end
    break_at = on_grid(plan.scenario.duration / 2)
    play, rated = 0, False
    while play <= end:
        if cancelled():
            raise Cancelled(N_("The rehearsal was stopped."), safe=N_("What was played so far is kept."))
        moment = session.state.clock.instant_of(Play(play))
        clock.move(moment if moment is not None else clock.at)
        if play % MINUTE == 0:
            stage.jump(play)
        with session.together():
            if play % MINUTE == 0 or play == 0:
                for inject, ready in stage.due(play):
                    stage.fire(inject, ready, play)
            while stage.queue and stage.queue[0][0] <= play:
                stage.perform(heapq.heappop(stage.queue)[2])
        if play == break_at:
            conducting.pause(session, "休憩" if stage.order.lang == "ja" else "Break")
            clock.move(Instant(clock.at + 5 * MINUTE))
            conducting.resume(session)
        if not rated and play >= end - 12 * MINUTE:
            rated = True
            for house in stage.houses.values():
                stage.put(house.rate_rest(play, end))
        if progress is not None:
            progress(0.9 * play / end)
        play = _following(stage, play, end)
    with session.together():
        for seat in plan.observers:
            observing.hand_in(session, seat.code)
    conducting.end_run(session)


def _following(stage: _Stage, play: int, end: int) -> int:
    """The next moment at which anything can happen: the next whole minute or the next act."""
    minute = play - play % MINUTE + MINUTE
    coming = stage.queue[0][0] if stage.queue else minute
    return max(play + STEP, min(minute, coming)) if play < end else end + STEP
