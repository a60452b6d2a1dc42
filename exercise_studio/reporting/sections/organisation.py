"""The report for one organisation: its own results, how they lie among the others', what it did, and what it has to improve."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from exercise_studio.domain.times import Instant
from exercise_studio.evaluation.scores import Score
from exercise_studio.evaluation.timeliness import Latency
from exercise_studio.language import N_
from exercise_studio.reporting.anonymous import Names, mapped, pattern
from exercise_studio.reporting.document import (
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    Lead,
    Points,
    Prose,
    ReportContent,
    Rich,
    Run,
    Section,
    Small,
    Table,
    Tile,
    Tiles,
)
from exercise_studio.reporting.editions import Options
from exercise_studio.reporting.figures.data import Heat, HeatCell, HeatRow, Stacks
from exercise_studio.reporting.labels import GRADES, PILLARS_SHORT, SECTORS
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.own import (
    LEAST_OTHERS,
    STAND_IN,
    Houses,
    Others,
    Own,
    Shared,
    earlier_for,
    moments_for,
    others,
    plan_for,
    slot_mark,
    state_for,
)
from exercise_studio.reporting.sections import results as whole
from exercise_studio.reporting.sections.drafts import label, lead, prose
from exercise_studio.reporting.sections.summary import by_weight
from exercise_studio.reporting.wording import Words

MOST_LATE = 8
MOST_FINDINGS = 5
MOST_ACTIONS = 6


class OwnMaterial(Material):
    """One organisation's part of the material.

    Attributes:
        shared, own: what it was made of.
    """

    def __init__(self, shared: Shared, own: Own, as_of: Instant, words: Words) -> None:
        plan = plan_for(shared, own).changed(distribution=(words.text(own.organisation.name),))
        state = state_for(shared, own, plan)
        super().__init__(plan, state, (), own.learning, as_of, words, earlier_for(shared, own))
        self.shared, self.own = shared, own
        self.moments = moments_for(shared, own)

    @property
    def name(self) -> str:
        """What the organisation is called."""
        return self.words.text(self.own.organisation.name)


def prepare(m: Material, options: Options) -> OwnMaterial:
    """The part of one organisation, cut out of the whole."""
    houses = Houses(m)
    return OwnMaterial(houses.shared, houses.of(options.organisation), m.as_of, m.words)


def finish(m: OwnMaterial, content: ReportContent) -> ReportContent:
    """Slots of this organisation's own, and no text that names another."""
    mark = slot_mark(m.own.organisation.id)

    def own(block: Block) -> Block:
        if isinstance(block, Lead | Points | Prose) and block.slot:
            return replace(block, slot=mark + block.slot)
        return block

    sections = tuple(replace(one, blocks=tuple(own(block) for block in one.blocks)) for one in content.sections)
    content = replace(content, sections=sections, gaps=tuple(mark + gap for gap in content.gaps))
    name = m.own.organisation.name
    told: ReportContent = mapped(content, Names(_expression(m.shared.names), (name.ja, name.en), m.words._(STAND_IN)))
    return told


@lru_cache(maxsize=2)
def _expression(names: tuple[str, ...]) -> "re.Pattern[str] | None":
    """Compiled once for all organisations of an exercise."""
    found = pattern(names)
    return re.compile(found) if found else None


# the first page


def summary(m: OwnMaterial) -> Section:
    """What the organisation's management reads."""
    _, w = m.words._, m.words
    issues = by_weight(m.learning.issues())
    blocks: list[Block] = [
        lead(m, "organisation.verdict", _verdict(m)),
        Tiles(_tiles(m, len(issues))),
        *standing(m),
        *_compared(m),
        Heading(_("Things to improve"), 3),
    ]
    if issues:
        lines: list[Rich] = [
            (
                Run(f"{one.finding.id}  ", True), Run(one.finding.title),
                Run("  " + _("[severity: {grade}]", grade=_(GRADES[one.finding.severity])), False, "#5B636E"),
            )
            for one in issues[:MOST_FINDINGS]
        ]  # fmt: skip
        blocks.append(Points(tuple(lines)))
        if len(issues) > MOST_FINDINGS:
            more = len(issues) - MOST_FINDINGS
            blocks.append(
                Small(w.plural("{n} further finding: see below.", "{n} further findings: see below.", more))
            )  # fmt: skip
    else:
        blocks.append(Points((_("No finding that concerns this organisation alone has been recorded."),)))
    blocks += [Heading(_("Next steps"), 3), *_next(m)]
    return Section("summary", "1", _("Results at a glance"), tuple(blocks), one_page=True)


