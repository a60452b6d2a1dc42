"""The After-Action Report / Improvement Plan, as exercises of the HSEEP kind report. It exists in English alone.

The form (parts, tables, rating letters, POETE elements) follows the template HSEEP-IP01 as FORMATS.md describes it; the wording
is our own. Texts here are therefore no messages of the catalogue.
"""

from collections.abc import Iterable

from exercise_studio.domain.exercise import Organisation
from exercise_studio.domain.scenario import Objective
from exercise_studio.evaluation.learning import ActionProgress, FindingState
from exercise_studio.evaluation.scores import Score, Unit, grouped, level_of
from exercise_studio.reporting.document import (
    Block,
    Card,
    Column,
    Facts,
    Heading,
    Part,
    Points,
    Prose,
    Rich,
    Section,
    Small,
    Table,
)
from exercise_studio.reporting.labels import FORMS, LAYERS, PILLARS, SECTORS, STANDARD_KINDS, THREATS
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import to_write
from exercise_studio.reporting.sections.summary import by_weight

LETTERS = {4: "P", 3: "S", 2: "M", 1: "U"}
RATINGS = (
    ("P", "Performed without challenges", "The tasks reached their aim, followed plans and rules, and hindered nothing else."),
    ("S", "Performed with some challenges", "As P, but ways to work better or faster were seen."),
    ("M", "Performed with major challenges", "The aim was reached, but other work suffered, risk grew, or plans were not followed."),
    ("U", "Unable to be performed", "The tasks were not carried out in a way that reached the aim."),
)  # fmt: skip
MOST_HOUSES = 60
MOST_STRENGTHS = 4
_ELEMENTS = (
    ("Training", ("train", "course", "brief", "研修", "教育", "訓練", "習熟", "周知")),
    ("Exercise", ("exercise", "drill", "rehears", "演習", "シミュレーション")),
    (
        "Equipment",
        (
            "equip", "install", "device", "system", "backup", "server", "line", "設備", "機器", "装置", "導入", "回線", "端末",
            "システム", "バックアップ",
        ),
    ),
    (
        "Organization",
        ("assign", "appoint", "staff", "role", "roster", "contact list", "体制", "担当", "要員", "任命", "窓口", "当番", "連絡先"),
    ),
)  # fmt: skip
_CHECK = "●"


def overview(m: Material) -> Section:
    """The table at the head of the form."""
    plan, told, w = m.plan, m.plan.scenario, m.words
    began = m.state.clock.began if m.state is not None else None
    ended = m.state.clock.ended if m.state is not None else None
    dates = w.day_and_time(w.local(began)) if began is not None else w.day_and_time(plan.starts_at)
    if ended is not None:
        dates = f"{dates} to {w.clock(w.local(ended))}"
    sectors = w.listed([w._(SECTORS[one]) for one in told.sectors])
    houses = len(plan.organisations)
    objectives = "\n".join(f"{one.id}  {w.text(one.text)}" for one in told.objectives)
    rows: list[tuple[str, Rich]] = [
        ("Exercise name", w.text(plan.title)),
        ("Exercise dates", dates),
        ("Scope", f"{w._(FORMS[plan.settings.form])}; {houses} {'organization' if houses == 1 else 'organizations'}; {sectors}"),
        ("Mission areas", "Response and recovery; protection of critical infrastructure services"),
        ("Core capabilities", w.listed([w._(PILLARS[pillar]) for pillar in _pillars(m)])),
        ("Objectives", objectives),
        ("Threat or hazard", w.listed([w._(THREATS[one]) for one in told.threats])),
        ("Scenario", f"{w.text(told.title)}. {w.text(told.summary)}"),
        ("Sponsor", plan.department or "[To be written: sponsor]"),
        ("Participating organizations", "See Appendix B."),
        ("Point of contact", plan.department or "[To be written: point of contact]"),
    ]  # fmt: skip
    return Section("overview", "1", "Exercise overview", (Facts(tuple(rows)),))


def _pillars(m: Material) -> list[str]:
    """The capabilities that the exercise was to show, in their order."""
    items = m.plan.items
    named = {one.pillar for one in m.plan.scenario.objectives}
    named |= {items[item].pillar for one in m.plan.scenario.objectives for item in one.items if item in items}
    return [pillar for pillar in PILLARS if pillar in named]


def _by_capability(m: Material, objective: Objective) -> dict[str, Score]:
    """The capabilities that an objective's items belong to, with their scores."""
    units: list[Unit] = [unit for unit in m.units if unit.item.id in objective.items]
    found = grouped(units, "pillar", m.weight)
    return {pillar: found[pillar] for pillar in PILLARS if pillar in found}


