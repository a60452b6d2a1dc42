"""What a log entry can say: one frozen model a kind, named by a fact in the past (MODEL.md, "A log entry").

The class attribute `current` counts the version of a kind's fields; older ones are lifted by `log.read_payload`.
Teams are addresses organisation/kind; times inside payloads are play milliseconds or scenario times, never mixed.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, NaiveDatetime

from exercise_studio.domain.checklist import Id, Level
from exercise_studio.domain.exercise import Adaptation, ObserverSeat, Organisation, PostureLevel
from exercise_studio.domain.findings import Action, ActionState, Finding
from exercise_studio.domain.scenario import Inject, Sector, SystemKind
from exercise_studio.domain.text import Lang, Model, Text
from exercise_studio.domain.times import Play

Extent = Literal["done", "partly", "missed"]
How = Literal["by_hand", "scheduled", "condition"]
Handling = Literal["summary", "skip", "keep"]
RatingValue = Literal[4, 3, 2, 1, "NO"]
"""4 to 1, or "NO" for not observed; a blank is no entry at all."""
Heads = dict[str, tuple[int, str]]
"""Chain (run or exercise id, "/", device) to its last device_seq and hash."""


class Payload(Model):
    """The base of all payloads."""

    current: ClassVar[int] = 1
    kind: str


# plan


class OrganisationJoined(Model):
    """Amendment: an organisation that came late."""

    act: Literal["organisation_joined"] = "organisation_joined"
    organisation: Organisation


class ObserverAdded(Model):
    """Amendment: another observer, or another scope for one."""

    act: Literal["observer_added"] = "observer_added"
    observer: ObserverSeat


class InjectPut(Model):
    """Amendment: an inject added or changed during the run."""

    act: Literal["inject_put"] = "inject_put"
    inject: Inject
    added: bool = False
    """It was not there before."""


class AdaptationPut(Model):
    """Amendment: an inject adapted for one organisation."""

    act: Literal["adaptation_put"] = "adaptation_put"
    organisation: Id
    inject: Id
    adaptation: Adaptation


class AutomaticPut(Model):
    """Amendment: an inject fires by itself when its time or its condition has come, or no longer does."""

    act: Literal["automatic_put"] = "automatic_put"
    inject: Id
    automatic: bool


class PhrasesPut(Model):
    """Amendment: what one click writes into the log is from now on this."""

    act: Literal["phrases_put"] = "phrases_put"
    phrases: tuple[str, ...]


Amendment = Annotated[
    OrganisationJoined | ObserverAdded | InjectPut | AdaptationPut | AutomaticPut | PhrasesPut,
    Field(discriminator="act"),
]


class PlanAmended(Payload):
    current: ClassVar[int] = 2
    """2: `automatic_put`, `phrases_put`, `added` of `inject_put`."""
    kind: Literal["plan_amended"] = "plan_amended"
    operations: tuple[Amendment, ...]
    reason: str = ""


class AttendanceCounted(Payload):
    kind: Literal["attendance_counted"] = "attendance_counted"
    by_layer: dict[str, int] = {}
    by_department: dict[str, int] = {}


class PostureChanged(Payload):
    kind: Literal["posture_changed"] = "posture_changed"
    level: PostureLevel
    reason: str = ""


# clock


class RunStarted(Payload):
    kind: Literal["run_started"] = "run_started"
    mode: Literal["rehearsal", "live"]
    plan_hash: str
    speed: float = Field(default=1.0, gt=0, le=1000)
    """Play seconds a real second; 1 unless it is a rehearsal."""
    seed: int | None = None


class ClockPaused(Payload):
    kind: Literal["clock_paused"] = "clock_paused"
    reason: str = ""


class ClockResumed(Payload):
    kind: Literal["clock_resumed"] = "clock_resumed"


class TimeJumped(Payload):
    kind: Literal["time_jumped"] = "time_jumped"
    to: NaiveDatetime
    told: Text | None = None
    phase: Id | None = None
    choices: dict[str, Handling] = {}
    """What became of each inject in between."""


class SpeedChanged(Payload):
    kind: Literal["speed_changed"] = "speed_changed"
    speed: float = Field(gt=0, le=1000)


class RunSuspended(Payload):
    kind: Literal["run_suspended"] = "run_suspended"
    reason: str = ""


class RunContinued(Payload):
    kind: Literal["run_continued"] = "run_continued"


class RunEnded(Payload):
    kind: Literal["run_ended"] = "run_ended"
    heads: Heads = {}
    reason: str = ""


# injects


class InjectFired(Payload):
    kind: Literal["inject_fired"] = "inject_fired"
    inject: Id
    targets: tuple[str, ...] = ()
    """Organisations it was sent to where not all; the entry's scope narrows it to one."""
    how: How = "by_hand"
    as_summary: bool = False


