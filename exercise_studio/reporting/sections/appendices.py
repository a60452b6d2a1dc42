"""Appendices A to D: every rating, the questionnaire, the glossary, and method with sources."""

from exercise_studio.domain.checklist import Item
from exercise_studio.evaluation.learning import Answers
from exercise_studio.evaluation.scores import Unit, score
from exercise_studio.language import N_
from exercise_studio.reporting.document import Block, Column, Heading, Points, Prose, Rich, Section, Small, Table
from exercise_studio.reporting.labels import NOT_OBSERVED_GLYPH, ROLES
from exercise_studio.reporting.material import Material

MOST_UNITS = 1500
"""Of more item–team pairs only sums by item are printed."""
MOST_TEXTS = 30

QUESTIONS = {
    "structure": N_("The exercise was well structured."),
    "plausible": N_("The scenario was plausible."),
    "facilitation": N_("The facilitation helped the discussion."),
    "materials": N_("The materials were useful."),
    "right_people": N_("The right people took part."),
    "better_prepared": N_("I am better prepared than before."),
    "what_helped": N_("What helped most"),
    "what_to_improve": N_("What to improve"),
}

GLOSSARY = (
    (N_("Inject"), N_("A message or event that players receive in the course of the exercise.")),
    (N_("Controller"), N_("A member of the exercise staff who runs the exercise or plays a body outside the teams.")),
    (
        N_("Observer"),
        N_("A member of the exercise staff who watches teams and rates checklist items; known by code only."),
    ),
    (
        N_("Play time"),
        N_("Time of play since the start, without pauses and without time jumps. Written T+hours:minutes."),
    ),
    (N_("Scenario clock"), N_("The wall clock of the story, which time jumps move on.")),
    (N_("Latency"), N_("Play time from what asks for an action to the first logged response that did it.")),
    (N_("Coverage"), N_("The share of applicable item–team pairs that have a value.")),
    (
        N_("CEPTOAR"),
        N_("An organisation for sharing and analysing information in one sector of critical infrastructure."),
    ),
    (N_("BCP, IT-BCP"), N_("Plans to keep up or resume important services, and the information systems they need.")),
    (N_("TLP"), N_("Traffic Light Protocol: who may receive a piece of information.")),
)


def ratings(m: Material) -> Section:
    """Appendix A."""
    _ = m.words._
    title = _("Checklist ratings")
    if not m.units:
        return Section("ratings", "A", title, (Prose(_("There are no ratings.")),), appendix=True)
    if len(m.units) > MOST_UNITS:
        return Section("ratings", "A", title, tuple(_by_item(m)), appendix=True)
    return Section("ratings", "A", title, tuple(_by_unit(m)), appendix=True)


def _item_title(m: Material, item: Item) -> str:
    mark = "★" if item.critical else ""
    return f"{mark}{m.words.text(item.title)}"


