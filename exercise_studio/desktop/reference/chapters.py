"""The reference data as chapters of entries, in one language and as of one day; without Qt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from exercise_studio.domain.reference import (
    BodyEntry,
    Ceptoar,
    Dated,
    Dependency,
    Reference,
    ReportForm,
    SectorEntry,
    ministries_in_source,
    ministries_of,
    name_on,
)
from exercise_studio.domain.text import Lang, Text
from exercise_studio.language import N_, translate


@dataclass(frozen=True)
class Fact:
    """A name and one or more values; without a name they are a list."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One thing of the reference data.

    Attributes:
        marks: short remarks beside the title, such as “added for this product”.
        text: a paragraph below the title.
    """

    id: str
    title: str
    facts: tuple[Fact, ...] = ()
    marks: tuple[str, ...] = ()
    text: str = ""

    def words(self) -> str:
        """Everything that stands in it."""
        said = [self.title, self.text, *self.marks]
        for fact in self.facts:
            said += [fact.name, *fact.values]
        return "\n".join(said)


@dataclass(frozen=True)
class Section:
    """Entries under a heading (empty: none) with a note below it."""

    title: str
    entries: tuple[Entry, ...]
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """A kind of reference data: its file, its name on the page, and what writes its entries."""

    id: str
    title: str
    write: Callable[["Teller"], Iterable[Section]]


class Teller:
    """Says the data in a language, with the names of a day."""

    def __init__(self, data: Reference, on: date, lang: Lang) -> None:
        self.data, self.on, self.lang = data, on, lang

    def t(self, message: str, **params: object) -> str:
        """A message."""
        return translate(self.lang, message, **params)

    def s(self, text: Text) -> str:
        """A text of the data."""
        return text.get(self.lang)

    def join(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return ("、" if self.lang == "ja" else ", ").join(names)

    def day(self, day: date) -> str:
        """A day in figures."""
        return f"{day:%Y/%m/%d}" if self.lang == "ja" else day.isoformat()

    def sector(self, code: str) -> str:
        """A sector's name."""
        found = self.data.sector.get(code)
        return self.s(found.name) if found else code

    def sectors(self, codes: Iterable[str]) -> str:
        """Names of sectors in a row."""
        return self.join(self.sector(code) for code in codes)

    def body(self, code: str) -> str:
        """What a body is called on the day; a role of the report routes by its name."""
        found = self.data.body.get(code)
        if found is not None:
            return self.s(name_on(found, self.on).name)
        role = self.data.report_forms.roles.get(code)
        return self.s(role) if role else code

    def holds(self, dated: Dated) -> str:
        """From when until when something holds; empty where it always does."""
        if dated.valid_from and dated.valid_to:
            message = N_("{first} to {last}")
            return self.t(message, first=self.day(dated.valid_from), last=self.day(dated.valid_to))
        if dated.valid_from:
            return self.t(N_("since {day}"), day=self.day(dated.valid_from))
        return self.t(N_("until {day}"), day=self.day(dated.valid_to)) if dated.valid_to else ""

    def fact(self, name: str, *values: str) -> Fact:
        """A fact without its empty values."""
        return Fact(self.t(name) if name else "", tuple(value for value in values if value))


def _entry(key: str, title: str, facts: Sequence[Fact] = (), marks: Sequence[str] = (), text: str = "") -> Entry:
    return Entry(key, title, tuple(fact for fact in facts if fact.values), tuple(mark for mark in marks if mark), text)


# sectors


def _sectors(say: Teller) -> Iterator[Section]:
    yield Section("", tuple(_sector(say, one) for one in say.data.sector.values()))


def _sector(say: Teller, one: SectorEntry) -> Entry:
    ministries = []
    for duty in one.ministries:
        if duty.holds(say.on):
            name = say.body(duty.body)
            ministries.append(say.t(N_("{name} ({note})"), name=name, note=say.s(duty.role)) if duty.role else name)
    in_source = ministries_in_source(one)
    source = say.join(say.body(body) for body in in_source)
    changed = in_source != ministries_of(one, say.on)
    ceptoars = [say.s(ceptoar.name) for ceptoar in say.data.ceptoars_of(one.id)]
    isacs = [say.body(b.id) for b in say.data.bodies.bodies if b.category == "isac" and one.id in b.sectors]
    facts = [
        say.fact(N_("Services"), *map(say.s, one.services)),
        say.fact(N_("Critical systems"), *map(say.s, one.critical_systems)),
        say.fact(N_("Examples of disruption"), *map(say.s, one.disruption_examples)),
        say.fact(N_("OT and IoT"), _ot(say, one)),
        say.fact(N_("Competent ministry"), *ministries),
        say.fact(N_("In the source document"), source) if changed else say.fact(N_("In the source document"), ""),
        say.fact(N_("CEPTOARs"), say.join(ceptoars) or say.t(N_("none on the map of the source"))),
        say.fact(N_("ISAC"), say.join(isacs)),
        say.fact(N_("Where a duty to report may rest"), *map(say.s, one.report_basis)),
        say.fact(N_("Later change"), say.s(one.later_change) if one.later_change else ""),
    ]
    return _entry(one.id, f"{one.order}. {say.s(one.name)}", facts)


