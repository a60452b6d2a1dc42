"""Chapters 7 to 12: good practices, findings, improvement plan, standards and audit, earlier actions, recommendations."""

from datetime import date

from exercise_studio.evaluation.comparison import change_of
from exercise_studio.evaluation.learning import ActionProgress, FindingState
from exercise_studio.reporting.document import (
    Block,
    Card,
    Column,
    Heading,
    Part,
    Prose,
    Rich,
    Section,
    Small,
    Table,
)
from exercise_studio.reporting.labels import (
    ACTION_STATES,
    GRADES,
    LAYERS,
    PILLARS_SHORT,
    STANDARD_KINDS,
    THREATS,
)
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, points, prose, to_write
from exercise_studio.reporting.sections.summary import by_weight

_TITLE = 44
_PRIORITY = {"high": 0, "middle": 1, "low": 2}


def practices(m: Material) -> Section:
    """Chapter 7."""
    _ = m.words._
    found = m.learning.good_practices()
    title = _("Good practices")
    if not found:
        return Section("practices", "7", title, (Prose(_("No good practice has been recorded.")),))
    cards: list[Block] = [
        Prose(_("What went well is recorded so that others can use it (n = {n}).", n=len(found))),
        *(_practice(m, one) for one in found),
    ]
    return Section("practices", "7", title, tuple(cards))


def _practice(m: Material, one: FindingState) -> Card:
    _, finding = m.words._, one.finding
    parts = [Part(_("Fact"), _fact(m, one), "", "fact")]
    if finding.effect:
        parts.append(Part(_("What it brought"), finding.effect, label(m, "view"), "view"))
    parts.append(Part(_("Where else to use it"), finding.spread_to or _missing(m)))
    return Card(finding.id, finding.title, tuple(_marks(m, one, severity=False)), tuple(parts), good=True)


def _fact(m: Material, one: FindingState) -> str:
    """The fact with what it rests on."""
    fact = one.finding.fact or _missing(m)
    if not one.evidence:
        return fact
    return m.words._("{fact} (Evidence: {entries})", fact=fact, entries=m.evidence(one.evidence))


def _missing(m: Material) -> str:
    return m.words._("[To be written]")


def _marks(m: Material, one: FindingState, *, severity: bool) -> list[str]:
    _, w, finding = m.words._, m.words, one.finding
    marks = [_("Severity: {grade}", grade=_(GRADES[finding.severity]))] if severity else []
    if finding.pillar:
        marks.append(_(PILLARS_SHORT[finding.pillar]))
    if finding.items:
        marks.append(w.listed(list(finding.items)))
    if finding.teams:
        marks.append(w.listed([m.team(team) for team in finding.teams]))
    return marks


def findings(m: Material) -> Section:
    """Chapter 8."""
    _, w = m.words._, m.words
    found = by_weight(m.learning.issues())
    title = _("Things to improve")
    gone = sum(1 for one in m.learning.findings.values() if one.withdrawn)
    if not found:
        return Section("findings", "8", title, (Prose(_("No findings have been recorded.")),))
    counts = [sum(1 for one in found if one.finding.severity == grade) for grade in ("high", "middle", "low")]
    sentence = _(
        "{n} findings follow in the order of their severity: {high} high, {middle} medium, {low} low. Facts rest on the log"
        " and on observers' notes; causes are inferred in the debrief and printed as the observers' view.",
        n=len(found), high=counts[0], middle=counts[1], low=counts[2],
    )  # fmt: skip
    blocks: list[Block] = [Prose(sentence)]
    if gone:
        blocks.append(Small(w.plural("{n} finding was withdrawn.", "{n} findings were withdrawn.", gone)))
    blocks += [_finding(m, one) for one in found]
    return Section("findings", "8", title, tuple(blocks))


