"""Authoring: an exercise is set up from a scenario, and its plan is changed before a run freezes it."""

from collections.abc import Sequence
from datetime import date, datetime

from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import ObserverSeat, Organisation, Plan, Seat, Team, default_assignments
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.scenario import Inject, Member, Scenario, TeamKind, Tlp
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import SECOND
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.store.workspace import Workspace

TEAM_TITLES: dict[str, Text] = {
    "executives": Text(ja="経営層", en="Executives"),
    "ciso": Text(ja="CISO", en="CISO"),
    "strategy": Text(ja="戦略マネジメント層", en="Strategic management"),
    "csirt": Text(ja="システム担当・CSIRT", en="Systems and CSIRT"),
    "ot": Text(ja="制御系・設備担当", en="OT and plant"),
    "operations": Text(ja="事業・現業部門", en="Business and operations"),
    "publicity": Text(ja="広報", en="Public relations"),
    "legal": Text(ja="法務", en="Legal"),
    "audit": Text(ja="監査", en="Audit"),
    "supplier": Text(ja="委託先", en="Contractors and suppliers"),
}


def make_team(kind: TeamKind) -> Team:
    """A team with its usual title and one seat."""
    return Team(kind=kind, title=TEAM_TITLES[kind], seats=(Seat(role=TEAM_TITLES[kind]),))


def organisation_for(member: Member, *, name_id: str | None = None, name: Text | None = None) -> Organisation:
    """An organisation that fills a player slot with all the teams that the scenario asks for."""
    if member.sector is None:
        raise InputError(N_("{name} is not a slot for players."), name=member.id)
    return Organisation(
        id=name_id or member.id, name=name or member.title, sector=member.sector, slot=member.id,
        teams=tuple(make_team(kind) for kind in member.teams),
    )  # fmt: skip


def new_plan(
    scenario: Scenario,
    checklists: Sequence[Checklist],
    *,
    title: Text | None = None,
    starts_at: datetime,
    as_of: date | None = None,
    tlp: Tlp = "AMBER",
    place: str = "",
    department: str = "",
    organisations: Sequence[Organisation] | None = None,
    observers: Sequence[ObserverSeat] = (),
) -> Plan:
    """A plan with everything chosen sensibly: the first player slot is filled unless organisations are given."""
    players = [member for member in scenario.cast if member.kind == "player"]
    houses = tuple(organisations) if organisations is not None else (organisation_for(players[0]),)
    return Plan(
        title=title or scenario.title, purpose=scenario.summary, tlp=tlp, place=place, starts_at=starts_at,
        as_of=as_of or starts_at.date(), department=department, scenario=scenario, checklists=tuple(checklists),
        organisations=houses, observers=tuple(observers), assignments=default_assignments(scenario, tuple(checklists)),
    )  # fmt: skip


def create_exercise(workspace: Workspace, plan: Plan) -> str:
    """Keeps a new exercise and returns its id."""
    return workspace.create_exercise(plan)


def save_plan(workspace: Workspace, exercise: str, plan: Plan) -> None:
    """Keeps the draft; it is on disk when this returns. A run that started has its own frozen copy."""
    workspace.save_draft(exercise, Plan.model_validate_json(plan.text()))


def keep_draft(session: Session, plan: Plan) -> ChangeSet:
    """Keeps the plan of an open exercise for its next run; it is on disk when this returns. No entry is written."""
    save_plan(session.workspace, session.exercise, plan)
    session.draft_changed()
    return ChangeSet(session.exercise, session.last_seq, session.last_seq, frozenset({"draft"}))


# changes of a plan: pure, so that undo is the plan before


def with_inject(plan: Plan, inject: Inject) -> Plan:
    """The inject added, or put in the place of the one with its id."""
    injects = list(plan.scenario.injects)
    ids = [one.id for one in injects]
    if inject.id in ids:
        injects[ids.index(inject.id)] = inject
    else:
        injects.append(inject)
    return plan.changed(scenario=plan.scenario.changed(injects=tuple(injects)))


def without_inject(plan: Plan, inject: str) -> Plan:
    """The inject removed. Raises InputError when another one or a branch hangs on it, or when it is the last."""
    scenario = plan.scenario
    hanging = [
        i.id
        for i in scenario.injects
        if (i.after and i.after.inject == inject) or (i.when and inject in i.when.injects())
    ]
    hanging += [branch.id for branch in scenario.branches if branch.asked_at == inject]
    if hanging:
        raise InputError(
            N_("{others} hang on inject {inject}."),
            safe=N_("Nothing was removed."),
            others=", ".join(hanging),
            inject=inject,
        )
    rest = tuple(one for one in scenario.injects if one.id != inject)
    if not rest:
        raise InputError(N_("An exercise needs at least one inject."))
    return plan.changed(scenario=scenario.changed(injects=rest))


def moved_inject(plan: Plan, inject: str, at: int) -> Plan:
    """The inject planned for another moment of play (milliseconds, kept in whole seconds); it leaves “after” behind."""
    known = plan.scenario.inject_by_id[inject]
    return with_inject(plan, known.changed(at=max(0, at - at % SECOND), after=None))


def next_inject_id(plan: Plan) -> str:
    """A free id in the scenario's own manner: I12 after I11."""
    numbers = [int(i.id[1:]) for i in plan.scenario.injects if i.id[:1] == "I" and i.id[1:].isdigit()]
    return f"I{max(numbers, default=0) + 1:02d}"


def with_organisation(plan: Plan, organisation: Organisation) -> Plan:
    """The organisation added, or put in the place of the one with its id."""
    rest = [o for o in plan.organisations if o.id != organisation.id]
    index = next((i for i, o in enumerate(plan.organisations) if o.id == organisation.id), len(rest))
    return plan.changed(organisations=(*rest[:index], organisation, *rest[index:]))


def without_organisation(plan: Plan, organisation: str) -> Plan:
    """The organisation removed, with its adaptations."""
    return plan.changed(
        organisations=tuple(o for o in plan.organisations if o.id != organisation),
        adaptations={house: said for house, said in plan.adaptations.items() if house != organisation},
    )


def with_assignment(plan: Plan, team: str, items: Sequence[str]) -> Plan:
    """The items that apply to a team (organisation/kind), chosen by hand."""
    return plan.changed(assignments={**plan.assignments, team: tuple(items)})
