"""Checks of a plan while it is written: the scenario's own, and whether it fits the people who take part."""

from collections.abc import Iterator

from exercise_studio.design.scenario_checks import check_scenario
from exercise_studio.domain.conditions import Condition, ConditionError, parse_condition
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Scenario
from exercise_studio.language import N_

Found = Iterator[Problem]


def check_plan(plan: Plan) -> list[Problem]:
    """Every fault of a plan, errors before warnings; paths begin with injects, organisations, observers or assignments."""
    found = check_scenario(plan.scenario, plan.checklists)
    for check in (_people, _observers, _receivers, _expectations, _following):
        found += check(plan)
    return sorted(found, key=lambda problem: problem.severity != "error")


def check_condition(text: str, plan: Plan, inject: str = "") -> Problem | None:
    """What is wrong with a condition as somebody types it: it cannot be read, or it asks about what is not there."""
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        return Problem(
            "error",
            "condition",
            N_("The condition cannot be read from character {column} on."),
            {"column": error.column},
        )
    unknown = next(_unknown(plan.scenario, condition, set(plan.items)), None)
    if unknown is not None:
        return Problem(
            "error", "condition", N_("The condition asks about {name}, which is not there."), {"name": unknown}
        )
    if inject and inject in condition.injects():
        return Problem("error", "never", N_("Inject {inject} waits for itself."), {"inject": inject})
    return None


def _unknown(scenario: Scenario, condition: Condition, items: set[str]) -> Iterator[str]:
    for call in condition.calls():
        name = call.args[0] if call.args else ""
        branch = scenario.branch_by_id.get(name)
        if call.name == "fired" and name not in scenario.inject_by_id:
            yield name
        elif call.name == "chosen" and (branch is None or call.args[1] not in {o.id for o in branch.options}):
            yield ", ".join(call.args)
        elif call.name == "shared":
            yield from (body for body in call.args if body.partition("/")[0] not in scenario.member_by_id)
        elif call.name in ("done", "partly", "missed", "late", "rated") and name not in items:
            yield name


def _people(plan: Plan) -> Found:
    if not plan.organisations:
        yield Problem("error", "no-organisation", N_("No organisation takes part yet."), path="organisations")
    for number, house in enumerate(plan.organisations):
        for team in house.teams:
            if not plan.items_of(house.address(team.kind)):
                yield Problem(
                    "warning",
                    "team-without-items",
                    N_("No checklist item applies to {team} of {organisation}, so nothing of theirs will be rated."),
                    {"team": team.title, "organisation": house.name},
                    path=f"assignments.{house.address(team.kind)}",
                )
        if house.name.missing("ja") or house.name.missing("en"):
            yield Problem(
                "warning",
                "translation",
                N_("The name of {organisation} stands in one language only."),
                {"organisation": house.name},
                path=f"organisations.{number}.name",
            )
    for lang in ("ja", "en"):
        if plan.title.missing(lang):
            yield Problem(
                "warning", "translation", N_("The title of the exercise stands in one language only."), path="title"
            )


def _observers(plan: Plan) -> Found:
    if not plan.observers:
        yield Problem("warning", "no-observer", N_("Nobody observes, so nothing will be rated."), path="observers")
        return
    for address, (house, team) in plan.teams.items():
        if not any(seat.watches(address) for seat in plan.observers):
            yield Problem(
                "warning",
                "unwatched",
                N_("No observer watches {team} of {organisation}."),
                {"team": team.title, "organisation": house.name},
                path="observers",
            )
    known = set(plan.organisation_by_id) | set(plan.teams)
    for seat in plan.observers:
        for address in seat.scope:
            if address not in known:
                yield Problem(
                    "error",
                    "unknown-team",
                    N_("Observer {code} is to watch {name}, which does not take part."),
                    {"code": seat.code, "name": address},
                    path="observers",
                )


def _receivers(plan: Plan) -> Found:
    """An inject that only absent organisations would get is normal where they are simulated; one that nobody gets is not."""
    if not plan.organisations:
        return
    filled = {house.slot for house in plan.organisations}
    for number, inject in enumerate(plan.scenario.injects):
        if plan.targets_of(inject):
            continue
        asked = {address.partition("/")[0] for address in inject.to}
        if asked & filled:
            yield Problem(
                "warning",
                "no-receiver",
                N_("Inject {inject} goes to teams that are not staffed, so nobody receives it."),
                {"inject": inject.id},
                path=f"injects.{number}.to",
            )


def _expectations(plan: Plan) -> Found:
    rated = {item for team in plan.teams for item in plan.items_of(team)}
    for number, inject in enumerate(plan.scenario.injects):
        if inject.kind == "normal" and not inject.expects:
            yield Problem(
                "warning",
                "no-expectation",
                N_("Inject {inject} expects no action, so its effect cannot be rated."),
                {"inject": inject.id},
                path=f"injects.{number}.expects",
            )
        if not plan.targets_of(inject):
            continue
        for index, expect in enumerate(inject.expects):
            if expect.item in plan.items and expect.item not in rated:
                yield Problem(
                    "warning",
                    "not-assigned",
                    N_("Inject {inject} expects {item}, but the item applies to no team."),
                    {"inject": inject.id, "item": expect.item},
                    path=f"injects.{number}.expects.{index}",
                )


def _following(plan: Plan) -> Found:
    """Injects that follow one another in a circle would never come."""
    scenario = plan.scenario
    for number, inject in enumerate(scenario.injects):
        seen, at = {inject.id}, inject
        while at.after is not None and at.after.inject in scenario.inject_by_id:
            at = scenario.inject_by_id[at.after.inject]
            if at.id == inject.id:
                yield Problem(
                    "error",
                    "never",
                    N_("Inject {inject} follows itself in a circle, so it would never come."),
                    {"inject": inject.id},
                    path=f"injects.{number}.after",
                )
            if at.id in seen:
                break
            seen.add(at.id)