def _finding(m: Material, one: FindingState) -> Card:
    _, w, finding = m.words._, m.words, one.finding
    standards = [
        _(
            "{kind}: {document}",
            kind=_(STANDARD_KINDS[clause.kind]),
            document=f"{clause.document} {clause.clause}".strip(),
        )
        for clause in finding.standards
    ]
    parts = [
        Part(_("Fact"), _fact(m, one), "", "fact"),
        Part(_("Effect"), finding.effect or _missing(m), label(m, "view"), "view"),
        Part(_("Cause"), finding.cause or _missing(m), label(m, "view"), "view"),
        Part(_("Related standards"), w.listed(standards) if standards else _("None has been named.")),
    ]
    actions = m.learning.actions_of(finding.id)
    if actions:
        for action in actions:
            what = action.action
            state = _(ACTION_STATES[action.state])
            if action.overdue(w.local(m.as_of).date()):
                state = _("{state} (overdue)", state=state)
            due = _("{date} (state: {state})", date=w.date(what.due, weekday=False), state=state)
            parts += [
                Part(_("Action {id}", id=what.id), what.text),
                Part(_("In charge"), what.owner),
                Part(_("Due"), due),
            ]
    else:
        parts.append(Part(_("Action"), _("No corrective action has been planned yet.")))
    return Card(finding.id, finding.title, tuple(_marks(m, one, severity=True)), tuple(parts))


def plan(m: Material) -> Section:
    """Chapter 9."""
    _, w = m.words._, m.words
    title = _("Improvement plan")
    actions = sorted(m.learning.actions.values(), key=lambda one: (_PRIORITY[one.action.priority], one.action.due))
    if not actions:
        return Section("plan", "9", title, (Prose(_("No corrective action has been planned yet.")),))
    today = w.local(m.as_of).date()
    done = sum(1 for one in actions if one.state in ("done", "confirmed"))
    overdue = sum(1 for one in actions if one.overdue(today))
    sentence = _(
        "Of {n} actions, {done} are done or confirmed and {overdue} are overdue as of {date}. An action is closed only"
        " with evidence, and confirmed by somebody in another role.",
        n=len(actions), done=done, overdue=overdue, date=w.date(today, weekday=False),
    )  # fmt: skip
    columns = (
        Column(_("No."), 0.6), Column(_("Finding"), 2.7), Column(_("Action"), 3.6), Column(_("Priority"), 0.8, "centre"),
        Column(_("In charge"), 1.6), Column(_("Due"), 1.05), Column(_("Resources needed"), 1.1), Column(_("Closed when"), 2.1),
        Column(_("State"), 0.95), Column(_("Confirmed by"), 1.1),
    )  # fmt: skip
    rows = tuple(_action_row(m, one) for one in actions)
    table = Table(columns, rows, bold_first=True, wide=True, caption=_("Improvement plan"))
    return Section("plan", "9", title, (Prose(sentence, label=label(m, "fact"), basis="fact"), table))


def _action_row(m: Material, one: ActionProgress) -> tuple[Rich, ...]:
    _, w, action = m.words._, m.words, one.action
    known = m.learning.findings.get(action.finding)
    finding = f"{action.finding} {_short(known.finding.title)}" if known else action.finding
    state = _(ACTION_STATES[one.state])
    if one.overdue(w.local(m.as_of).date()):
        state = _("{state} (overdue)", state=state)
    confirmed = one.confirmed_by or "－"
    if one.confirmed_on:
        confirmed = f"{one.confirmed_by} {w.short_date(one.confirmed_on)}"
    return (
        action.id, finding, action.text, _(GRADES[action.priority]), action.owner, w.short_date(action.due),
        action.resources or "－", action.criterion or _missing(m), state, confirmed,
    )  # fmt: skip


def _short(title: str) -> str:
    """A finding's title in the plan's table; it stands whole in chapter 8."""
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"


