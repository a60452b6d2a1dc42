"""The data behind a report as sheets: actions that can be edited and read back, findings, ratings, and the log."""

import json

from exercise_studio.conduct.describe import describe
from exercise_studio.domain.payloads import FAMILY_OF
from exercise_studio.domain.scenario import LAYER_OF_TEAM
from exercise_studio.evaluation.learning import ActionProgress
from exercise_studio.language import N_
from exercise_studio.reporting.document import Cell, DataSheet, SheetColumn
from exercise_studio.reporting.labels import ACTION_STATES, EXTENTS, GRADES, LAYERS, PILLARS_SHORT, STANDARD_KINDS
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.traces import traces

_OUTSIDE = frozenset({"observation", "settling"})
"""Families that have a sheet of their own."""
COLUMN_TITLES = {
    "text": N_("Action"), "priority": N_("Priority"), "owner": N_("In charge"), "due": N_("Due"),
    "resources": N_("Resources needed"), "criterion": N_("Closed when"), "state": N_("State"), "evidence": N_("Evidence"),
}  # fmt: skip
"""Columns of the sheet of actions that are read back, with their headings."""
EDITABLE = tuple(COLUMN_TITLES)


def sheets(m: Material) -> tuple[DataSheet, ...]:
    """All sheets, in the order in which they are read."""
    return tuple(make(m) for make in (_actions, _findings, _ratings, _log, _traces))


def editable_values(progress: ActionProgress) -> dict[str, str]:
    """An action's editable values as codes and ISO dates: what a read-back sheet is compared with."""
    action = progress.action
    said = {name: str(getattr(action, name)) for name in ("text", "priority", "owner", "resources", "criterion")}
    evidence = next((step.evidence for step in reversed(progress.history) if step.evidence), "")
    return said | {"due": action.due.isoformat(), "state": progress.state, "evidence": evidence}


def _actions(m: Material) -> DataSheet:
    _ = m.words._
    states, grades = tuple(_(word) for word in ACTION_STATES.values()), tuple(_(word) for word in GRADES.values())
    titles = {name: _(title) for name, title in COLUMN_TITLES.items()}
    columns = (
        SheetColumn("key", "key", 12, hidden=True),
        SheetColumn("base", "base", 12, hidden=True),
        SheetColumn("id", _("No."), 8),
        SheetColumn("finding", _("Finding"), 9),
        SheetColumn("title", _("What was found"), 32),
        SheetColumn("text", titles["text"], 44, editable=True),
        SheetColumn("priority", titles["priority"], 9, choices=grades, editable=True),
        SheetColumn("owner", titles["owner"], 20, editable=True),
        SheetColumn("due", titles["due"], 12, editable=True),
        SheetColumn("resources", titles["resources"], 20, editable=True),
        SheetColumn("criterion", titles["criterion"], 32, editable=True),
        SheetColumn("state", titles["state"], 12, choices=states, editable=True),
        SheetColumn("evidence", titles["evidence"], 30, editable=True),
        SheetColumn("confirmed_by", _("Confirmed by"), 18),
        SheetColumn("confirmed_on", _("Confirmed on"), 12),
    )
    rows = tuple(_action(m, one) for one in m.learning.actions.values())
    return DataSheet("actions", _("Actions"), columns, rows)


def _action(m: Material, one: ActionProgress) -> tuple[Cell, ...]:
    _, action = m.words._, one.action
    known, values = m.learning.findings.get(action.finding), editable_values(one)
    base = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        action.id, base, action.id, action.finding, known.finding.title if known else "", action.text,
        _(GRADES[action.priority]), action.owner, action.due, action.resources, action.criterion,
        _(ACTION_STATES[one.state]), values["evidence"], one.confirmed_by, one.confirmed_on,
    )  # fmt: skip


