"""What was learned and what is done about it: the vocabulary of findings and corrective actions."""

from datetime import date
from typing import Literal

from exercise_studio.domain.checklist import Id, Pillar
from exercise_studio.domain.text import Model

FindingSort = Literal["issue", "good_practice"]
Grade = Literal["high", "middle", "low"]
StandardKind = Literal["mandatory", "recommended", "industry", "internal"]
ActionState = Literal["planned", "doing", "done", "confirmed", "dropped"]


class StandardClause(Model):
    """A clause of the safety standards (安全基準等) that a finding touches, with its kind."""

    kind: StandardKind
    document: str
    clause: str = ""


class Finding(Model):
    """One thing learned: fact, then effect, then cause; roles, never persons.

    `fact` is what the log shows, `cause` and `effect` are inferences and are printed as such.
    """

    id: Id
    sort: FindingSort = "issue"
    title: str
    fact: str = ""
    effect: str = ""
    cause: str = ""
    spread_to: str = ""
    """For a good practice: where else it should be used (横展開先)."""
    standards: tuple[StandardClause, ...] = ()
    severity: Grade = "middle"
    pillar: Pillar | None = None
    items: tuple[Id, ...] = ()
    teams: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids of log entries."""


class Action(Model):
    """A corrective action with its owner role, due date and the criterion by which it is done."""

    id: Id
    finding: Id
    text: str
    priority: Grade = "middle"
    owner: str
    """A role or a department."""
    due: date
    resources: str = ""
    criterion: str = ""