class InjectRecalled(Payload):
    kind: Literal["inject_recalled"] = "inject_recalled"
    inject: Id
    reason: str = ""


class InjectSkipped(Payload):
    kind: Literal["inject_skipped"] = "inject_skipped"
    inject: Id
    reason: str = ""


class InjectHeld(Payload):
    kind: Literal["inject_held"] = "inject_held"
    inject: Id


class InjectReleased(Payload):
    kind: Literal["inject_released"] = "inject_released"
    inject: Id


class InjectReceived(Payload):
    kind: Literal["inject_received"] = "inject_received"
    inject: Id
    team: str


class BranchChosen(Payload):
    kind: Literal["branch_chosen"] = "branch_chosen"
    branch: Id
    option: Id
    decided_by: str = ""


class OutageChanged(Payload):
    kind: Literal["outage_changed"] = "outage_changed"
    sector: Sector
    level: float = Field(ge=0, le=1)
    reason: str = ""


DisplayMode = Literal["live", "holding", "black"]


class DisplayChanged(Payload):
    """What the players' screen shows from now on; the entry's scope narrows it to one organisation's screen."""

    current: ClassVar[int] = 2
    """2: all fields but `mode`."""
    kind: Literal["display_changed"] = "display_changed"
    mode: DisplayMode
    inject: Id | None = None
    """The inject to show; None follows what is fired last."""
    locked: bool = False
    """What is fired from now on leaves the screen as it is."""
    questions: tuple[str, ...] = ()
    """What the facilitator asks the players to discuss, as they are to read it."""
    until: Play | None = None
    """When the discussion ends."""
    page: int = Field(default=0, ge=0)
    """Of a long text, counted from 0."""


# what teams do


class ItemTouched(Model):
    """A checklist item that a response did, and how far."""

    item: Id
    extent: Extent = "done"


class ResponseLogged(Payload):
    kind: Literal["response_logged"] = "response_logged"
    team: str
    text: str
    items: tuple[ItemTouched, ...] = ()
    inject: Id | None = None
    tags: tuple[str, ...] = ()
    significant: bool = False
    played_as: str = ""


class DecisionLogged(Payload):
    kind: Literal["decision_logged"] = "decision_logged"
    team: str
    question: str
    options: tuple[str, ...] = ()
    choice: str
    ground: str = ""
    decided_by: str = ""
    """A role."""
    reversible: bool | None = None
    items: tuple[ItemTouched, ...] = ()
    inject: Id | None = None


class SeverityJudged(Payload):
    kind: Literal["severity_judged"] = "severity_judged"
    team: str
    continuity: int = Field(ge=0, le=4)
    safety: int = Field(ge=0, le=4)
    ground: str = ""


class PlanActivated(Payload):
    kind: Literal["plan_activated"] = "plan_activated"
    team: str
    plan: Literal["contingency", "bcp", "it_bcp"]
    by: str = ""
    criterion: str = ""


class FormSubmitted(Payload):
    kind: Literal["form_submitted"] = "form_submitted"
    team: str
    form: Id
    receiver: str
    fields: dict[str, str] = {}


# sharing


class InformationShared(Payload):
    kind: Literal["information_shared"] = "information_shared"
    sender: str
    receiver: str
    route: tuple[str, ...] = ()
    means: str = ""
    system: SystemKind = "none"
    about: str = ""
    content: str = ""