_VERDICTS = (
    (3.25, N_("The expected actions were carried out; “{area}” has most room left.")),
    (2.5, N_("Most of the expected actions were carried out, but “{area}” needs improvement.")),
    (1.75, N_("Many of the expected actions stayed incomplete, above all in “{area}”.")),
    (0.0, N_("Most of the expected actions were not carried out; “{area}” has to be improved first.")),
)


def _verdict(m: OwnMaterial) -> str:
    _ = m.words._
    average = m.overall.average
    if average is None:
        return _("No ratings have been recorded yet, so the overall result cannot be judged.")
    rated = {phase: s.average for phase, s in m.by_phase.items() if s.average is not None}
    if len(rated) < 2:
        return _("The expected actions reached an average of {average} out of 4.", average=m.words.mean(average))
    weakest = min(rated, key=lambda phase: (rated[phase], phase))
    message = next(text for least, text in _VERDICTS if average >= least)
    return _(message, area=m.phase_titles[weakest])


def _tiles(m: OwnMaterial, issues: int) -> tuple[Tile, ...]:
    _, w, overall, times = m.words._, m.words, m.overall, m.punctuality
    rate = f"{round(100 * times.rate)}" if times.rate is not None else "－"
    coverage = "－" if overall.coverage is None else f"{round(100 * overall.coverage)}%"
    open_actions = [one for one in m.learning.actions.values() if one.state in ("planned", "doing")]
    late = sum(1 for one in open_actions if one.overdue(w.local(m.as_of).date()))
    return (
        Tile(
            w.mean(overall.average), "/ 4", _("Average rating"),
            _("n = {n}; coverage {coverage}", n=w.number(overall.valued), coverage=coverage),
        ),
        Tile(rate, "%" if times.n else "", _("Done within the target time"), _("n = {n}", n=w.number(times.n))),
        Tile(
            str(issues), w.plural("finding", "findings", issues), _("Things to improve"),
            _("of this organisation alone"),
        ),
        Tile(
            str(len(open_actions)), w.plural("action", "actions", len(open_actions)), _("Actions still open"),
            _("of these overdue: {n}", n=late),
        ),
    )  # fmt: skip


def _next(m: OwnMaterial) -> list[Block]:
    _ = m.words._
    wanted = sorted(
        (one for one in m.learning.actions.values() if one.state in ("planned", "doing")),
        key=lambda one: one.action.due,
    )
    if not wanted:
        return [Points((_("No corrective action is open."),))]
    columns = (Column(_("No."), 0.7), Column(_("Matter"), 5.6), Column(_("In charge"), 2.2), Column(_("Due"), 1.3))
    rows = tuple(
        (one.action.id, one.action.text, one.action.owner, m.words.short_date(one.action.due)) for one in wanted
    )
    more = len(wanted) - MOST_ACTIONS
    note = m.words.plural("{n} further action: see below.", "{n} further actions: see below.", more) if more > 0 else ""
    return [Table(columns, rows[:MOST_ACTIONS], note=note, bold_first=True)]


# among the others


