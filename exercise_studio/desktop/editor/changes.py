"""Changes of the list of injects, as pure functions over plans: add, duplicate, move alone or with what follows."""

from exercise_studio.design.schedule import earliest, in_order, planned_times
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import After, Inject
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import authoring

NEW_TITLE = Text(ja="新しい状況付与", en="New inject")
NEW_BODY = Text(ja="【演習】", en="[EXERCISE]")


def added_inject(plan: Plan, after: str = "") -> tuple[Plan, str]:
    """A new inject five minutes behind another one (or at the start), sent to the same receivers; returns its id too."""
    scenario = plan.scenario
    before = scenario.inject_by_id.get(after)
    simulated = next((member.id for member in scenario.cast if member.kind == "simulated"), scenario.cast[0].id)
    at = min(earliest(scenario, before) + 5 * MINUTE, scenario.duration) if before else 0
    inject = Inject.model_validate(
        {
            "id": authoring.next_inject_id(plan),
            "at": at,
            "type": before.type if before else "info_provide",
            "channel": before.channel if before else "mail",
            "from": before.sender if before else simulated,
            "to": before.to if before else ("all",),
            "system": before.system if before else "it",
            "title": NEW_TITLE,
            "body": NEW_BODY,
        }
    )
    return authoring.with_inject(plan, inject), inject.id


def duplicated_inject(plan: Plan, inject: str) -> tuple[Plan, str]:
    """A copy with a number of its own, five minutes later where it has a time; returns its id too."""
    new = authoring.next_inject_id(plan)
    known = plan.scenario.inject_by_id[inject]
    at = None if known.at is None else min(known.at + 5 * MINUTE, plan.scenario.duration)
    return authoring.with_inject(plan, known.changed(id=new, at=at)), new


def shifted_inject(plan: Plan, inject: str, by: int) -> Plan:
    """An inject so many milliseconds of play later (earlier if negative); one that follows another changes its delay."""
    known = plan.scenario.inject_by_id[inject]
    if known.at is not None:
        return authoring.with_inject(plan, known.changed(at=max(0, known.at + by)))
    if known.after is not None:
        after = After(inject=known.after.inject, delay=max(0, known.after.delay + by))
        return authoring.with_inject(plan, known.changed(after=after))
    return plan


def moved_with_followers(plan: Plan, inject: str, to: int) -> Plan:
    """An inject moved to a moment of play, and every later one that has a time of its own moved as far."""
    times = planned_times(plan.scenario)
    start = times[inject]
    if start is None:
        return authoring.moved_inject(plan, inject, to)
    by = to - start
    for other in in_order(plan.scenario):
        if other.id != inject and other.at is not None and other.at >= start:
            plan = shifted_inject(plan, other.id, by)
    return authoring.moved_inject(plan, inject, to)


def changed_injects(before: Plan, after: Plan) -> list[str]:
    """Ids of the injects that one plan has and the other has not, or not so."""
    old = before.scenario.inject_by_id
    return [inject.id for inject in after.scenario.injects if old.get(inject.id) != inject]