class ReceiptConfirmed(Payload):
    kind: Literal["receipt_confirmed"] = "receipt_confirmed"
    shared: str
    by: str


class DutyStarted(Payload):
    kind: Literal["duty_started"] = "duty_started"
    duty: Id
    team: str
    due: NaiveDatetime | None = None


class DutyMet(Payload):
    kind: Literal["duty_met"] = "duty_met"
    duty: Id
    team: str


# notes


class MarkerDropped(Payload):
    current: ClassVar[int] = 2
    """2: `inject`."""
    kind: Literal["marker_dropped"] = "marker_dropped"
    text: str = ""
    inject: Id | None = None
    """The inject that was flagged, in a rehearsal: something about it is to be mended."""


class QuestionParked(Payload):
    kind: Literal["question_parked"] = "question_parked"
    text: str
    team: str = ""


class QuestionResolved(Payload):
    kind: Literal["question_resolved"] = "question_resolved"
    question: str
    answer: str


class AttachmentAdded(Payload):
    kind: Literal["attachment_added"] = "attachment_added"
    to: str = ""
    name: str
    media_type: str
    size: int
    sha256: str


# observation


class ObserverJoined(Payload):
    kind: Literal["observer_joined"] = "observer_joined"
    observer: Id
    scope: tuple[str, ...] = ()
    clock_offset: int = 0
    """Milliseconds to add to this device's times."""


class ItemRated(Payload):
    kind: Literal["item_rated"] = "item_rated"
    observer: Id
    item: Id
    team: str
    value: RatingValue
    note: str = ""
    inject: Id | None = None
    tags: tuple[str, ...] = ()


class RatingCleared(Payload):
    kind: Literal["rating_cleared"] = "rating_cleared"
    observer: Id
    item: Id
    team: str
    note: str = ""
    """The note stays."""


class ObservationNoted(Payload):
    kind: Literal["observation_noted"] = "observation_noted"
    observer: Id
    text: str
    team: str = ""
    item: Id | None = None
    tags: tuple[str, ...] = ()


class WorkHandedIn(Payload):
    kind: Literal["work_handed_in"] = "work_handed_in"
    observer: Id
    edition: int = 1
    digest: str = ""
    heads: Heads = {}


class PacketMerged(Payload):
    kind: Literal["packet_merged"] = "packet_merged"
    observer: Id
    digest: str
    entries: int


# settling


class ValueSettled(Payload):
    kind: Literal["value_settled"] = "value_settled"
    item: Id
    team: str
    value: Level
    reason: str


class ItemExcluded(Payload):
    kind: Literal["item_excluded"] = "item_excluded"
    item: Id
    team: str
    reason: str


# debrief

Column = Literal["keep", "improve", "question"]


class CardAdded(Payload):
    kind: Literal["card_added"] = "card_added"
    card: Id
    column: Column
    text: str
    evidence: tuple[str, ...] = ()


class CardMoved(Payload):
    kind: Literal["card_moved"] = "card_moved"
    card: Id
    column: Column


class CardVoted(Payload):
    kind: Literal["card_voted"] = "card_voted"
    card: Id
    votes: int = 1


# findings and actions


class FindingWritten(Payload):
    kind: Literal["finding_written"] = "finding_written"
    finding: Finding
    card: Id | None = None


class FindingsMerged(Payload):
    kind: Literal["findings_merged"] = "findings_merged"
    into: Id
    merged: tuple[Id, ...]


class FindingWithdrawn(Payload):
    kind: Literal["finding_withdrawn"] = "finding_withdrawn"
    finding: Id
    reason: str


class ActionPlanned(Payload):
    kind: Literal["action_planned"] = "action_planned"
    action: Action


class ActionStateChanged(Payload):
    kind: Literal["action_state_changed"] = "action_state_changed"
    action: Id
    state: ActionState
    note: str = ""
    evidence: str = ""


class ActionConfirmed(Payload):
    kind: Literal["action_confirmed"] = "action_confirmed"
    action: Id
    by: str
    on: date


