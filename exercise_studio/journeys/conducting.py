"""Running an exercise live: the clock, the injects, what teams do, what is shared, and what the windows show of it."""

from collections.abc import Sequence
from datetime import datetime

from exercise_studio.conduct import automatic, cues
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError, KnownError
from exercise_studio.domain.log import ChangeSet, Entry, RunMode
from exercise_studio.domain.scenario import Inject, SystemKind, Tlp
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import keeping, showing
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def committed(session: Session) -> ChangeSet:
    """What the last transaction changed; nothing yet when its commands still wait for an outer one."""
    return session.last or ChangeSet(session.exercise, 0, 0, frozenset())


# the clock


def start_run(session: Session, mode: RunMode = "live", *, speed: float = 1.0, seed: int | None = None) -> ChangeSet:
    """Freezes the plan and starts a run of it. Raises InputError when nobody takes part or another run is going on."""
    session.draft_changed()  # what was kept last is what is played, whoever kept it
    plan = session.draft
    if not plan.organisations:
        raise InputError(N_("No organisation takes part yet."), action=N_("Add one in the set-up, then start."))
    if session.live is not None and session.live.state.clock.mode not in ("ready", "ended"):
        raise InputError(N_("A run is still going on."), action=N_("End it before you start another."))
    if mode == "live" and speed != 1:
        raise InputError(N_("Only a rehearsal can run at another speed."))
    plan_hash = session.workspace.freeze_plan(session.exercise, plan)
    run = session.workspace.create_run(session.exercise, mode, plan_hash)
    session.began(run, plan)
    return session.say(p.RunStarted(mode=mode, plan_hash=plan_hash, speed=speed, seed=seed))


_STANDS = {
    "ready": N_("The run has not been started yet."),
    "running": N_("The clock is running already."),
    "paused": N_("The clock is paused."),
    "suspended": N_("The exercise is suspended for a real event."),
    "ended": N_("The run has ended."),
}


def _in(session: Session, *modes: str) -> None:
    """Raises InputError with how the clock stands unless it is in one of these modes."""
    mode = session.state.clock.mode
    if mode not in modes:
        raise InputError(_STANDS[mode], safe=N_("Nothing was changed."))


def pause(session: Session, reason: str = "") -> ChangeSet:
    """Stops play and the scenario clock."""
    _in(session, "running")
    return session.say(p.ClockPaused(reason=reason))


def resume(session: Session) -> ChangeSet:
    """Goes on after a pause."""
    _in(session, "paused")
    return session.say(p.ClockResumed())


def suspend(session: Session, reason: str = "") -> ChangeSet:
    """Freezes the exercise for a real emergency."""
    _in(session, "running", "paused")
    with session.together():
        session.say(p.RunSuspended(reason=reason))
        session.say(p.DisplayChanged(mode="holding"))
    return committed(session)


def continue_run(session: Session) -> ChangeSet:
    """Goes on after a suspension."""
    _in(session, "suspended")
    return session.say(p.RunContinued())


def jump(
    session: Session,
    to: datetime,
    *,
    told: Text | None = None,
    phase: str | None = None,
    choices: dict[str, p.Handling] | None = None,
) -> ChangeSet:
    """Moves the scenario clock forward; `choices` says what becomes of injects in between. Raises InputError backwards."""
    _in(session, "running", "paused")
    if to <= session.state.clock.scenario(session.now()):
        raise InputError(N_("The scenario clock can only jump forward."), safe=N_("Nothing was changed."))
    for inject, choice in (choices or {}).items():
        _inject(session, inject)
        if choice != "keep":
            _not_fired(session, inject, session.state.inject_state(inject).status == "fired")
    with session.together():
        session.say(p.TimeJumped(to=to, told=told, phase=phase, choices=choices or {}))
        for inject, choice in (choices or {}).items():
            if choice == "summary":
                session.say(p.InjectFired(inject=inject, how="by_hand", as_summary=True))
            elif choice == "skip":
                session.say(p.InjectSkipped(inject=inject, reason="time jump"))
    return committed(session)


