"""Following up: corrective actions, their states and confirmation, and what participants answered."""

from datetime import date

from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.findings import Action, ActionState, Grade
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def plan_action(
    session: Session,
    finding: str,
    text: str,
    *,
    owner: str,
    due: date,
    priority: Grade = "middle",
    resources: str = "",
    criterion: str = "",
    action: str | None = None,
) -> ChangeSet:
    """Plans a corrective action for a finding, or plans the one named by `action` anew. The owner is a role."""
    if finding not in session.learning.findings:
        raise InputError(N_("There is no finding {finding}."), finding=finding)
    if not (text.strip() and owner.strip()):
        raise InputError(N_("An action needs a text and an owner role."))
    if action is not None:
        _known(session, action)
    number = action or session.next_id("A")
    planned = Action(
        id=number, finding=finding, text=text.strip(), owner=owner.strip(), due=due, priority=priority,
        resources=resources, criterion=criterion,
    )  # fmt: skip
    return session.say(p.ActionPlanned(action=planned), in_run=False)


def change_state(session: Session, action: str, state: ActionState, *, note: str = "", evidence: str = "") -> ChangeSet:
    """Changes the state of an action. Raises InputError when it is closed with neither evidence nor a reason."""
    _known(session, action)
    if state in ("done", "dropped") and not (note.strip() or evidence.strip()):
        raise InputError(N_("Closing an action needs evidence or a reason."))
    return session.say(p.ActionStateChanged(action=action, state=state, note=note, evidence=evidence), in_run=False)


def confirm(session: Session, action: str, by: str, on: date) -> ChangeSet:
    """Somebody in another role confirms that the action did what it should."""
    _known(session, action)
    known = session.learning.actions[action]
    if known.state != "done":
        raise InputError(
            N_("Only an action that is done can be confirmed."), action=N_("Close it with its evidence first.")
        )
    if not by.strip() or by.strip() == known.action.owner:
        raise InputError(N_("The role that confirms an action must be another than its owner."))
    return session.say(p.ActionConfirmed(action=action, by=by, on=on), in_run=False)


def _known(session: Session, action: str) -> None:
    if action not in session.learning.actions:
        raise InputError(N_("There is no action {number}."), number=action)


def answer(
    session: Session,
    questionnaire: str,
    *,
    scores: dict[str, int],
    texts: dict[str, str] | None = None,
    team: str = "",
    layer: str = "",
) -> ChangeSet:
    """Keeps one participant's answers, without a name. Scores are 1 to 5."""
    payload = p.AnswersGiven(questionnaire=questionnaire, scores=scores, texts=texts or {}, team=team, layer=layer)
    return session.say(payload, scope=team.partition("/")[0] or None, in_run=False)
