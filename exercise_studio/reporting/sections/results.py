"""Chapter 6: ratings by objective, pillar, phase, layer and organisation; timeliness, coverage, agreement, comparison."""

from collections.abc import Iterable

from exercise_studio.domain.scenario import LAYER_OF_TEAM
from exercise_studio.evaluation.comparison import by_pillar
from exercise_studio.evaluation.scores import Score, grouped
from exercise_studio.evaluation.timeliness import Latency, tally
from exercise_studio.reporting.document import (
    Block,
    Column,
    Figure,
    Heading,
    Prose,
    Rich,
    Section,
    Small,
    Table,
)
from exercise_studio.reporting.figures.data import (
    DotRow,
    Dots,
    Heat,
    HeatCell,
    HeatRow,
    Legend,
    Radar,
    RadarAxis,
    StackRow,
    Stacks,
)
from exercise_studio.reporting.labels import LAYERS, LEVELS, PILLARS_SHORT, STARTS
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, nothing, prose
from exercise_studio.reporting.sections.overview import NOT_STARTED
from exercise_studio.reporting.sections.reliability import agreement, compared, coverage

MOST_ORGANISATIONS = 15
MOST_DRAWN = 60
"""With more organisations their averages are a distribution alone; a grid of so many goes on over two or three pages."""
MOST_LATE = 24
MOST_SILENT = 20
LEAST_COVERAGE = 0.5
"""Below this coverage a verdict is printed as a reference only."""


def legend(m: Material) -> Legend:
    """The words of the rating scale."""
    _ = m.words._
    levels = (_(LEVELS[4]), _(LEVELS[3]), _(LEVELS[2]), _(LEVELS[1]))
    return Legend(levels, _("Not observed"), _("No entry"))


def results(m: Material) -> Section:
    """Chapter 6."""
    _ = m.words._
    title = _("Results")
    if m.state is None or not m.units:
        why = nothing(m, NOT_STARTED) if m.state is None else Prose(_no_units(m))
        return Section("results", "6", title, (why,))
    blocks: list[Block] = [
        Prose(_how_to_read(m)),
        *([Small(m.code_key())] if m.code_key() else []),
        prose(m, "results.comment", _comment(m), "fact"),
        Heading(_("By objective")),
        *_objectives(m),
        Heading(_("By pillar of the action plan")),
        _stacks(m, {_(PILLARS_SHORT[key]): score for key, score in m.by_pillar.items()}, _("Ratings by pillar")),
        *_radar(m),
        Heading(_("By phase of the response")),
        _stacks(m, {m.phase_titles[key]: score for key, score in m.by_phase.items()}, _("Ratings by phase")),
        Heading(_("By layer")),
        _stacks(m, {_(LAYERS[key]): score for key, score in m.by_layer.items()}, _("Ratings by layer")),
        *_matrix(m),
        *_organisations(m),
        Heading(_("Timeliness")),
        *_timeliness(m),
        Heading(_("Coverage of the ratings")),
        *coverage(m),
        Heading(_("Agreement between observers")),
        *agreement(m),
        Heading(_("Compared with the earlier exercise")),
        *compared(m),
    ]
    return Section("results", "6", title, tuple(blocks))


def _no_units(m: Material) -> str:
    """Why there is nothing to rate."""
    return m.words._("No checklist item applies to any team of the plan, so there is nothing to rate.")


def _how_to_read(m: Material) -> str:
    _ = m.words._
    return _(
        "Observers rated each item of each team as 4 ◎ done well, 3 ○ mostly, 2 △ partly or 1 × not done. The value of an"
        " item is the settled one, else the mean of the observers' latest values; blank and not observed are no values."
        " Averages count critical items {weight} times. n is the number of values, coverage their share of all applicable"
        " item–team pairs. How well and how fast are never mixed into one number.",
        weight=f"{m.weight:g}",
    )


def _comment(m: Material) -> str:
    _, w, overall = m.words._, m.words, m.overall
    if overall.average is None:
        return _("Nobody has entered a value yet.")
    weak = [m.phase_titles[key] for key, s in m.by_phase.items() if s.average is not None and s.average < 2.5]
    strong = [m.phase_titles[key] for key, s in m.by_phase.items() if s.average is not None and s.average >= 3.25]
    parts = [
        _(
            "The overall average is {average}, with a coverage of {coverage}.",
            average=w.average(overall), coverage=w.percent(overall.valued, overall.applicable),
        )
    ]  # fmt: skip
    if strong:
        parts.append(_("The phases rated highest (3.25 or more) are: {names}.", names=w.listed(strong)))
    if weak:
        parts.append(_("The phases rated below 2.5 are: {names}.", names=w.listed(weak)))
    if not strong and not weak:
        parts.append(_("No phase stands out: all averages lie between 2.5 and 3.25."))
    return ("" if w.lang == "ja" else " ").join(parts)


