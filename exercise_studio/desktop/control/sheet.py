"""From a run to the timeline's sheet: lanes, the plan, the lines that pass the filter, and how much of a lane is done."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from exercise_studio.conduct.describe import body_name, describe
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.control.cue_rows import CueSheet
from exercise_studio.desktop.control.log_list import LogFilter
from exercise_studio.desktop.control.teams import code_of, index_of
from exercise_studio.desktop.control.wording import short_name
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.timeline.telling import plain_card, t_plus
from exercise_studio.desktop.timeline.tracks import Arrow, Card, Coverage, Jump, Lane, Pause, Planned, Sheet, Stretch
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant, Play
from exercise_studio.journeys.room import LogRow, checklist_rows
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_, translate
from exercise_studio.reporting.labels import SECTORS

MOST_TEAMS: Final = 10
"""With more teams than this the lanes are organisations, until somebody chooses."""
MOST_LATE: Final = 30
"""With more organisations than this what is late is told by the board, not in the lanes' heads."""
ROOM: Final = ""
"""The lane of what no other lane has: markers and questions of no team, entries that touch no item."""
LANES: Final = {
    "team": N_("By team"),
    "organisation": N_("By organisation"),
    "sector": N_("By sector"),
    "phase": N_("By checklist phase"),
}
"""What the lanes can be."""
EXTENTS: Final = {"done": "✓", "partly": "△", "missed": "×"}


def usual_lanes(plan: Plan) -> str:
    """What the lanes are until somebody chooses."""
    return "team" if len(plan.teams) <= MOST_TEAMS else "organisation"


def lane_choices(plan: Plan) -> list[tuple[str, str]]:
    """The lanes there are to choose from: with one organisation neither organisations nor sectors."""
    kinds = ("team", "phase") if len(plan.organisations) == 1 else tuple(LANES)
    return [(kind, LANES[kind]) for kind in kinds]


def lanes_of(
    plan: Plan, lang: Lang, kind: str = "", *, wanted: LogFilter | None = None, room: bool = False
) -> tuple[Lane, ...]:
    """The lanes of a kind, of one team where the filter asks for it; the room's own behind them where it is needed."""
    kind, team = kind or usual_lanes(plan), wanted.team if wanted else ""
    house = plan.organisation_by_id.get(team.partition("/")[0])
    if kind == "team":
        teams = (
            [team]
            if team in plan.teams
            else [one for one in plan.teams if house is None or one.startswith(f"{house.id}/")]
        )
        lanes = [_team_lane(plan, one, lang) for one in teams]
    elif kind == "organisation":
        numbered = [(at, one) for at, one in enumerate(plan.organisations) if house is None or one is house]
        lanes = [Lane(one.id, short_name(one.name.get(lang)), at, one.name.get(lang)) for at, one in numbered]
    elif kind == "sector":
        sectors = dict.fromkeys(one.sector for one in plan.organisations if house is None or one is house)
        lanes = [Lane(one, translate(lang, SECTORS.get(one, one)), at) for at, one in enumerate(sectors)]
    else:
        phases = {phase.id: phase.title for checklist in reversed(plan.checklists) for phase in checklist.phases}
        used = dict.fromkeys(item.phase for item in plan.items.values())
        lanes = [Lane(one, phases[one].get(lang), at) for at, one in enumerate(used)]
    rest = translate(lang, N_("No item") if kind == "phase" else N_("Room"))
    return (*lanes, Lane(ROOM, rest, -1)) if room else tuple(lanes)


def _team_lane(plan: Plan, team: str, lang: Lang) -> Lane:
    """With several organisations the team's code stands first: what is cut off is the house, not the team."""
    name, house = body_name(plan, team, lang), plan.organisation_by_id[team.partition("/")[0]]
    several = len(plan.organisations) > 1
    title = f"{code_of(team, lang)} {short_name(house.name.get(lang))}" if several else name
    return Lane(team, title, index_of(plan, team), name)


def lane_of(plan: Plan, kind: str, team: str) -> str:
    """The lane of a team, an organisation or a simulated body; not for phases, which depend on the items."""
    house = plan.organisation_by_id.get(team.partition("/")[0])
    if house is None:
        return ROOM
    if kind == "team":
        return team if team in plan.teams else ROOM
    return house.id if kind == "organisation" else house.sector