def _ot(say: Teller, one: SectorEntry) -> str:
    note = say.s(one.ot_iot.note)
    return note if one.ot_iot.present else say.t(N_("none in the service itself ({note})"), note=note)


# bodies


def _bodies(say: Teller) -> Iterator[Section]:
    bodies = say.data.bodies.bodies
    shown: set[str] = set()
    office = [one for one in bodies if one.category == "national_office"]
    yield _section(say, say.t(N_("Overall co-ordination")), office, shown)
    for group in say.data.bodies.groups:
        note = say.t(N_("In the source document: {text}"), text=group.source_text)
        yield _section(say, say.s(group.name), [one for one in bodies if group.id in one.groups], shown, note)
    isacs = [one for one in bodies if one.category == "isac"]
    yield _section(say, say.t(N_("ISACs")), isacs, shown)
    schemes = [one for one in bodies if one.operator and one.id not in shown]
    yield _section(say, say.t(N_("Schemes of information sharing and co-operation")), schemes, shown)
    rest = [one for one in bodies if one.id not in shown]
    if rest:
        yield _section(say, say.t(N_("Other bodies")), rest, shown)


def _section(say: Teller, title: str, bodies: Sequence[BodyEntry], shown: set[str], note: str = "") -> Section:
    shown |= {one.id for one in bodies}
    return Section(title, tuple(_body(say, one) for one in bodies), note)


def _body(say: Teller, one: BodyEntry) -> Entry:
    now = name_on(one, say.on)
    short = say.s(now.short) if now.short else ""
    title = say.s(now.name) if short in ("", say.s(now.name)) else f"{say.s(now.name)} ({short})"
    others = [
        say.t(N_("{name} ({note})"), name=say.s(name.name), note=say.holds(name))
        for name in one.names
        if name is not now
    ]
    answers = [sector for sector in say.data.sector.values() if one.id in ministries_of(sector, say.on)]
    source = [sector for sector in say.data.sector.values() if one.id in ministries_in_source(sector)]
    named = bool(source) or "competent_ministries" in one.groups
    facts = [
        say.fact(N_("Role"), say.s(one.role) if one.role else ""),
        say.fact(N_("Answers for"), say.join(say.s(sector.name) for sector in answers)),
        say.fact(N_("In the source document"), say.join(say.s(sector.name) for sector in source) if named else ""),
        say.fact(N_("Serves"), say.sectors(one.sectors) if not answers and not named else ""),
        say.fact(N_("Run by"), say.body(one.operator) if one.operator else ""),
        say.fact(N_("Other names"), *others),
    ]
    return _entry(one.id, title, facts, (say.holds(now),))


# the CEPTOAR map


def _ceptoar(say: Teller) -> Iterator[Section]:
    chart = say.data.ceptoar
    council = chart.council
    founded = say.fact(N_("Founded"), say.day(council.founded))
    yield Section(
        say.t(N_("An independent body")),
        (_entry("council", say.s(council.name), (founded,), text=say.s(council.nature)),),
    )
    yield Section(say.s(chart.title), tuple(_one_ceptoar(say, one) for one in chart.ceptoars))
    yield Section(say.t(N_("Also sent to")), (_entry("others", say.s(chart.others)),))
    cooperation = [_entry(f"cooperation-{number}", say.s(one.text)) for number, one in enumerate(chart.cooperation)]
    yield Section(say.t(N_("Co-operation beyond fields of business")), tuple(cooperation))
    notes = [
        _entry(f"note-{one.id}", say.s(one.name), text=say.s(one.scope_note))
        for one in chart.ceptoars
        if one.scope_note
    ]
    if notes:
        yield Section(say.t(N_("Notes on the map")), tuple(notes))
    facts = (say.fact(N_("Definition"), say.s(chart.definition)), say.fact(N_("Activity"), say.s(chart.activity)))
    yield Section(say.t(N_("What a CEPTOAR is")), (_entry("definition", chart.expansion, facts),))
    yield Section(say.t(N_("Later change")), (_entry("later", say.s(chart.later_change)),))


