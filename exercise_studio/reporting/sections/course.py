"""Chapter 5: what happened when: planned against actual, decisions, branches, information sharing, main responses."""

from exercise_studio.conduct.describe import describe
from exercise_studio.conduct.run import InjectState
from exercise_studio.domain.scenario import Inject
from exercise_studio.evaluation.chronicle import Moment
from exercise_studio.reporting.document import Block, Column, Figure, Heading, Prose, Rich, Section, Table
from exercise_studio.reporting.figures.data import Lane, Mark, PlannedMark, Stretch, Timeline
from exercise_studio.reporting.labels import CHANNELS, INJECT_STATES, LAYERS, PLANS
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, nothing
from exercise_studio.reporting.sections.overview import NOT_STARTED, ordered, planned_time

MOST_RESPONSES = 60
MOST_SHARES = 60
MOST_TRIPS = 40
MOST_DECISIONS = 40
MOST_LANES = 12


def course(m: Material) -> Section:
    """Chapter 5."""
    _ = m.words._
    title = _("Course of events")
    if m.state is None or m.state.clock.began is None:
        return Section("course", "5", title, (nothing(m, NOT_STARTED),))
    blocks: list[Block] = [
        Prose(_course_text(m), label=label(m, "fact"), basis="fact"),
        _timeline(m),
        Heading(_("Injects: planned and actual")),
        _planned_actual(m),
        Heading(_("Decisions")),
        *_decisions(m),
        Heading(_("Information sharing")),
        *_shares(m),
        *_duties(m),
        Heading(_("Main responses")),
        *_responses(m),
        *_parked(m),
    ]
    return Section("course", "5", title, tuple(blocks))


def _of(m: Material, *kinds: str) -> list[Moment]:
    return [moment for moment in m.moments if moment.entry.kind in kinds]


def _course_text(m: Material) -> str:
    _, w = m.words._, m.words
    assert m.state is not None
    clock = m.state.clock
    fired = len(_of(m, "inject_fired"))
    responses, decisions = len(_of(m, "response_logged")), len(_of(m, "decision_logged"))
    shares, pauses, jumps = len(_of(m, "information_shared")), len(_of(m, "clock_paused")), len(clock.jumps)
    return _(
        "Play lasted {play}. Injects given: {fired}; responses logged: {responses}; decisions: {decisions}; information"
        " passed on: {shares}; pauses: {pauses}; time jumps: {jumps}.",
        play=w.duration(clock.played), fired=fired, responses=w.number(responses), decisions=w.number(decisions),
        shares=w.number(shares), pauses=pauses, jumps=jumps,
    )  # fmt: skip


# the timeline


def _timeline(m: Material) -> Figure:
    _, w, state = m.words._, m.words, m.state
    assert state is not None
    end = max(state.clock.played, m.plan.scenario.duration)
    phases = tuple(Stretch(w.text(p.title), p.start, min(p.end, end)) for p in m.plan.scenario.phases if p.start < end)
    injects = []
    for inject in ordered(m):
        actual = _fired_at(m, inject)
        planned = state.expected_at(inject)
        if planned is None and actual is None:
            continue
        injects.append(PlannedMark(inject.id, planned, actual, inject.kind == "contingency"))
    pauses = []
    for play, since, until in state.clock.pauses:
        if until is not None:
            pauses.append((play, w.duration(until - since)))
    jumps = [
        (moment.play, w.scenario(moment.entry.payload.to)) for moment in _of(m, "time_jumped")
    ]  # fmt: skip
    words = {
        "planned": _("Planned"),
        "actual": _("Given"),
        "phases": _("Phase"),
        "done": _("Response (done)"),
        "partly": _("Response (partly)"),
        "missed": _("Response (not done)"),
        "decision": _("Decision"),
        "share": _("Information passed on"),
        "plan": _("Plan put into force"),
        "pause": _("Pause"),
        "jump": _("Time jump"),
        "contingency": _("Contingency inject"),
        "injects": _("Injects"),
    }
    lanes = _lanes(m)
    data = Timeline(end, phases, tuple(injects), lanes, tuple(pauses), tuple(jumps), words)
    alt = _(
        "Timeline of the run over {play}: {injects} injects planned and given, and the responses, decisions and"
        " information sharing of {lanes} teams.",
        play=w.duration(end), injects=len(injects), lanes=len(lanes),
    )  # fmt: skip
    return Figure("timeline", data, _("The run along its play time"), alt, note=m.code_key(), wide=True)