def _objectives(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    rows: list[tuple[Rich, ...]] = []
    for objective in m.plan.scenario.objectives:
        found = m.by_objective[objective.id]
        times = tally(one for one in m.latencies if one.item.id in objective.items)
        verdict = w.judged(found)
        if found.average is not None and (found.coverage or 0) < LEAST_COVERAGE:
            verdict = _("({verdict})", verdict=verdict)
        rows.append(
            (
                objective.id, w.text(objective.text), verdict, str(found.valued), *map(str, found.levels),
                w.percent(found.valued, found.applicable), w.percent(times.on_time, times.n),
            )
        )  # fmt: skip
    # Counts of three digits must not break.
    most = max((found for one in m.by_objective.values() for found in (one.valued, *one.levels)), default=0)
    count = 0.4 if most < 100 else 0.58 if most < 1000 else 0.75
    columns = (
        Column(_("No."), 0.5), Column(_("Objective"), 4.4), Column(_("Verdict"), 0.9, "centre"), Column("n", count + 0.05, "right"),
        Column("◎", count, "right"), Column("○", count, "right"), Column("△", count, "right"), Column("×", count, "right"),
        Column(_("Coverage"), 1.5, "right"), Column(_("In time"), 1.5, "right"),
    )  # fmt: skip
    note = _(
        "Verdict: the level nearest to the average, halves rounded down; in brackets where coverage is below half. An item"
        " may serve several objectives."
    )
    return [Table(columns, tuple(rows), bold_first=True, note=note)]


def stack_row(m: Material, title: str, found: Score) -> StackRow:
    """A group as a bar."""
    return StackRow(
        title, found.levels, found.not_observed, found.blank, m.words.mean(found.average), f"n={found.valued}"
    )


def _stacks(m: Material, groups: dict[str, Score], caption: str) -> Figure:
    _, w = m.words._, m.words
    rows = tuple(stack_row(m, title, found) for title, found in groups.items())
    said = [
        _(
            "{title} ◎{a} ○{b} △{c} ×{d}, average {average} (n={n})",
            title=title, a=s.levels[0], b=s.levels[1], c=s.levels[2], d=s.levels[3], average=w.mean(s.average), n=s.valued,
        )
        for title, s in groups.items()
    ]  # fmt: skip
    alt = _("{caption}: {rows}.", caption=caption, rows=w.listed(said))
    return Figure("stacks", Stacks(rows, legend(m), _("Average")), caption, alt)


def _radar(m: Material) -> list[Block]:
    """The pillars round a centre, where there are enough of them to make a shape."""
    _, w = m.words._, m.words
    if len(m.by_pillar) < 3:
        return []
    before = by_pillar(m.compared) if m.compared is not None else {}
    axes = tuple(
        RadarAxis(
            _(PILLARS_SHORT[key]), found.average, w.judged(found), f"n={w.number(found.valued)}",
            before[key].then if key in before else None,
        )
        for key, found in m.by_pillar.items()
    )  # fmt: skip
    words = {"now": _("This time"), "then": _("Last time, same items")}
    said = w.listed([f"{axis.title} {axis.text} ({axis.note})" for axis in axes])
    alt = _("The pillars round a centre, from 1 to 4: {values}.", values=said)
    note = ""
    if any(axis.then is not None for axis in axes):
        note = _("The dashed line shows last time's averages of the items that both exercises rated.")
    return [Figure("radar", Radar(axes, words), _("Balance of the pillars"), alt, note=note)]


def _matrix(m: Material) -> list[Block]:
    """Layers against phases, where there is more than one of each."""
    _ = m.words._
    if len(m.by_layer) < 2 or len(m.by_phase) < 2:
        return []
    cells = grouped(m.units, lambda unit: f"{LAYER_OF_TEAM[unit.kind]}/{unit.item.phase}", m.weight)
    alt = _(
        "Averages of {rows} layers in {columns} phases, each cell with its n.",
        rows=len(m.by_layer),
        columns=len(m.by_phase),
    )
    return [_phases(m, {layer: _(LAYERS[layer]) for layer in m.by_layer}, cells, _("Averages by layer and phase"), alt)]


def _houses_by_phase(m: Material) -> list[Block]:
    """Organisations against phases, where there is more than one of each."""
    _ = m.words._
    if len(m.by_organisation) < 2 or len(m.by_phase) < 2:
        return []
    cells = grouped(m.units, lambda unit: f"{unit.organisation}/{unit.item.phase}", m.weight)
    alt = _(
        "Averages of {rows} organisations in {columns} phases, each cell with its n.",
        rows=len(m.by_organisation), columns=len(m.by_phase),
    )  # fmt: skip
    titles = {house: m.team(house) for house in m.by_organisation}
    return [_phases(m, titles, cells, _("Averages by organisation and phase"), alt)]


def _phases(m: Material, titles: dict[str, str], cells: dict[str, Score], caption: str, alt: str) -> Figure:
    """A row a group, a column a phase; `cells` by "group/phase"."""
    phases = list(m.by_phase)
    rows = tuple(
        HeatRow(title, tuple(_heat_cell(m, cells.get(f"{key}/{phase}")) for phase in phases))
        for key, title in titles.items()
    )
    data = Heat(tuple(m.phase_titles[phase] for phase in phases), rows, legend(m))
    return Figure("heat", data, caption, alt, note=m.words._("An empty cell has no applicable item."))


def _heat_cell(m: Material, found: Score | None) -> HeatCell:
    if found is None:
        return HeatCell(None, "", "", "")
    return HeatCell(found.average, m.words.level(found.average), m.words.mean(found.average), f"n={found.valued}")


def _organisations(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    houses = m.plan.organisations
    if len(houses) < 2:
        return []
    blocks: list[Block] = [Heading(_("By organisation"))]
    if len(houses) <= MOST_ORGANISATIONS:
        groups = {
            w.text(house.name): m.by_organisation[house.id] for house in houses if house.id in m.by_organisation
        }  # fmt: skip
        blocks += [_stacks(m, groups, _("Ratings by organisation")), *_houses_by_phase(m)]
        return blocks
    averages = sorted(s.average for s in m.by_organisation.values() if s.average is not None)
    if not averages:
        return [*blocks, Prose(_("No organisation has a value yet."))]
    rows: list[tuple[Rich, ...]] = []
    for low, high in ((3.5, 4.01), (3.0, 3.5), (2.5, 3.0), (2.0, 2.5), (1.0, 2.0)):
        count = sum(1 for value in averages if low <= value < high)
        span = (
            _("{low} or more", low=f"{low:.1f}")
            if high > 4
            else _("{low} to below {high}", low=f"{low:.1f}", high=f"{high:.1f}")
        )
        rows.append((span, w.number(count), w.percent(count, len(averages))))
    columns = (
        Column(_("Average of the organisation"), 3),
        Column(_("Organisations"), 1.4, "right"),
        Column(_("Share"), 2, "right"),
    )
    middle = averages[len(averages) // 2]
    note = _(
        "n = {n} organisations with a value; median {median}, lowest {low}, highest {high}.",
        n=w.number(len(averages)), median=w.mean(middle), low=w.mean(averages[0]), high=w.mean(averages[-1]),
    )  # fmt: skip
    drawn = _houses_by_phase(m) if len(houses) <= MOST_DRAWN else []
    return [*blocks, Table(columns, tuple(rows), note=note), *drawn]


# timeliness


def _timeliness(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    due = [one for one in m.latencies if one.verdict != "no_target"]
    if not due:
        return [Prose(_("No action with a target time came due."))]
    total = tally(due)
    pending = sum(1 for one in m.latencies if one.pending)
    sentence = _(
        "Of {n} actions with a target time that came due, {on_time} were done in time, {late} late, and of {never} the log"
        " shows no completion.",
        n=w.number(total.n), on_time=w.percent(total.on_time, total.n), late=w.percent(total.late, total.n),
        never=w.percent(total.never, total.n),
    )  # fmt: skip
    blocks: list[Block] = [Prose(sentence, label=label(m, "fact"), basis="fact")]
    rows: list[tuple[Rich, ...]] = []
    for phase, title in m.phase_titles.items():
        found = tally(one for one in due if one.item.phase == phase)
        if found.n:
            middle = _median([one.latency for one in due if one.item.phase == phase and one.latency is not None])
            rows.append(
                (
                    title, str(found.n), str(found.on_time), str(found.late), str(found.never),
                    w.percent(found.on_time, found.n), w.duration(middle) if middle is not None else "－",
                )
            )  # fmt: skip
    columns = (
        Column(_("Phase"), 3.2), Column("n", 0.6, "right"), Column(_("In time"), 1, "right"), Column(_("Late"), 0.9, "right"),
        Column(_("No record"), 1.1, "right"), Column(_("Share in time"), 1.5, "right"), Column(_("Median latency"), 1.9, "right"),
    )  # fmt: skip
    note = _("The latency runs from the inject that asks for the action, else from: {starts}.", starts=w.listed(
        [_(STARTS[one]) for one in ("detection", "declaration", "endex")]
    ))  # fmt: skip
    if pending:
        note += ("" if w.lang == "ja" else " ") + w.plural(
            "{n} target lay beyond the end of the run and is not counted.",
            "{n} targets lay beyond the end of the run and are not counted.",
            pending,
        )
    blocks.append(Table(columns, tuple(rows), note=note))
    blocks += _dots(m, due)
    return blocks


def _median(values: list[int]) -> int | None:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else None


def _dots(m: Material, due: list[Latency]) -> list[Block]:
    _ = m.words._
    by_item: dict[str, list[Latency]] = {}
    for one in due:
        by_item.setdefault(one.item.id, []).append(one)
    timed = {item: found for item, found in by_item.items() if any(one.latency is not None for one in found)}
    worst = sorted(timed.items(), key=lambda pair: (-_lateness(pair[1]), pair[0]))[:MOST_LATE]
    rows = []
    for item, found in sorted(worst, key=lambda pair: min(one.started_at or 0 for one in pair[1])):
        dots = tuple((one.latency, one.verdict == "on_time") for one in found if one.latency is not None)
        never = sum(1 for one in found if one.verdict == "never")
        on_time = sum(1 for one in found if one.verdict == "on_time")
        targets = tuple(sorted({one.target for one in found if one.target is not None}))
        rows.append(DotRow(m.item(item), min(targets, default=0), dots, never, f"{on_time}/{len(found)}", targets))
    words = {
        "on_time": _("in time"), "late": _("late"), "never": _("no record"), "target": _("target"),
        "axis": _("no later than the target"), "share": _("in time"),
    }  # fmt: skip
    alt = _("Latency of {n} items on a scale of minutes, with the target of each.", n=len(rows))
    note = _("The scale of minutes is logarithmic; the stroke in a row is its target.")
    if len(timed) > MOST_LATE:
        note += "" if m.words.lang == "ja" else " "
        note += _("The {n} items with the greatest delay of {total} are shown.", n=MOST_LATE, total=len(timed))
    blocks: list[Block] = []
    if rows:
        blocks.append(Figure("dots", Dots(tuple(rows), words), _("Latency against target"), alt, note=note))
    silent = sorted(set(by_item) - set(timed))
    if silent:
        blocks.append(_silent(m, {item: by_item[item] for item in silent}))
    return blocks


def _silent(m: Material, found: dict[str, list[Latency]]) -> Table:
    """What no team completed although it came due, the critical items first."""
    _, w = m.words._, m.words
    weightiest = sorted(found, key=lambda item: (not found[item][0].item.critical, item))
    rows: list[tuple[Rich, ...]] = []
    for item in weightiest[:MOST_SILENT]:
        late = found[item]
        teams = w.listed([m.team_short(one.team) for one in late]) if len(late) <= 3 else _("{n} teams", n=len(late))
        begun = sum(1 for one in late if one.partly)
        state = w.plural("in part by {n} team", "in part by {n} teams", begun) if begun else _("no record")
        known = late[0].item
        title = f"{'★' if known.critical else ''}{w.text(known.title)}"
        rows.append((item, title, teams, w.duration(min(one.target or 0 for one in late)), state))
    columns = (
        Column(_("Item"), 0.9), Column(_("Expected action"), 4.4), Column(_("Team"), 2.0),
        Column(_("Target"), 1.0, "right"), Column(_("Record"), 1.4),
    )  # fmt: skip
    note = _("Items that came due and that no team completed; ★ marks critical items. n = {n}.", n=len(found))
    if len(found) > MOST_SILENT:
        note = _(
            "The {shown} weightiest of {n} items that came due and that no team completed; ★ marks critical items.",
            shown=MOST_SILENT, n=len(found),
        )  # fmt: skip
    return Table(columns, tuple(rows), bold_first=True, note=note)


def _lateness(found: Iterable[Latency]) -> float:
    """The greatest multiple of the target that any team took."""
    return max((one.latency / one.target for one in found if one.latency is not None and one.target), default=0.0)