def umbrella(say: Teller, one: Ceptoar) -> str:
    """The liaison council above a CEPTOAR; empty where there is none."""
    found = next((u for u in say.data.ceptoar.umbrellas if u.id == one.umbrella), None)
    return say.s(found.name) if found else ""


def _one_ceptoar(say: Teller, one: Ceptoar) -> Entry:
    facts = [
        say.fact(N_("Sector"), say.sector(one.sector)),
        say.fact(N_("Field of business"), say.s(one.scope)),
        say.fact(N_("Liaison council"), umbrella(say, one)),
        say.fact(N_("Secretariat"), say.s(one.secretariat)),
        say.fact(N_("Members (total)"), say.s(one.members)),
        say.fact(N_("Passed on beyond members"), say.s(one.also_sent_to) if one.also_sent_to else "—"),
    ]
    return _entry(one.id, say.s(one.name), facts)


# pillars, layers, standards


def _pillars(say: Teller) -> Iterator[Section]:
    for pillar in say.data.pillars.pillars:
        points = _entry(f"{pillar.id}-points", say.t(N_("Points")), (say.fact("", *map(say.s, pillar.points)),))
        measures = [
            _entry(
                f"{pillar.id}-{one.number}",
                f"({one.number}) {say.s(one.title)}",
                (say.fact("", *map(say.s, one.details)),),
            )
            for one in pillar.measures
        ]
        yield Section(f"{pillar.id} {say.s(pillar.name)}", (points, *measures), say.s(pillar.aim))


def _layers(say: Teller) -> Iterator[Section]:
    layers = say.data.layers

    def entry(one: object) -> Entry:
        teams = [say.s(team.title) for team in layers.teams if team.layer == one.id]  # type: ignore[attr-defined]
        mark = "" if one.in_source else say.t(N_("added for this product"))  # type: ignore[attr-defined]
        return _entry(one.id, say.s(one.name), (say.fact(N_("Team"), say.join(teams)),), (mark,))  # type: ignore[attr-defined]

    yield Section(
        say.t(N_("The layers of the source document")), tuple(entry(one) for one in layers.layers if one.in_source)
    )
    yield Section(say.t(N_("Layers of our own")), tuple(entry(one) for one in layers.layers if not one.in_source))


def _standards(say: Teller) -> Iterator[Section]:
    yield Section(
        "",
        tuple(
            _entry(one.id, say.s(one.name), (say.fact(N_("Set by"), say.s(one.set_by)),), text=say.s(one.definition))
            for one in say.data.standards.kinds
        ),
    )


# types, levels


def _unverified(say: Teller, verified: bool) -> str:
    return "" if verified else say.t(N_("not confirmed"))


def _event_types(say: Teller) -> Iterator[Section]:
    types = say.data.event_types
    for group in types.groups:
        found = [one for one in types.types if one.group == group.id]
        entries = tuple(_entry(one.id, say.s(one.name), marks=(_unverified(say, one.verified),)) for one in found)
        yield Section(say.s(group.name), entries)


def _cause_types(say: Teller) -> Iterator[Section]:
    types = say.data.cause_types
    for group in types.groups:
        found = [one for one in types.types if one.group == group.id]
        entries = tuple(_entry(one.id, say.s(one.name), marks=(_unverified(say, one.verified),)) for one in found)
        yield Section(say.s(group.name), entries)


def _severity(say: Teller) -> Iterator[Section]:
    severity = say.data.severity
    levels = tuple(
        _entry(f"level-{one.level}", say.t(N_("Level {n}: {name}"), n=one.level, name=say.s(one.name)))
        for one in severity.levels
    )
    yield Section(say.t(N_("Levels")), levels, say.s(severity.rule))
    trial = say.t(N_("in the trial version only"))
    axes = tuple(_entry(one.id, say.s(one.name), marks=(trial if one.trial_only else "",)) for one in severity.axes)
    yield Section(say.t(N_("What is judged")), axes)


def _tlp(say: Teller) -> Iterator[Section]:
    levels = say.data.tlp.levels
    yield Section("", tuple(_entry(one.id, one.label, text=say.s(one.meaning)) for one in levels))


# reporting


def _clocks(say: Teller) -> Iterator[Section]:
    entries = []
    for one in say.data.reporting_clocks.clocks:
        note = "" if one.verified else say.t(N_("limit not compared with current law"))
        future = "" if one.holds(say.on) else say.t(N_("does not hold on {day}"), day=say.day(say.on))
        facts = [
            say.fact(N_("Reported to"), say.body(one.to)),
            say.fact(N_("Starts"), say.s(one.starts)),
            say.fact(N_("Where it applies"), say.s(one.condition) if one.condition else ""),
            say.fact(N_("Limit"), say.s(one.limit)),
            say.fact(N_("Sectors"), say.sectors(one.sectors)),
            say.fact(N_("Basis"), say.s(one.basis)),
            say.fact(N_("Holds"), say.holds(one)),
            say.fact(N_("Source"), one.source),
        ]
        entries.append(_entry(one.id, say.s(one.name), facts, (note, future)))
    yield Section("", tuple(entries))