def change_speed(session: Session, speed: float) -> ChangeSet:
    """Another speed, up to 1,000; rehearsals only."""
    _in(session, "running", "paused")
    if not 0 < speed <= 1000:
        raise InputError(N_("A speed is more than 0 and at most 1,000."))
    if session.state.mode != "rehearsal":
        raise InputError(N_("Only a rehearsal can run at another speed."))
    return session.say(p.SpeedChanged(speed=speed))


def end_run(session: Session, reason: str = "") -> ChangeSet:
    """Ends the run and backs the workspace up; what was not fired stays so. The entry carries the heads of all chains."""
    _in(session, "running", "paused", "suspended")
    changes = session.say(p.RunEnded(reason=reason))
    try:
        keeping.back_up(session.workspace, "run-ended")
    except KnownError as error:  # the run has ended all the same: that is what the windows are told
        session.workspace.notices.append(error)
    return changes


# injects


def _inject(session: Session, inject: str) -> Inject:
    found = session.plan.scenario.inject_by_id.get(inject)
    if found is None:
        raise InputError(N_("There is no inject {inject}."), inject=inject)
    return found


def fire(
    session: Session,
    inject: str,
    *,
    organisation: str | None = None,
    targets: Sequence[str] = (),
    how: p.How = "by_hand",
    as_summary: bool = False,
) -> ChangeSet:
    """Sends an inject to everybody, to some organisations (`targets`) or to one. Whoever has it does not get it again.

    Who joined late and missed it gets it only when named. `as_summary`: told in a sentence, not sent as it stands.
    Raises InputError when all of them have it, or one of them does not take part.
    """
    found, plan, state = _inject(session, inject), session.plan, session.state
    _in(session, "running")
    named = (organisation,) if organisation else tuple(targets)
    _take_part(session, *named)
    asked = tuple(house.id for house in plan.organisations if plan.is_addressed(found, house.id))
    wanted = named or asked
    have = ("fired",) if named else ("fired", "missed")
    open_for = tuple(house for house in wanted if state.inject_state(inject, house).status not in have)
    _not_fired(session, inject, not open_for if wanted else state.inject_state(inject).status == "fired")
    chosen = () if organisation or set(asked) <= set(open_for) else open_for
    said = p.InjectFired(inject=inject, targets=chosen, how=how, as_summary=as_summary)
    return session.say(said, scope=organisation)


def fire_by_itself(session: Session, inject: str, organisations: Sequence[str]) -> ChangeSet | None:
    """Fires an inject whose time or condition has come, for those of the organisations for which that still holds.

    None when it does not hold for any of them any more: it was fired, held, skipped, or the clock stands. So it comes once.
    """
    if session.state.clock.mode != "running":
        return None
    session.refresh()  # another laptop may have been quicker
    due = [
        one for one in automatic.automatic_injects(session.state, session.play()) if one.now and one.inject.id == inject
    ]
    houses = [house for one in due for house in one.organisations if house in organisations]
    return fire(session, inject, targets=houses, how=due[0].how) if houses else None


def _not_fired(session: Session, inject: str, fired: bool) -> None:
    if fired:
        raise InputError(N_("Inject {inject} was fired already."), safe=N_("Nothing was sent twice."), inject=inject)


def _take_part(session: Session, *organisations: str) -> None:
    for name in organisations:
        if name not in session.plan.organisation_by_id:
            raise InputError(N_("The organisation {name} does not take part."), name=name)


def _statuses(session: Session, inject: str, organisation: str | None) -> set[str]:
    """What became of an inject, for one organisation or for each of all; raises InputError for an unknown one."""
    found, plan, state = _inject(session, inject), session.plan, session.state
    _in(session, "running", "paused", "suspended")
    if organisation:
        _take_part(session, organisation)
        return {state.inject_state(inject, organisation).status}
    asked = [house.id for house in plan.organisations if plan.is_addressed(found, house.id)]
    known: set[str] = {state.inject_state(inject, house).status for house in asked} or {
        state.inject_state(inject).status
    }
    return known - {"missed"} or known  # who came late and missed it does not open it for all again


