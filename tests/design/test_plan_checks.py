"""Checks of a plan while it is written: each fault is planted in a plan that had none, and found at its place."""

from datetime import datetime

import pytest

from exercise_studio.design.plan_checks import check_condition, check_plan
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.domain.scenario import After
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring, library


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of the demonstration scenario with everything in order."""
    scenario, _folder = library.find_scenario("port-terminal-ransomware")
    checklists = library.load_checklists(scenario.checklists)
    return authoring.new_plan(
        scenario, checklists, starts_at=datetime(2026, 12, 7, 13, 30), observers=[ObserverSeat(code="OBS-01")]
    )


def found(plan: Plan) -> set[tuple[str, str]]:
    """Check and path of every problem."""
    return {(problem.check, problem.path) for problem in check_plan(plan)}


def with_inject(plan: Plan, inject: str, **changes: object) -> Plan:
    """The plan with one inject changed."""
    return authoring.with_inject(plan, plan.scenario.inject_by_id[inject].changed(**changes))


def test_a_plan_in_order_has_no_problems(plan: Plan) -> None:
    assert check_plan(plan) == []


def test_a_missing_translation_names_its_field(plan: Plan) -> None:
    changed = with_inject(plan, "I02", title=Text(ja="題"))
    assert found(changed) == {("missing-translation", "injects.1.title")}


def test_an_inject_after_the_end_is_an_error(plan: Plan) -> None:
    problems = check_plan(with_inject(plan, "I02", at=400 * MINUTE))
    assert [(p.severity, p.path) for p in problems] == [("error", "injects.1.at")]


def test_teams_that_are_not_staffed_receive_nothing(plan: Plan) -> None:
    house = plan.organisations[0]
    without = house.changed(teams=tuple(t for t in house.teams if t.kind != "legal"))
    changed = with_inject(authoring.with_organisation(plan, without), "I09", to=("terminal/legal",))
    assert ("no-receiver", "injects.8.to") in found(changed)
    # A slot that nobody fills is played by controllers, which is no problem.
    assert "no-receiver" not in {check for check, _path in found(with_inject(plan, "I09", to=("haulier",)))}


def test_people_are_missing(plan: Plan) -> None:
    assert ("no-observer", "observers") in found(plan.changed(observers=()))
    assert ("no-organisation", "organisations") in found(plan.changed(organisations=()))
    narrow = plan.changed(observers=(ObserverSeat(code="A", scope=("terminal/csirt",)),))
    assert len([p for p in check_plan(narrow) if p.check == "unwatched"]) == len(plan.teams) - 1
    gone = plan.changed(observers=(ObserverSeat(code="A"), ObserverSeat(code="B", scope=("nobody",))))
    assert ("unknown-team", "observers") in found(gone)


def test_a_team_without_items_and_an_item_without_a_team(plan: Plan) -> None:
    bare = authoring.with_assignment(plan, "terminal/legal", ())
    checks = found(bare)
    assert ("team-without-items", "assignments.terminal/legal") in checks
    assert "not-assigned" in {check for check, _path in checks}


def test_a_normal_inject_expects_something(plan: Plan) -> None:
    assert ("no-expectation", "injects.1.expects") in found(with_inject(plan, "I02", expects=()))


def test_injects_that_follow_one_another_in_a_circle_never_come(plan: Plan) -> None:
    circle = with_inject(plan, "I02", at=None, after=After(inject="I03", delay=0))
    circle = with_inject(circle, "I03", at=None, after=After(inject="I02", delay=0))
    assert {("never", "injects.1.after"), ("never", "injects.2.after")} <= found(circle)


def test_errors_come_before_warnings(plan: Plan) -> None:
    changed = with_inject(with_inject(plan, "I02", expects=()), "I03", at=400 * MINUTE)
    assert [p.severity for p in check_plan(changed)] == ["error", "warning"]


def test_a_message_says_teams_by_name_in_either_language(plan: Plan) -> None:
    bare = authoring.with_assignment(plan, "terminal/legal", ())
    problem = next(p for p in check_plan(bare) if p.check == "team-without-items")
    assert "法務" in problem.text("ja")
    assert "Legal" in problem.text("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("late(BCM-01, 45m) and not chosen(stop-gates, stop)", ""),
        ("late(BCM-01,", "character 13"),
        ("fired(I99)", "I99"),
        ("done(XYZ-99)", "XYZ-99"),
        ("chosen(stop-gates, dance)", "stop-gates, dance"),
        ("shared(terminal, nobody)", "nobody"),
        ("fired(I05)", "waits for itself"),
    ],
)
def test_a_condition_is_judged_as_it_is_typed(plan: Plan, text: str, said: str) -> None:
    problem = check_condition(text, plan, "I05")
    assert (said in problem.text("en")) if problem else not said
