"""Appendices A to G: every rating, questionnaire, log, observers and method, where numbers come from, glossary, sources."""

from exercise_studio.conduct.describe import describe
from exercise_studio.domain.checklist import Item
from exercise_studio.domain.payloads import FAMILIES
from exercise_studio.evaluation.agreement import LEAST_UNITS
from exercise_studio.evaluation.chronicle import Moment
from exercise_studio.evaluation.learning import Answers
from exercise_studio.evaluation.scores import Unit, score
from exercise_studio.language import N_
from exercise_studio.reporting.document import Block, Column, Heading, Points, Prose, Rich, Section, Small, Table
from exercise_studio.reporting.labels import NOT_OBSERVED_GLYPH, ROLES
from exercise_studio.reporting.material import RATINGS, Material
from exercise_studio.reporting.sections.overview import AUTHORS
from exercise_studio.reporting.traces import CELLS, traces

MOST_UNITS = 1500
"""Of more item–team pairs only sums by item are printed."""
MOST_TEXTS = 30
MOST_LOG = 400
"""Of a longer log the weighty entries are printed, at most so many; the Excel file has all of them."""
WEIGHTY = frozenset(
    {*FAMILIES["clock"], *FAMILIES["injects"], "decision_logged", "plan_activated", "severity_judged", "duty_met"}
)
MOST_OBSERVERS = 100

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
    (
        N_("Target time"),
        N_(
            "The time by which an action should be done: that of the inject which asks for it, else that of the checklist."
        ),
    ),
    (
        N_("Agreement (Krippendorff's α)"),
        N_(
            "How far observers gave the same pair the same value, chance taken out: 1 is full agreement, 0 no better than chance."
        ),
    ),
    (N_("Finding, good practice"), N_("What was learned: something to improve, or something to be used elsewhere.")),
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
    # English names and durations are longer than Japanese ones, and marks of organisations lengthen the names of teams.
    team, time_width = (3.1, 1.3) if w.lang == "ja" else (3.9, 1.4)
    action = 3.6
    if not m.codes:
        team, time_width, action = 2.3, 1.2, 4.8
    columns = (
        Column(_("Item"), 0.9), Column(_("Expected action"), action), Column(_("Team"), team), Column(_("Observers"), 0.8, "centre"),
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


def log(m: Material) -> Section:
    """Appendix C."""
    _, w = m.words._, m.words
    title = _("Log of the exercise")
    if not m.listed:
        return Section("log", "C", title, (Prose(_("The log of the run is empty.")),), appendix=True)
    rated = sum(1 for moment in m.moments if moment.entry.kind in RATINGS)
    received = sum(1 for moment in m.moments if moment.entry.kind == "inject_received")
    sentence = _(
        "The run's log in its order: {n} entries, besides {rated} ratings, which appendix A has, and {received} receipts of"
        " injects. Entries that were withdrawn are left out, and corrected ones stand once, as corrected.",
        n=w.number(len(m.listed)), rated=w.number(rated), received=w.number(received),
    )  # fmt: skip
    rows: list[tuple[Rich, ...]] = []
    shown = m.listed if len(m.listed) <= MOST_LOG else [one for one in m.listed if _weighty(one)][:MOST_LOG]
    for number, moment in enumerate(shown, 1):
        entry = moment.entry
        team = getattr(entry.payload, "team", "") or entry.scope or ""
        who = m.team_short(team) if team else "－"
        text = " ".join(describe(entry, m.plan, w.lang).split())
        mark = m.record.get(entry.id, str(number))
        author = _(AUTHORS[entry.author]) if entry.author in AUTHORS else entry.author or "－"
        rows.append((mark, w.play(moment.play), w.scenario(moment.scenario), who, author, text))
    columns = (
        Column(_("No."), 0.75), Column(_("Play"), 0.85), Column(_("Story"), 1.25), Column(_("Team"), 2.1),
        Column(_("Entered by"), 1.1), Column(_("Entry"), 5.0),
    )  # fmt: skip
    note = ""
    if len(m.listed) > MOST_LOG:
        note = _(
            "{shown} of {total} are shown; the log holds all of them.",
            shown=w.number(MOST_LOG),
            total=w.number(len(m.listed)),
        )
    table = Table(columns, tuple(rows), bold_first=True, note=note)
    return Section("log", "C", title, (Prose(sentence), table), appendix=True)


def _weighty(moment: Moment) -> bool:
    entry = moment.entry
    return entry.kind in WEIGHTY or (entry.kind == "response_logged" and entry.payload.significant)


def method(m: Material) -> Section:
    """Appendix D: who observed what and how, and how the numbers are reckoned."""
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
            "Agreement: Krippendorff's α for ordinal data over pairs with two or more values; with fewer than {least} pairs or a"
            " single level in use it is not judged.",
            least=LEAST_UNITS,
        ),
        _("References of checklist items to standards are pointers and claim no conformity."),
        _("All values of interdependence between sectors are estimates for exercise use."),
    ]
    stand = _(
        "This report shows plan and log as of {date}. Rebuilt from the same log by the same program, it is the same to the"
        " last byte.",
        date=w.day_and_time(w.local(m.as_of)),
    )
    points.append(stand)
    if m.moments:
        points.append(_("The run's log holds {n} entries that count.", n=w.number(len(m.moments))))
    blocks: list[Block] = [
        Heading(_("Observers")), *_observers(m), Heading(_("Anonymity")), Points(tuple(_anonymity(m))),
        Heading(_("Method")), Points(tuple(points)),
    ]  # fmt: skip
    return Section("method", "D", _("Observers and method"), tuple(blocks), appendix=True)