def standing(m: OwnMaterial) -> list[Block]:
    """The own values against the spread of the others', or the one line that says why there is none."""
    _, w = m.words._, m.words
    among = m.shared.houses - 1
    heading = Heading(_("Among the other organisations"), 3)
    spread = others(m.shared, m.own, "average")
    if spread is None:
        why = _(
            "No comparison is shown: fewer than {least} other organisations have a rating (there are {n} others), and with so few"
            " it could be told who is who.",
            least=LEAST_OTHERS, n=among,
        )  # fmt: skip
        return [heading, Small(why)]
    rows = [
        _row(m, _("Average rating"), m.overall.average, spread, w.mean),
        _row(m, _("Done within the target time"), m.punctuality.rate, others(m.shared, m.own, "in_time"), _share),
        _row(m, _("Coverage"), m.overall.coverage, others(m.shared, m.own, "coverage"), _share),
    ]
    rows += [
        _row(m, _(PILLARS_SHORT[pillar]), found.average, others(m.shared, m.own, pillar), w.mean)
        for pillar, found in m.by_pillar.items()
    ]
    columns = (
        Column(_("What is compared"), 3.6), Column(_("Own"), 1, "right"), Column(_("Lower quarter up to"), 1.5, "right"),
        Column(_("Median of the others"), 1.5, "right"), Column(_("Upper quarter from"), 1.5, "right"),
        Column(_("Others (n)"), 1, "centre"), Column(_("Where the own value lies"), 2.2),
    )  # fmt: skip
    note = _(
        "The others are shown without names and only where at least {least} of them have a value. Coverage says how much was"
        " rated, not how well. Different roles in the scenario have different tasks: the comparison is a hint, not a ranking.",
        least=LEAST_OTHERS,
    )  # fmt: skip
    return [heading, Table(columns, tuple(rows), note=note)]


def _share(value: float | None) -> str:
    return "－" if value is None else f"{round(100 * value)}%"


def _row(
    m: OwnMaterial, title: str, mine: float | None, spread: Others | None, said: Callable[[float | None], str]
) -> tuple[Rich, ...]:
    _ = m.words._
    if spread is None:
        return title, said(mine), "－", "－", "－", "－", "－"
    place = "－"
    if mine is not None:
        place = _(_place(mine, spread))
    return title, said(mine), said(spread.lower), said(spread.median), said(spread.upper), str(spread.n), place


def _place(mine: float, spread: Others) -> str:
    if spread.lower == spread.upper == mine:
        return N_("equal to most")
    if mine >= spread.upper:
        return N_("in the upper quarter")
    if mine <= spread.lower:
        return N_("in the lower quarter")
    return N_("in the middle half")


# the results


def results(m: OwnMaterial) -> Section:
    """The organisation's own ratings and times."""
    _ = m.words._
    title = _("Own results")
    blocks: list[Block] = [
        Facts(
            (
                (_("Organisation"), m.name),
                (_("Sector"), _(SECTORS[m.own.organisation.sector])),
                (_("Teams"), m.words.listed([m.words.text(team.title) for team in m.own.organisation.teams])),
            )
        )
    ]
    if not m.units:
        text = _("No checklist item applies to any team of the plan, so there is nothing to rate.")
        return Section("results", "2", title, (*blocks, Prose(text)))
    blocks += [prose(m, "organisation.comment", _comment(m), "fact"), Heading(_("By phase of the response"))]
    blocks.append(_stacks(m, {m.phase_titles[key]: s for key, s in m.by_phase.items()}, _("Ratings by phase")))
    pillars = {_(PILLARS_SHORT[key]): s for key, s in m.by_pillar.items()}
    blocks += [Heading(_("By pillar of the action plan")), _pillars(m, pillars)]
    if len(m.by_team) > 1:
        teams = {m.team_short(key): s for key, s in m.by_team.items()}
        blocks += [Heading(_("By team")), _stacks(m, teams, _("Ratings by team"))]
    blocks += [Heading(_("Timeliness")), *_late(m)]
    return Section("results", "2", title, tuple(blocks))


def _comment(m: OwnMaterial) -> str:
    _, w, overall = m.words._, m.words, m.overall
    return _(
        "Of {applicable} ratings to be made (item × team), {valued} have a value: ◎ {a}, ○ {b}, △ {c}, × {d}. The average is"
        " {average} out of 4; critical items count {weight} times.",
        applicable=w.number(overall.applicable), valued=w.number(overall.valued), a=overall.levels[0], b=overall.levels[1],
        c=overall.levels[2], d=overall.levels[3], average=w.mean(overall.average), weight=f"{m.weight:g}",
    )  # fmt: skip


