"""Reference data: sectors, bodies, CEPTOARs, reporting duties, dependencies; facts carry the days they hold on."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from exercise_studio.domain.checklist import Id, Layer, Pillar
from exercise_studio.domain.errors import Unfit
from exercise_studio.domain.scenario import BodyCategory, SystemKind, TeamKind, Tlp
from exercise_studio.domain.text import Lang, Model, Text
from exercise_studio.domain.times import Duration
from exercise_studio.language import N_

SectorId = Id
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Dated(Model):
    """Something that holds from a day to a day, both included; an absent end is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} comes before valid_from {self.valid_from}")
        return self

    def holds(self, on: date) -> bool:
        """Whether it holds on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class ReferenceFile(Model):
    """What every file of reference data begins with. `as_of` is the day whose state the file describes."""

    format: Literal["exercise-studio/reference/1"]
    as_of: date
    provenance: Text


# Sectors and people


class Responsibility(Dated):
    """A ministry answers for a sector. `in_source`: the action plan's overview itself says so."""

    body: Id
    in_source: bool
    role: Text | None = None


class OtIot(Model):
    """Whether control systems or connected devices take part in the service, and which."""

    present: bool
    note: Text


class SectorEntry(Model):
    """One critical-infrastructure sector; services, systems and examples in our own short wording."""

    id: SectorId
    order: int = Field(ge=1)
    name: Text
    services: tuple[Text, ...] = Field(min_length=1)
    critical_systems: tuple[Text, ...] = Field(min_length=1)
    disruption_examples: tuple[Text, ...] = Field(min_length=1)
    ot_iot: OtIot
    ministries: tuple[Responsibility, ...] = Field(min_length=1)
    report_basis: tuple[Text, ...] = ()
    """Laws and rules under which an outage may have to be reported: pointers, to be checked in current law."""
    later_change: Text | None = None


class Sectors(ReferenceFile):
    """The sectors in the order of the source document."""

    kind: Literal["sectors"]
    sectors: tuple[SectorEntry, ...]


class LayerEntry(Model):
    """A layer of an organisation. `in_source`: one of the layers that the action plan's overview names."""

    id: Layer
    name: Text
    in_source: bool


class TeamEntry(Model):
    """A kind of team and the layer it stands for."""

    id: TeamKind
    layer: Layer
    title: Text


class Layers(ReferenceFile):
    """Layers and the kinds of teams."""

    kind: Literal["layers"]
    layers: tuple[LayerEntry, ...]
    teams: tuple[TeamEntry, ...]


class Measure(Model):
    """A measure of a pillar as the source numbers it."""

    number: int
    title: Text
    details: tuple[Text, ...]


class PillarEntry(Model):
    """One of the five pillars with the points and measures of the source document."""

    id: Pillar
    name: Text
    aim: Text
    points: tuple[Text, ...]
    measures: tuple[Measure, ...]


class Pillars(ReferenceFile):
    """The five pillars of the action plan."""

    kind: Literal["pillars"]
    pillars: tuple[PillarEntry, ...]


# Bodies and their channels


class BodyName(Dated):
    """What a body is called while the name holds."""

    name: Text
    short: Text | None = None


class BodyGroup(Model):
    """A group under which the source lists bodies; `source_text` is its line there."""

    id: Id
    name: Text
    source_text: str


class BodyEntry(Model):
    """Anyone who sends or receives information outside the organisation."""

    id: Id
    category: BodyCategory
    groups: tuple[Id, ...] = ()
    names: tuple[BodyName, ...] = Field(min_length=1)
    role: Text | None = None
    sectors: tuple[SectorId, ...] = ()
    """Sectors it serves; empty: all or none in particular."""
    operator: Id | None = None
    """Another body that runs it."""


class Bodies(ReferenceFile):
    """Ministries, the national office, agencies, police, ISACs and information schemes."""

    kind: Literal["bodies"]
    groups: tuple[BodyGroup, ...]
    bodies: tuple[BodyEntry, ...]