def _observers(m: Material) -> list[Block]:
    """Each observer by code: how much was rated, the offset of the device's clock, what was handed in."""
    _, w = m.words._, m.words
    codes = list(dict.fromkeys([*(seat.code for seat in m.plan.observers), *(m.state.observers if m.state else ())]))
    if not codes or m.state is None:
        return [Prose(_("No observer took part."))]
    values, unseen, notes = dict.fromkeys(codes, 0), dict.fromkeys(codes, 0), dict.fromkeys(codes, 0)
    for given in m.state.ratings.values():
        for code, one in given.items():
            counts = unseen if one.value == "NO" else values
            counts[code] = counts.get(code, 0) + (one.value is not None)
            notes[code] = notes.get(code, 0) + bool(one.note)
    offsets: dict[str, int] = {}
    for moment in m.moments:
        if moment.entry.kind == "observer_joined":
            offsets[moment.entry.payload.observer] = moment.entry.payload.clock_offset
        elif moment.entry.kind == "observation_noted":
            notes[moment.entry.payload.observer] = notes.get(moment.entry.payload.observer, 0) + 1
    rows: list[tuple[Rich, ...]] = []
    for code in codes[:MOST_OBSERVERS]:
        offset = _("{seconds} s", seconds=_seconds(offsets[code])) if code in offsets else "－"
        edition = m.state.handed_in.get(code)
        handed = _("edition {number}", number=edition) if edition else _("not yet")
        rows.append((code, w.number(values[code]), w.number(unseen[code]), w.number(notes[code]), offset, handed))
    columns = (
        Column(_("Code"), 1.4), Column(_("Values"), 1, "right"), Column(_("Not observed"), 1.3, "right"), Column(_("Notes"), 1, "right"),
        Column(_("Clock offset"), 1.4, "right"), Column(_("Handed in"), 1.4, "centre"),
    )  # fmt: skip
    note = _(
        "The clock offset was added to the times of the observer's device, so that all entries stand in one order."
    )
    if len(codes) > MOST_OBSERVERS:
        note = _("The first {shown} of {n} observers are shown.", shown=MOST_OBSERVERS, n=w.number(len(codes)))
    return [Table(columns, tuple(rows), bold_first=True, note=note)]


