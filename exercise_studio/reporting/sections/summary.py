"""The first page: verdict, key figures, conclusions, the weightiest findings, and what is to be decided."""

from typing import Literal

from exercise_studio.evaluation.comparison import Change, by_pillar
from exercise_studio.evaluation.learning import ActionProgress, FindingState
from exercise_studio.evaluation.scores import Score
from exercise_studio.language import N_
from exercise_studio.reporting.document import (
    Block,
    Column,
    Figure,
    Heading,
    Points,
    Rich,
    Run,
    Section,
    Small,
    Table,
    Tile,
    Tiles,
)
from exercise_studio.reporting.figures.data import Heat, HeatCell, HeatRow
from exercise_studio.reporting.labels import GRADES, NOT_OBSERVED_GLYPH, PILLARS, PILLARS_SHORT
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import lead, points, to_write
from exercise_studio.reporting.sections.results import legend

MOST_FINDINGS = 5
MOST_DECISIONS = 4
LEAST_VALUES = 3
"""With fewer values a pillar is called neither the best nor the weakest."""
_ORDER = {"high": 0, "middle": 1, "low": 2}
# Averages from which on the verdict speaks more kindly.
_VERDICTS = (
    (3.25, N_("The expected actions were carried out; the weakest area was “{area}”.")),
    (2.5, N_("Most of the expected actions were carried out, but “{area}” needs improvement.")),
    (1.75, N_("Many of the expected actions stayed incomplete, above all in “{area}”.")),
    (0.0, N_("Most of the expected actions were not carried out; “{area}” has to be improved first.")),
)


def by_weight(findings: list[FindingState]) -> list[FindingState]:
    """Findings, the severe ones first, else in the order in which they were written."""
    return sorted(findings, key=lambda one: _ORDER[one.finding.severity])


def summary(m: Material) -> Section:
    """Chapter 1. It is printed on one page."""
    _ = m.words._
    issues = by_weight(m.learning.issues())
    blocks: list[Block] = [lead(m, "summary.verdict", _verdict(m))]
    if m.state is not None and m.state.mode == "rehearsal":
        blocks.append(
            Small(_("These are the results of a rehearsal: they show how the report will look, not how anybody did."))
        )
    blocks.append(Tiles(_tiles(m, issues)))
    if m.by_pillar:
        blocks.append(_heat(m))
    blocks += [Heading(_("Conclusions"), 3), points(m, "summary.conclusions", _conclusions(m, issues), numbered=True)]
    blocks.append(Heading(_("Main findings"), 3))
    if issues:
        blocks.append(Points(tuple(_finding_line(m, one) for one in issues[:MOST_FINDINGS])))
        if len(issues) > MOST_FINDINGS:
            more = len(issues) - MOST_FINDINGS
            blocks.append(
                Small(
                    m.words.plural("{n} further finding: see chapter 8.", "{n} further findings: see chapter 8.", more)
                )
            )
    else:
        blocks.append(Points((_("No findings have been recorded."),)))
    blocks.append(Heading(_("Decisions asked of management"), 3))
    blocks.append(_decisions(m))
    return Section("summary", "1", _("Executive summary"), tuple(blocks), one_page=True)


def _extremes(m: Material) -> tuple[str, str] | None:
    """The pillars with the lowest and the highest average among those with values enough; None with fewer than two."""
    rated = {
        pillar: s.average for pillar, s in m.by_pillar.items() if s.average is not None and s.valued >= LEAST_VALUES
    }  # fmt: skip
    if len(rated) < 2:
        return None
    return min(rated, key=lambda one: (rated[one], one)), max(rated, key=lambda one: (rated[one], one))


def _verdict(m: Material) -> str:
    _ = m.words._
    average = m.overall.average
    if average is None:
        return _("No ratings have been recorded yet, so the overall result cannot be judged.")
    extremes = _extremes(m)
    if extremes is None:
        return _("The expected actions reached an average of {average} out of 4.", average=m.words.mean(average))
    message = next(text for least, text in _VERDICTS if average >= least)
    return _(message, area=_(PILLARS[extremes[0]]))


def _tiles(m: Material, issues: list[FindingState]) -> tuple[Tile, ...]:
    _, w, overall, times = m.words._, m.words, m.overall, m.punctuality
    severe = sum(1 for one in issues if one.finding.severity == "high")
    rate = f"{round(100 * times.rate)}" if times.rate is not None else "－"
    before = m.earlier.learning.actions if m.earlier else {}
    finished = sum(1 for one in before.values() if one.state in ("done", "confirmed"))
    return (
        Tile(
            w.mean(overall.average),
            "/ 4",
            _("Average rating"),
            _("n = {n}; coverage {coverage}", n=w.number(overall.valued), coverage=_percent(overall)),
        ),
        Tile(rate, "%" if times.n else "", _("Done within the target time"), _("n = {n}", n=w.number(times.n))),
        Tile(
            str(len(issues)),
            w.plural("finding", "findings", len(issues)),
            _("Things to improve"),
            _("of these severe: {n}", n=severe),
        ),
        Tile(
            f"{round(100 * finished / len(before))}" if before else "－",
            "%" if before else "",
            _("Earlier actions completed"),
            _("{done} of {n} actions", done=finished, n=len(before)) if before else _("no earlier exercise"),
        ),
    )


def _percent(score: Score) -> str:
    return "－" if score.coverage is None else f"{round(100 * score.coverage)}%"


