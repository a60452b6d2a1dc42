"""What fires by itself: chosen injects only, once, one after the other, and nothing after a gap before somebody looked."""

from itertools import pairwise

from exercise_studio.conduct.automatic import GRACE, SPACING, Autopilot, Due, automatic_injects
from exercise_studio.conduct.run import RunState, fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import HOUR, MINUTE, SECOND, Play
from tests.plans import SCENARIO, T0, entry, inject, minutes, plan

TICK = 500


def chosen(*names: str, **said: object) -> Plan:
    return plan(settings={"automatic": names}, **said)


class Room:
    """A run that is looked at twice a second; what comes by itself is fired as the room fires it."""

    def __init__(self, of: Plan, speed: float = 1.0) -> None:
        self.plan, self.now, self.pilot = of, 0, Autopilot()
        self.fired: list[tuple[int, str]] = []
        self.entries: list[Entry] = []
        self.say(p.RunStarted(mode="rehearsal", plan_hash="", speed=speed))

    def say(self, payload: p.Payload, scope: str | None = None) -> None:
        self.entries.append(entry(payload, self.now, scope=scope))
        self.state: RunState = fold(self.plan, "run", self.entries)

    def look(self) -> Due | None:
        play = self.state.clock.play(T0 + self.now)  # type: ignore[arg-type]
        due = self.pilot.look(self.state, play, self.now)
        if due is not None:
            self.fired.append((self.now, due.inject.id))
            self.say(p.InjectFired(inject=due.inject.id, targets=due.organisations, how=due.how))
            self.pilot.fired(self.now)
        return due

    def until(self, moment: float) -> "Room":
        while self.now < moment:
            self.now += TICK
            self.look()
        return self

    def coming(self) -> tuple[str, float] | None:
        found = self.pilot.coming(self.state.clock.play(T0 + self.now), self.now)  # type: ignore[arg-type]
        return (found[0].inject.id, found[1]) if found else None


def test_only_what_was_chosen_fires_by_itself_at_its_time_and_once() -> None:
    room = Room(chosen("I02")).until(minutes(30))
    assert room.fired == [(minutes(10), "I02")]


def test_a_major_inject_never_fires_by_itself() -> None:
    assert Room(chosen("I04")).until(minutes(50)).fired == []


def test_what_is_held_skipped_or_fired_by_hand_does_not_come_by_itself() -> None:
    for said in (p.InjectHeld(inject="I02"), p.InjectSkipped(inject="I02"), p.InjectFired(inject="I02")):
        room = Room(chosen("I02"))
        room.say(said)
        assert room.until(minutes(12)).fired == []
        assert room.coming() is None


def test_while_the_clock_stands_nothing_comes_and_the_pause_shifts_it_exactly() -> None:
    room = Room(chosen("I02")).until(minutes(9))
    room.say(p.ClockPaused())
    room.until(minutes(39))
    assert room.fired == []
    room.say(p.ClockResumed())
    assert room.until(minutes(45)).fired == [(minutes(40), "I02")]


def test_in_the_minute_before_it_counts_down() -> None:
    room = Room(chosen("I02")).until(minutes(9) - SECOND)
    assert room.coming() is None
    room.until(minutes(9.5))
    assert room.coming() == ("I02", 30 * SECOND)


def test_what_follows_another_comes_to_each_house_after_it_had_that() -> None:
    of = chosen("X1", scenario={**SCENARIO, "injects": [
        *SCENARIO["injects"], inject("X1", after={"inject": "I02", "delay": "5m"}, to=["terminal"]),
    ]})  # fmt: skip
    room = Room(of).until(minutes(10))
    room.say(p.InjectFired(inject="I02"), "alpha")
    room.until(minutes(12))
    room.say(p.InjectFired(inject="I02"), "beta")
    room.until(minutes(30))
    fired = [one.payload for one in room.entries if one.kind == "inject_fired" and one.payload.inject == "X1"]
    assert [(one.targets, one.how) for one in fired] == [(("alpha",), "scheduled"), (("beta",), "scheduled")]
    assert [at for at, _name in room.fired] == [minutes(15), minutes(17)]


