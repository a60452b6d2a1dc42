"""What is looked at before a run starts: short, each line with its state and where it is put right. Without Qt."""

from dataclasses import dataclass, field
from typing import Any, Literal

from exercise_studio.design.plan_checks import check_plan
from exercise_studio.domain.exercise import Plan
from exercise_studio.language import N_

State = Literal["ok", "advice", "block"]
MEGABYTE = 1_000_000
ENOUGH = 500 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list.

    Attributes:
        message, params: a message of the catalogue and its values.
        page: where it is put right, or "".
    """

    id: str
    state: State
    message: str
    params: dict[str, Any] = field(default_factory=dict)
    page: str = ""


def preflight(plan: Plan, free_bytes: int | None, *, read_only: bool = False) -> list[Line]:
    """The lines in the order in which a room is got ready. `free_bytes` of the workspace's disk, None where unknown."""
    return [_people(plan), _observers(plan), _injects(plan), _tlp(plan), _disk(free_bytes, read_only)]


def ready(lines: list[Line]) -> bool:
    """Whether nothing stands against starting."""
    return all(line.state != "block" for line in lines)


def _people(plan: Plan) -> Line:
    houses, teams = len(plan.organisations), len(plan.teams)
    if not houses:
        return Line("people", "block", N_("No organisation takes part yet."), {}, "plan")
    without = [team for team in plan.teams if not plan.items_of(team)]
    values: dict[str, Any] = {"houses": houses, "teams": teams}
    if without:
        message = N_("{houses} organisations, {teams} teams; {n} teams have no checklist item.")
        return Line("people", "advice", message, {**values, "n": len(without)}, "plan")
    return Line("people", "ok", N_("{houses} organisations, {teams} teams"), values)


def _observers(plan: Plan) -> Line:
    if not plan.observers:
        return Line("observers", "advice", N_("No observer: nothing will be rated."), {}, "plan")
    unseen = [team for team in plan.teams if not any(seat.watches(team) for seat in plan.observers)]
    if unseen:
        message = N_("{n} observers; nobody watches {missing} of the teams.")
        return Line("observers", "advice", message, {"n": len(plan.observers), "missing": len(unseen)}, "plan")
    return Line("observers", "ok", N_("{n} observers; every team is watched"), {"n": len(plan.observers)})


def _injects(plan: Plan) -> Line:
    faults = [problem for problem in check_plan(plan) if problem.severity == "error"]
    values: dict[str, Any] = {"n": len(plan.scenario.injects)}
    if faults:
        return Line(
            "injects",
            "advice",
            N_("{n} injects; {faults} faults in the plan."),
            {**values, "faults": len(faults)},
            "plan",
        )
    return Line("injects", "ok", N_("{n} injects ready"), values)


def _tlp(plan: Plan) -> Line:
    return Line("tlp", "ok", N_("Information is shared as TLP:{tlp}"), {"tlp": plan.tlp})


def _disk(free: int | None, read_only: bool) -> Line:
    if read_only:
        return Line("disk", "block", N_("The workspace can only be read; a run could not be kept."), {}, "home")
    if free is None:
        return Line("disk", "ok", N_("The workspace can be written"))
    if free < ENOUGH:
        return Line("disk", "advice", N_("Only {n} MB are free on the disk."), {"n": free // MEGABYTE})
    return Line("disk", "ok", N_("The workspace can be written; {n} GB are free"), {"n": f"{free / 1e9:.0f}"})