def _by_unit(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    late = {(one.team, one.item.id): one for one in m.latencies}
    blocks: list[Block] = [
        Prose(
            _(
                "★ marks critical items. Values are shown as each observer gave them, then the value that counts; “－” is"
                " not observed, an empty cell no entry. n = {n} item–team pairs.",
                n=w.number(len(m.units)),
            )
        ),
        *([Small(m.code_key())] if m.code_key() else []),
    ]  # fmt: skip
    # English names and durations are longer than Japanese ones.
    team, time_width = (3.1, 1.3) if w.lang == "ja" else (3.9, 1.4)
    columns = (
        Column(_("Item"), 0.9), Column(_("Expected action"), 3.6), Column(_("Team"), team), Column(_("Observers"), 0.8, "centre"),
        Column(_("Value"), 0.8, "centre"), Column(_("Latency"), time_width, "right"), Column(_("Target"), time_width, "right"),
    )  # fmt: skip
    for phase, title in m.phase_titles.items():
        group = [unit for unit in m.units if unit.item.phase == phase]
        if not group:
            continue
        group.sort(key=lambda unit: unit.item.id)
        rows: list[tuple[Rich, ...]] = []
        last = ""
        for unit in group:
            time = late.get((unit.team, unit.item.id))
            latency = w.duration(time.latency) if time is not None and time.latency is not None else ""
            target = w.duration(time.target) if time is not None and time.target is not None else ""
            first = unit.item.id != last
            rows.append(
                (
                    unit.item.id if first else "", _item_title(m, unit.item) if first else "", m.team_short(unit.team),
                    _given(m, unit), _value(m, unit), latency, target,
                )
            )  # fmt: skip
            last = unit.item.id
        blocks += [Heading(title), Table(columns, tuple(rows), bold_first=True, spanning=2)]
    return blocks


def _given(m: Material, unit: Unit) -> str:
    assert m.state is not None
    words = []
    for _observer, rating in sorted(m.state.ratings.get((unit.team, unit.item.id), {}).items()):
        if rating.value is not None:
            words.append(NOT_OBSERVED_GLYPH if rating.value == "NO" else str(rating.value))
    return " ".join(words)


def _value(m: Material, unit: Unit) -> str:
    if unit.value is None:
        return NOT_OBSERVED_GLYPH if unit.not_observed else ""
    mark = "*" if unit.settled else ""
    return f"{m.words.level(unit.value)}\u00a0{unit.value:.1f}{mark}"


def _by_item(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    groups: dict[str, list[Unit]] = {}
    for unit in m.units:
        groups.setdefault(unit.item.id, []).append(unit)
    columns = (
        Column(_("Item"), 0.95), Column(_("Expected action"), 4.2), Column(_("Average"), 1.0, "centre"), Column("n", 0.9, "right"),
        Column("◎", 0.8, "right"), Column("○", 0.8, "right"), Column("△", 0.8, "right"), Column("×", 0.8, "right"),
        Column(_("Coverage"), 0.9, "right"),
    )  # fmt: skip
    rows: list[tuple[Rich, ...]] = []
    for item_id, group in groups.items():
        found = score(group, m.weight)
        coverage = f"{round(100 * (found.coverage or 0))}%"
        levels = [w.number(count) for count in found.levels]
        rows.append(
            (item_id, _item_title(m, group[0].item), w.judged(found), w.number(found.valued), *levels, coverage)
        )  # fmt: skip
    text = _(
        "{n} item–team pairs are summed by item; the single values are in the log. ★ marks critical items.",
        n=w.number(len(m.units)),
    )
    return [Prose(text), Table(columns, tuple(rows), bold_first=True)]


def questionnaire(m: Material) -> Section:
    """Appendix B."""
    _, w = m.words._, m.words
    title = _("Questionnaire")
    answers = m.learning.answers
    if not answers:
        return Section(
            "questionnaire", "B", title, (Prose(_("No questionnaires have been filled in.")),), appendix=True
        )
    roles = {role: sum(1 for one in answers if one.role == role) for role in ROLES}
    who = w.listed([_("{role}: {n}", role=_(ROLES[role]), n=n) for role, n in roles.items() if n])
    blocks: list[Block] = [
        Prose(_("{n} questionnaires were filled in ({who}), without names. 5 is full agreement, 1 none.", n=len(answers), who=who))
    ]  # fmt: skip
    rows: list[tuple[Rich, ...]] = []
    for question in dict.fromkeys(question for one in answers for question in one.scores):
        values = [one.scores[question] for one in answers if question in one.scores]
        counts = [str(values.count(value)) for value in (5, 4, 3, 2, 1)]
        rows.append(
            (_(QUESTIONS.get(question, question)), f"{sum(values) / len(values):.1f}", str(len(values)), *counts)
        )
    columns = (
        Column(_("Question"), 4.6), Column(_("Mean"), 0.9, "right"), Column("n", 0.7, "right"), Column("5", 0.6, "right"),
        Column("4", 0.6, "right"), Column("3", 0.6, "right"), Column("2", 0.6, "right"), Column("1", 0.6, "right"),
    )  # fmt: skip
    if rows:
        blocks.append(Table(columns, tuple(rows)))
    blocks += _texts(m, answers)
    return Section("questionnaire", "B", title, tuple(blocks), appendix=True)


def _texts(m: Material, answers: list[Answers]) -> list[Block]:
    _ = m.words._
    blocks: list[Block] = []
    for question in dict.fromkeys(question for one in answers for question in one.texts):
        texts = [one.texts[question] for one in answers if one.texts.get(question, "").strip()]
        if not texts:
            continue
        counted = {text: texts.count(text) for text in dict.fromkeys(texts)}
        shown = [f"{text} (×{n})" if n > 1 else text for text, n in counted.items()][:MOST_TEXTS]
        blocks += [Heading(_(QUESTIONS.get(question, question)), 3), Points(tuple(shown))]
        if len(counted) > MOST_TEXTS:
            blocks.append(Small(_("{shown} of {total} answers are shown.", shown=MOST_TEXTS, total=len(counted))))
    return blocks


def glossary(m: Material) -> Section:
    """Appendix C."""
    _ = m.words._
    rows = tuple((_(term), _(meaning)) for term, meaning in GLOSSARY)
    columns = (Column(_("Term"), 1.6), Column(_("Meaning"), 6))
    return Section("glossary", "C", _("Glossary"), (Table(columns, rows, bold_first=True),), appendix=True)


def method(m: Material) -> Section:
    """Appendix D."""
    _, w, plan = m.words._, m.words, m.plan
    lists = w.listed([f"{w.text(one.title)} {one.version}" for one in plan.checklists])
    items = sum(len(plan.items_of(team)) for team in plan.teams)
    points: list[Rich] = [
        _("Checklists: {lists}. Item–team pairs in the plan: {n}.", lists=lists, n=w.number(items)),
        _(
            "Value of an item for a team: the settled value if there is one, else the mean of the observers' latest values."
            " Excluded pairs do not count."
        ),
        _("Coverage is values / applicable; completion is (values + not observed) / applicable."),
        _(
            "Averages are weighted means over pairs with a value; critical items count {weight} times.",
            weight=f"{m.weight:g}",
        ),
        _(
            "Latency: play time of the first logged response that did the item, minus that of the inject that asks for it,"
            " or of the moment that the item names. Late entries of the log make latencies longer than they were."
        ),
        _("Comparison with earlier exercises: only items with the same id and the same wording."),
        _(
            "Observers are known by code; roles and teams are reported, never persons. Results are not used for appraisal."
        ),
        _("References of checklist items to standards are pointers and claim no conformity."),
        _("All values of interdependence between sectors are estimates for exercise use."),
    ]
    offsets = [
        one.entry.payload.clock_offset for one in m.moments if one.entry.kind == "observer_joined" and one.entry.payload.clock_offset
    ]  # fmt: skip
    if offsets:
        widest = max(abs(offset) for offset in offsets) / 1000
        points.append(
            _("Clocks of observers' devices differed by up to {seconds} s and were corrected.", seconds=f"{widest:.0f}")
        )
    stand = _(
        "This report shows plan and log as of {date}. Rebuilt from the same log by the same program, it is the same to the"
        " last byte.",
        date=w.day_and_time(w.local(m.as_of)),
    )
    points.append(stand)
    if m.moments:
        points.append(_("The run's log holds {n} entries that count.", n=w.number(len(m.moments))))
    blocks: list[Block] = [Heading(_("Method")), Points(tuple(points))]
    basis = plan.scenario.basis
    blocks.append(Heading(_("Sources of the scenario")))
    if basis is not None and basis.precedents:
        columns = (Column(_("Case"), 4.4), Column(_("Day"), 1.2), Column(_("Source"), 3.2))
        rows = tuple((w.text(one.what), one.date or "－", one.source) for one in basis.precedents)
        note = _("Public cases behind the scenario. The exercise itself is fictional.")
        blocks.append(Table(columns, rows, note=note))
    else:
        blocks.append(Prose(_("The scenario names no sources.")))
    return Section("method", "D", _("Method and sources"), tuple(blocks), appendix=True)
