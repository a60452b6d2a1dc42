"""What is looked at before the start, and what lies under a time jump."""

from datetime import date, datetime

import pytest

from exercise_studio.conduct.run import new_run
from exercise_studio.desktop.control.jumping import coming_jump, injects_between, planned_scenario
from exercise_studio.desktop.control.preflight import preflight, ready
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


def test_a_whole_plan_is_ready(plan: Plan) -> None:
    lines = preflight(plan, 80_000_000_000)
    assert [line.state for line in lines] == ["ok"] * 5
    assert ready(lines)


def test_missing_people_block_and_missing_observers_only_advise(plan: Plan) -> None:
    assert not ready(preflight(plan.changed(organisations=()), None))
    lines = preflight(plan.changed(observers=()), None)
    assert state_of(lines, "observers") == "advice"
    assert ready(lines)
    partly = plan.changed(observers=(ObserverSeat(code="OBS-01", scope=("terminal/csirt",)),))
    assert state_of(preflight(partly, None), "observers") == "advice"


def test_a_full_disk_is_told_and_a_workspace_that_cannot_be_written_blocks(plan: Plan) -> None:
    assert state_of(preflight(plan, 10_000_000), "disk") == "advice"
    assert not ready(preflight(plan, 80_000_000_000, read_only=True))


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