def _fired_at(m: Material, inject: Inject) -> int | None:
    """When an inject was first given to anybody."""
    assert m.state is not None
    known = [m.state.inject_state(inject.id)]
    known += [m.state.inject_state(inject.id, house.id) for house in m.plan.organisations]
    return min((s.fired_at for s in known if s.status == "fired" and s.fired_at is not None), default=None)


def _lanes(m: Material) -> tuple[Lane, ...]:
    """One lane a team where there are few, else one an organisation, else one a layer."""
    teams = list(m.plan.teams)
    if len(teams) <= MOST_LANES + 3:
        key = {team: m.team_short(team) for team in teams}
    elif len(m.plan.organisations) <= MOST_LANES:
        key = {team: m.team(team.partition("/")[0]) for team in teams}
    else:
        key = {team: m.words._(LAYERS[m.plan.teams[team][1].layer]) for team in teams}
    marks: dict[str, list[Mark]] = {title: [] for title in key.values()}
    by_house = {team.partition("/")[0]: title for team, title in reversed(key.items())}
    for moment in m.moments:
        entry, said = moment.entry, moment.entry.payload
        if entry.kind == "response_logged":
            extents = {touch.extent for touch in said.items}
            sort = "done" if "done" in extents or not extents else "partly" if "partly" in extents else "missed"
            where = key.get(said.team)
        elif entry.kind == "decision_logged":
            sort, where = "decision", key.get(said.team)
        elif entry.kind == "plan_activated":
            sort, where = "plan", key.get(said.team)
        elif entry.kind == "information_shared":
            sort = "share"
            where = key.get(said.sender) or by_house.get(entry.scope or said.sender.partition("/")[0])
        else:
            continue
        if where is not None:
            marks[where].append(Mark(moment.play, "", sort))
    return tuple(Lane(title, tuple(found)) for title, found in marks.items())


# tables


def _planned_actual(m: Material) -> Table:
    _, w = m.words._, m.words
    assert m.state is not None
    rows: list[tuple[Rich, ...]] = []
    for inject in ordered(m):
        known = m.state.inject_state(inject.id)
        actual = _fired_at(m, inject)
        planned = m.state.expected_at(inject)
        difference = w.minutes(actual - planned) if actual is not None and planned is not None else "－"
        status = _(INJECT_STATES["fired" if actual is not None else known.status])
        story = w.scenario(m.state.clock.scenario_of(actual)) if actual is not None else "－"  # type: ignore[arg-type]
        reach = _reached(m, inject, known) if len(m.plan.organisations) > 1 else ""
        rows.append(
            (
                inject.id, w.text(inject.title), planned_time(m, inject), w.play(actual) if actual is not None else "－",
                difference, story, f"{status}{reach}",
            )
        )  # fmt: skip
    columns = (
        Column(_("No."), 0.7), Column(_("Inject"), 4.2), Column(_("Planned"), 1.25), Column(_("Actual"), 1.05, "right"),
        Column(_("min"), 0.75, "right"), Column(_("Scenario clock"), 1.45, "right"), Column(_("State"), 1.5),
    )  # fmt: skip
    return Table(
        columns, tuple(rows), bold_first=True,
        note=_("“min” is the difference between planned and actual in minutes of play; + is later than planned."),
    )  # fmt: skip


