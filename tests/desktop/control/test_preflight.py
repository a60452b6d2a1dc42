"""What is looked at before the start, and what lies under a time jump."""

from datetime import date, datetime

import pytest

from exercise_studio.conduct.run import new_run
from exercise_studio.desktop.control.jumping import coming_jump, injects_between, planned_scenario
from exercise_studio.desktop.control.preflight import FIXES, Surroundings, by_weight, preflight, ready
from exercise_studio.desktop.control.wording import countdown, due_text, short_name, t_plus
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.domain.times import MINUTE, SECOND, Play
from exercise_studio.journeys import authoring
from exercise_studio.journeys.library import find_scenario, load_checklists

MORNING = datetime(2026, 7, 5, 7, 0)


@pytest.fixture(scope="module")
def plan() -> Plan:
    scenario, _ = find_scenario("port-terminal-ransomware")
    return authoring.new_plan(
        scenario, load_checklists(scenario.checklists), starts_at=datetime(2026, 7, 4, 9, 0), as_of=date(2026, 7, 4),
        observers=(ObserverSeat(code="OBS-01"),),
    )  # fmt: skip


def state_of(lines: list, name: str) -> str:
    return next(line.state for line in lines if line.id == name)


def test_a_whole_plan_on_a_good_machine_is_ready(plan: Plan) -> None:
    lines = preflight(plan, Surroundings(free_bytes=80_000_000_000))
    assert [line.id for line in lines if line.state != "ok"] == []
    assert len(lines) >= 14
    assert ready(lines)


def test_missing_people_block_and_missing_observers_only_advise(plan: Plan) -> None:
    assert not ready(preflight(plan.changed(organisations=()), Surroundings()))
    lines = preflight(plan.changed(observers=()), Surroundings())
    assert state_of(lines, "observers") == "advice"
    assert ready(lines)
    partly = plan.changed(observers=(ObserverSeat(code="OBS-01", scope=("terminal/csirt",)),))
    assert state_of(preflight(partly, Surroundings()), "observers") == "advice"


@pytest.mark.parametrize(
    ("found", "name", "state"),
    [
        (Surroundings(screens=((1920, 1080),)), "displays", "advice"),
        (Surroundings(screens=((800, 600), (1920, 1080))), "displays", "advice"),
        (Surroundings(screens=((1920, 1080), (800, 600))), "displays", "advice"),
        (Surroundings(ui_font=False), "fonts", "advice"),
        (Surroundings(clock_font=False), "fonts", "advice"),
        (Surroundings(free_bytes=10_000_000), "disk", "advice"),
        (Surroundings(read_only=True), "writable", "block"),
        (Surroundings(read_only=True, held_by="mori PC-2 09:00"), "writable", "block"),
        (Surroundings(shared="OneDrive"), "place", "advice"),
        (Surroundings(backup="none"), "backup", "advice"),
        (Surroundings(backup="stale"), "backup", "advice"),
        (Surroundings(backup="no room"), "backup", "advice"),
        (Surroundings(backup="server"), "backup", "ok"),
        (Surroundings(behind=90_000), "clock", "advice"),
        (Surroundings(zone_differs=540), "clock", "advice"),
        (Surroundings(drift=6_000), "observers", "advice"),
        (Surroundings(drift=4_000), "observers", "ok"),
        (Surroundings(power="battery", charge=20), "power", "advice"),
        (Surroundings(power="battery"), "power", "advice"),
        (Surroundings(power="unknown"), "power", "advice"),
        (Surroundings(awake=""), "awake", "advice"),
        (Surroundings(input=""), "input", "advice"),
        (Surroundings(printed="no"), "sheet", "advice"),
        (Surroundings(printed="older"), "sheet", "advice"),
        (Surroundings(rehearsed=0), "rehearsal", "advice"),
    ],
)
def test_each_thing_that_is_not_in_order_is_told(plan: Plan, found: Surroundings, name: str, state: str) -> None:
    lines = preflight(plan, found)
    assert state_of(lines, name) == state
    assert [line.id for line in lines if line.state != "ok"] == ([name] if state != "ok" else [])


def test_every_line_that_is_not_in_order_can_be_put_right(plan: Plan) -> None:
    worst = Surroundings(
        screens=((800, 600),), ui_font=False, free_bytes=1, read_only=True, shared="nfs", backup="none", behind=90_000,
        power="unknown", awake="", input="", printed="no", rehearsed=0,
    )  # fmt: skip
    lines = preflight(plan.changed(organisations=(), observers=()), worst)
    assert all(line.fix in FIXES for line in lines if line.state != "ok")
    assert sum(line.state != "ok" for line in lines) >= 12
    assert [line.state for line in by_weight(lines)][:2] == ["block", "block"]


def test_a_rehearsal_need_not_have_been_rehearsed(plan: Plan) -> None:
    assert "rehearsal" not in {line.id for line in preflight(plan, Surroundings(rehearsed=0), mode="rehearsal")}


def test_planned_scenario_times_follow_the_jumps_of_the_phases(plan: Plan) -> None:
    assert planned_scenario(plan, 10 * MINUTE) == datetime(2026, 7, 4, 6, 40)
    assert planned_scenario(plan, 123 * MINUTE) == datetime(2026, 7, 5, 7, 3)


def test_between_now_and_the_jump_lie_the_open_injects_planned_before_it(plan: Plan) -> None:
    state = new_run(plan, "run")
    found = [one.inject.id for one in injects_between(state, MORNING)]
    assert found[0] == "I01"
    assert "I13" in found
    assert "I15" not in found
    assert coming_jump(state, Play(0)).id == "next-morning"
    state.clock.begin(0)  # type: ignore[arg-type]
    state.clock.jump(1_000, MORNING)  # type: ignore[arg-type]
    assert coming_jump(state, Play(2_000)).id == "restart"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (65 * SECOND, "あと1:05"),
        (400, "あと0:01"),
        (0, "いま"),
        (-59 * SECOND, "いま"),
        (-61 * SECOND, "1分超過"),
        (90 * MINUTE, "あと90分"),
    ],
)
def test_countdowns_are_said_as_people_read_them(left: int, said: str) -> None:
    assert due_text(100 * MINUTE + left, 100 * MINUTE, "ja") == said


def test_times_and_names_are_short() -> None:
    assert (t_plus(25 * MINUTE), t_plus(90 * SECOND), t_plus(-MINUTE)) == ("T+25", "T+1:30", "T−1")
    assert countdown(3_723_000) == "1:02:03"
    assert short_name("碧浜港コンテナターミナル株式会社") == "碧浜港コンテナターミナル"
    assert short_name("Aohama Container Terminal Co., Ltd.") == "Aohama Container Terminal"