def _seconds(milliseconds: int) -> str:
    text = f"{milliseconds / 1000:+.1f}"
    return "±0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _anonymity(m: Material) -> list[Rich]:
    _ = m.words._
    return [
        _(
            "Observers stand here by their codes. Who is behind a code is kept apart from the log and is in no report or export."
        ),
        _("Answers to the questionnaire were given without names, and are shown as sums and in no order."),
        _("Results speak of organisations, teams and roles, never of persons, and are not used for appraisal."),
    ]


def origins(m: Material) -> Section:
    """Appendix E: where each number comes from."""
    _, w = m.words._, m.words
    title = _("Where the numbers come from")
    every = traces(m)
    found = [one for one in every if not one.id.startswith(CELLS)]
    rows: list[tuple[Rich, ...]] = []
    rules: dict[str, int] = {}
    for one in found:
        rule = rules.setdefault(one.rule, len(rules) + 1)
        rows.append(
            (one.what, one.value, w.number(one.n), f"R{rule}", w.number(len(one.entries)) if one.entries else "－")
        )
    if not rows:
        return Section("origins", "E", title, (Prose(_("The report has computed no numbers yet.")),), appendix=True)
    text = _(
        "Each number that this report computes, with what it counts, its n and the rule behind it. “Entries” is how many"
        " entries of the log it names one by one; the Excel file lists them, and “－” means that the rule finds them."
    )
    columns = (
        Column(_("What the number is"), 5.2), Column(_("Value"), 1.7, "right"), Column("n", 0.7, "right"), Column(_("Rule"), 0.6, "centre"),
        Column(_("Entries"), 0.9, "right"),
    )  # fmt: skip
    told = tuple((f"R{number}", rule) for rule, number in rules.items())
    blocks: list[Block] = [
        Prose(text),
        Table((Column(_("Rule"), 0.7), Column(_("How it is reckoned"), 8)), told, bold_first=True),
        Table(columns, tuple(rows), note=_cells_elsewhere(m, len(every) - len(found))),
    ]
    return Section("origins", "E", title, tuple(blocks), appendix=True)


def _cells_elsewhere(m: Material, count: int) -> str:
    if not count:
        return ""
    return m.words._(
        "The {n} averages in the cells of chapter 6 follow the same rule as those of the groups; the Excel file lists them.",
        n=count,
    )


def glossary(m: Material) -> Section:
    """Appendix F."""
    _ = m.words._
    rows = tuple((_(term), _(meaning)) for term, meaning in GLOSSARY)
    columns = (Column(_("Term"), 1.6), Column(_("Meaning"), 6))
    return Section("glossary", "F", _("Glossary"), (Table(columns, rows, bold_first=True),), appendix=True)


def sources(m: Material) -> Section:
    """Appendix G."""
    _, w = m.words._, m.words
    blocks: list[Block] = [Heading(_("Checklists"))]
    rows = tuple((w.text(one.title), one.version, w.number(len(one.items))) for one in m.plan.checklists)
    blocks.append(Table((Column(_("Checklist"), 6), Column(_("Version"), 1.2), Column(_("Items"), 0.9, "right")), rows))
    basis = m.plan.scenario.basis
    blocks.append(Heading(_("Sources of the scenario")))
    if basis is not None and basis.precedents:
        columns = (Column(_("Case"), 4.4), Column(_("Day"), 1.2), Column(_("Source"), 3.2))
        cases = tuple((w.text(one.what), one.date or "－", one.source) for one in basis.precedents)
        note = _("Public cases behind the scenario. The exercise itself is fictional.")
        blocks.append(Table(columns, cases, note=note))
    else:
        blocks.append(Prose(_("The scenario names no sources.")))
    return Section("sources", "G", _("Sources"), tuple(blocks), appendix=True)
