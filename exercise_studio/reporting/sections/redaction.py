"""The redacted edition's own chapters: what may be told of the course and of the findings, and the list of what was left out."""

import copy

from exercise_studio.conduct.describe import describe
from exercise_studio.reporting.document import Block, Column, Heading, Prose, Rich, Section, Small, Table
from exercise_studio.reporting.editions import Options
from exercise_studio.reporting.labels import GRADES, PILLARS_SHORT
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.redaction import RedactedMaterial, redacted
from exercise_studio.reporting.sections import improvement
from exercise_studio.reporting.sections.drafts import label, nothing
from exercise_studio.reporting.sections.overview import NOT_STARTED
from exercise_studio.reporting.sections.summary import by_weight

MOST_ENTRIES = 80
_TOLD = ("response_logged", "decision_logged", "information_shared")


def prepare(m: Material, options: Options) -> RedactedMaterial:
    """The material as readers of the chosen level may have it."""
    assert options.tlp is not None
    return redacted(m, options.tlp, options.public)


def course(m: RedactedMaterial) -> Section:
    """Chapter 5: how much happened, and those entries that may be read."""
    _, w = m.words._, m.words
    title = _("Course of events")
    if m.state is None or m.state.clock.began is None:
        return Section("course", "5", title, (nothing(m, NOT_STARTED),))
    counted = m.counted
    sentence = _(
        "Play lasted {play}. Injects given: {fired}; responses logged: {responses}; decisions: {decisions}; information"
        " passed on: {shares}; pauses: {pauses}; time jumps: {jumps}.",
        play=w.duration(m.state.clock.played), fired=counted.get("inject_fired", 0),
        responses=w.number(counted.get("response_logged", 0)), decisions=w.number(counted.get("decision_logged", 0)),
        shares=w.number(counted.get("information_shared", 0)), pauses=counted.get("clock_paused", 0),
        jumps=len(m.state.clock.jumps),
    )  # fmt: skip
    blocks: list[Block] = [Prose(sentence, label=label(m, "fact"), basis="fact")]
    told = [one for one in m.moments if one.entry.kind in _TOLD]
    if not told:
        text = _("No response, decision or passing of information may be read at TLP:{level}.", level=m.sieve.level)
        return Section("course", "5", title, (*blocks, Prose(text)))
    rows: list[tuple[Rich, ...]] = []
    for one in told[:MOST_ENTRIES]:
        said = one.entry.payload
        team = m.team_short(getattr(said, "team", "") or said.sender)
        rows.append((w.play(one.play), team, " ".join(describe(one.entry, m.plan, w.lang).split())))
    columns = (Column(_("Time"), 0.9), Column(_("Team"), 2.4), Column(_("What was logged"), 6.2))
    note = _(
        "{shown} of {total} are shown.", shown=len(rows), total=w.number(sum(counted.get(kind, 0) for kind in _TOLD))
    )
    blocks += [Heading(_("Entries that may be read")), Table(columns, tuple(rows), bold_first=True, note=note)]
    return Section("course", "5", title, tuple(blocks))


def practices(m: RedactedMaterial) -> Section:
    """Chapter 7."""
    told = improvement.practices(_passing(m))
    hidden = len(m.learning.good_practices()) - len(m.passing.good_practices())
    if not hidden:
        return told
    text = m.words.plural("{n} good practice was left out.", "{n} good practices were left out.", hidden)
    kept = told.blocks if m.passing.good_practices() else ()
    return Section("practices", "7", told.title, (*kept, Small(text)))


def findings(m: RedactedMaterial) -> Section:
    """Chapter 8: every finding by number and weight; in full those that may be read."""
    _, w = m.words._, m.words
    found = by_weight(m.learning.issues())
    passing = m.passing.issues()
    told = improvement.findings(_passing(m))
    if len(passing) == len(found):
        return told
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (
            one.finding.id, one.finding.title, _(GRADES[one.finding.severity]),
            _(PILLARS_SHORT[one.finding.pillar]) if one.finding.pillar else "－", w.listed(one.finding.items) or "－",
            str(len(m.learning.actions_of(one.finding.id))),
        )
        for one in found
    )  # fmt: skip
    columns = (
        Column(_("No."), 0.7), Column(_("Finding"), 3.6), Column(_("Severity"), 0.9, "centre"), Column(_("Pillar"), 1.9),
        Column(_("Items"), 1.6), Column(_("Actions"), 0.8, "right"),
    )  # fmt: skip
    note = _("n = {n}; {told} of them are told in full below.", n=len(found), told=len(passing))
    blocks: list[Block] = [Table(columns, rows, bold_first=True, note=note)]
    if passing:
        blocks += told.blocks
    return Section("findings", "8", told.title, tuple(blocks))


def _passing(m: RedactedMaterial) -> Material:
    found = copy.copy(m)
    found.learning = m.passing
    return found


def left_out(m: RedactedMaterial) -> Section:
    """What is not in this edition: kinds, places and numbers, never a word of it."""
    _, w = m.words._, m.words
    title = _("What was left out")
    left = m.sieve.left
    level, own = m.sieve.level, m.sieve.own
    intro = _(
        "This edition is for readers of TLP:{level}. Every text with a higher level was left out; a text without a level of its own"
        " has that of the exercise, TLP:{own}. Counts, sums of ratings, times and states rest on everything and are those of the"
        " full report. Checklists that come with the program are public.",
        level=level, own=own,
    )  # fmt: skip
    if not left:
        return Section("left-out", "E", title, (Prose(intro), Prose(_("Nothing was left out."))), appendix=True)
    rows = tuple((_(one.what), _(one.where), f"TLP:{one.tlp}", w.number(one.n)) for one in left)
    columns = (
        Column(_("What"), 3.4), Column(_("Where it would stand"), 3.4), Column("TLP", 2.4), Column(_("Number"), 1, "right"),
    )  # fmt: skip
    note = _("n = {n}", n=w.number(sum(one.n for one in left)))
    return Section("left-out", "E", title, (Prose(intro), Table(columns, rows, note=note)), appendix=True)
