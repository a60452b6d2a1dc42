"""The report for one organisation, its later chapters: what it did, what it has to improve, its ratings, and the method."""

from dataclasses import replace

from exercise_studio.evaluation.scores import Unit, level_of
from exercise_studio.evaluation.timeliness import Latency
from exercise_studio.reporting.document import Block, Column, Heading, Points, Prose, Rich, Section, Small, Table
from exercise_studio.reporting.labels import GRADES, PILLARS_SHORT
from exercise_studio.reporting.own import STAND_IN
from exercise_studio.reporting.sections import course, improvement
from exercise_studio.reporting.sections.organisation import OwnMaterial

MOST_LOW = 10
LOW = 2
"""Up to this level an expected action counts as rated low."""


def course_of_events(m: OwnMaterial) -> Section:
    """What the organisation decided and passed on. Whether injects came on time is the organisers' matter; each response is in
    the log."""
    told = course.course(m)
    _ = m.words._
    left_out = {_("Injects: planned and actual"), _("Main responses")}
    blocks: list[Block] = []
    skipping = False
    for block in told.blocks:
        if isinstance(block, Heading):
            skipping = block.text in left_out
        if not skipping:
            blocks.append(block)
    responses = sum(1 for one in m.moments if one.entry.kind == "response_logged")
    blocks.append(Small(_("Responses of the organisation in the log: {n}.", n=m.words.number(responses))))
    return replace(told, blocks=tuple(blocks))


def findings(m: OwnMaterial) -> Section:
    """What observers rated low, the findings that are its own, and pointers to those that it shares with others."""
    _, w = m.words._, m.words
    title = _("Things to improve")
    low = [unit for unit in m.units if unit.value is not None and level_of(unit.value) <= LOW]
    low.sort(key=lambda unit: (not unit.item.critical, unit.value, unit.item.id))
    blocks: list[Block] = [Heading(_("What was rated low"))]
    if low:
        rows = tuple(
            (
                _item(m, unit), m.team_short(unit.team), f"{w.level(unit.value)}\u00a0{w.mean(unit.value)}",
                _notes(m, unit) or "－",
            )
            for unit in low[:MOST_LOW]
        )  # fmt: skip
        columns = (
            Column(_("Expected action"), 3.6), Column(_("Team"), 1.7), Column(_("Value"), 0.9, "centre"),
            Column(_("What observers noted"), 3.4),
        )  # fmt: skip
        note = _("n = {n}", n=len(low))
        if len(low) > MOST_LOW:
            note = _("The {shown} weightiest of {n}; appendix A has all of them.", shown=MOST_LOW, n=len(low))
        blocks.append(Table(columns, rows, note=note))
    else:
        blocks.append(Prose(_("No expected action was rated △ or ×.")))
    own = improvement.findings(m)
    blocks.append(Heading(_("Findings on record")))
    if m.learning.issues():
        blocks += own.blocks
    else:
        blocks.append(Prose(_("No finding that concerns this organisation alone has been recorded.")))
    if m.own.common:
        shared = [
            _(
                "{finding} (severity: {grade}; {pillar})",
                finding=one.id, grade=_(GRADES[one.severity]), pillar=_(PILLARS_SHORT[one.pillar]) if one.pillar else "－",
            )
            for one in m.own.common
        ]  # fmt: skip
        text = _(
            "These findings concern this organisation together with others and stand in the full improvement report: {list}.",
            list=w.listed(shared),
        )
        blocks.append(Prose(text))
    return Section("findings", "4", title, tuple(blocks))


def _item(m: OwnMaterial, unit: Unit) -> str:
    mark = "★" if unit.item.critical else ""
    return f"{mark}{unit.item.id} {m.words.text(unit.item.title)}"


def _notes(m: OwnMaterial, unit: Unit) -> str:
    assert m.state is not None
    given = m.state.ratings.get((unit.team, unit.item.id), {})
    return " / ".join(" ".join(rating.note.split()) for _code, rating in sorted(given.items()) if rating.note.strip())


def ratings(m: OwnMaterial) -> Section:
    """Every rating of the organisation, close together."""
    _, w = m.words._, m.words
    title = _("Checklist ratings")
    if not m.units:
        return Section("ratings", "A", title, (Prose(_("There are no ratings.")),), appendix=True)
    late = {(one.team, one.item.id): one for one in m.latencies}
    text = _(
        "★ marks critical items. The value is the settled one or the mean of the observers' values; “－” is not observed, an"
        " empty cell no entry. n = {n} item–team pairs.",
        n=w.number(len(m.units)),
    )
    order = {phase: number for number, phase in enumerate(m.phase_titles)}
    rows: list[tuple[Rich, ...]] = []
    for unit in sorted(m.units, key=lambda one: (order.get(one.item.phase, 99), one.item.id, one.team)):
        value = "－" if unit.not_observed else ""
        if unit.value is not None:
            value = f"{w.level(unit.value)}\u00a0{w.mean(unit.value)}"
        times = _both(m, late.get((unit.team, unit.item.id)))
        rows.append((_item(m, unit), m.team_short(unit.team), value, *times))
    team = 1.9 if w.lang == "ja" else 2.5
    columns = (
        Column(_("Expected action"), 6.2), Column(_("Team"), team), Column(_("Value"), 0.8, "centre"),
        Column(_("Latency"), 1.2, "right"), Column(_("Target"), 1.2, "right"),
    )  # fmt: skip
    return Section("ratings", "A", title, (Prose(text), Table(columns, tuple(rows))), appendix=True)


def _both(m: OwnMaterial, one: Latency | None) -> tuple[str, str]:
    if one is None:
        return "", ""
    latency = m.words.duration(one.latency) if one.latency is not None else ""
    return latency, m.words.duration(one.target) if one.target is not None else ""


def method(m: OwnMaterial) -> Section:
    """How the numbers came about, and what is not in this report."""
    _, w = m.words._, m.words
    points: list[Rich] = [
        _(
            "This report holds the results of {name} alone. What other organisations did, wrote or were rated is not in it;"
            " where a text named one of them, “{other}” stands in its place.",
            name=m.name, other=_(STAND_IN),
        ),
        _(
            "Findings that concern several organisations, and passages written for the whole exercise, are in the full"
            " improvement report."
        ),
        _(
            "Value of an item for a team: the settled value if there is one, else the mean of the observers' latest values."
            " Excluded pairs do not count."
        ),
        _("Coverage is values / applicable; completion is (values + not observed) / applicable."),
        _(
            "Latency: play time of the first logged response that did the item, minus that of the inject that asks for it,"
            " or of the moment that the item names. Late entries of the log make latencies longer than they were."
        ),
        _(
            "The others' values are those of each organisation taken once. The lower quarter ends where a quarter of them lie"
            " below, the upper quarter begins where a quarter of them lie above."
        ),
        _("Observers are known by code; roles and teams are reported, never persons. Results are not used for appraisal."),
        _(
            "This report shows plan and log as of {date}. Rebuilt from the same log by the same program, it is the same to the"
            " last byte.",
            date=w.day_and_time(w.local(m.as_of)),
        ),
    ]  # fmt: skip
    return Section("method", "B", _("Method"), (Points(tuple(points)),), appendix=True)