def standards(m: Material) -> Section:
    """Chapter 10."""
    _, w = m.words._, m.words
    issues = m.learning.issues()
    rows: list[tuple[Rich, ...]] = []
    for kind, name in STANDARD_KINDS.items():
        touched = [
            (f"{clause.document} {clause.clause}".strip(), one.finding.id)
            for one in issues
            for clause in one.finding.standards
            if clause.kind == kind
        ]
        documents: dict[str, list[str]] = {}
        for document, finding in touched:
            documents.setdefault(document, []).append(finding)
        for document, ids in documents.items():
            known = list(dict.fromkeys(ids))
            rows.append((_(name), document, w.listed(known), _carried(m, known)))
        if not touched:
            rows.append((_(name), _("none named"), "－", "－"))
    columns = (
        Column(_("Kind"), 2.2), Column(_("Document and clause"), 3.2), Column(_("Finding"), 1.4), Column(_("Brought in by"), 2.6),
    )  # fmt: skip
    unnamed = sum(1 for one in issues if not one.finding.standards)
    note = _("{n} of {total} findings name no standard.", n=unnamed, total=len(issues)) if unnamed else ""
    policy = _(
        "Findings are carried into the safety standards that they touch: internal rules are revised by the department in"
        " charge, and what concerns recommended or industry standards is passed on to the body that sets them."
    )
    blocks: list[Block] = [prose(m, "standards.policy", policy), Table(columns, tuple(rows), note=note)]
    if issues:
        blocks.append(to_write(m, "standards.changes", _("what each document will say after the change")))
    blocks.append(Heading(_("Hand-over to audit")))
    actions = [one for one in m.learning.actions.values() if one.state != "dropped"]
    if actions:
        handed = tuple(
            (
                one.action.id, one.action.criterion or _missing(m),
                next((c.evidence or c.note for c in reversed(one.history) if c.evidence or c.note), "") or _("none yet"),
                _(ACTION_STATES[one.state]),
            )
            for one in actions
        )  # fmt: skip
        audit = (
            Column(_("No."), 0.7),
            Column(_("Criterion to audit"), 4),
            Column(_("Evidence"), 2.8),
            Column(_("State"), 1.2),
        )
        text = _("Audit is handed the following criteria, with the evidence on record, for its next plan.")
        blocks += [Prose(text), Table(audit, handed, bold_first=True)]
    else:
        blocks.append(Prose(_("There are no corrective actions to hand over yet.")))
    return Section("standards", "10", _("Safety standards and hand-over to audit"), tuple(blocks))


def _carried(m: Material, findings: list[str]) -> str:
    """The actions through which findings reach a standard, and by when the last of them is due."""
    _, w = m.words._, m.words
    actions = {
        one.action.id: one.action
        for found in findings
        for one in m.learning.actions_of(found)
        if one.state != "dropped"
    }
    if not actions:
        return _missing(m)
    due = max(action.due for action in actions.values())
    return _("{actions}, the last due {date}", actions=w.listed(list(actions)), date=w.short_date(due))


def earlier(m: Material) -> Section:
    """Chapter 11."""
    _, w = m.words._, m.words
    title = _("Actions from the earlier exercise")
    if m.earlier is None:
        return Section("earlier", "11", title, (Prose(_("No earlier exercise is on record.")),))
    actions = list(m.earlier.learning.actions.values())
    name = w.text(m.earlier.plan.title)
    if not actions:
        return Section("earlier", "11", title, (Prose(_("“{title}” planned no corrective actions.", title=name)),))
    done = sum(1 for one in actions if one.state in ("done", "confirmed"))
    sentence = _(
        "Of the {n} actions planned after “{title}” ({date}), {done} are done or confirmed.",
        n=len(actions), title=name, date=w.date(m.earlier.plan.starts_at.date(), weekday=False),
        done=w.percent(done, len(actions)),
    )  # fmt: skip
    columns = (
        Column(_("No."), 0.6), Column(_("Action"), 3.9), Column(_("In charge"), 1.7), Column(_("Due"), 1.15),
        Column(_("State"), 1.1), Column(_("Last time → this time"), 1.7, "centre"),
    )  # fmt: skip
    today = w.local(m.as_of).date()
    rows = tuple(_earlier_row(m, one, today) for one in actions)
    note = _(
        "The last column is the mean of the items of the finding that both exercises rated with the same wording, with their"
        " number; “－” where there is none."
    )
    table = Table(columns, rows, bold_first=True, note=note)
    return Section("earlier", "11", title, (Prose(sentence, label=label(m, "fact"), basis="fact"), table))


