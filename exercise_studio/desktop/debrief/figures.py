"""What the results view shows, computed from a session off the window's thread."""

from dataclasses import dataclass

from exercise_studio.evaluation import scores, timeliness
from exercise_studio.evaluation.chronicle import chronicle
from exercise_studio.evaluation.scores import Score
from exercise_studio.evaluation.timeliness import Tally
from exercise_studio.journeys.session import Session

GROUPS = ("pillar", "phase", "layer", "team", "objective")
WEAK = 2.5
"""Items whose value is below this are offered for findings: nearer to △ than to ○."""


@dataclass(frozen=True, slots=True)
class Weak:
    """An item of a team that went badly."""

    team: str
    item: str
    value: float
    given: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Scores by every grouping, punctuality, and the weakest items, critical ones first."""

    overall: Score
    groups: dict[str, dict[str, Score]]
    punctuality: Tally
    weakest: tuple[Weak, ...]
    observers: int
    """Observers who handed in."""


def figures(session: Session) -> Figures | None:
    """The figures of the run; None before the first start."""
    if session.live is None:
        return None
    plan, state = session.plan, session.state
    units = scores.units(plan, state)
    weight = plan.settings.critical_weight
    groups = {key: scores.grouped(units, key, weight) for key in GROUPS if key != "objective"}
    groups["objective"] = scores.by_objective(plan, units)
    moments = chronicle(plan, state.run, session.live.entries)
    weak = [
        Weak(unit.team, unit.item.id, unit.value, unit.given, unit.item.critical)
        for unit in units
        if unit.value is not None and unit.value < WEAK
    ]
    weak.sort(key=lambda one: (not one.critical, one.value, one.item, one.team))
    return Figures(
        scores.score(units, weight), groups, timeliness.tally(timeliness.latencies(plan, state, moments)), tuple(weak),
        len(state.handed_in),
    )  # fmt: skip