def performance(m: Material) -> Section:
    """Table 1 and what its letters mean."""
    rows: list[tuple[Rich, ...]] = []
    for objective in m.plan.scenario.objectives:
        first = f"{objective.id}  {m.words.text(objective.text)}"
        for pillar, found in _by_capability(m, objective).items() or {objective.pillar: None}.items():
            letter = LETTERS[level_of(found.average)] if found is not None and found.average is not None else ""
            ticks = [_CHECK if letter == one else "" for one in "PSMU"]
            n = f"{found.valued}/{found.applicable}" if found is not None else "0/0"
            rows.append((first, m.words._(PILLARS[pillar]), *ticks, n))
            first = ""
    columns = (
        Column("Objective", 4), Column("Core capability", 2.6), *(Column(one, 0.5, "centre") for one in "PSMU"),
        Column("Rated", 0.9, "right"),
    )  # fmt: skip
    table = Table(
        columns, tuple(rows), caption="Table 1. Summary of core capability performance", spanning=1,
        note="Rated: item–team pairs with a value, of all that apply. A row without a mark has no value.",
    )  # fmt: skip
    meaning = Table(
        (Column("", 0.4, "centre"), Column("Rating", 2.4), Column("Meaning", 5.6)), RATINGS, bold_first=True
    )
    mapping = Prose(
        "Observers rated checklist items on a scale of four: 4 done well, 3 mostly, 2 partly, 1 not done. These values are"
        " mapped to the letters of this form one by one: 4 → P, 3 → S, 2 → M, 1 → U. The letter of a capability is that of the"
        " level nearest to the average of its items (halves count as the lower level; critical items count"
        f" {m.weight:g} times). The four steps are not the same in both systems: P and S speak of challenges, 4 and 3 of"
        " completeness. The core capabilities are the five pillars of the operators' action plan, not the list of another"
        " country."
    )
    return Section("performance", "2", "Core capability performance", (table, mapping, meaning))


# per objective


def analysis(m: Material) -> Section:
    """Strengths and areas for improvement, objective by objective."""
    issues, good = by_weight(m.learning.issues()), m.learning.good_practices()
    of_issue, of_good = _by_objective(m, issues), _by_objective(m, good)
    blocks: list[Block] = []
    for objective in m.plan.scenario.objectives:
        blocks.append(Heading(f"{objective.id}  {m.words.text(objective.text)}"))
        blocks += _part(m, objective, of_good.get(objective.id, []), of_issue.get(objective.id, []))
    rest_good, rest = of_good.get("", []), of_issue.get("", [])
    if rest_good or rest:
        blocks.append(Heading("Not tied to a single objective"))
        blocks += _part(m, None, rest_good, rest)
    return Section("analysis", "3", "Analysis of core capabilities", tuple(blocks))


def _by_objective(m: Material, found: Iterable[FindingState]) -> dict[str, list[FindingState]]:
    """Findings under the first objective whose items they name, else under the first of their capability; "" for the rest."""
    sorted_in: dict[str, list[FindingState]] = {}
    objectives = m.plan.scenario.objectives
    for one in found:
        items = set(one.finding.items)
        fits = [each.id for each in objectives if items & set(each.items)]
        fits += [each.id for each in objectives if one.finding.pillar == each.pillar]
        sorted_in.setdefault(fits[0] if fits else "", []).append(one)
    return sorted_in


def _part(
    m: Material, objective: Objective | None, good: list[FindingState], issues: list[FindingState]
) -> list[Block]:
    blocks: list[Block] = [Heading("Strengths", 3)]
    strengths: list[Rich] = [f"Strength {n}: {_said(one)}" for n, one in enumerate(good, 1)]
    if not strengths and objective is not None:
        strengths = [f"Strength {n}: {said}" for n, said in enumerate(_well_rated(m, objective), 1)]
    if strengths:
        blocks.append(Points(tuple(strengths)))
    else:
        blocks.append(Prose("No strength has been recorded for this objective."))
    blocks.append(Heading("Areas for improvement", 3))
    if not issues:
        blocks.append(Prose("No area for improvement has been recorded for this objective."))
    blocks += [_area(m, n, one) for n, one in enumerate(issues, 1)]
    return blocks


def _said(one: FindingState) -> str:
    """A finding in one paragraph, with a mark where it is not in English."""
    mark = "[JA] " if one.lang == "ja" else ""
    parts = [
        part.strip().rstrip("。.") for part in (one.finding.title, one.finding.fact, one.finding.effect) if part.strip()
    ]
    return mark + ". ".join(parts) + "."


def _well_rated(m: Material, objective: Objective) -> list[str]:
    """Expected actions of an objective whose average is P, the best first."""
    by_item = grouped([unit for unit in m.units if unit.item.id in objective.items], "item", m.weight)
    best = sorted(
        ((found.average, item) for item, found in by_item.items() if found.average is not None and found.average > 3.5),
        key=lambda one: (-one[0], one[1]),
    )
    return [
        f"{m.item(item)} was rated {average:.1f} (P, n = {by_item[item].valued})."
        for average, item in best[:MOST_STRENGTHS]
    ]