def _findings(m: Material) -> DataSheet:
    _, w = m.words._, m.words
    columns = tuple(
        SheetColumn(*column)
        for column in (
            ("id", _("No."), 8), ("sort", _("Kind"), 12), ("title", _("What was found"), 36), ("severity", _("Severity"), 9),
            ("fact", _("Fact"), 44), ("effect", _("Effect"), 36), ("cause", _("Cause"), 36),
            ("standards", _("Related standards"), 32), ("spread_to", _("Where else to use it"), 24), ("pillar", _("Pillar"), 20),
            ("items", _("Items"), 18), ("teams", _("Teams"), 26), ("evidence", _("Entries of evidence"), 10), ("actions", _("Actions"), 14),
        )
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in (*m.learning.issues(), *m.learning.good_practices()):
        finding = one.finding
        issue = finding.sort == "issue"
        standards = [f"{_(STANDARD_KINDS[c.kind])}: {c.document} {c.clause}".strip() for c in finding.standards]
        rows.append((
            finding.id, _("Finding") if issue else _("Good practice"), finding.title, _(GRADES[finding.severity]) if issue else "",
            finding.fact, finding.effect, finding.cause, w.listed(standards), finding.spread_to,
            _(PILLARS_SHORT[finding.pillar]) if finding.pillar else "", w.listed(finding.items),
            w.listed([m.team(team) for team in finding.teams]), len(one.evidence),
            w.listed([action.action.id for action in m.learning.actions_of(finding.id)]),
        ))  # fmt: skip
    return DataSheet("findings", _("Findings and good practices"), columns, tuple(rows))


def _ratings(m: Material) -> DataSheet:
    _ = m.words._
    columns = tuple(
        SheetColumn(*column)
        for column in (
            ("item", _("Item"), 10), ("title", _("Expected action"), 48), ("critical", _("Critical"), 8), ("pillar", _("Pillar"), 20),
            ("phase", _("Phase"), 18), ("organisation", _("Organisation"), 24), ("team", _("Team"), 24), ("layer", _("Layer"), 16),
            ("observer", _("Observer"), 11), ("rating", _("Rating"), 8), ("note", _("Note"), 44), ("value", _("Value"), 8),
            ("n", "n", 6), ("settled", _("Settled"), 9),
        )
    )  # fmt: skip
    given = m.state.ratings if m.state is not None else {}
    rows: list[tuple[Cell, ...]] = []
    for unit in m.units:
        item, words = unit.item, m.words
        house = m.plan.organisation_by_id.get(unit.organisation)
        fixed: tuple[Cell, ...] = (
            item.id, words.text(item.title), _("yes") if item.critical else "", _(PILLARS_SHORT[item.pillar]),
            m.phase_titles.get(item.phase, item.phase), words.text(house.name) if house else unit.organisation, m.team(unit.team),
            _(LAYERS[LAYER_OF_TEAM[unit.kind]]),
        )  # fmt: skip
        value: Cell = round(unit.value, 2) if unit.value is not None else None
        ends: tuple[Cell, ...] = (value, unit.given, _("yes") if unit.settled else "")
        found = given.get((unit.team, item.id), {})
        if not found:
            rows.append((*fixed, "", None, "", *ends))
        for observer, rating in sorted(found.items()):
            said: Cell = _("Not observed") if rating.value == "NO" else rating.value
            rows.append((*fixed, observer, said, rating.note, *ends))
    return DataSheet("ratings", _("Ratings"), columns, tuple(rows))


def _log(m: Material) -> DataSheet:
    _, w, lang = m.words._, m.words, m.words.lang
    columns = tuple(
        SheetColumn(*column)
        for column in (
            ("number", _("No."), 8), ("at", _("Time"), 20), ("play", "T+", 10), ("scenario", _("Scenario time"), 18),
            ("kind", _("Kind"), 20), ("who", _("Team"), 26),
            ("text", _("What was logged"), 60), ("items", _("Items"), 22), ("decided_by", _("Decided by"), 18),
            ("ground", _("Ground"), 30), ("author", _("Logged by"), 12), ("tlp", "TLP", 12), ("entry", _("Entry"), 38),
        )
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for moment in m.moments:
        entry, said = moment.entry, moment.entry.payload
        if FAMILY_OF.get(entry.kind) in _OUTSIDE:
            continue
        team = getattr(said, "team", "") or getattr(said, "sender", "") or (entry.scope or "")
        touched = [f"{touch.item} {_(EXTENTS[touch.extent])}" for touch in getattr(said, "items", ())]
        rows.append((
            m.record.get(entry.id, ""), w.local(entry.began_at or entry.at), w.play(moment.play), w.scenario(moment.scenario), entry.kind,
            m.team(team) if team else "", describe(entry, m.plan, lang), w.listed(touched), getattr(said, "decided_by", ""),
            getattr(said, "ground", ""), entry.author, entry.tlp or m.plan.tlp, entry.id,
        ))  # fmt: skip
    return DataSheet("log", _("Log"), columns, tuple(rows))


def _traces(m: Material) -> DataSheet:
    _ = m.words._
    columns = tuple(
        SheetColumn(*column)
        for column in (
            ("id", "ID", 28), ("section", _("Chapter"), 14), ("value", _("Value"), 14), ("what", _("What it is"), 48), ("n", "n", 8),
            ("rule", _("How it is computed"), 64), ("entries", _("Entries"), 48),
        )
    )  # fmt: skip
    rows = [
        (one.id, one.section, one.value, one.what, one.n, one.rule, m.words.listed(one.entries)) for one in traces(m)
    ]
    return DataSheet("traces", _("Where the numbers come from"), columns, tuple(rows))
