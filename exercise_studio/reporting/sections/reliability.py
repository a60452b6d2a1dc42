"""The end of chapter 6: coverage of the ratings, agreement between observers, comparison with the earlier exercise."""

from exercise_studio.evaluation.agreement import LEAST_UNITS, RELIABLE, TENTATIVE, Agreement
from exercise_studio.evaluation.comparison import Comparison
from exercise_studio.evaluation.scores import Unit
from exercise_studio.reporting.document import Block, Column, Figure, Prose, Rich, Small, Table
from exercise_studio.reporting.figures.data import Coverage, CoverageRow, Trend, TrendLine, TrendPoint
from exercise_studio.reporting.labels import LAYERS, PILLARS_SHORT
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label

MOST_ORGANISATIONS = 15
MOST_SPREAD = 20
MOST_DISSENT = 12
MOST_REWORDED = 12
CLOSE = 0.9
"""Where so many pairs lie at most one level apart, a low alpha comes from values that are all alike."""
LEAST_LEAN = 0.05
"""Levels: two observers who lie closer than this are told as alike."""


def coverage(m: Material) -> list[Block]:
    """How much of what applies was rated, in all and by group."""
    _, w, overall = m.words._, m.words, m.overall
    rows: list[tuple[Rich, ...]] = [
        (_("Applicable (item × team)"), w.number(overall.applicable), ""),
        (_("With a value"), w.number(overall.valued), w.percent(overall.valued, overall.applicable)),
        (_("Not observed"), w.number(overall.not_observed), w.percent(overall.not_observed, overall.applicable)),
        (_("No entry"), w.number(overall.blank), w.percent(overall.blank, overall.applicable)),
        (
            _("Completion (with a value or not observed)"), w.number(overall.valued + overall.not_observed),
            w.percent(overall.valued + overall.not_observed, overall.applicable),
        ),
    ]  # fmt: skip
    settled = [unit for unit in m.units if unit.settled]
    excluded = len(m.state.excluded) if m.state else 0
    rows += [
        (_("Settled in the debrief"), w.number(len(settled)), w.percent(len(settled), overall.applicable)),
        (_("Left out of the evaluation"), w.number(excluded), ""),
    ]
    columns = (Column(_("Ratings"), 4), Column(_("Number"), 1.2, "right"), Column(_("Share"), 2, "right"))
    return [Table(columns, tuple(rows)), *_coverage_bars(m)]


def _coverage_bars(m: Material) -> list[Block]:
    """Coverage of each organisation where there are several, else of each layer."""
    _, w = m.words._, m.words
    if 1 < len(m.by_organisation) <= MOST_ORGANISATIONS:
        groups = {m.team(house): found for house, found in m.by_organisation.items()}
        caption = _("Coverage by organisation")
    else:
        groups = {_(LAYERS[layer]): found for layer, found in m.by_layer.items()}
        caption = _("Coverage by layer")
    rows = tuple(
        CoverageRow(
            title, found.valued, found.not_observed, found.blank, w.share(found.valued, found.applicable),
            f"n={w.number(found.applicable)}", w.share(found.valued + found.not_observed, found.applicable),
        )
        for title, found in groups.items()
    )  # fmt: skip
    words = {
        "valued": _("With a value"), "not_observed": _("Not observed"), "blank": _("No entry"), "share": _("Coverage"),
        "completion": _("Completion"),
    }  # fmt: skip
    said = w.listed([f"{row.title} {row.text} ({row.note})" for row in rows])
    alt = _("{caption}: {rows}.", caption=caption, rows=said)
    note = _("n counts the applicable item–team pairs of the group.")
    return [Figure("coverage", Coverage(rows, words), caption, alt, note=note)]