def _area(m: Material, number: int, one: FindingState) -> Card:
    finding = one.finding
    mark = "[JA] " if one.lang == "ja" else ""
    clauses = [f"{m.words._(STANDARD_KINDS[c.kind])}: {c.document} {c.clause}".strip() for c in finding.standards]
    parts = (
        Part("Observation", finding.fact or "[To be written]", "Fact", "fact"),
        Part("Reference", m.words.listed(clauses) if clauses else "No plan or standard has been named."),
        Part("Analysis", _analysis(one), "Observers' view", "view"),
    )
    marks = (f"Severity: {finding.severity}", *([m.words._(PILLARS[finding.pillar])] if finding.pillar else []))
    return Card(f"Area {number} ({finding.id})", f"{mark}{finding.title}", marks, parts)


def _analysis(one: FindingState) -> str:
    told = [part for part in (one.finding.cause, one.finding.effect) if part.strip()]
    return " ".join(told) if told else "[To be written: root cause]"


# appendices


def improvement_plan(m: Material) -> Section:
    """Appendix A."""
    title = "Improvement plan"
    actions = [one for one in m.learning.actions.values() if one.state != "dropped"]
    if not actions:
        return Section("plan", "A", title, (Prose("No corrective action has been planned yet."),), appendix=True)
    actions.sort(key=lambda one: (_pillar(m, one), one.action.due))
    columns = (
        Column("Core capability", 1.7), Column("Area for improvement", 2.2), Column("Corrective action", 2.9),
        Column("Capability element¹", 1.15), Column("Primary responsible organization", 1.6), Column("Point of contact (role)", 1.5),
        Column("Start", 1.05), Column("Completion", 1.1),
    )  # fmt: skip
    started = {
        e.payload.action.id: e.at
        for e in reversed(m._entries)
        if e.kind == "action_planned" and hasattr(e.payload, "action")
    }
    rows = tuple(_action(m, one, started.get(one.action.id)) for one in actions)
    note = (
        "¹ Planning, Organization, Equipment, Training or Exercise (POETE), drafted from the words of the action; to be checked."
        " Start: the day on which the action was planned. Completion: the date set; “done” or “confirmed” where the log says so."
    )
    table = Table(columns, rows, wide=True, caption="Appendix A. Improvement plan", note=note)
    return Section("plan", "A", title, (table,), appendix=True)


def _pillar(m: Material, one: ActionProgress) -> str:
    known = m.learning.findings.get(one.action.finding)
    return known.finding.pillar or "" if known else ""


def _action(m: Material, one: ActionProgress, started: int | None) -> tuple[Rich, ...]:
    w, action = m.words, one.action
    known = m.learning.findings.get(action.finding)
    pillar = _pillar(m, one)
    houses = dict.fromkeys(team.partition("/")[0] for team in (known.finding.teams if known else ()))
    responsible = w.listed([m.team(house) for house in houses]) if houses else "All participating organizations"
    end = w.short_date(action.due)
    if one.state in ("done", "confirmed"):
        end = f"{end} ({one.state})"
    return (
        w._(PILLARS[pillar]) if pillar else "－", f"{action.finding} {known.finding.title}" if known else action.finding,
        f"{action.id} {action.text}", element(action.text), responsible, action.owner,
        w.short_date(w.local(started).date()) if started is not None else "－", end,
    )  # fmt: skip


def element(text: str) -> str:
    """The POETE element that an action's words speak of: Planning unless they say otherwise."""
    words = text.lower()
    return next((name for name, signs in _ELEMENTS if any(sign in words for sign in signs)), "Planning")


def participants(m: Material) -> Section:
    """Appendix B."""
    houses, w = m.plan.organisations, m.words
    blocks: list[Block] = []
    if not houses:
        blocks.append(Prose("No organization has been entered in the plan."))
    elif len(houses) <= MOST_HOUSES:
        rows: tuple[tuple[Rich, ...], ...] = tuple(_house(m, house) for house in houses)
        columns = (Column("Organization", 3.4), Column("Sector", 2), Column("Teams", 4))
        blocks.append(Table(columns, rows))
    else:
        sectors = dict.fromkeys(house.sector for house in houses)
        counted = tuple(
            (w._(SECTORS[sector]), w.number(sum(1 for house in houses if house.sector == sector))) for sector in sectors
        )
        blocks.append(Table((Column("Sector", 4), Column("Organizations", 1.4, "right")), counted))
    planned, present = m.plan.attendance, m.learning.attendance
    if planned or present:
        layers = [layer for layer in LAYERS if layer in planned or layer in present]
        people = tuple(
            (w._(LAYERS[layer]), str(planned.get(layer, "－")), str(present.get(layer, "－"))) for layer in layers
        )
        columns = (Column("Layer", 4), Column("Planned", 1.2, "right"), Column("Present", 1.2, "right"))
        blocks += [Heading("People by layer"), Table(columns, people)]
    blocks.append(Small("People are counted, never named. Observers are known by code."))
    blocks.append(to_write(m, "participants.text", "bodies outside the operators that took part, if any"))
    return Section("participants", "B", "Exercise participants", tuple(blocks), appendix=True)


def _house(m: Material, house: Organisation) -> tuple[Rich, ...]:
    w = m.words
    return w.text(house.name), w._(SECTORS[house.sector]), w.listed([w.text(team.title) for team in house.teams])