def _earlier_row(m: Material, one: ActionProgress, today: date) -> tuple[Rich, ...]:
    _, w = m.words._, m.words
    state = _(ACTION_STATES[one.state])
    if one.overdue(today):
        state = _("{state} (overdue)", state=state)
    finding = m.earlier.learning.findings.get(one.action.finding) if m.earlier else None
    items = set(finding.finding.items) if finding else set()
    change = change_of(pair for pair in m.compared.matched if pair.item in items) if m.compared else None
    effect = "－"
    if change is not None:
        effect = _(
            "{then} → {now} (n = {n})",
            then=f"{w.level(change.then)}{w.mean(change.then)}", now=f"{w.level(change.now)}{w.mean(change.now)}", n=change.n,
        )  # fmt: skip
    return one.action.id, one.action.text, one.action.owner, w.short_date(one.action.due), state, effect


def recommendations(m: Material) -> Section:
    """Chapter 12: drafted from what this exercise could not show."""
    _, w = m.words._, m.words
    drafts: list[Rich] = []
    unclear = [key for key, s in m.by_objective.items() if not s.applicable or (s.coverage or 0) < 0.5]
    if m.state is not None and unclear:
        drafts.append(_("Verify again the objectives whose coverage stayed below half: {ids}.", ids=w.listed(unclear)))
    if m.state is not None:
        fired = {one.entry.payload.inject for one in m.moments if one.entry.kind == "inject_fired"}
        left = [inject.id for inject in m.plan.scenario.injects if inject.kind == "normal" and inject.id not in fired]
        if left:
            drafts.append(_("Play the injects that were not given this time: {ids}.", ids=w.listed(left)))
    absent = [_(LAYERS[layer]) for layer in ("EXEC", "CISO", "SM", "SYS") if layer not in m.layers_present()]
    if absent:
        drafts.append(_("Bring in the layers that had no team: {layers}.", layers=w.listed(absent)))
    weak = sorted(
        ((s.average, key) for key, s in m.by_pillar.items() if s.average is not None and s.average < 2.5)
    )  # fmt: skip
    if weak:
        names = w.listed([_(PILLARS_SHORT[key]) for _average, key in weak])
        drafts.append(_("Set an objective on what was rated below 2.5: {pillars}.", pillars=names))
    threats = set(THREATS) - set(m.plan.scenario.threats)
    if threats:
        rest = w.listed([_(THREATS[one]) for one in THREATS if one in threats])
        drafts.append(_("Choose a scenario with another kind of threat: {threats}.", threats=rest))
    if m.overall.average is not None and m.overall.average >= 3.25:
        drafts.append(_("Raise the difficulty: the average was {average}.", average=w.average(m.overall)))
    if m.agreement.reading == "weak":
        drafts.append(
            _(
                "Align the observers' criteria beforehand on sample cases: α was {alpha}.",
                alpha=f"{m.agreement.alpha:.2f}",
            )
        )
    planned = {one.action.finding for one in m.learning.actions.values()}
    bare = [one.finding.id for one in m.learning.issues() if not m.learning.actions_of(one.finding.id)]
    if planned and bare:
        drafts.append(
            _("Decide before then what is done about the findings without an action: {ids}.", ids=w.listed(bare))
        )
    drafts.append(
        _("Verify by the same items that the improvements of chapter 9 work, and compare with this exercise.")
    )
    blocks: list[Block] = [
        to_write(
            m, "recommendations.text", _("when the next exercise is held, how far it reaches, and who prepares it")
        ),
        points(m, "recommendations.points", drafts, numbered=True),
    ]
    return Section("recommendations", "12", _("Recommendations for the next exercise"), tuple(blocks))
