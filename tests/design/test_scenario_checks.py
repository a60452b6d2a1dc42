"""Each check of a scenario's structure: one case that fails it, one that passes; and the shipped scenarios are clean."""

from copy import deepcopy
from typing import Any

import pytest

from exercise_studio import paths
from exercise_studio.design.scenario_checks import check_scenario
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.journeys.checking import check_scenarios
from exercise_studio.journeys.library import list_scenarios
from tests.plans import SCENARIO, both, inject, plan, scenario

Case = tuple[str, str, str, dict[str, Any], dict[str, Any]]


def found(one: Scenario) -> list[Problem]:
    return check_scenario(one, plan().checklists)


def injects(**said: Any) -> dict[str, Any]:
    """The scenario's injects with one more, which stands at place 7."""
    return {"injects": [*SCENARIO["injects"], inject("X01", **said)]}


def phases(*spans: tuple[str, str], **last: Any) -> dict[str, Any]:
    made: list[dict[str, Any]] = [
        {"id": f"p{n}", "title": both("場面", "Phase"), "from": start, "to": end}
        for n, (start, end) in enumerate(spans)
    ]
    made[-1] |= last
    return {"phases": made}


def expects(item: str) -> dict[str, Any]:
    return injects(at="5m", expects=[{"item": item, "why": both("理由", "Why")}])


def branch(**said: Any) -> dict[str, Any]:
    return {"branches": [SCENARIO["branches"][0] | said]}


def objective(**said: Any) -> dict[str, Any]:
    return {"objectives": [SCENARIO["objectives"][0] | said]}


def decision(name: str) -> dict[str, Any]:
    return {"layer_decisions": [{"layer": "EXEC", "inject": name, "text": both("決定", "Decide")}]}


def jump(to: str) -> dict[str, Any]:
    return {"jump": {"to": to, "told": both("翌朝", "Morning")}}


CASES: list[Case] = [
    ("phase-order", "error", "phases.1", phases(("0m", "60m"), ("60m", "60m")), {}),
    ("phase-order", "error", "phases.1", phases(("0m", "30m"), ("35m", "60m")), phases(("0m", "35m"), ("35m", "60m"))),
    ("phase-order", "error", "phases.0", phases(("5m", "60m")), phases(("0m", "60m"))),
    ("jump-backwards", "error", "phases.1",
     phases(("0m", "30m"), ("30m", "60m"), **jump("2026-07-04T06:00")), phases(("0m", "30m"), ("30m", "60m"), **jump("2026-07-04T09:00"))),
    # Half an hour after half past six it is seven in the story.
    ("jump-backwards", "error", "phases.1",
     phases(("0m", "30m"), ("30m", "60m"), **jump("2026-07-04T06:45")), phases(("0m", "30m"), ("30m", "60m"), **jump("2026-07-04T07:01"))),
    ("duration", "error", "duration", {"duration": "61m"}, {"duration": "60m"}),
    ("unknown-sender", "error", "injects.7.from", injects(**{"from": "nobody"}), injects(**{"from": "carrier"})),
    ("unknown-receiver", "error", "injects.7.to", injects(to=["terminal/legal"]), injects(to=["terminal/csirt"])),
    ("unknown-receiver", "error", "injects.7.to", injects(to=["all", "nobody"]), injects(to=["all", "maker"])),
    ("unknown-receiver", "error", "injects.7.to", injects(to=["all/legal"]), injects(to=["all/csirt"])),
    ("unknown-objective", "error", "injects.7.objective", injects(objective="O2"), injects(objective="O1")),
    ("unknown-inject", "error", "injects.7.after",
     injects(after={"inject": "I99", "delay": "1m"}), injects(after={"inject": "I01", "delay": "1m"})),
    ("outside", "error", "injects.7.at", injects(at="61m"), injects(at="60m")),
    ("outside", "error", "injects.7.at", injects(at="31m", phase="first"), injects(at="29m", phase="first")),
    ("unknown-phase", "error", "injects.7.phase", injects(phase="never"), injects(phase="first")),
    ("contingency-without-condition", "warning", "injects.7",
     injects(kind="contingency", at="5m"), injects(kind="contingency", at="5m", when="fired(I01)")),
    ("unknown-inject", "error", "injects.7.when", injects(when="not fired(I99)"), injects(when="not fired(I01)")),
    ("never", "error", "injects.7.when", injects(when="fired(X01)"), injects(when="fired(I01)")),
    ("unknown-branch", "error", "injects.7.when", injects(when="chosen(open-gates, stop)"), injects(when="chosen(stop-gates, stop)")),
    ("unknown-branch", "error", "injects.7.when", injects(when="chosen(stop-gates, never)"), injects(when="chosen(stop-gates, go-on)")),
    ("unknown-body", "error", "injects.7.when", injects(when="shared(terminal, nobody)"), injects(when="shared(terminal/csirt, maker)")),
    ("unknown-item", "error", "injects.7.when", injects(when="late(NOT-01)"), injects(when="late(DET-01)")),
    ("unknown-item", "error", "injects.7.expects.0.item", expects("NOT-01"), expects("OPS-01")),
    ("unknown-item", "error", "objectives.0.items", objective(items=["NOT-01"]), objective(items=["OPS-01"])),
    ("unknown-item", "error", "standing", {"standing": ["NOT-01"]}, {"standing": []}),
    ("unknown-inject", "error", "branches.0.asked_at", branch(asked_at="I99"), branch(asked_at="I01")),
    ("branch-without-effect", "warning", "branches.1",
     {"branches": [*SCENARIO["branches"], SCENARIO["branches"][0] | {"id": "idle"}]}, {}),
    ("unknown-inject", "error", "layer_decisions.0", decision("I99"), decision("I01")),
    ("missing-translation", "warning", "title", {"title": {"ja": "港"}}, {"title": both("港", "Port")}),
    ("missing-translation", "warning", "injects.7.body", injects(body={"en": "EXERCISE"}), injects()),
    ("missing-mark", "error", "injects.7.body", injects(body=both("【演習】", "A mail")), injects(body=both("演習", "EXERCISE"))),
    ("missing-mark", "error", "injects.7.body", injects(body=both("通知", "EXERCISE")),
     injects(kind="information", body=both("進行", "Notes"))),
]  # fmt: skip