def _reached(m: Material, inject: Inject, known: InjectState) -> str:
    """How many organisations got it, where not all of those it is for did."""
    assert m.state is not None
    meant = {team.partition("/")[0] for team in m.plan.targets_of(inject)}
    got = [house for house in meant if m.state.inject_state(inject.id, house).status == "fired"]
    return f" ({len(got)}/{len(meant)})" if len(got) not in (0, len(meant)) else ""


def _decisions(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    moments = _of(m, "decision_logged", "plan_activated")
    if not moments:
        return [Prose(_("No decision was logged."))]
    rows: list[tuple[Rich, ...]] = []
    for moment in moments[:MOST_DECISIONS]:
        said = moment.entry.payload
        if moment.entry.kind == "plan_activated":
            ground = said.criterion
            question, choice, by = _("Plan put into force"), _(PLANS[said.plan]), said.by
        else:
            question, choice, by, ground = said.question, said.choice, said.decided_by, said.ground
        rows.append(
            (
                w.play(moment.play),
                m.team_short(said.team),
                " ".join(question.split()),
                choice,
                by or "－",
                ground or "－",
            )
        )
    columns = (
        Column(_("Time"), 0.95), Column(_("Team"), 1.7), Column(_("Question"), 3.0), Column(_("Choice"), 2.1),
        Column(_("Decided by"), 1.3), Column(_("Ground"), 1.7),
    )  # fmt: skip
    return [Table(columns, tuple(rows), bold_first=True, note=_left_out(m, len(moments), MOST_DECISIONS))]


def _shares(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    assert m.state is not None
    moments = _of(m, "information_shared")
    if not moments:
        return [Prose(_("No passing of information was logged."))]
    confirmed = {
        share.entry: share.confirmed_at for house in m.state.organisations.values() for share in house.shares
    }  # fmt: skip
    rows: list[tuple[Rich, ...]] = []
    for moment in moments[:MOST_SHARES]:
        said = moment.entry.payload
        at = confirmed.get(moment.entry.id)
        content = " ".join(said.content.split()) or said.about or "－"
        means = _(CHANNELS[said.means]) if said.means in CHANNELS else said.means or "－"
        rows.append(
            (
                w.play(moment.play), m.team_short(said.sender), m.team_short(said.receiver), means, content,
                w.play(at) if at is not None else "－",
            )
        )  # fmt: skip
    acknowledged = sum(1 for moment in moments if confirmed.get(moment.entry.id) is not None)
    columns = (
        Column(_("Time"), 0.85), Column(_("From"), 1.3), Column(_("To"), 2.3), Column(_("Means"), 0.8),
        Column(_("Content"), 4.4), Column(_("Received"), 0.8),
    )  # fmt: skip
    sentence = _(
        "Information was passed on {n} times; receipt was confirmed for {share}.",
        n=w.number(len(moments)), share=w.percent(acknowledged, len(moments)),
    )  # fmt: skip
    return [
        Prose(sentence, label=label(m, "fact"), basis="fact"),
        *_round_trips(m),
        Table(
            columns, tuple(rows), caption=_("Information passed on, in order"), bold_first=True,
            note=_left_out(m, len(moments), MOST_SHARES),
        ),
    ]  # fmt: skip


def _round_trips(m: Material) -> list[Block]:
    """What went to and fro between each organisation and each body."""
    _, w = m.words._, m.words
    trips = m.round_trips
    if not trips:
        return []
    several = len(m.plan.organisations) > 1
    order = {house.id: number for number, house in enumerate(m.plan.organisations)}
    trips = sorted(trips, key=lambda one: (order.get(one.organisation, 0), one.first))
    rows: list[tuple[Rich, ...]] = []
    for one in trips[:MOST_TRIPS]:
        row: tuple[Rich, ...] = (
            m.team_short(one.body), w.number(one.injects), w.play(one.first), w.number(one.sent), w.number(one.confirmed),
            w.duration(one.wait) if one.wait is not None else "－", w.number(one.received), w.number(one.answered),
        )  # fmt: skip
        rows.append((m.team_short(one.organisation), *row) if several else row)
    columns: tuple[Column, ...] = (
        Column(_("Other side"), 2.9), Column(_("Injects from it"), 1.1, "right"), Column(_("First contact"), 1.2, "right"),
        Column(_("Sent"), 0.6, "right"), Column(_("of these confirmed"), 1.3, "right"), Column(_("Median wait"), 1.1, "right"),
        Column(_("Got"), 0.6, "right"), Column(_("of these confirmed"), 1.3, "right"),
    )  # fmt: skip
    if several:
        columns = (Column(_("Organisation"), 0.6), *columns)
    note = _("n = {n}", n=w.number(len(trips)))
    if len(trips) > MOST_TRIPS:
        note = _left_out(m, len(trips), MOST_TRIPS)
    return [Table(columns, tuple(rows), caption=_("Round trips of information"), bold_first=True, note=note)]


def _duties(m: Material) -> list[Block]:
    """Duties to report that began to run, and whether they were met; nothing where none was logged."""
    _, w = m.words._, m.words
    met: dict[tuple[str, str], Moment] = {}
    for moment in _of(m, "duty_met"):
        met.setdefault((moment.entry.payload.duty, moment.entry.payload.team), moment)
    rows: list[tuple[Rich, ...]] = []
    for moment in _of(m, "duty_started"):
        said = moment.entry.payload
        done = met.get((said.duty, said.team))
        if done is None:
            verdict = _("no record")
        elif said.due is None:
            verdict = _("met")
        else:
            verdict = _("in time") if done.scenario <= said.due else _("late")
        rows.append(
            (
                said.duty, m.team_short(said.team), w.scenario(moment.scenario), w.scenario(said.due) if said.due else "－",
                w.scenario(done.scenario) if done else "－", verdict,
            )
        )  # fmt: skip
    if not rows:
        return []
    columns = (
        Column(_("Duty"), 2.6), Column(_("Team"), 2.2), Column(_("Began"), 1.2, "right"), Column(_("Due"), 1.2, "right"),
        Column(_("Met"), 1.2, "right"), Column(_("Verdict"), 1.1),
    )  # fmt: skip
    note = _("Times are those of the scenario's clock. n = {n}.", n=len(rows))
    return [Table(columns, tuple(rows), caption=_("Duties to report"), bold_first=True, note=note)]


def _parked(m: Material) -> list[Block]:
    """Questions that were put aside during play, with their answers; nothing where none was."""
    _ = m.words._
    assert m.state is not None
    if not m.state.parked:
        return []
    rows = tuple((text, answer or _("still open")) for text, answer in m.state.parked.values())
    columns = (Column(_("Question"), 4.6), Column(_("Answer"), 4.4))
    note = _("n = {n}", n=len(rows))
    return [Heading(_("Parking lot")), Table(columns, rows, note=note)]


def _responses(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    moments = _of(m, "response_logged")
    if not moments:
        return [Prose(_("No response was logged."))]
    chosen = moments
    if len(chosen) > MOST_RESPONSES:
        weighty = [moment for moment in moments if moment.entry.payload.significant]
        chosen = (weighty or moments)[:MOST_RESPONSES]
    rows: list[tuple[Rich, ...]] = []
    for moment in chosen:
        said = moment.entry.payload
        items = w.listed([touch.item for touch in said.items])
        text = " ".join(describe(moment.entry, m.plan, w.lang).split())
        rows.append((w.play(moment.play), m.team_short(said.team), text, items or "－", said.inject or "－"))
    columns = (
        Column(_("Time"), 0.85), Column(_("Team"), 2.7), Column(_("Response"), 5.5), Column(_("Items"), 0.9),
        Column(_("Inject"), 0.95),
    )  # fmt: skip
    return [Table(columns, tuple(rows), bold_first=True, note=_left_out(m, len(moments), len(chosen)))]


def _left_out(m: Material, total: int, most: int) -> str:
    if total <= most:
        return m.words._("n = {n}", n=m.words.number(total))
    return m.words._(
        "{shown} of {total} are shown; the log holds all of them.", shown=most, total=m.words.number(total)
    )