def agreement(m: Material) -> list[Block]:
    """How far the observers agree: the measure with its n, a plain sentence, and where they differed."""
    _, w, found = m.words._, m.words, m.agreement
    if not found.units:
        return [Prose(_("No item was rated by two observers, so nothing can be said about their agreement."))]
    rows: list[tuple[Rich, ...]] = [
        (
            _("Krippendorff's α (ordinal)"), _("cannot be judged") if found.alpha is None else f"{found.alpha:.2f}",
            w.number(found.units),
        ),
        (_("Same value"), w.percent(found.same, found.units), w.number(found.units)),
        (_("At most one level apart"), w.percent(found.near, found.units), w.number(found.units)),
    ]  # fmt: skip
    columns = (Column(_("Measure"), 4), Column(_("Value"), 2, "right"), Column("n", 1.2, "right"))
    note = _(
        "n counts the item–team pairs that two or more observers gave a value ({values} values).", values=found.values
    )
    blocks: list[Block] = [
        Prose(agreement_text(m, found), label=label(m, "fact"), basis="fact"),
        Table(columns, tuple(rows), note=note),
        *_dissent(m, found),
    ]
    pairs = [unit for unit in m.units if unit.given >= 2]
    wide = [unit for unit in pairs if unit.spread >= 2]
    if wide:
        wide.sort(key=lambda unit: (-unit.spread, unit.item.id, unit.team))
        shown = tuple(_spread_row(m, unit) for unit in wide[:MOST_SPREAD])
        widest = (
            Column(_("Item"), 4.6), Column(_("Team"), 2.4), Column(_("Values"), 1.1, "centre"), Column(_("Settled"), 1, "centre"),
        )  # fmt: skip
        note = _("Differences of two levels or more; n = {n}.", n=len(wide))
        if len(wide) > MOST_SPREAD:
            note = _("The {shown} widest of {n} differences of two levels or more.", shown=MOST_SPREAD, n=len(wide))
        blocks.append(Table(widest, shown, note=note))
    return blocks


def agreement_text(m: Material, found: Agreement) -> str:
    """What the agreement means, in one plain sentence."""
    _, w = m.words._, m.words
    if found.reason == "few":
        return _(
            "Only {n} item–team pairs were rated by two or more observers; with fewer than {least} the agreement cannot be"
            " judged.",
            n=found.units, least=LEAST_UNITS,
        )  # fmt: skip
    if found.reason == "one_category":
        return _(
            "All {n} item–team pairs that two or more observers rated got one and the same level, so that the agreement"
            " cannot be judged.",
            n=w.number(found.units),
        )  # fmt: skip
    alpha, n = f"{found.alpha:.2f}", w.number(found.units)
    if found.reading == "weak" and found.near >= CLOSE * found.units:
        return _(
            "Krippendorff's α is {alpha} (n = {n}): beyond what chance would give, the observers agree little, although their"
            " values lie at most one level apart in {near}. Groups can be read, single ratings with care only; the criteria"
            " should be aligned before the next exercise ({reliable} or more is called reliable).",
            alpha=alpha, n=n, near=w.percent(found.near, found.units), reliable=f"{RELIABLE:.2f}",
        )  # fmt: skip
    if found.reading == "reliable":
        return _(
            "Krippendorff's α is {alpha} (n = {n}): the observers used the scale alike, and the ratings are reliable.",
            alpha=alpha, n=n,
        )  # fmt: skip
    if found.reading == "tentative":
        return _(
            "Krippendorff's α is {alpha} (n = {n}): the observers agree enough for tentative conclusions ({tentative} or"
            " more), not for fine differences.",
            alpha=alpha, n=n, tentative=f"{TENTATIVE:.2f}",
        )  # fmt: skip
    return _(
        "Krippendorff's α is {alpha} (n = {n}): the observers used the scale differently. Single ratings should be read with"
        " care, and the criteria should be aligned before the next exercise ({reliable} or more is called reliable).",
        alpha=alpha, n=n, reliable=f"{RELIABLE:.2f}",
    )  # fmt: skip


def _dissent(m: Material, found: Agreement) -> list[Block]:
    """Whose values lay farthest from those of the others, by code."""
    _, w = m.words._, m.words
    if len(found.dissent) < 3:
        # Of two, each differs from the other by the same.
        one = next((one for one in found.dissent if one.lean <= 0), None)
        if one is None or abs(one.lean) < LEAST_LEAN:
            return []
        text = _(
            "Of the two, {code} was the stricter, by {lean} levels on average (n = {n}).",
            code=one.observer, lean=f"{abs(one.lean):.1f}", n=w.number(one.units),
        )  # fmt: skip
        return [Small(text)]
    rows = tuple(
        (one.observer, w.number(one.units), f"{one.distance:.1f}", w.signed(one.lean))
        for one in found.dissent[:MOST_DISSENT]
    )
    columns = (
        Column(_("Observer"), 2), Column(_("Shared pairs (n)"), 1.6, "right"), Column(_("Mean distance, levels"), 2, "right"),
        Column(_("Stricter (−) or kinder (+)"), 2.2, "right"),
    )  # fmt: skip
    note = _(
        "Distance of an observer's values from the mean of the others on the same pairs, the farthest first. It shows where"
        " to align the criteria, and judges nobody."
    )
    if len(found.dissent) > MOST_DISSENT:
        note += ("" if w.lang == "ja" else " ") + _(
            "The {shown} farthest of {total} observers are shown.", shown=MOST_DISSENT, total=len(found.dissent)
        )
    return [Table(columns, rows, bold_first=True, note=note)]


