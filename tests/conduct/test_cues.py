"""The cue list: what is due, what GO fires next, what is offered, and that nothing comes twice."""

from exercise_studio.conduct.cues import Cue, cue_list, next_cue, suggestions
from exercise_studio.conduct.run import RunState, fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.payloads import Payload
from exercise_studio.domain.times import Play
from tests.plans import SCENARIO, entry, inject, minutes, plan


class Run:
    """A run to which entries are added a minute after another, and asked as the facilitator asks."""

    def __init__(self, of: Plan | None = None) -> None:
        self.plan, self.minute = of or plan(), 0
        self.entries: list[Entry] = [entry(p.RunStarted(mode="live", plan_hash=""), 0)]

    def say(self, *payloads: Payload, at: float | None = None, scope: str | None = None) -> "Run":
        self.entries += [
            entry(payload, minutes(self.minute if at is None else at), scope=scope) for payload in payloads
        ]
        return self

    @property
    def state(self) -> RunState:
        return fold(self.plan, "run", self.entries)

    def cue(self, name: str, play: float = 0, organisation: str | None = None) -> Cue:
        cues = cue_list(self.state, Play(minutes(play)), organisation)
        return next(cue for cue in cues if cue.inject.id == name)

    def next(self, play: float = 0, chosen: str | None = None) -> str | None:
        found = next_cue(self.state, Play(minutes(play)), chosen=chosen)
        return found.inject.id if found else None

    def offered(self, play: float = 0, organisation: str | None = None) -> dict[str, tuple[str, ...]]:
        return {cue.inject.id: cue.ready_for for cue in suggestions(self.state, Play(minutes(play)), organisation)}


def fired(name: str, *targets: str) -> p.InjectFired:
    return p.InjectFired(inject=name, targets=targets)


def test_every_inject_is_in_the_list_once_in_the_order_of_play() -> None:
    ids = [cue.inject.id for cue in cue_list(Run().state, Play(0))]
    assert sorted(ids) == sorted(one["id"] for one in SCENARIO["injects"])
    planned = [one for one in ids if one in ("I01", "I02", "I03", "N01", "I04")]
    assert planned == ["I01", "I02", "I03", "N01", "I04"]  # 0, 10, 10 + 5, 20, 40


def test_what_is_planned_is_ready_before_its_time_and_due_at_it() -> None:
    assert Run().cue("I02", 9.9).readiness == "ready"
    assert Run().cue("I02", 10).readiness == "due"
    assert Run().cue("I02", 10).ready_for == ("alpha", "beta")
    assert Run().cue("I02", 10).due == minutes(10)


def test_what_follows_another_waits_for_it_and_comes_so_long_after_it_was_fired() -> None:
    run = Run()
    assert (run.cue("I03", 59).readiness, run.cue("I03", 59).due) == ("waiting", None)
    run.say(fired("I02"), at=12)
    assert (run.cue("I03", 16).readiness, run.cue("I03", 16).due) == ("ready", minutes(17))
    assert run.cue("I03", 17).readiness == "due"


def test_what_follows_comes_also_when_the_houses_had_it_one_after_the_other() -> None:
    run = Run().say(fired("I02", "alpha"), at=10)
    assert run.cue("I03", 59).readiness == "waiting"
    run.say(fired("I02", "beta"), at=12)
    assert run.cue("I02", 12).readiness == "done"
    assert run.cue("I03", 17).due == minutes(17)


def test_going_on_and_on_fires_every_planned_inject_once() -> None:
    run, order = Run(), []
    while (name := run.next(59)) is not None:
        order.append(name)
        assert len(order) < 20
        run.minute += 1
        run.say(fired(name))
    assert order == ["I01", "I02", "I03", "I04"]


def test_held_and_skipped_injects_are_passed_over() -> None:
    run = Run().say(p.InjectHeld(inject="I01"))
    assert run.next() == "I02"
    assert run.cue("I01").state.status == "held"
    assert run.next(chosen="I01") == "I02"
    run.say(p.InjectSkipped(inject="I02"))
    assert run.next() == "I04"  # I03 follows I02, which never came
    run.say(p.InjectReleased(inject="I01"))
    assert run.next() == "I01"


def test_when_everything_left_is_skipped_nothing_is_next_and_the_run_can_end() -> None:
    run = Run().say(*(p.InjectSkipped(inject=one["id"]) for one in SCENARIO["injects"]))
    assert run.next(60) is None
    assert run.offered(60) == {}
    assert {cue.readiness for cue in cue_list(run.state, Play(minutes(60)))} == {"done"}
    assert run.say(p.RunEnded(), at=60).state.clock.mode == "ended"


def test_a_recalled_inject_is_done_and_does_not_come_again_by_itself() -> None:
    run = Run().say(fired("I01")).say(p.InjectRecalled(inject="I01"), at=1)
    assert run.cue("I01", 2).readiness == "done"
    assert run.next(2) == "I02"


