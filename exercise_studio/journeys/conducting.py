"""Running an exercise live: the clock, the injects, what teams do, what is shared, and what the windows show of it."""

from collections.abc import Sequence
from datetime import datetime

from exercise_studio.conduct import cues
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet, RunMode
from exercise_studio.domain.scenario import Inject, SystemKind, Tlp
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import keeping
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def committed(session: Session) -> ChangeSet:
    """What the last transaction changed; nothing yet when its commands still wait for an outer one."""
    return session.last or ChangeSet(session.exercise, 0, 0, frozenset())


# the clock


def start_run(session: Session, mode: RunMode = "live", *, speed: float = 1.0, seed: int | None = None) -> ChangeSet:
    """Freezes the plan and starts a run of it. Raises InputError when the plan has no organisation or no item to rate."""
    plan = session.draft
    if not plan.organisations:
        raise InputError(N_("No organisation takes part yet."), action=N_("Add one in the set-up, then start."))
    if session.live is not None and session.live.state.clock.mode not in ("ready", "ended"):
        raise InputError(N_("A run is still going on."), action=N_("End it before you start another."))
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
        raise InputError(N_("The scenario clock can only jump forward."))
    with session.together():
        session.say(p.TimeJumped(to=to, told=told, phase=phase, choices=choices or {}))
        for inject, choice in (choices or {}).items():
            if choice == "summary":
                session.say(p.InjectFired(inject=inject, how="by_hand", as_summary=True))
            elif choice == "skip":
                session.say(p.InjectSkipped(inject=inject, reason="time jump"))
    return committed(session)


def change_speed(session: Session, speed: float) -> ChangeSet:
    """Another speed; rehearsals only."""
    if session.state.mode != "rehearsal":
        raise InputError(N_("Only a rehearsal can run at another speed."))
    return session.say(p.SpeedChanged(speed=speed))


def end_run(session: Session, reason: str = "") -> ChangeSet:
    """Ends the run and backs the workspace up; what was not fired stays so. The entry carries the heads of all chains."""
    _in(session, "running", "paused", "suspended")
    changes = session.say(p.RunEnded(reason=reason))
    keeping.back_up(session.workspace, "run-ended")
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
) -> ChangeSet:
    """Sends an inject to everybody, to some organisations (`targets`) or to one. A fired inject cannot be fired again."""
    _inject(session, inject)
    _in(session, "running")
    if session.state.inject_state(inject, organisation).status == "fired":
        raise InputError(N_("Inject {inject} was fired already."), safe=N_("Nothing was sent twice."), inject=inject)
    return session.say(p.InjectFired(inject=inject, targets=tuple(targets), how=how), scope=organisation)


def recall(session: Session, inject: str, *, organisation: str | None = None, reason: str = "") -> ChangeSet:
    """Takes a fired inject back; players see a correction."""
    if session.state.inject_state(inject, organisation).status != "fired":
        raise InputError(N_("Inject {inject} has not been fired."), inject=inject)
    return session.say(p.InjectRecalled(inject=inject, reason=reason), scope=organisation)


def skip(session: Session, inject: str, *, organisation: str | None = None, reason: str = "") -> ChangeSet:
    """Leaves an inject out."""
    _inject(session, inject)
    return session.say(p.InjectSkipped(inject=inject, reason=reason), scope=organisation)


def hold(session: Session, inject: str, *, organisation: str | None = None) -> ChangeSet:
    """Keeps an inject back until it is released."""
    _inject(session, inject)
    return session.say(p.InjectHeld(inject=inject), scope=organisation)


def release(session: Session, inject: str, *, organisation: str | None = None) -> ChangeSet:
    """Frees a held or skipped inject."""
    return session.say(p.InjectReleased(inject=inject), scope=organisation)


def choose_branch(
    session: Session, branch: str, option: str, *, organisation: str | None = None, decided_by: str = ""
) -> ChangeSet:
    """Records which way a branch went."""
    found = session.plan.scenario.branch_by_id.get(branch)
    if found is None or option not in {o.id for o in found.options}:
        raise InputError(N_("The branch {branch} has no option {option}."), branch=branch, option=option)
    return session.say(p.BranchChosen(branch=branch, option=option, decided_by=decided_by), scope=organisation)


def set_display(session: Session, mode: str) -> ChangeSet:
    """What the players' screen shows: live, holding or black."""
    return session.say(p.DisplayChanged.model_validate({"mode": mode}))


# what teams do


def _scope(team: str) -> str | None:
    return team.partition("/")[0] or None


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
    return session.say(payload, scope=_scope(team), began_at=began_at, supersedes=supersedes)


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
) -> ChangeSet:
    """Logs a decision: the question, the options, the choice, its ground and the role that took it."""
    payload = p.DecisionLogged(
        team=team, question=question, choice=choice, options=tuple(options), ground=ground, decided_by=decided_by,
        reversible=reversible, items=tuple(p.ItemTouched(item=i, extent=e) for i, e in items), inject=inject,
    )  # fmt: skip
    return session.say(payload, scope=_scope(team), began_at=began_at)


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
) -> ChangeSet:
    """Logs that information went from one body to another."""
    payload = p.InformationShared(
        sender=sender, receiver=receiver, content=content, means=means, about=about, system=system, route=tuple(route)
    )
    house = sender.partition("/")[0]
    scope = house if house in session.plan.organisation_by_id else None
    return session.say(payload, scope=scope, tlp=tlp, began_at=began_at)


def confirm_receipt(session: Session, shared: str, by: str, *, organisation: str | None = None) -> ChangeSet:
    """Logs that shared information arrived."""
    return session.say(p.ReceiptConfirmed(shared=shared, by=by), scope=organisation)


def drop_marker(session: Session, text: str = "") -> ChangeSet:
    """A bare mark on the timeline, text later."""
    return session.say(p.MarkerDropped(text=text))


def park_question(session: Session, text: str, team: str = "", *, began_at: Instant | None = None) -> ChangeSet:
    """Puts a question aside for the debrief."""
    return session.say(p.QuestionParked(text=text, team=team), scope=_scope(team), began_at=began_at)


def resolve_question(session: Session, question: str, answer: str) -> ChangeSet:
    """Answers a parked question (its entry's id)."""
    return session.say(p.QuestionResolved(question=question, answer=answer))


def correct_text(session: Session, entry: str, text: str) -> ChangeSet:
    """Corrects the wording of a logged response: a new entry supersedes it, the old one stays readable."""
    old = session.workspace.entry(entry)
    if old is None or not isinstance(old.payload, p.ResponseLogged):
        raise InputError(N_("Only a logged response can be reworded."))
    return session.say(old.payload.changed(text=text), scope=old.scope, supersedes=entry)


def withdraw(session: Session, entry: str, reason: str) -> ChangeSet:
    """Makes an entry count no longer; it stays readable, struck through."""
    return session.say(p.EntryWithdrawn(entry=entry, reason=reason))


# what the windows show: pure queries over a state and a moment

next_cue = cues.next_cue
cue_list = cues.cue_list
suggestions = cues.suggestions