class Ceptoar(Model):
    """One column of the CEPTOAR map. Counts stay text, because their units differ. None: the map shows a dash."""

    id: Id
    sector: SectorId
    scope: Text
    scope_note: Text | None = None
    name: Text
    umbrella: Id | None = None
    secretariat: Text
    members: Text
    also_sent_to: Text | None = None


class Umbrella(Model):
    """A liaison council over several CEPTOARs."""

    id: Id
    name: Text


class Council(Model):
    """The CEPTOAR Council."""

    name: Text
    founded: date
    nature: Text


class Cooperation(Model):
    """Co-operation across fields of business, as the map's last row lists it. No sectors: all of them."""

    sectors: tuple[SectorId, ...] = ()
    text: Text
    body: Id | None = None


class CeptoarMap(ReferenceFile):
    """The CEPTOAR map of `as_of`, cell for cell."""

    kind: Literal["ceptoar"]
    title: Text
    definition: Text
    expansion: str
    activity: Text
    council: Council
    umbrellas: tuple[Umbrella, ...]
    ceptoars: tuple[Ceptoar, ...]
    others: Text
    cooperation: tuple[Cooperation, ...]
    later_change: Text


# Marks, levels, types


class TlpLevel(Model):
    """A TLP label with the colours of FIRST TLP 2.0."""

    id: Tlp
    label: str
    meaning: Text
    foreground: str = Field(pattern=r"^#[0-9A-F]{6}$")
    background: str = Field(pattern=r"^#[0-9A-F]{6}$")


class TlpLevels(ReferenceFile):
    """TLP labels, the strictest first."""

    kind: Literal["tlp"]
    levels: tuple[TlpLevel, ...]


class SeverityAxis(Model):
    """What a severity is judged on; `trial_only` axes stood in the trial version alone."""

    id: Id
    name: Text
    trial_only: bool = False


class SeverityLevel(Model):
    """One level of severity."""

    level: int = Field(ge=0, le=4)
    name: Text


class Severity(ReferenceFile):
    """Levels 0 to 4 of a service outage."""

    kind: Literal["severity"]
    rule: Text
    axes: tuple[SeverityAxis, ...]
    levels: tuple[SeverityLevel, ...]


class TypeEntry(Model):
    """A type of event or cause. `verified` is False where no published source was at hand."""

    id: Id
    group: Id
    name: Text
    verified: bool = True


class TypeGroup(Model):
    """A heading over types."""

    id: Id
    name: Text


class _Types(ReferenceFile):
    groups: tuple[TypeGroup, ...]
    types: tuple[TypeEntry, ...]

    @model_validator(mode="after")
    def _groups_exist(self) -> Self:
        known = {group.id for group in self.groups}
        for entry in self.types:
            if entry.group not in known:
                raise ValueError(f"type {entry.id}: group {entry.group} is not among the groups")
        return self


class EventTypes(_Types):
    """Types of event in a report to the ministry."""

    kind: Literal["event_types"]


class CauseTypes(_Types):
    """Types of cause in a report to the ministry."""

    kind: Literal["cause_types"]


class StandardKind(Model):
    """One of the four kinds of safety standards."""

    id: Literal["mandatory", "recommended", "industry", "internal"]
    name: Text
    definition: Text
    set_by: Text


class Standards(ReferenceFile):
    """The kinds of safety standards (安全基準等)."""

    kind: Literal["standards"]
    kinds: tuple[StandardKind, ...]


class SourceEntry(Model):
    """A document that checklist references point to, and how a locator reads ("{locator}" stands for it)."""

    prefix: str
    title: Text
    edition: Text | None = None
    locator: Text | None = None
    locators: dict[str, Text] = {}


class Sources(ReferenceFile):
    """Documents behind the references of checklist items. They are pointers, never a claim of conformity."""

    kind: Literal["sources"]
    sources: tuple[SourceEntry, ...]

    @cached_property
    def by_prefix(self) -> dict[str, SourceEntry]:
        """Documents by the prefix before the colon."""
        return {source.prefix: source for source in self.sources}


# Reporting