def test_what_was_set_by_hand_comes_first_while_it_is_open() -> None:
    run = Run()
    assert run.next(0, chosen="I04") == "I04"
    assert run.next(0, chosen="C01") == "C01"
    run.say(fired("I04"))
    assert run.next(1, chosen="I04") == "I01"
    assert run.next(1, chosen="nothing") == "I01"


def test_contingency_and_information_are_never_next_by_themselves() -> None:
    run = Run().say(*(fired(name) for name in ("I01", "I02", "I03", "I04")))
    assert run.cue("N01", 60).readiness == "due"
    assert run.offered(60)
    assert run.next(60) is None


def test_a_contingency_is_offered_only_for_houses_that_receive_it_and_where_it_is_true() -> None:
    # C01: late(DET-01), to the terminals' CSIRT. I01 asks for DET-01 within 20 minutes.
    run = Run().say(fired("I01"))
    assert run.offered(20) == {}
    assert run.offered(21) == {"C01": ("alpha", "beta")}  # gamma is late as well, and is not addressed
    did = p.ResponseLogged(team="alpha/csirt", text="x", items=(p.ItemTouched(item="DET-01"),))
    run.say(did, at=15)
    assert run.offered(21) == {"C01": ("beta",)}
    assert run.offered(21, "alpha") == {}
    assert run.offered(21, "gamma") == {}
    assert run.offered(21, "beta") == {"C01": ("beta",)}
    run.say(fired("C01", "beta"), at=21)
    assert run.offered(22) == {}
    assert run.cue("C01", 22).ready_for == ()


def test_a_contingency_that_everybody_had_is_done() -> None:
    run = Run().say(fired("I01")).say(fired("C01", "alpha"), at=21)
    assert run.cue("C01", 22).readiness == "due"
    run.say(fired("C01", "beta"), at=22)
    assert run.cue("C01", 23).readiness == "done"


def test_a_contingency_with_a_time_waits_for_both() -> None:
    timed = inject("C09", kind="contingency", at="30m", when="fired(I01)", to=["all"])
    run = Run(plan(scenario=SCENARIO | {"injects": [*SCENARIO["injects"], timed]})).say(fired("I01"))
    assert "C09" not in run.offered(29)
    assert run.offered(30)["C09"] == ("alpha", "beta", "gamma")


def test_the_choice_of_one_house_offers_its_consequence_to_that_house() -> None:
    run = Run().say(p.BranchChosen(branch="stop-gates", option="stop"), scope="beta", at=12)
    assert run.offered(13) == {"C02": ("beta",)}


def test_after_a_pause_an_inject_counts_from_now_and_those_that_follow_shift_by_the_pause() -> None:
    run = Run().say(p.ClockPaused(), at=5).say(p.ClockResumed(), at=35)
    state = run.state
    # Ten minutes of play are over forty minutes after the start.
    assert state.clock.instant_of(Play(minutes(10))) == state.clock.began + minutes(40)
    assert run.say(fired("I02"), at=41).state.injects["I02"].fired_at == minutes(11)
    assert run.cue("I03").due == minutes(16)
    assert run.state.clock.instant_of(Play(minutes(16))) == state.clock.began + minutes(46)
    assert run.cue("I04").due == minutes(40)


def test_an_inject_fired_while_the_clock_stands_is_fired_at_what_was_played() -> None:
    run = Run().say(p.ClockPaused(), at=5).say(fired("I02"), at=35)
    assert run.state.injects["I02"].fired_at == minutes(5)


def test_one_house_that_had_an_inject_early_leaves_it_open_for_the_others() -> None:
    run = Run().say(fired("I02", "alpha"), at=3)
    assert run.cue("I02", 10).ready_for == ("beta",)
    assert run.cue("I02", 10, "alpha").readiness == "done"
    assert run.cue("I02", 10, "beta").readiness == "due"


def test_an_inject_to_a_slot_that_nobody_fills_comes_in_its_time_and_reaches_no_house() -> None:
    """Controllers play it among themselves; what follows it must not wait for ever."""
    of = plan()
    first = next(i for i in of.scenario.injects if i.at is not None and i.when is None and i.kind == "normal")
    lonely = first.changed(to=("carrier",))
    injects = tuple(lonely if i.id == first.id else i for i in of.scenario.injects)
    terminals = tuple(o for o in of.organisations if o.slot == "terminal")
    alone = of.changed(scenario=of.scenario.changed(injects=injects), organisations=terminals)
    assert lonely.at is not None
    cue = Run(alone).cue(lonely.id, lonely.at / 60_000)
    assert (cue.readiness, cue.ready_for) == ("due", ())
    assert Run(alone).next(lonely.at / 60_000) != lonely.id, "GO leaves out what reaches nobody who plays"