def recall(session: Session, inject: str, *, organisation: str | None = None, reason: str = "") -> ChangeSet:
    """Takes a fired inject back; players see a correction."""
    if "fired" not in _statuses(session, inject, organisation):
        raise InputError(N_("Inject {inject} has not been fired."), inject=inject)
    return session.say(p.InjectRecalled(inject=inject, reason=reason), scope=organisation)


def skip(session: Session, inject: str, *, organisation: str | None = None, reason: str = "") -> ChangeSet:
    """Leaves an inject out for those who do not have it yet."""
    _not_fired(session, inject, _statuses(session, inject, organisation) == {"fired"})
    return session.say(p.InjectSkipped(inject=inject, reason=reason), scope=organisation)


def hold(session: Session, inject: str, *, organisation: str | None = None) -> ChangeSet:
    """Keeps an inject back until it is released, for those who do not have it yet."""
    _not_fired(session, inject, _statuses(session, inject, organisation) == {"fired"})
    return session.say(p.InjectHeld(inject=inject), scope=organisation)


def release(session: Session, inject: str, *, organisation: str | None = None) -> ChangeSet:
    """Frees a held or skipped inject."""
    if not _statuses(session, inject, organisation) & {"held", "skipped"}:
        raise InputError(N_("Inject {inject} is neither held nor skipped."), inject=inject)
    return session.say(p.InjectReleased(inject=inject), scope=organisation)


def choose_branch(
    session: Session, branch: str, option: str, *, organisation: str | None = None, decided_by: str = ""
) -> ChangeSet:
    """Records which way a branch went."""
    found = session.plan.scenario.branch_by_id.get(branch)
    if found is None or option not in {o.id for o in found.options}:
        raise InputError(N_("The branch {branch} has no option {option}."), branch=branch, option=option)
    _take_part(session, *([organisation] if organisation else []))
    return session.say(p.BranchChosen(branch=branch, option=option, decided_by=decided_by), scope=organisation)


def set_display(session: Session, mode: p.DisplayMode) -> ChangeSet:
    """What everybody's screen shows: live, holding or black (`showing` has all that can be done with it)."""
    return showing.set_mode(session, mode)


# what teams do


def _scope(team: str) -> str | None:
    return team.partition("/")[0] or None


def _said(
    session: Session,
    payload: p.Payload,
    scope: str | None,
    began_at: Instant | None,
    supersedes: str | None,
    tlp: Tlp | None = None,
) -> ChangeSet:
    """Appends what people wrote. Raises InputError when it would correct an entry of another family (MODEL.md)."""
    if supersedes and p.FAMILY_OF[payload.kind] != p.FAMILY_OF.get(_entry(session, supersedes).kind):
        raise InputError(
            N_("An entry can only be corrected by one of its own sort."),
            safe=N_("Nothing was changed."),
            action=N_("Withdraw it and write it anew."),
        )
    return session.say(payload, scope=scope, tlp=tlp, began_at=began_at, supersedes=supersedes)


def log_response(
    session: Session,
    team: str,
    text: str,
    *,
    items: Sequence[tuple[str, p.Extent]] = (),
    inject: str | None = None,
    tags: Sequence[str] = (),
    significant: bool = False,
    played_as: str = "",
    began_at: Instant | None = None,
    supersedes: str | None = None,
) -> ChangeSet:
    """Logs what a team did, stamped with the first keystroke (`began_at`)."""
    touched = tuple(p.ItemTouched(item=item, extent=extent) for item, extent in items)
    payload = p.ResponseLogged(
        team=team,
        text=text,
        items=touched,
        inject=inject,
        tags=tuple(tags),
        significant=significant,
        played_as=played_as,
    )
    return _said(session, payload, _scope(team), began_at, supersedes)


