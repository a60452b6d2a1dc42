"""Checks of a scenario's structure: every reference leads somewhere, every time lies inside its phase, every text is there."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.conditions import Condition
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.scenario import Inject, Scenario
from exercise_studio.domain.text import LANGUAGES, Model, Text
from exercise_studio.domain.times import format_duration
from exercise_studio.language import N_

Found = Iterator[Problem]
MARKS = ("演習", "EXERCISE")


def _error(check: str, path: str, message: str, **params: object) -> Problem:
    return Problem("error", check, message, params, path=path)


def _warning(check: str, path: str, message: str, **params: object) -> Problem:
    return Problem("warning", check, message, params, path=path)


def check_scenario(scenario: Scenario, checklists: Iterable[Checklist]) -> list[Problem]:
    """Every fault of the scenario's structure, with the path inside the file, in the order of the file."""
    items = {item.id for checklist in checklists for item in checklist.items}
    problems: list[Problem] = []
    for check in (_phases, _injects, _branches, _texts):
        problems += check(scenario)
    problems += _items(scenario, items)
    waived = {waiver.check for waiver in scenario.waive}
    return [problem for problem in problems if problem.check not in waived]


def _phases(scenario: Scenario) -> Found:
    last_end = 0
    zero = scenario.clock.start  # moved by each jump, so that zero plus play is the story's clock
    for number, phase in enumerate(scenario.phases):
        path = f"phases.{number}"
        if phase.start >= phase.end:
            yield _error("phase-order", path, N_("Phase {phase} ends before it begins."), phase=phase.id)
        if phase.start != last_end:
            yield _error(
                "phase-order", path, N_("Phase {phase} does not begin where the one before ends."), phase=phase.id
            )
        last_end = phase.end
        if phase.jump:
            if phase.jump.to <= zero + timedelta(milliseconds=phase.start):
                yield _error(
                    "jump-backwards", path, N_("The time jump of phase {phase} leads backwards."), phase=phase.id
                )
            zero = phase.jump.to - timedelta(milliseconds=phase.start)
    if last_end != scenario.duration:
        yield _error(
            "duration",
            "duration",
            N_("The phases end at {end}, the scenario at {duration}."),
            end=format_duration(last_end),
            duration=format_duration(scenario.duration),
        )


def _known_addresses(scenario: Scenario) -> set[str]:
    known = {"all"} | {f"all/{kind}" for m in scenario.cast for kind in m.teams}
    for member in scenario.cast:
        known |= {member.id, *(f"{member.id}/{kind}" for kind in member.teams)}
    return known


def _injects(scenario: Scenario) -> Found:
    known = _known_addresses(scenario)
    phases = {phase.id: phase for phase in scenario.phases}
    objectives = {objective.id for objective in scenario.objectives}
    for number, inject in enumerate(scenario.injects):
        path = f"injects.{number}"
        if inject.sender not in scenario.member_by_id:
            yield _error(
                "unknown-sender",
                f"{path}.from",
                N_("Inject {inject} comes from {name}, who is not in the cast."),
                inject=inject.id,
                name=inject.sender,
            )
        for address in inject.to:
            if address not in known:
                yield _error(
                    "unknown-receiver",
                    f"{path}.to",
                    N_("Inject {inject} goes to {name}, which the cast does not have."),
                    inject=inject.id,
                    name=address,
                )
        if inject.objective and inject.objective not in objectives:
            yield _error(
                "unknown-objective",
                f"{path}.objective",
                N_("Inject {inject} names an objective {name} that is not there."),
                inject=inject.id,
                name=inject.objective,
            )
        if inject.after and inject.after.inject not in scenario.inject_by_id:
            yield _error(
                "unknown-inject",
                f"{path}.after",
                N_("Inject {inject} follows {name}, which is not there."),
                inject=inject.id,
                name=inject.after.inject,
            )
        if inject.at is not None and inject.at > scenario.duration:
            yield _error(
                "outside", f"{path}.at", N_("Inject {inject} comes after the end of the scenario."), inject=inject.id
            )
        if inject.phase is not None:
            phase = phases.get(inject.phase)
            if phase is None:
                yield _error(
                    "unknown-phase",
                    f"{path}.phase",
                    N_("Inject {inject} names a phase {name} that is not there."),
                    inject=inject.id,
                    name=inject.phase,
                )
            elif inject.at is not None and not (phase.start <= inject.at <= phase.end):
                yield _error(
                    "outside",
                    f"{path}.at",
                    N_("Inject {inject} lies outside its phase {name}."),
                    inject=inject.id,
                    name=inject.phase,
                )
        if inject.kind == "contingency" and inject.when is None:
            yield _warning(
                "contingency-without-condition",
                path,
                N_("Contingency inject {inject} has no condition."),
                inject=inject.id,
            )
        if inject.when is not None:
            yield from _condition(scenario, inject, inject.when, f"{path}.when")