# people's view, report, correction


class AnswersGiven(Payload):
    kind: Literal["answers_given"] = "answers_given"
    questionnaire: Id
    team: str = ""
    layer: str = ""
    role: Literal["player", "observer", "facilitator"] = "player"
    scores: dict[str, Annotated[int, Field(ge=1, le=5)]] = {}
    texts: dict[str, str] = {}


class SectionEdited(Payload):
    kind: Literal["section_edited"] = "section_edited"
    section: Id
    language: Lang
    text: str


class ReportIssued(Payload):
    current: ClassVar[int] = 2
    """2: `format`, `variant`, `size`, `outline`."""
    kind: Literal["report_issued"] = "report_issued"
    number: int
    edition: str
    language: Lang
    sha256: str
    as_of: str
    heads: Heads = {}
    format: str = "pdf"
    variant: str = ""
    """Which of its edition: "organisation=alpha", "tlp=GREEN", "months=3"; "" where there is one only."""
    size: int = 0
    """Bytes of the file, which is kept under its SHA-256."""
    outline: dict[str, str] = {}
    """Parts of the report with a digest of each, so that a later issue can say what changed."""


class EntryWithdrawn(Payload):
    kind: Literal["entry_withdrawn"] = "entry_withdrawn"
    entry: str
    reason: str


class EntryRedacted(Payload):
    kind: Literal["entry_redacted"] = "entry_redacted"
    entry: str
    reason: str


AnyPayload = Annotated[
    PlanAmended | AttendanceCounted | PostureChanged
    | RunStarted | ClockPaused | ClockResumed | TimeJumped | SpeedChanged | RunSuspended | RunContinued | RunEnded
    | InjectFired | InjectRecalled | InjectSkipped | InjectHeld | InjectReleased | InjectReceived | BranchChosen
    | OutageChanged | DisplayChanged
    | ResponseLogged | DecisionLogged | SeverityJudged | PlanActivated | FormSubmitted
    | InformationShared | ReceiptConfirmed | DutyStarted | DutyMet
    | MarkerDropped | QuestionParked | QuestionResolved | AttachmentAdded
    | ObserverJoined | ItemRated | RatingCleared | ObservationNoted | WorkHandedIn | PacketMerged
    | ValueSettled | ItemExcluded
    | CardAdded | CardMoved | CardVoted
    | FindingWritten | FindingsMerged | FindingWithdrawn | ActionPlanned | ActionStateChanged | ActionConfirmed
    | AnswersGiven | SectionEdited | ReportIssued | EntryWithdrawn | EntryRedacted,
    Field(discriminator="kind"),
]  # fmt: skip
"""Every kind this program knows."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "plan": ("plan_amended", "attendance_counted", "posture_changed"),
    "clock": (
        "run_started", "clock_paused", "clock_resumed", "time_jumped", "speed_changed", "run_suspended", "run_continued",
        "run_ended",
    ),
    "injects": (
        "inject_fired", "inject_recalled", "inject_skipped", "inject_held", "inject_released", "inject_received",
        "branch_chosen", "outage_changed",
    ),
    "display": ("display_changed",),
    "teams": ("response_logged", "decision_logged", "severity_judged", "plan_activated", "form_submitted"),
    "sharing": ("information_shared", "receipt_confirmed", "duty_started", "duty_met"),
    "notes": ("marker_dropped", "question_parked", "question_resolved", "attachment_added"),
    "observation": (
        "observer_joined",
        "item_rated",
        "rating_cleared",
        "observation_noted",
        "work_handed_in",
        "packet_merged",
    ),
    "settling": ("value_settled", "item_excluded"),
    "debrief": ("card_added", "card_moved", "card_voted"),
    "findings": ("finding_written", "findings_merged", "finding_withdrawn"),
    "actions": ("action_planned", "action_state_changed", "action_confirmed"),
    "people": ("answers_given",),
    "report": ("section_edited", "report_issued"),
    "correction": ("entry_withdrawn", "entry_redacted"),
}  # fmt: skip
FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