def _forms(say: Teller) -> Iterator[Section]:
    forms = say.data.report_forms
    routes = tuple(
        _entry(f"route-{number}", say.s(one.title), text=" → ".join(say.body(step) for step in one.steps))
        for number, one in enumerate(forms.routes)
    )
    yield Section(say.t(N_("Ways of a report")), routes)
    grounds = tuple(_entry(one.id, say.s(one.text), marks=(_unverified(say, one.verified),)) for one in forms.grounds)
    yield Section(say.t(N_("When an operator reports")), grounds)
    yield Section(say.t(N_("Forms")), tuple(_form(say, one) for one in forms.forms), say.s(forms.status))


def _form(say: Teller, form: ReportForm) -> Entry:
    remarks = {
        "fact": say.t(N_("facts only")),
        "conjecture": say.t(N_("conjecture, marked as such")),
    }
    fields = []
    for one in form.fields:
        notes = [say.t(N_("required"))] if one.required else []
        notes += [remarks[one.fact]] if one.fact else []
        notes += [say.join(map(say.s, one.options))] if one.options else []
        title = say.s(one.title)
        fields.append(say.t(N_("{name} ({note})"), name=title, note=say.join(notes)) if notes else title)
    return _entry(form.id, say.s(form.title), (say.fact("", *fields),))


# dependencies, sources


def _dependencies(say: Teller) -> Iterator[Section]:
    data = say.data.dependencies
    for sector in say.data.sector.values():
        edges = tuple(_edge(say, one) for one in data.edges if one.dependent == sector.id)
        if edges:
            yield Section(say.t(N_("{sector} needs"), sector=say.s(sector.name)), edges, say.s(data.label))
    lags = [Fact(say.sector(code), (say.t(N_("{n} h"), n=f"{h:g}"),)) for code, h in data.recovery_lag_h.items()]
    title = say.t(N_("Hours until a sector is whole again after its provider returned"))
    yield Section(title, (_entry("lag", "", lags),), say.s(data.label))


CONFIDENCE: Final = {"low": N_("low"), "medium": N_("medium"), "high": N_("high")}


def _edge(say: Teller, one: Dependency) -> Entry:
    facts = [
        say.fact(N_("Falls after"), say.t(N_("{n} h"), n=f"{one.time_to_impact_h:g}")),
        say.fact(N_("By at most"), f"{one.max_loss:.0%}"),
        say.fact(N_("Confidence"), say.t(CONFIDENCE[one.confidence])),
    ]
    title = say.t(
        N_("{dependent} needs {provider}"), dependent=say.sector(one.dependent), provider=say.sector(one.provider)
    )
    mark = say.t(N_("a published case shows the dependency")) if one.precedent else ""
    return _entry(f"{one.dependent}-{one.provider}", title, facts, (mark,), say.s(one.rationale))


def _sources(say: Teller) -> Iterator[Section]:
    entries = []
    for one in say.data.sources.sources:
        facts = [
            say.fact(N_("Edition"), say.s(one.edition) if one.edition else ""),
            say.fact(N_("Places"), say.join(f"{code} {say.s(text)}" for code, text in one.locators.items())),
        ]
        entries.append(_entry(one.prefix, say.s(one.title), facts, (one.prefix,)))
    yield Section("", tuple(entries))


CHAPTERS: Final = (
    Chapter("sectors", N_("Sectors"), _sectors),
    Chapter("bodies", N_("Related bodies"), _bodies),
    Chapter("ceptoar", N_("CEPTOARs"), _ceptoar),
    Chapter("pillars", N_("Five pillars"), _pillars),
    Chapter("layers", N_("Layers and teams"), _layers),
    Chapter("standards", N_("Safety standards"), _standards),
    Chapter("event_types", N_("Types of event"), _event_types),
    Chapter("cause_types", N_("Types of cause"), _cause_types),
    Chapter("severity", N_("Severity of outages"), _severity),
    Chapter("tlp", N_("TLP"), _tlp),
    Chapter("reporting_clocks", N_("Reporting clocks"), _clocks),
    Chapter("report_forms", N_("Reports and forms"), _forms),
    Chapter("dependencies", N_("Dependencies"), _dependencies),
    Chapter("sources", N_("Source documents"), _sources),
)
"""Every kind of reference data, in the order of the page; `id` is the kind and the name of its file."""