def _condition(scenario: Scenario, inject: Inject, condition: Condition, path: str) -> Found:
    known = set(scenario.member_by_id)
    for call in condition.calls():
        name = call.args[0] if call.args else ""
        if call.name == "fired" and name not in scenario.inject_by_id:
            yield _error(
                "unknown-inject",
                path,
                N_("The condition of {inject} asks about an inject {name} that is not there."),
                inject=inject.id,
                name=name,
            )
        if call.name == "fired" and name == inject.id:
            yield _error("never", path, N_("Inject {inject} waits for itself."), inject=inject.id)
        if call.name == "chosen":
            branch = scenario.branch_by_id.get(name)
            if branch is None or call.args[1] not in {option.id for option in branch.options}:
                yield _error(
                    "unknown-branch",
                    path,
                    N_("The condition of {inject} asks about {name}, which no branch offers."),
                    inject=inject.id,
                    name=", ".join(call.args),
                )
        if call.name == "shared":
            for body in call.args:
                if body.partition("/")[0] not in known:
                    yield _error(
                        "unknown-body",
                        path,
                        N_("The condition of {inject} names {name}, who is not in the cast."),
                        inject=inject.id,
                        name=body,
                    )


def _branches(scenario: Scenario) -> Found:
    for number, branch in enumerate(scenario.branches):
        if branch.asked_at not in scenario.inject_by_id:
            yield _error(
                "unknown-inject",
                f"branches.{number}.asked_at",
                N_("Branch {branch} is asked at {name}, which is not there."),
                branch=branch.id,
                name=branch.asked_at,
            )
        asked = {call.args for i in scenario.injects if i.when for call in i.when.calls() if call.name == "chosen"}
        if not any(args[0] == branch.id for args in asked):
            yield _warning(
                "branch-without-effect",
                f"branches.{number}",
                N_("Nothing depends on branch {branch}."),
                branch=branch.id,
            )
    for number, decision in enumerate(scenario.layer_decisions):
        if decision.inject not in scenario.inject_by_id:
            yield _error(
                "unknown-inject",
                f"layer_decisions.{number}",
                N_("A decision is asked at {name}, which is not there."),
                name=decision.inject,
            )


def _items(scenario: Scenario, items: set[str]) -> Found:
    for number, inject in enumerate(scenario.injects):
        for index, expect in enumerate(inject.expects):
            if expect.item not in items:
                yield _error(
                    "unknown-item",
                    f"injects.{number}.expects.{index}.item",
                    N_("Inject {inject} expects {name}, which no checklist has."),
                    inject=inject.id,
                    name=expect.item,
                )
        for name in sorted(inject.when.items() if inject.when else ()):
            if name not in items:
                yield _error(
                    "unknown-item",
                    f"injects.{number}.when",
                    N_("The condition of {inject} asks about {name}, which no checklist has."),
                    inject=inject.id,
                    name=name,
                )
    for number, objective in enumerate(scenario.objectives):
        for name in objective.items:
            if name not in items:
                yield _error(
                    "unknown-item",
                    f"objectives.{number}.items",
                    N_("Objective {objective} names {name}, which no checklist has."),
                    objective=objective.id,
                    name=name,
                )
    for name in scenario.standing:
        if name not in items:
            yield _error(
                "unknown-item", "standing", N_("The standing list names {name}, which no checklist has."), name=name
            )


def _texts(scenario: Scenario) -> Found:
    for path, text in _all_texts(scenario, ""):
        for lang in LANGUAGES:
            if text.missing(lang):
                yield _warning("missing-translation", path, N_("The {language} text is missing."), language=lang)
    for number, inject in enumerate(scenario.injects):
        if inject.kind == "information":
            continue
        for body in (inject.body.ja, inject.body.en):
            if body and not any(mark in body for mark in MARKS):
                yield _error(
                    "missing-mark",
                    f"injects.{number}.body",
                    N_("Inject {inject} does not say 演習 or EXERCISE."),
                    inject=inject.id,
                )
                break


def _all_texts(value: object, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _all_texts(one, f"{path}.{index}")
    elif isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            yield from _all_texts(getattr(value, name), f"{path}.{field.alias or name}".lstrip("."))
