"""Chapters 2 to 4: what the exercise was, who took part, and the scenario with its injects."""

from exercise_studio.domain.exercise import Organisation
from exercise_studio.domain.scenario import Inject, Member
from exercise_studio.language import N_
from exercise_studio.reporting.document import (
    Block,
    Column,
    Facts,
    Heading,
    Points,
    Prose,
    Rich,
    Section,
    Small,
    Table,
)
from exercise_studio.reporting.labels import (
    CATEGORIES,
    CHANNELS,
    DIFFICULTY,
    FORMS,
    INJECT_KINDS,
    LAYERS,
    PILLARS_SHORT,
    SECTORS,
    SYSTEMS,
    THREATS,
)
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.sections.drafts import label, prose

AUTHORS = {"facilitator": N_("Facilitator"), "controller": N_("Controller")}
"""Desks that write the log, by the name that they have in it."""
MOST_DESKS = 8
MOST_LISTED = 24
"""Organisations whose teams are listed one by one; of more, only counts are shown."""


def overview(m: Material) -> Section:
    """Chapter 2."""
    _, plan, w = m.words._, m.plan, m.words
    blocks: list[Block] = [Facts(tuple(_basics(m)))]
    own = w.text(plan.purpose)
    purpose = (
        own
        if own and own != w.text(plan.scenario.summary)
        else _(
            "To verify, with people of every layer, how the organisations would respond to the event that the scenario assumes,"
            " to find what has to be improved, and to put it into plans and safety standards."
        )
    )
    blocks += [Heading(_("Purpose")), prose(m, "overview.purpose", purpose), Heading(_("What was to be verified"))]
    rows = tuple(
        (objective.id, w.text(objective.text), _(PILLARS_SHORT[objective.pillar]), str(len(objective.items)))
        for objective in plan.scenario.objectives
    )
    columns = (
        Column(_("No."), 0.6), Column(_("Objective"), 5.4), Column(_("Pillar"), 2.2), Column(_("Items"), 0.8, "right"),
    )  # fmt: skip
    blocks.append(Table(columns, rows, bold_first=True))
    blocks += [Heading(_("Participants")), *_participants(m)]
    blocks += [Heading(_("Premises and limits")), Points(tuple(_premises(m)))]
    return Section("overview", "2", _("Overview of the exercise"), tuple(blocks))


def _basics(m: Material) -> list[tuple[str, Rich]]:
    _, plan, w = m.words._, m.plan, m.words
    rows: list[tuple[str, Rich]] = [
        (_("Name"), w.text(plan.title)),
        (_("Planned start"), w.day_and_time(plan.starts_at)),
    ]
    if m.state is not None and m.state.clock.began is not None:
        clock = m.state.clock
        began = w.local(clock.began or 0)
        if clock.ended is not None:
            ended = w.local(clock.ended)
            text = _(
                "{begin} to {end} ({elapsed}, of which play {play})",
                begin=w.day_and_time(began), end=w.clock(ended), elapsed=w.duration(clock.elapsed(clock.ended)),
                play=w.duration(clock.played),
            )  # fmt: skip
        else:
            text = _("{begin}, not ended yet", begin=w.day_and_time(began))
        rows.append((_("Carried out"), text))
        mode = _("Live run") if m.state.mode == "live" else _("Rehearsal (simulated or trial run)")
        rows.append((_("Kind of run"), mode))
    else:
        rows.append((_("Carried out"), _("Not carried out yet")))
    rows += [
        (_("How it was held"), _(FORMS[plan.settings.form])),
        (_("Place"), plan.place or "－"),
        (_("Scenario"), w.text(plan.scenario.title)),
        (_("Sectors"), w.listed([_(SECTORS[sector]) for sector in plan.scenario.sectors])),
        (_("Threats"), w.listed([_(THREATS[threat]) for threat in plan.scenario.threats])),
        (_("Difficulty"), _(DIFFICULTY[plan.scenario.level])),
        (_("Organisations"), w.number(len(plan.organisations))),
        (_("Prepared by"), plan.department or "－"),
    ]
    return rows