@pytest.mark.parametrize(("check", "severity", "path", "bad", "good"), CASES)
def test_a_check_finds_its_fault_and_nothing_else(
    check: str, severity: str, path: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    assert found(scenario(**good)) == []
    problems = found(scenario(**bad))
    assert (check, severity, path) in [(p.check, p.severity, p.path) for p in problems]
    assert {p.check for p in problems} == {check}
    for problem in problems:
        for lang in ("ja", "en"):
            assert problem.text(lang)
            assert "{" not in problem.text(lang)


def test_the_small_scenario_of_these_tests_is_clean() -> None:
    assert found(scenario()) == []


def test_every_check_has_its_cases() -> None:
    import inspect
    import re

    from exercise_studio.design import scenario_checks

    named = set(re.findall(r'_(?:error|warning)\(\s*"([a-z-]+)"', inspect.getsource(scenario_checks)))
    assert named == {case[0] for case in CASES}


def test_a_waived_check_is_silent_and_the_others_are_not() -> None:
    bad = injects(to=["nobody"]) | {"duration": "61m"}
    assert {p.check for p in found(scenario(**bad))} == {"unknown-receiver", "duration"}
    waived = bad | {"waive": [{"check": "duration", "reason": both("理由", "Reason")}]}
    assert {p.check for p in found(scenario(**waived))} == {"unknown-receiver"}


def test_judging_never_raises_whatever_is_missing() -> None:
    bare = deepcopy(SCENARIO) | {"branches": [], "outages": [], "standing": []}
    bare["injects"] = [
        inject("I01", when="fired(A) or chosen(b, c) or late(X) or level(power) < 1 or shared(x, y) or after(1m)")
    ]
    assert {p.check for p in found(Scenario.model_validate(bare))} == {
        "unknown-inject", "unknown-branch", "unknown-item", "unknown-body",
    }  # fmt: skip


def test_the_shipped_scenarios_are_clean() -> None:
    assert list_scenarios()
    assert [problem.text("en") for problem in check_scenarios() if problem.severity == "error"] == []
    assert check_scenarios((paths.scenarios() / "port-terminal-ransomware",)) == []