def log_decision(
    session: Session,
    team: str,
    question: str,
    choice: str,
    *,
    options: Sequence[str] = (),
    ground: str = "",
    decided_by: str = "",
    reversible: bool | None = None,
    items: Sequence[tuple[str, p.Extent]] = (),
    inject: str | None = None,
    began_at: Instant | None = None,
    supersedes: str | None = None,
) -> ChangeSet:
    """Logs a decision: the question, the options, the choice, its ground and the role that took it."""
    payload = p.DecisionLogged(
        team=team, question=question, choice=choice, options=tuple(options), ground=ground, decided_by=decided_by,
        reversible=reversible, items=tuple(p.ItemTouched(item=i, extent=e) for i, e in items), inject=inject,
    )  # fmt: skip
    return _said(session, payload, _scope(team), began_at, supersedes)


def share(
    session: Session,
    sender: str,
    receiver: str,
    *,
    content: str,
    means: str = "",
    about: str = "",
    system: SystemKind = "none",
    route: Sequence[str] = (),
    tlp: Tlp | None = None,
    began_at: Instant | None = None,
    supersedes: str | None = None,
) -> ChangeSet:
    """Logs that information went from one body to another."""
    payload = p.InformationShared(
        sender=sender, receiver=receiver, content=content, means=means, about=about, system=system, route=tuple(route)
    )
    houses = [end.partition("/")[0] for end in (sender, receiver)]
    scope = next((house for house in houses if house in session.plan.organisation_by_id), None)
    return _said(session, payload, scope, began_at, supersedes, tlp)


def confirm_receipt(session: Session, shared: str, by: str, *, organisation: str | None = None) -> ChangeSet:
    """Logs that shared information arrived (`shared` is the entry of the sharing)."""
    if not isinstance(_entry(session, shared).payload, p.InformationShared):
        raise InputError(N_("Only information that was shared can be confirmed."))
    return session.say(p.ReceiptConfirmed(shared=shared, by=by), scope=organisation)


def drop_marker(
    session: Session,
    text: str = "",
    *,
    inject: str | None = None,
    began_at: Instant | None = None,
    supersedes: str | None = None,
) -> ChangeSet:
    """A bare mark on the timeline, text later: then it supersedes the bare one."""
    return _said(session, p.MarkerDropped(text=text, inject=inject), None, began_at, supersedes)


def park_question(
    session: Session,
    text: str,
    team: str = "",
    *,
    began_at: Instant | None = None,
    supersedes: str | None = None,
) -> ChangeSet:
    """Puts a question aside for the debrief."""
    return _said(session, p.QuestionParked(text=text, team=team), _scope(team), began_at, supersedes)


def resolve_question(session: Session, question: str, answer: str) -> ChangeSet:
    """Answers a parked question (its entry's id)."""
    if question not in session.state.parked:
        raise InputError(N_("There is no such parked question."))
    return session.say(p.QuestionResolved(question=question, answer=answer))


def correct_text(session: Session, entry: str, text: str) -> ChangeSet:
    """Corrects the wording of a logged response: a new entry supersedes it, the old one stays readable."""
    old = _entry(session, entry)
    if not isinstance(old.payload, p.ResponseLogged):
        raise InputError(N_("Only a logged response can be reworded."))
    return session.say(old.payload.changed(text=text), scope=old.scope, supersedes=entry)


def withdraw(session: Session, entry: str, reason: str) -> ChangeSet:
    """Makes an entry count no longer; it stays readable, struck through. The clock's own entries cannot be withdrawn."""
    old = _entry(session, entry)
    if p.FAMILY_OF.get(old.kind) in ("clock", "correction"):
        raise InputError(N_("This entry cannot be withdrawn, because others rest on it."))
    return session.say(p.EntryWithdrawn(entry=entry, reason=reason), scope=old.scope, in_run=old.run is not None)


def _entry(session: Session, entry: str) -> Entry:
    """An entry of this run, or of the exercise outside its runs. Raises InputError."""
    found = session.workspace.entry(entry)
    if found is None or found.exercise != session.exercise or found.run not in (None, session.run):
        raise InputError(N_("There is no such entry in this exercise."))
    return found


# what the windows show: pure queries over a state and a moment

next_cue = cues.next_cue
cue_list = cues.cue_list
suggestions = cues.suggestions
