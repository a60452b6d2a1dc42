"""Planned times and load of a plan, on small scenarios whose answers can be told by hand."""

from datetime import date, datetime
from typing import Any

from exercise_studio.design.schedule import earliest, in_order, phase_of, planned_times, workload
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring

BOTH = {"ja": "文", "en": "text"}


def inject(name: str, **more: Any) -> dict[str, Any]:
    """An inject with the fields that do not matter here filled in."""
    return {
        "id": name, "type": "tech", "channel": "mail", "from": "vendor", "to": ["plant"], "system": "it",
        "title": BOTH, "body": BOTH, **more,
    }  # fmt: skip


def scenario(*injects: dict[str, Any]) -> Scenario:
    """An hour in two phases, with one slot of two teams."""
    return Scenario.model_validate(
        {
            "format": "exercise-studio/scenario/1", "id": "small", "title": BOTH, "summary": BOTH,
            "as_of": "2026-04-01", "level": "standard", "sectors": ["water"], "threats": ["cyber_attack"],
            "duration": "60m", "clock": {"start": "2026-07-04T09:00"}, "checklists": ["list"],
            "cast": [
                {"id": "plant", "kind": "player", "sector": "water", "title": BOTH, "teams": ["executives", "csirt"]},
                {"id": "vendor", "kind": "simulated", "category": "supplier", "title": BOTH},
            ],
            "phases": [
                {"id": "first", "title": BOTH, "from": "0m", "to": "30m"},
                {"id": "second", "title": BOTH, "from": "30m", "to": "60m"},
            ],
            "objectives": [{"id": "O1", "text": BOTH, "pillar": "P1"}],
            "injects": injects,
        }
    )  # fmt: skip


def plan_of(made: Scenario) -> Plan:
    """One organisation, and a checklist in which A is for the executives and B for the CSIRT."""
    checklist = Checklist.model_validate(
        {
            "format": "exercise-studio/checklist/1", "id": "list", "version": "1", "title": BOTH, "scale": [],
            "phases": [{"id": "all", "title": BOTH}],
            "items": [
                {"id": "A", "phase": "all", "pillar": "P1", "layers": ["EXEC"], "title": BOTH},
                {"id": "B", "phase": "all", "pillar": "P1", "layers": ["SYS"], "title": BOTH},
            ],
        }
    )  # fmt: skip
    return authoring.new_plan(
        made, [checklist], title=Text.same("x"), starts_at=datetime(2026, 12, 7, 13, 30), as_of=date(2026, 12, 7)
    )


def test_times_follow_chains_and_stop_at_circles() -> None:
    made = scenario(
        inject("I1", at="5m"),
        inject("I2", after={"inject": "I1", "delay": "10m"}),
        inject("I3", after={"inject": "I2", "delay": "1m"}),
        inject("I4", after={"inject": "I5", "delay": "1m"}),
        inject("I5", after={"inject": "I4", "delay": "1m"}),
        inject("I6", when="fired(I1)"),
    )
    minutes = {name: None if t is None else t // MINUTE for name, t in planned_times(made).items()}
    assert minutes == {"I1": 5, "I2": 15, "I3": 16, "I4": None, "I5": None, "I6": None}


def test_what_waits_for_a_condition_stands_where_it_could_come_first() -> None:
    made = scenario(
        inject("I1", at="20m"),
        inject("I2", when="fired(I1) or after(10m)"),
        inject("I3", when="done(A)", phase="second"),
        inject("I4", when="done(A)"),
    )
    assert [earliest(made, one) // MINUTE for one in made.injects] == [20, 20, 30, 60]
    assert [one.id for one in in_order(made)] == ["I1", "I2", "I3", "I4"]
    assert [phase_of(made, one) for one in made.injects] == ["first", "first", "second", "second"]


def test_an_expected_action_keeps_the_team_busy_that_can_do_it() -> None:
    made = scenario(
        inject("I1", at="5m", expects=[{"item": "A", "within": "10m", "why": BOTH}, {"item": "B", "why": BOTH}]),
        inject("I2", at="30m", expects=[{"item": "B", "by": "plant/executives", "why": BOTH}]),
        inject("I3", at="40m", to=["plant/csirt"]),
    )
    busy = [(b.team, b.inject, b.item, b.start // MINUTE, b.end // MINUTE) for b in workload(plan_of(made))]
    assert busy == [
        ("plant/executives", "I1", "A", 5, 15),
        ("plant/csirt", "I1", "B", 5, 20),
        ("plant/executives", "I2", "B", 30, 45),
        ("plant/csirt", "I3", "", 40, 55),
    ]