def _stacks(m: OwnMaterial, groups: dict[str, Score], caption: str) -> Figure:
    _, w = m.words._, m.words
    said = [
        _(
            "{title} ◎{a} ○{b} △{c} ×{d}, average {average} (n={n})",
            title=title, a=s.levels[0], b=s.levels[1], c=s.levels[2], d=s.levels[3], average=w.mean(s.average), n=s.valued,
        )
        for title, s in groups.items()
    ]  # fmt: skip
    rows = tuple(whole.stack_row(m, title, found) for title, found in groups.items())
    alt = _("{caption}: {rows}.", caption=caption, rows=w.listed(said))
    return Figure("stacks", Stacks(rows, whole.legend(m), _("Average")), caption, alt)


def _pillars(m: OwnMaterial, pillars: dict[str, Score]) -> Figure:
    """The own averages, above the medians of the others where there are enough of them."""
    _, w = m.words._, m.words
    own = tuple(HeatCell(s.average, w.level(s.average), w.mean(s.average), f"n={s.valued}") for s in pillars.values())
    rows = [HeatRow(_("Own"), own)]
    spreads = [others(m.shared, m.own, pillar) for pillar in m.by_pillar]
    if any(spreads):
        cells = (
            HeatCell(s.median, w.level(s.median), w.mean(s.median), f"n={s.n}") if s else HeatCell(None, "－", "", "")
            for s in spreads
        )
        rows.append(HeatRow(_("Others (median)"), tuple(cells)))
    columns = tuple(title.replace(" ", "\n", 1) for title in pillars)
    told = [f"{title} {w.judged(s)} (n={s.valued})" for title, s in pillars.items()]
    alt = _("Average rating by pillar: {values}.", values=w.listed(told))
    note = _("In the lower row n counts organisations.") if len(rows) > 1 else ""
    return Figure("heat", Heat(columns, tuple(rows), whole.legend(m)), _("Average rating by pillar"), alt, note=note)


def _late(m: OwnMaterial) -> list[Block]:
    _, w, times = m.words._, m.words, m.punctuality
    if not times.n:
        return [Prose(_("No action with a target time came due."))]
    sentence = _(
        "Of {n} actions with a target time that came due, {on_time} were done in time, {late} late, and of {never} the log"
        " shows no completion.",
        n=w.number(times.n), on_time=w.percent(times.on_time, times.n), late=w.percent(times.late, times.n),
        never=w.percent(times.never, times.n),
    )  # fmt: skip
    blocks: list[Block] = [Prose(sentence, label=label(m, "fact"), basis="fact")]
    missed = [one for one in m.latencies if one.verdict in ("late", "never")]
    missed.sort(key=lambda one: (not one.item.critical, one.verdict != "never", -_times(one), one.item.id))
    if not missed:
        return blocks
    rows = tuple(
        (
            one.item.id, w.text(one.item.title), m.team_short(one.team), w.duration(one.target or 0),
            w.duration(one.latency) if one.latency is not None else _("no record"),
        )
        for one in missed[:MOST_LATE]
    )  # fmt: skip
    columns = (
        Column(_("Item"), 0.9), Column(_("Expected action"), 4.6), Column(_("Team"), 1.9), Column(_("Target"), 1.2, "right"),
        Column(_("Latency"), 1.2, "right"),
    )  # fmt: skip
    note = _("n = {n}", n=len(missed))
    if len(missed) > MOST_LATE:
        note = _("The {shown} weightiest of {n}; appendix A has all of them.", shown=MOST_LATE, n=len(missed))
    return [*blocks, Table(columns, rows, bold_first=True, note=note)]


def _times(one: Latency) -> float:
    return one.latency / one.target if one.latency is not None and one.target else 0.0


def _compared(m: OwnMaterial) -> list[Block]:
    _, w, found = m.words._, m.words, m.compared
    if found is None:
        return []
    heading = Heading(_("Compared with the earlier exercise"), 3)
    if not found.matched:
        return [heading, Prose(_("No item was rated both times with the same wording, so nothing is compared."))]
    text = _(
        "On the {n} items that were rated both times with the same wording, the average went from {then} ({title}, {date})"
        " to {now}.",
        n=len(found.matched), then=w.mean(found.average_then), now=w.mean(found.average_now), title=found.title,
        date=w.date(found.on, weekday=False),
    )  # fmt: skip
    return [heading, Prose(text, label=label(m, "fact"), basis="fact")]