class ReportingClock(Dated):
    """A duty to report and its time limits. `verified` False: the limit was not compared with current law."""

    id: Id
    name: Text
    to: Id
    """The body that receives the report; `competent_ministry` for the sector's own."""
    starts: Text
    condition: Text | None = None
    limit: Text
    within: Duration | None = None
    """The limit as a sum can use it: the latest moment of `limit`; absent where no figure is known."""
    within_if_wrongful: Duration | None = None
    sectors: tuple[SectorId, ...] = ()
    basis: Text
    verified: bool
    source: str = ""


class ReportingClocks(ReferenceFile):
    """Clocks that an incident may start."""

    kind: Literal["reporting_clocks"]
    clocks: tuple[ReportingClock, ...]


class FormField(Model):
    """A field of a form. `choices` names where its values come from."""

    id: Id
    title: Text
    required: bool = False
    input: Literal["line", "text", "time", "choice", "choices", "yes_no"] = "line"
    choices: Literal["event_types", "cause_types", "tlp", "system_kinds", "own"] | None = None
    options: tuple[Text, ...] = ()
    fact: Literal["fact", "conjecture"] | None = None


class ReportForm(Model):
    """A form that players fill in: our own proposal, not the official form."""

    id: Id
    title: Text
    fields: tuple[FormField, ...] = Field(min_length=1)


class Route(Model):
    """The way a piece of information takes; steps are roles (operator, competent_ministry …) or bodies."""

    id: Literal["up", "down", "side"]
    title: Text
    steps: tuple[Id, ...] = Field(min_length=2)


class Ground(Model):
    """A ground on which an operator decides to report."""

    id: Id
    text: Text
    verified: bool


class ReportForms(ReferenceFile):
    """Forms, routes and grounds of reporting."""

    kind: Literal["report_forms"]
    status: Text
    system_kinds: dict[SystemKind, Text]
    roles: dict[str, Text]
    """Names of the steps of routes that are no bodies."""
    routes: tuple[Route, ...]
    grounds: tuple[Ground, ...]
    forms: tuple[ReportForm, ...]


# Dependencies


class Dependency(Model):
    """`dependent` needs `provider`. Times in hours. Every figure is an estimate for exercises, marked as one."""

    dependent: SectorId
    provider: SectorId
    time_to_impact_h: float = Field(gt=0.0)
    """Hours until the dependent's service falls when the provider stops altogether."""
    max_loss: Share
    """How far the dependent falls while the provider stays down."""
    estimate: Literal[True]
    precedent: bool
    """A published case shows that the dependency exists; the figures are estimates all the same."""
    confidence: Literal["low", "medium", "high"]
    rationale: Text


class Dependencies(ReferenceFile):
    """Which sector needs which."""

    kind: Literal["dependencies"]
    label: Text
    """Stands on every chart and table that shows these figures."""
    caution: Text
    recovery_lag_h: dict[SectorId, float]
    """Hours from a provider's return until a sector is whole again."""
    edges: tuple[Dependency, ...]

    @model_validator(mode="after")
    def _each_pair_once(self) -> Self:
        pairs = [(edge.dependent, edge.provider) for edge in self.edges]
        for pair in pairs:
            if pairs.count(pair) > 1:
                raise ValueError(f"{pair[0]} depends on {pair[1]} twice")
            if pair[0] == pair[1]:
                raise ValueError(f"{pair[0]} cannot depend on itself")
        return self


MODELS: dict[str, type[ReferenceFile]] = {
    "sectors": Sectors, "layers": Layers, "pillars": Pillars, "bodies": Bodies, "ceptoar": CeptoarMap, "tlp": TlpLevels,
    "severity": Severity, "event_types": EventTypes, "cause_types": CauseTypes, "standards": Standards,
    "sources": Sources, "reporting_clocks": ReportingClocks, "report_forms": ReportForms,
    "dependencies": Dependencies,
}  # fmt: skip
"""The model of each kind; a kind's file is called as the kind is (`sectors.yaml`)."""