def test_a_condition_that_came_true_can_still_be_held_for_some_seconds() -> None:
    # C01 comes when DET-01 is later than 20 minutes after I01.
    room = Room(chosen("C01"))
    room.say(p.InjectFired(inject="I01"))
    room.until(minutes(20) + TICK)
    assert room.fired == []
    assert room.coming() == ("C01", GRACE)
    room.until(minutes(20) + 5 * SECOND)
    room.say(p.InjectHeld(inject="C01"))
    assert room.until(minutes(22)).fired == []
    room.say(p.InjectReleased(inject="C01"))
    room.until(minutes(22) + GRACE + TICK)
    assert room.fired == [(minutes(22) + GRACE + TICK, "C01")]
    assert room.entries[-1].payload.how == "condition"


def test_a_condition_that_turns_before_its_grace_is_over_fires_nothing() -> None:
    room = Room(chosen("C01"))
    room.say(p.InjectFired(inject="I01"))
    room.until(minutes(20) + 5 * SECOND)
    for house in ("alpha", "beta"):
        done = p.ResponseLogged(team=f"{house}/csirt", text="x", items=(p.ItemTouched(item="DET-01"),))
        room.say(done, house)
    assert room.until(minutes(30)).fired == []


def test_what_is_due_together_comes_one_after_the_other() -> None:
    many = [inject(f"X{n}", at="10m", to=["all"]) for n in range(1, 5)]
    room = Room(chosen(*(one["id"] for one in many), scenario={**SCENARIO, "injects": [*SCENARIO["injects"], *many]}))
    room.until(minutes(12))
    assert [name for _at, name in room.fired] == ["X1", "X2", "X3", "X4"]
    moments = [at for at, _name in room.fired]
    assert all(later - before >= SPACING for before, later in pairwise(moments))


def test_a_machine_that_slept_for_an_hour_fires_nothing_and_asks() -> None:
    many = [inject(f"X{n}", at=f"{10 + 5 * n}m", to=["all"]) for n in range(10)]
    names = [one["id"] for one in many]
    late = inject("X99", at="75m", to=["all"])
    room = Room(chosen(*names, "X99", scenario={**SCENARIO, "injects": [*SCENARIO["injects"], *many, late]}))
    room.until(minutes(9))
    room.now += HOUR
    room.until(room.now + minutes(1))
    assert room.fired == []
    assert room.pilot.stopped == "gap"
    assert {one.inject.id for one in room.pilot.overdue()} == set(names)
    room.pilot.go_on(room.now)
    room.until(minutes(76))
    assert room.fired == [(minutes(75), "X99")]  # what was missed waits for GO


def test_a_room_that_is_opened_long_after_the_time_asks_as_well() -> None:
    state = Room(chosen("I02")).state
    pilot = Autopilot()
    assert pilot.look(state, Play(minutes(11)), 5_000) is None
    assert pilot.stopped == "gap"


def test_an_inject_chosen_long_after_its_time_waits_for_somebody() -> None:
    room = Room(plan()).until(minutes(20))
    room.say(p.PlanAmended(operations=(p.AutomaticPut(inject="I02", automatic=True),)))
    assert room.until(minutes(21)).fired == []
    assert room.pilot.stopped == "stale"


def test_a_clock_that_somebody_set_back_fires_nothing_before_somebody_looked() -> None:
    room = Room(chosen("I02")).until(minutes(10) - TICK)
    room.pilot.look(room.state, Play(minutes(10) - TICK), minutes(15))
    assert room.pilot.look(room.state, Play(minutes(10)), minutes(10)) is None
    assert room.pilot.stopped == "gap"


def test_a_rehearsal_at_sixty_keeps_its_distances_in_play() -> None:
    room = Room(chosen("I01", "I02"), speed=60).until(30 * SECOND)
    assert room.fired == [(TICK, "I01"), (10 * SECOND, "I02")]


def test_after_a_failure_nothing_comes_until_somebody_looked() -> None:
    room = Room(chosen("I02")).until(minutes(9))
    room.pilot.failed()
    room.until(minutes(12))
    assert room.fired == []
    assert room.coming() is None


def test_who_left_it_out_for_their_house_does_not_get_it() -> None:
    room = Room(chosen("I02", adaptations={"alpha": {"I02": {"skipped": True}}})).until(minutes(11))
    assert room.entries[-1].payload.targets == ("beta",)
    assert automatic_injects(room.state, Play(MINUTE)) == []