def _spread_row(m: Material, unit: Unit) -> tuple[Rich, ...]:
    assert m.state is not None
    ratings = m.state.ratings.get((unit.team, unit.item.id), {})
    values = [str(r.value) for r in ratings.values() if r.value not in (None, "NO")]
    settled = m.words.level(unit.value) if unit.settled else "－"
    return m.item(unit.item.id), m.team_short(unit.team), " / ".join(values), settled


def compared(m: Material) -> list[Block]:
    """This exercise against the earlier one, on matched items alone."""
    _, w = m.words._, m.words
    found = m.compared
    if found is None:
        return [Prose(_("No earlier exercise is on record to compare with."))]
    if not found.matched:
        none = Prose(_("No item of “{title}” has the same id and wording, so nothing is compared.", title=found.title))
        return [none, *_reworded(m, found)]
    sentence = _(
        "On the {n} items that were rated both times with the same wording, the average went from {then} ({title}, {date})"
        " to {now}.",
        n=len(found.matched), then=w.mean(found.average_then), now=w.mean(found.average_now), title=found.title,
        date=w.date(found.on, weekday=False),
    )  # fmt: skip
    return [Prose(sentence, label=label(m, "fact"), basis="fact"), _trend(m, found), *_reworded(m, found)]


def _reworded(m: Material, found: Comparison) -> list[Block]:
    """Items with another wording than last time, side by side."""
    _, w = m.words._, m.words
    if not found.changed:
        return []
    changed = tuple(
        (m.item(one.item), f"{w.level(one.then)} {one.then:.1f}", f"{w.level(one.now)} {one.now:.1f}")
        for one in found.changed[:MOST_REWORDED]
    )
    columns = (
        Column(_("Item with another wording than last time"), 5.2), Column(_("Last time"), 1.2, "centre"),
        Column(_("This time"), 1.2, "centre"),
    )  # fmt: skip
    note = _(
        "Shown side by side and left out of all averages, because the words are not the same; n = {n}.",
        n=len(found.changed),
    )
    return [Table(columns, changed, note=note)]


def _trend(m: Material, found: Comparison) -> Figure:
    """Each pillar from exercise to exercise, on the items that all of them rated alike, and all of them together."""
    _, w = m.words._, m.words
    told = m.series
    groups = {_(PILLARS_SHORT[key]): line for key, line in told.pillars.items()}
    if told.total is not None:
        groups[_("All matched items")] = told.total
    lines = tuple(
        TrendLine(
            title, tuple(TrendPoint(value, f"{w.level(value)} {w.mean(value)}") for value in means), f"n={n}",
            w.difference(means[-2], means[-1]), title == _("All matched items"),
        )
        for title, (n, means) in groups.items()
    )  # fmt: skip
    said = w.listed(
        [f"{line.title} {' → '.join(point.text for point in line.points)} ({line.note})" for line in lines]
    )  # fmt: skip
    caption = _("Change since the earlier exercise, matched items")
    columns = (*(w.date(day, weekday=False) for day in told.dates[:-1]), _("This time"))
    note = _(
        "n counts items; averages count critical items {weight} times. Not compared: {reworded} items whose wording changed,"
        " {now} rated only this time, {then} only then.",
        weight=f"{m.weight:g}", reworded=len(found.reworded), now=len(found.only_now), then=len(found.only_then),
    )  # fmt: skip
    if len(told.dates) > 2:
        caption = _("Change through {n} exercises, matched items", n=len(told.dates))
        note += ("" if w.lang == "ja" else " ") + _(
            "The lines rest on the items that all {n} exercises rated with the same wording; the difference is that to the"
            " last one before.",
            n=len(told.dates),
        )  # fmt: skip
    alt = _("{caption}: {rows}.", caption=caption, rows=said)
    return Figure("trend", Trend(columns, lines), caption, alt, note=note)