def _participants(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    planned, counted = m.plan.attendance, m.learning.attendance
    layers = [layer for layer in LAYERS if layer in planned or layer in counted or layer in m.layers_present()]
    rows = [(_(LAYERS[layer]), _count(planned.get(layer)), _count(counted.get(layer))) for layer in layers]
    total = (_("Total"), w.number(sum(planned.values())), w.number(sum(counted.values())) if counted else "－")
    columns = (Column(_("Layer"), 4), Column(_("Planned"), 1.2, "right"), Column(_("Present"), 1.2, "right"))
    note = "" if counted else _("The attendance of the day has not been counted.")
    blocks: list[Block] = [Table(columns, (*rows, total), note=note)]
    if m.learning.departments:
        names = [_("{name}: {n}", name=name, n=count) for name, count in m.learning.departments.items()]
        blocks.append(Small(_("By department: {names}.", names=w.listed(names))))
    return blocks


def _count(number: int | None) -> str:
    return "－" if number is None else f"{number:,}"


def _premises(m: Material) -> list[Rich]:
    _, w = m.words._, m.words
    found: list[Rich] = [
        _(
            "The events, organisations and messages of this exercise are fictional. They do not describe any real incident."
        ),
        _(
            "The results speak of organisations, teams and roles. They are not used to appraise persons, and no names of"
            " persons are recorded."
        ),
        _(
            "Times are counted in play time, without pauses and time jumps, unless the scenario's clock is named. Target"
            " times are proposals for exercises unless a law is given as their ground."
        ),
        _(
            "Names of ministries and bodies are those of {date}; simulated bodies were played by controllers.",
            date=w.date(m.plan.scenario.as_of, weekday=False),
        ),
    ]
    basis = m.plan.scenario.basis
    if basis is not None and basis.note is not None:
        found.append(w.text(basis.note))
    return found


def organisation(m: Material) -> Section:
    """Chapter 3."""
    _, plan, w = m.words._, m.plan, m.words
    blocks: list[Block] = [Facts(tuple(_staff(m))), Heading(_("Players"))]
    houses = plan.organisations
    if not houses:
        blocks.append(Prose(_("No organisation has been entered in the plan.")))
    elif len(houses) <= MOST_LISTED:
        blocks.append(_teams(m, houses))
    else:
        rows = []
        for slot, filled in plan.organisations_in_slot.items():
            member = plan.scenario.member_by_id[slot]
            teams = w.listed([w.text(team.title) for team in filled[0].teams]) if filled else "－"
            rows.append((w.text(member.title), _(SECTORS[member.sector or "port"]), w.number(len(filled)), teams))
        columns = (
            Column(_("Role in the scenario"), 3), Column(_("Sector"), 1.6), Column(_("Organisations"), 1.1, "right"),
            Column(_("Teams"), 3.6),
        )  # fmt: skip
        blocks.append(Table(columns, tuple(rows)))
    blocks += [Heading(_("Observers")), *_observers(m)]
    bodies = [member for member in plan.scenario.cast if member.kind == "simulated"]
    blocks.append(Heading(_("Bodies played by controllers")))
    if bodies:
        blocks.append(_bodies(m, bodies))
    else:
        blocks.append(Prose(_("No bodies were simulated.")))
    channels = dict.fromkeys(inject.channel for inject in plan.scenario.injects)
    blocks += [
        Heading(_("Means of communication")),
        Prose(_("Injects were given by: {channels}.", channels=w.listed([_(CHANNELS[one]) for one in channels]))),
    ]
    return Section("organisation", "3", _("Organisation of the exercise"), tuple(blocks))


def _staff(m: Material) -> list[tuple[str, Rich]]:
    """Who did what in the exercise, by role and number."""
    _, w, plan = m.words._, m.words, m.plan
    codes = {seat.code for seat in plan.observers}
    desks = list(dict.fromkeys(moment.entry.author for moment in m.moments if moment.entry.author))
    desks = [_(AUTHORS[one]) if one in AUTHORS else one for one in desks if one not in codes]
    teams = sum(len(house.teams) for house in plan.organisations)
    present = sum(m.learning.attendance.values()) or sum(plan.attendance.values())
    simulated = sum(seat.simulated for house in plan.organisations for team in house.teams for seat in team.seats)
    players = _(
        "{teams} teams of {houses} organisations", teams=w.number(teams), houses=w.number(len(plan.organisations))
    )
    if present:
        players = _("{players}, {n} people", players=players, n=w.number(present))
    rows: list[tuple[str, Rich]] = [
        (_("Planning and report"), plan.department or "－"),
        (_("Facilitation and control"), w.listed(desks[:MOST_DESKS]) or "－"),
        (_("Observers"), _("{n}, known by code", n=w.number(len(plan.observers)))),
        (_("Players"), players),
    ]
    if simulated:
        rows.append((_("Seats played by controllers"), w.number(simulated)))
    return rows


def _bodies(m: Material, bodies: list[Member]) -> Table:
    """The simulated bodies by what they are, each with the number of injects that come from it."""
    _, w = m.words._, m.words
    sent = [inject.sender for inject in m.plan.scenario.injects]
    rows: list[tuple[Rich, ...]] = []
    for category, name in CATEGORIES.items():
        found = [body for body in bodies if body.category == category]
        names = [
            _("{name} ({n})", name=w.text(body.title), n=sent.count(body.id)) if body.id in sent else w.text(body.title)
            for body in found
        ]
        if found:
            rows.append((_(name), w.listed(names), str(len(found))))
    columns = (Column(_("Kind"), 1.7), Column(_("Bodies"), 6.4), Column(_("Number"), 0.7, "right"))
    note = _("In brackets the number of injects that come from the body; {n} bodies in all.", n=len(bodies))
    return Table(columns, tuple(rows), note=note)


def _teams(m: Material, houses: tuple[Organisation, ...]) -> Table:
    _, w = m.words._, m.words
    rows: list[tuple[Rich, ...]] = []
    for house in houses:
        code = m.codes.get(house.id, "")
        name = _("{name} ({sector})", name=w.text(house.name), sector=_(SECTORS[house.sector]))
        name = f"{code} {name}" if code else name
        for team in house.teams:
            seats = w.listed(
                [
                    _("{role} (simulated)", role=w.text(seat.role)) if seat.simulated else w.text(seat.role)
                    for seat in team.seats
                ]
            )
            items = len(m.plan.items_of(house.address(team.kind)))
            rows.append((name, w.text(team.title), _(LAYERS[team.layer]), seats or "－", str(items)))
            name = ""
    columns = (
        Column(_("Organisation"), 3), Column(_("Team"), 1.9), Column(_("Layer"), 1.8), Column(_("Roles"), 2.3),
        Column(_("Items"), 0.7, "right"),
    )  # fmt: skip
    # Where teams are named after their layer, or seats after their team, the same word would stand there twice.
    kept = [n for n in range(len(columns)) if n not in (2, 3) or any(row[n] not in (row[1], "－") for row in rows)]
    note = _("Items: checklist items that apply to the team.")
    if m.codes:
        note += _SPACE[w.lang] + _("Letters stand for the organisations in tables and figures.")
    return Table(tuple(columns[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in rows), note=note)


def _observers(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    if not m.plan.observers:
        return [Prose(_("No observers have been entered in the plan."))]
    if len(m.plan.observers) > 3 * MOST_LISTED:
        return [Prose(_("{n} observers rated, known by code only.", n=w.number(len(m.plan.observers))))]
    joined = m.state.observers if m.state else {}
    handed = m.state.handed_in if m.state else {}
    rows: list[tuple[Rich, ...]] = []
    for seat in m.plan.observers:
        scope = w.listed([m.team(one) for one in seat.scope]) if seat.scope else _("all organisations")
        taken = _("took part") if seat.code in joined else _("did not")
        given = _("handed in") if seat.code in handed else _("not yet")
        rows.append((seat.code, scope, taken, given))
    columns = (
        Column(_("Code"), 1.2), Column(_("Scope"), 4.4), Column(_("Took part"), 1.1, "centre"),
        Column(_("Handed in"), 1.1, "centre"),
    )  # fmt: skip
    return [Table(columns, tuple(rows), bold_first=True)]


def scenario(m: Material) -> Section:
    """Chapter 4."""
    _, plan, w = m.words._, m.plan, m.words
    told = plan.scenario
    blocks: list[Block] = [Prose(w.text(told.summary)), Heading(_("Phases"))]
    rows = []
    for phase in told.phases:
        jump = w.scenario(phase.jump.to) if phase.jump else ""
        rows.append((w.text(phase.title), f"{w.play(phase.start)} – {w.play(phase.end)}", jump))
    columns = (Column(_("Phase"), 4.4), Column(_("Play time"), 2.4), Column(_("Scenario clock jumps to"), 2.4))
    note = _("The scenario's clock starts at {time}.", time=w.day_and_time(told.clock.start))
    blocks.append(Table(columns, tuple(rows), note=note))
    blocks += [Heading(_("Interdependence between sectors")), *_outages(m)]
    blocks += [Heading(_("Injects")), _injects(m)]
    return Section("scenario", "4", _("Scenario"), tuple(blocks))


def ordered(m: Material) -> list[Inject]:
    """The injects in the order in which they were planned: those without a time of their own after the one they follow."""
    scenario_injects = m.plan.scenario.injects
    position = {inject.id: index for index, inject in enumerate(scenario_injects)}
    times: dict[str, int] = {}

    def planned(inject: Inject, depth: int = 0) -> int:
        if inject.id not in times:
            if inject.at is not None:
                times[inject.id] = inject.at
            elif inject.after is not None and depth < len(scenario_injects):
                base = m.plan.scenario.inject_by_id.get(inject.after.inject)
                times[inject.id] = planned(base, depth + 1) + inject.after.delay if base else inject.after.delay
            else:
                before = scenario_injects[position[inject.id] - 1] if position[inject.id] else None
                times[inject.id] = planned(before, depth + 1) if before and depth < len(scenario_injects) else 0
        return times[inject.id]

    return sorted(scenario_injects, key=lambda one: (planned(one), position[one.id]))


def planned_time(m: Material, inject: Inject) -> str:
    """When an inject was planned, in words."""
    _, w = m.words._, m.words
    if inject.at is not None:
        return w.play(inject.at)
    if inject.after is not None:
        return _("{inject} + {delay}", inject=inject.after.inject, delay=w.duration(inject.after.delay))
    return _("on condition")


def _injects(m: Material) -> Table:
    _, w = m.words._, m.words
    rows: list[tuple[Rich, ...]] = []
    for inject in ordered(m):
        title = w.text(inject.title)
        if inject.kind != "normal":
            title = _("{title} ({kind})", title=title, kind=_(INJECT_KINDS[inject.kind]))
        receivers = receivers_of(m, inject)
        means = _(CHANNELS[inject.channel])
        expected = w.listed(list(dict.fromkeys(expect.item for expect in inject.expects)))
        rows.append(
            (
                inject.id, planned_time(m, inject), means, m.team_short(inject.sender), w.listed(receivers), title,
                expected or "－", SYSTEMS[inject.system],
            )
        )  # fmt: skip
    columns = (
        Column(_("No."), 0.55), Column(_("Time"), 0.8), Column(_("Means"), 0.8), Column(_("From"), 2.3),
        Column(_("To"), 3.4), Column(_("Content"), 3.6), Column(_("Expected actions"), 1.9), Column(_("System"), 0.6, "centre"),
    )  # fmt: skip
    note = _("Expected actions are items of the checklist; appendix A has their words.")
    return Table(columns, tuple(rows), bold_first=True, wide=True, note=note)


def receivers_of(m: Material, inject: Inject) -> list[str]:
    """Who gets an inject: everybody, or each member of the cast with those of its teams that are named."""
    _, w = m.words._, m.words
    kinds: dict[str, list[str]] = {}
    for address in inject.to:
        member, _slash, kind = address.partition("/")
        kinds.setdefault(member, []).append(kind)
    if "all" in kinds:
        return [_("everybody")]
    found = []
    for member, named in kinds.items():
        houses = m.plan.organisations_in_slot.get(member, ())
        if len(houses) == 1:
            name = m.codes.get(houses[0].id, "")
        else:
            known = m.plan.scenario.member_by_id.get(member)
            name = w.text(known.title) if known else m.team_short(member)
        titles: dict[str, str] = {team.kind: w.text(team.title) for house in houses for team in house.teams}
        teams = ("・" if w.lang == "ja" else "/").join(titles[kind] for kind in named if kind in titles)
        found.append(f"{name} {teams}".strip() or _("all teams"))
    return found


def _outages(m: Material) -> list[Block]:
    _, w = m.words._, m.words
    outages = m.plan.scenario.outages
    if not outages:
        return [Prose(_("The scenario assumes no outage that spreads between sectors."))]
    rows: list[tuple[Rich, ...]] = []
    for outage in outages:
        span = _("{begin} to {end}", begin=w.play(outage.start), end=w.duration(outage.end))
        share = f"{round(100 * outage.share)}%"
        rows.append((_(SECTORS[outage.sector]), share, f"{round(100 * outage.level)}%", span))
    columns = (
        Column(_("Sector"), 3), Column(_("Share affected"), 1.6, "right"), Column(_("Service left"), 1.6, "right"),
        Column(_("From, to"), 2.6),
    )  # fmt: skip
    return [
        Table(columns, tuple(rows)),
        Prose(
            _("All values of this table are estimates for exercise use."), label=label(m, "estimate"), basis="estimate"
        ),
    ]


_SPACE = {"ja": "", "en": " "}
NOT_STARTED = N_("The exercise has not been run yet: there is nothing to tell.")