def lanes_of_row(plan: Plan, kind: str, row: LogRow) -> tuple[str, ...]:
    """The lanes a line stands in: several where it touches items of several phases."""
    if kind != "phase":
        return (lane_of(plan, kind, row.team),)
    return tuple(dict.fromkeys(plan.items[item].phase for item, _ in row.items if item in plan.items)) or (ROOM,)


def fill(
    sheet: Sheet, exercise: OpenExercise, rows: Iterable[LogRow], lang: Lang, wanted: LogFilter, kind: str = ""
) -> None:
    """Everything anew."""
    plan = exercise.plan
    kind = kind or usual_lanes(plan)
    shown = [row for row in rows if _shows(row, wanted)]
    room = any(ROOM in lanes_of_row(plan, kind, row) for row in shown)
    sheet.set_lanes(lanes_of(plan, lang, kind, wanted=wanted, room=room))
    sheet.duration = plan.scenario.duration
    sheet.phases = tuple(Stretch(phase.start, phase.end, phase.title.get(lang)) for phase in plan.scenario.phases)
    take(sheet, exercise, shown, wanted, kind)


def take(sheet: Sheet, exercise: OpenExercise, rows: Iterable[LogRow], wanted: LogFilter, kind: str = "") -> bool:
    """Further lines: what teams did, decided, asked and shared. False when one needs a lane that is not there yet."""
    found, plan = True, exercise.plan
    kind = kind or usual_lanes(plan)
    for row in rows:
        if not _shows(row, wanted):
            continue
        mark = "significant" if row.significant and row.mark == "response" else row.mark
        for lane in lanes_of_row(plan, kind, row):
            found = found and lane in sheet.tracks
            sheet.add(lane, row.play, mark, row.entry, row.text)
        if row.mark == "share" and kind != "phase":
            receiver = _receiver(exercise, row.entry)
            if receiver:
                sheet.pass_on(Arrow(row.play, lane_of(plan, kind, row.team), lane_of(plan, kind, receiver), row.entry))
    return found


def _receiver(exercise: OpenExercise, entry: str) -> str:
    known = exercise.by_id.get(entry)
    return str(getattr(known.payload, "receiver", "")) if known is not None else ""


def _shows(row: LogRow, wanted: LogFilter) -> bool:
    """Whether a line is a mark in a lane; injects and the clock stand in the plan's own."""
    return not row.struck and row.mark not in ("inject", "clock", "other") and wanted.shows(row)


# the plan and the clock


def update_plan(sheet: Sheet, cues: CueSheet, state: RunState, frozen: Iterable[int] = ()) -> None:
    """The plan's own lane and what the clock did, as of now. `frozen`: the instants at which the run was frozen."""
    planned = []
    for row in cues.rows:
        if row.section:
            continue
        cue = cues.cues[row.key]
        due = cue.due if cue.due is not None else cue.inject.at
        fired = cue.state.fired_at
        if due is None and fired is None:
            continue
        entry = cue.state.entry if fired is not None else ""
        planned.append(Planned(row.key, row.title, due if due is not None else fired or 0, fired, row.state, entry))
    sheet.planned = tuple(planned)
    sheet.pauses = tuple(_pauses(state, tuple(frozen)))
    sheet.jumps = tuple(
        Jump(play, state.clock.scenario_of(Play(play)).strftime("%m/%d %H:%M")) for play, _ in state.clock.jumps
    )
    ended = state.clock.ended
    sheet.ended = state.clock.play(ended) if ended is not None else None


def _pauses(state: RunState, frozen: tuple[int, ...]) -> Iterator[Pause]:
    ended = state.clock.ended
    for play, since, until in state.clock.pauses:
        if since == ended:
            continue  # the end of the run stops the clock too
        last = until if until is not None else ended
        is_frozen = any(since <= at <= (last if last is not None else at) for at in frozen)
        yield Pause(play, last - since if last is not None else None, is_frozen)


# how much is done


