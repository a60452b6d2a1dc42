"""Changing the plan while it is played: each change is an entry with its reason, and the plan before stays readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exercise_studio.conduct.corrections import effective
from exercise_studio.conduct.run import RunState, amended
from exercise_studio.design.plan_checks import check_condition
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Adaptation, ObserverSeat, Organisation, Plan
from exercise_studio.domain.log import ChangeSet, Entry, of_kind
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Text
from exercise_studio.journeys import authoring, conducting
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


@dataclass(frozen=True, slots=True)
class Missed:
    """An inject that an organisation was not there for; `told` when it had it as a summary since."""

    inject: Inject
    told: bool


def amend(session: Session, operations: Sequence[p.Amendment], reason: str = "") -> ChangeSet:
    """Keeps a change of the plan in force. Raises InputError before a run and after its end."""
    if session.state.clock.mode not in ("running", "paused", "suspended"):
        raise InputError(
            N_("The plan can be changed this way only while a run is on."), safe=N_("Nothing was changed."),
            action=N_("Before the run, change it on the plan page."),
        )  # fmt: skip
    return session.say(p.PlanAmended(operations=tuple(operations), reason=reason))


# organisations and observers


def join(session: Session, organisation: Organisation, *, reason: str = "", summaries: Sequence[str] = ()) -> ChangeSet:
    """An organisation that came late takes part from now on; `summaries` names injects it is told of in a sentence.

    What was fired before stays missed for it: nothing that it could not do counts against it. Raises InputError when its id
    is taken or its slot is not one of the scenario.
    """
    plan = session.plan
    if organisation.id in plan.organisation_by_id:
        raise InputError(N_("An organisation with the id {name} takes part already."), name=organisation.id)
    if organisation.slot not in {member.id for member in plan.scenario.cast if member.kind == "player"}:
        raise InputError(N_("{name} is not a slot for players."), name=organisation.slot)
    for inject in summaries:
        if session.state.inject_state(inject).status != "fired":
            raise InputError(N_("Inject {inject} has not been fired."), inject=inject)
    with session.together():
        amend(session, [p.OrganisationJoined(organisation=organisation)], reason)
        for inject in summaries:
            session.say(p.InjectFired(inject=inject, as_summary=True), scope=organisation.id)
    return conducting.committed(session)


def late_organisation(plan: Plan, slot: str, ja: str, en: str, teams: Iterable[str] = ()) -> Organisation:
    """An organisation for a slot with all its teams, or some, under an id that is free. Raises InputError without a name."""
    member = plan.scenario.member_by_id.get(slot)
    if member is None:
        raise InputError(N_("{name} is not a slot for players."), name=slot)
    if not (ja.strip() or en.strip()):
        raise InputError(N_("An organisation needs a name."))
    taken, number = {*plan.organisation_by_id, *plan.scenario.member_by_id}, 2
    while f"{slot}-{number}" in taken:
        number += 1
    made = authoring.organisation_for(member, name_id=f"{slot}-{number}", name=Text(ja=ja, en=en))
    wanted = set(teams)
    return made.changed(teams=tuple(t for t in made.teams if t.kind in wanted) or made.teams) if wanted else made


def missed_injects(state: RunState, organisation: str) -> list[Missed]:
    """What was fired before a late organisation came, in the order of the plan."""
    own = state.seen(organisation).injects
    found = []
    for inject in state.plan.scenario.injects:
        known = own.get(inject.id)
        if known is not None and (known.status == "missed" or (known.status == "fired" and known.as_summary)):
            found.append(Missed(inject, known.status == "fired"))
    return found


def add_observer(session: Session, seat: ObserverSeat, *, reason: str = "") -> ChangeSet:
    """Another observer, or another scope for one. Raises InputError when the scope names nobody who takes part."""
    plan = session.plan
    unknown = [one for one in seat.scope if one not in plan.organisation_by_id and one not in plan.teams]
    if unknown:
        raise InputError(N_("The organisation {name} does not take part."), name=unknown[0])
    if seat in plan.observers:
        raise InputError(N_("The observer {code} has this scope already."), code=seat.code)
    return amend(session, [p.ObserverAdded(observer=seat)], reason)


# injects


def put_inject(session: Session, inject: Inject, *, reason: str = "") -> ChangeSet:
    """An inject added on the spot, or changed before anybody has it. Raises InputError where it was fired already, or is not whole."""
    plan, old = session.plan, session.plan.scenario.inject_by_id.get(inject.id)
    if old is not None and _had(session, inject.id):
        raise InputError(
            N_("Inject {inject} was fired already, so it cannot be changed any more."), safe=N_("Nothing was changed."),
            action=N_("Recall it and add a new one."), inject=inject.id,
        )  # fmt: skip
    if inject.sender not in plan.scenario.member_by_id:
        raise InputError(N_("Nobody in the cast is called {name}."), name=inject.sender)
    known = {"all", *plan.organisation_by_id, *plan.scenario.member_by_id}
    for address in inject.to:
        if address.partition("/")[0] not in known:
            raise InputError(N_("Nobody in the cast is called {name}."), name=address)
    if inject.when is not None:
        problem = check_condition(inject.when.text, authoring.with_inject(plan, inject), inject.id)
        if problem is not None:
            said: dict[str, Any] = problem.params
            raise InputError(problem.message, **said)
    if inject == old:
        raise InputError(N_("Nothing in the inject differs from before."))
    return amend(session, [p.InjectPut(inject=inject, added=old is None)], reason)


def _had(session: Session, inject: str) -> bool:
    """Whether it was fired or recalled for anybody."""
    state = session.state
    houses = [None, *(house.id for house in session.plan.organisations)]
    return any(state.inject_state(inject, house).status in ("fired", "recalled") for house in houses)


def adapt(session: Session, organisation: str, inject: str, adaptation: Adaptation, *, reason: str = "") -> ChangeSet:
    """What one organisation reads instead, or that it does not get the inject. Raises InputError once it has it."""
    plan = session.plan
    if organisation not in plan.organisation_by_id:
        raise InputError(N_("The organisation {name} does not take part."), name=organisation)
    if inject not in plan.scenario.inject_by_id:
        raise InputError(N_("There is no inject {inject}."), inject=inject)
    if session.state.inject_state(inject, organisation).status in ("fired", "recalled"):
        raise InputError(
            N_("Inject {inject} was fired already, so it cannot be changed any more."), safe=N_("Nothing was changed."),
            action=N_("Recall it and add a new one."), inject=inject,
        )  # fmt: skip
    said = p.AdaptationPut(organisation=organisation, inject=inject, adaptation=adaptation)
    return amend(session, [said], reason)


def set_automatic(session: Session, inject: str, automatic: bool, *, reason: str = "") -> ChangeSet:
    """Whether an inject fires by itself: during a run an entry, before it a change of the draft.

    Raises InputError for a major inject, which is always fired by hand.
    """
    running = session.live is not None and session.state.clock.mode != "ended"
    plan = session.plan if running else session.draft
    known = plan.scenario.inject_by_id.get(inject)
    if known is None:
        raise InputError(N_("There is no inject {inject}."), inject=inject)
    if automatic and known.guard == "major":
        raise InputError(N_("Inject {inject} is major, so it is always fired by hand."), inject=inject)
    act = p.AutomaticPut(inject=inject, automatic=automatic)
    if running:
        return amend(session, [act], reason)
    return authoring.keep_draft(session, amended(plan, p.PlanAmended(operations=(act,))))


# taking back


def plan_before(session: Session, entry: str) -> Plan:
    """The plan in force before an amendment. Raises InputError when there is no such one in this run."""
    if session.live is None or session.run is None:
        raise InputError(N_("There is no such entry in this exercise."))
    plan = session.workspace.plan(session.workspace.run(session.run).plan_hash)
    for known in effective(of_kind(session.live.entries, "plan_amended")):
        if known.id == entry:
            return plan
        if isinstance(known.payload, p.PlanAmended):
            plan = amended(plan, known.payload)
    raise InputError(N_("There is no such entry in this exercise."))


def take_back(session: Session, entry: str, reason: str = "") -> ChangeSet:
    """Takes an amendment back by another one. Raises InputError for one that cannot be: an organisation that joined stays."""
    before = plan_before(session, entry)
    said = next(known.payload for known in session.live.entries if known.id == entry) if session.live else None
    assert isinstance(said, p.PlanAmended)
    with session.together():
        for act in said.operations:
            _opposite(session, act, before, reason)
    return conducting.committed(session)


def _opposite(session: Session, act: p.Amendment, before: Plan, reason: str) -> None:
    if isinstance(act, p.AutomaticPut):
        set_automatic(session, act.inject, act.inject in before.settings.automatic, reason=reason)
    elif isinstance(act, p.AdaptationPut):
        old = before.adaptations.get(act.organisation, {}).get(act.inject, Adaptation())
        adapt(session, act.organisation, act.inject, old, reason=reason)
    elif isinstance(act, p.InjectPut):
        known = before.scenario.inject_by_id.get(act.inject.id)
        if known is not None:
            put_inject(session, known, reason=reason)
        else:  # it stays in the plan, and nobody gets it
            conducting.skip(session, act.inject.id, reason=reason)
    elif isinstance(act, p.ObserverAdded):
        seat = next((one for one in before.observers if one.code == act.observer.code), None)
        if seat is None:
            raise InputError(N_("An observer who was added stays; give them another scope instead."))
        add_observer(session, seat, reason=reason)
    else:
        raise InputError(N_("An organisation that joined stays; skip injects for it instead."))


def can_take_back(entry: Entry) -> bool:
    """Whether undoing may offer it: an organisation that joined stays."""
    said = entry.payload
    return isinstance(said, p.PlanAmended) and all(
        isinstance(act, p.AutomaticPut | p.AdaptationPut | p.InjectPut) for act in said.operations
    )