def _heat(m: Material) -> Figure:
    _, w = m.words._, m.words
    columns = tuple(_(PILLARS_SHORT[pillar]).replace(" ", "\n", 1) for pillar in m.by_pillar)
    now = HeatRow(_("This time"), tuple(_cell(m, score) for score in m.by_pillar.values()))
    rows = [now]
    note = ""
    compared = m.compared
    if compared is not None and compared.matched:
        changes = by_pillar(compared)
        if any(
            one.n != m.by_pillar[pillar].valued or w.mean(one.now) != w.mean(m.by_pillar[pillar].average)
            for pillar, one in changes.items()
        ):
            rows.append(
                HeatRow(_("This time, same items"), tuple(_then(m, changes.get(p), "now") for p in m.by_pillar))
            )
        rows.append(HeatRow(_("Last time, same items"), tuple(_then(m, changes.get(p), "then") for p in m.by_pillar)))
        note = _(
            "Same items: the {n} that both exercises rated with the same wording (average {then} then, {now} now); in brackets"
            " the change.",
            n=len(compared.matched), then=w.mean(compared.average_then), now=w.mean(compared.average_now),
        )  # fmt: skip
    alt = _("Average rating by pillar: {values}.", values=w.listed([
        f"{_(PILLARS_SHORT[p])} {w.judged(s)} (n={s.valued})" for p, s in m.by_pillar.items()
    ]))  # fmt: skip
    return Figure("heat", Heat(columns, tuple(rows), legend(m)), _("Average rating by pillar"), alt, note=note)


def _then(m: Material, one: Change | None, which: Literal["then", "now"]) -> HeatCell:
    """A pillar's average on the items of both exercises."""
    if one is None:
        return HeatCell(None, "", NOT_OBSERVED_GLYPH, "n=0")
    value = one.then if which == "then" else one.now
    note = f"n={one.n}"
    if which == "now":
        note = m.words._("n={n} ({change})", n=one.n, change=m.words.difference(one.then, one.now))
    return HeatCell(value, m.words.level(value), m.words.mean(value), note)


def _cell(m: Material, score: Score) -> HeatCell:
    return HeatCell(score.average, m.words.level(score.average), m.words.mean(score.average), f"n={score.valued}")


def _conclusions(m: Material, issues: list[FindingState]) -> list[Rich]:
    _, w, overall, times = m.words._, m.words, m.overall, m.punctuality
    found: list[Rich] = []
    if overall.valued:
        best = overall.levels
        found.append(
            _(
                "Of {applicable} ratings to be made (item × team), {valued} have a value: ◎ {a}, ○ {b}, △ {c}, × {d}."
                " The average is {average} out of 4.",
                applicable=w.number(overall.applicable), valued=w.number(overall.valued), a=best[0], b=best[1], c=best[2],
                d=best[3], average=w.mean(overall.average),
            )
        )  # fmt: skip
    else:
        found.append(_("No ratings have been recorded; what follows rests on the log alone."))
    if times.n:
        found.append(
            _(
                "Of {n} actions with a target time, {on_time} were done in time, {late} late, and of {never} the log"
                " shows no completion.",
                n=w.number(times.n), on_time=times.on_time, late=times.late, never=times.never,
            )
        )  # fmt: skip
    else:
        found.append(_("No action with a target time came due."))
    practices = len(m.learning.good_practices())
    extremes = _extremes(m)
    if extremes:
        low, high = extremes
        found.append(
            _(
                "Highest average: {high}, {high_value}; lowest: {low}, {low_value}. Findings recorded: {issues}; good"
                " practices: {practices}.",
                high=_(PILLARS_SHORT[high]), high_value=w.average(m.by_pillar[high]), low=_(PILLARS_SHORT[low]),
                low_value=w.average(m.by_pillar[low]), issues=len(issues), practices=practices,
            )
        )  # fmt: skip
    else:
        found.append(
            _(
                "Findings recorded: {issues}; good practices: {practices}.",
                issues=len(issues),
                practices=practices,
            )
        )
    return found


def _finding_line(m: Material, one: FindingState) -> Rich:
    _ = m.words._
    grade = _("severity: {grade}", grade=_(GRADES[one.finding.severity]))
    return (Run(f"{one.finding.id}  ", True), Run(one.finding.title), Run(f"  [{grade}]", False, "#5B636E"))


def _decisions(m: Material) -> Block:
    _ = m.words._
    open_ones = [a for a in m.learning.actions.values() if a.state in ("planned", "doing")]
    # What weighs most is asked for; where nothing of high priority is open, what is due first.
    wanted = [a for a in open_ones if a.action.priority == "high"] or open_ones
    if ("summary.decisions", m.words.lang) in m.learning.sections or not wanted:
        return to_write(m, "summary.decisions", _("what management has to decide, and by when"))
    wanted.sort(key=lambda one: (_ORDER[one.action.priority], one.action.due))
    columns = (Column(_("No."), 0.7), Column(_("Matter"), 5.6), Column(_("In charge"), 2.2), Column(_("Due"), 1.3))
    rows = tuple(_decision_row(m, one) for one in wanted[:MOST_DECISIONS])
    more = len(wanted) - MOST_DECISIONS
    note = (
        m.words.plural("{n} further matter: see chapter 9.", "{n} further matters: see chapter 9.", more)
        if more > 0
        else ""
    )
    return Table(columns, rows, note=note, bold_first=True)


def _decision_row(m: Material, one: ActionProgress) -> tuple[Rich, ...]:
    return one.action.id, one.action.text, one.action.owner, m.words.short_date(one.action.due)