def coverage_of(state: RunState, play: Play, kind: str, lang: Lang) -> dict[str, Coverage]:
    """By lane: what is expected, done, partly done and late, and how much of it observers have rated.

    Only that something was rated is told: values stay with their observers until they are handed in.
    """
    plan = state.plan
    whole: Counter[str] = Counter()
    for team in plan.teams:
        items = plan.items_of(team)
        if kind == "phase":
            whole.update(plan.items[item].phase for item in items if item in plan.items)
        else:
            whole[lane_of(plan, kind, team)] += len(items)

    def lane(team: str, item: str) -> str:
        return plan.items[item].phase if kind == "phase" else lane_of(plan, kind, team)

    def counts(team: str, item: str) -> bool:
        return (team, item) not in state.excluded and item in plan.items and item in plan.items_of(team)

    whole.subtract(
        lane(team, item) for team, item in state.excluded if item in plan.items and item in plan.items_of(team)
    )
    done: dict[str, Counter[str]] = {"done": Counter(), "partly": Counter(), "missed": Counter()}
    for own in state.organisations.values():
        for (team, item), touched in own.items.items():
            if counts(team, item):
                done[touched.extent][lane(team, item)] += 1
    rated = Counter(
        lane(team, item)
        for (team, item), given in state.ratings.items()
        if counts(team, item) and any(isinstance(one.value, int) for one in given.values())
    )
    late, latest = _late(state, play, kind, lang)
    return {
        key: Coverage(count, done["done"][key], done["partly"][key], late[key], rated[key], latest.get(key, ""))
        for key, count in whole.items()
    }


def _late(state: RunState, play: Play, kind: str, lang: Lang) -> tuple[Counter[str], dict[str, str]]:
    late: Counter[str] = Counter()
    longest: dict[str, tuple[int, str]] = {}
    if len(state.plan.organisations) > MOST_LATE:
        return late, {}
    for row in checklist_rows(state, play, lang):
        if row.status == "late" and row.due is not None:
            key = row.phase if kind == "phase" else lane_of(state.plan, kind, row.team)
            late[key] += 1
            by = play - row.due
            if by > longest.get(key, (-1, ""))[0]:
                longest[key] = by, f"{row.item} (+{format_span(by, hours=False)})"
    return late, {key: said for key, (_, said) in longest.items()}


# the card under the pointer


def card_of(sheet: Sheet, exercise: OpenExercise, entry: str, lang: Lang) -> Card | None:
    """All that is known of a mark: exact times, who, the text in full, items, what it corrects, answers and receipts."""
    plain, known, state = plain_card(sheet, entry), exercise.by_id.get(entry), exercise.state
    if known is None or state is None:
        return plain if plain.heading else None
    plan, said = state.plan, known.payload
    at = Instant(known.began_at or known.at)
    play = state.clock.play(at)
    heading = translate(
        lang, N_("{play} · {wall} · scenario {scenario}"), play=t_plus(play),
        wall=local_of(at, plan.time_zone).strftime("%H:%M:%S"), scenario=state.clock.scenario_of(play).strftime("%m/%d %H:%M"),
    )  # fmt: skip
    team = getattr(said, "team", "") or getattr(said, "sender", "")
    who = [body_name(plan, team, lang) if team else "", known.author]
    text = plain.text if sheet.planned_as(entry) is not None else describe(known, plan, lang)
    notes = [f"{touch.item} {EXTENTS.get(touch.extent, '')}" for touch in getattr(said, "items", ())]
    notes += [f"#{tag}" for tag in getattr(said, "tags", ())]
    before = exercise.by_id.get(known.supersedes or "")
    if before is not None:
        notes.append(translate(lang, N_("Corrected; before: {text}"), text=describe(before, plan, lang)))
    if state.parked.get(entry, ("", ""))[1]:
        notes.append(translate(lang, N_("Answer: {text}"), text=state.parked[entry][1]))
    notes += [*_receipt(state, entry, lang), *plain.notes]
    return Card(heading, " · ".join(one for one in who if one), text, tuple(notes))


def _receipt(state: RunState, entry: str, lang: Lang) -> list[str]:
    for own in state.organisations.values():
        for share in own.shares:
            if share.entry == entry and share.confirmed_at is not None:
                return [translate(lang, N_("Receipt confirmed at {time}"), time=t_plus(share.confirmed_at))]
    return []


def frozen_at(exercise: OpenExercise, rows: Iterable[Any]) -> list[int]:
    """The instants at which the run was frozen for a real emergency, from its lines about the clock."""
    clock = (exercise.by_id.get(row.entry) for row in rows if row.mark == "clock")
    return [entry.at for entry in clock if entry is not None and entry.kind == "run_suspended"]