class Reference(Model):
    """All reference data together: what one file says about another is checked here."""

    sectors: Sectors
    layers: Layers
    pillars: Pillars
    bodies: Bodies
    ceptoar: CeptoarMap
    tlp: TlpLevels
    severity: Severity
    event_types: EventTypes
    cause_types: CauseTypes
    standards: Standards
    sources: Sources
    reporting_clocks: ReportingClocks
    report_forms: ReportForms
    dependencies: Dependencies

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        sectors, bodies = set(self.sector), set(self.body)
        roles = set(self.report_forms.roles)
        used_sectors = {edge.dependent for edge in self.dependencies.edges} | set(self.dependencies.recovery_lag_h)
        used_sectors |= {edge.provider for edge in self.dependencies.edges}
        used_sectors |= {one.sector for one in self.ceptoar.ceptoars}
        listings = [one.sectors for one in self.bodies.bodies] + [one.sectors for one in self.ceptoar.cooperation]
        listings += [one.sectors for one in self.reporting_clocks.clocks]
        used_sectors |= {sector for listing in listings for sector in listing}
        used_bodies = {duty.body for sector in self.sectors.sectors for duty in sector.ministries}
        used_bodies |= {body.operator for body in self.bodies.bodies if body.operator}
        used_bodies |= {one.body for one in self.ceptoar.cooperation if one.body}
        used_bodies |= {clock.to for clock in self.reporting_clocks.clocks} - roles
        used_bodies |= {step for route in self.report_forms.routes for step in route.steps} - roles
        used_groups = {group for body in self.bodies.bodies for group in body.groups}
        used_umbrellas = {one.umbrella for one in self.ceptoar.ceptoars if one.umbrella}
        for message, used, known in (
            (N_("unknown sector: {names}"), used_sectors, sectors),
            (N_("unknown body: {names}"), used_bodies, bodies),
            (N_("unknown group: {names}"), used_groups, {group.id for group in self.bodies.groups}),
            (N_("unknown umbrella: {names}"), used_umbrellas, {umbrella.id for umbrella in self.ceptoar.umbrellas}),
        ):
            if used - known:
                raise Unfit(message, names=", ".join(sorted(used - known)))
        return self

    @cached_property
    def sector(self) -> dict[str, SectorEntry]:
        """Sectors by id, in the source's order."""
        return {sector.id: sector for sector in sorted(self.sectors.sectors, key=lambda one: one.order)}

    @cached_property
    def body(self) -> dict[str, BodyEntry]:
        """Bodies by id."""
        return {body.id: body for body in self.bodies.bodies}

    def ministries_of(self, sector: str, on: date) -> tuple[BodyEntry, ...]:
        """The ministries that answer for a sector on a day."""
        return tuple(self.body[body] for body in ministries_of(self.sector[sector], on))

    def ceptoars_of(self, sector: str) -> tuple[Ceptoar, ...]:
        """The CEPTOARs of a sector on the map; a sector may have none."""
        return tuple(one for one in self.ceptoar.ceptoars if one.sector == sector)


def ministries_of(sector: SectorEntry, on: date) -> tuple[str, ...]:
    """Ids of the ministries that answer for a sector on a day, the main one first."""
    return tuple(duty.body for duty in sector.ministries if duty.holds(on))


def ministries_in_source(sector: SectorEntry) -> tuple[str, ...]:
    """Ids of the ministries that the source document itself names, whatever changed later."""
    return tuple(duty.body for duty in sector.ministries if duty.in_source)


def name_on(body: BodyEntry, on: date) -> BodyName:
    """What a body is called on a day; outside all its days, the nearest name."""
    for name in body.names:
        if name.holds(on):
            return name
    return body.names[0] if body.names[0].valid_from and on < body.names[0].valid_from else body.names[-1]


def describe_reference(sources: Sources, code: str, lang: Lang) -> str:
    """A checklist item's reference code ("METI-CSM3.0:7") as people read it; an unknown code stays as it is."""
    prefix, _, locator = code.partition(":")
    source = sources.by_prefix.get(prefix)
    if source is None:
        return code
    if not locator:
        return source.title.get(lang)
    if locator in source.locators:
        place = source.locators[locator].get(lang)
    else:
        place = source.locator.get(lang).format(locator=locator) if source.locator else locator
    return f"{source.title.get(lang)} {place}"
