"""The roll-up of ratings: 1,000 organisations × 100 items × 3 observers, from tuples in memory to every sum of a report."""

from collections.abc import Iterator

from benchmarks.measure import Result, median, timed
from exercise_studio.conduct.run import Rating, RunState, new_run
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.exercise import Organisation, Plan, Team, default_assignments
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Play
from exercise_studio.evaluation import scores
from exercise_studio.evaluation.agreement import agreement, shared_values
from exercise_studio.journeys.library import find_scenario, load_checklists

ORGANISATIONS, ITEMS = 1000, 100
OBSERVERS = ("OBS-01", "OBS-02", "OBS-03")
LIMIT = 2.0
"""Seconds (issue 5)."""


def _plan() -> Plan:
    """One slot of the shipped scenario filled by a thousand organisations with one team and a hundred items each."""
    scenario = find_scenario("port-terminal-ransomware")[0]
    checklists = load_checklists(scenario.checklists)
    slot = next(member for member in scenario.cast if member.kind == "player" and member.sector is not None)
    known = [item for checklist in checklists for item in checklist.items]
    items: list[Item] = known[:ITEMS]
    houses = tuple(
        Organisation(
            id=f"house-{number:04d}", name=Text.same(f"House {number}"), sector=slot.sector or "port", slot=slot.id,
            teams=(Team(kind="csirt", title=Text.same("CSIRT")),),
        )
        for number in range(ORGANISATIONS)
    )  # fmt: skip
    assignments = default_assignments(scenario, checklists) | {f"{slot.id}/csirt": tuple(item.id for item in items)}
    return Plan.model_validate(
        {
            "title": {"ja": "演習", "en": "Exercise"}, "starts_at": "2026-07-04T09:00", "as_of": "2026-07-01",
            "scenario": scenario, "checklists": checklists, "organisations": houses, "assignments": assignments,
        }
    )  # fmt: skip


def roll_up(plan: Plan, said: list[tuple[str, str, str, int]]) -> int:
    """Every sum of chapter 6 from (observer, team, item, value); the number of units."""
    state: RunState = new_run(plan, "run")
    ratings = state.ratings
    for observer, team, item, value in said:
        ratings.setdefault((team, item), {})[observer] = Rating(value, "", Play(0), "")
    units = scores.units(plan, state)
    weight = plan.settings.critical_weight
    scores.score(units, weight)
    for key in scores.BY:
        scores.grouped(units, key, weight)
    scores.by_objective(plan, units)
    agreement(shared_values(units, state))
    return len(units)


def bench_roll_up() -> Iterator[Result]:
    """The whole roll-up, agreement between observers included, against its limit in seconds."""
    plan = _plan()
    items = plan.assignments[f"{plan.organisations[0].slot}/csirt"]
    said = [
        (observer, f"{house.id}/csirt", item, 1 + (number + place + len(item)) % 4)
        for number, house in enumerate(plan.organisations)
        for item in items
        for place, observer in enumerate(OBSERVERS)
    ]
    # The first call loads the package behind the agreement.
    assert roll_up(plan, said) == ORGANISATIONS * ITEMS
    times = [timed(lambda: roll_up(plan, said)) for _ in range(3)]
    yield Result("roll-up of 1,000 × 100 × 3 ratings", median(times) * 1000, "ms", LIMIT * 1000, 1)
