"""From a run to the timeline's sheet: lanes, the plan, and the lines that pass the filter."""

from collections.abc import Iterable

from exercise_studio.conduct.describe import body_name
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop.control.cue_rows import CueSheet
from exercise_studio.desktop.control.log_list import LogFilter
from exercise_studio.desktop.control.teams import index_of
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.timeline.tracks import Lane, Planned, Sheet, Stretch
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.room import LogRow
from exercise_studio.language import N_, translate

MOST_TEAMS = 10
"""With more teams than this the lanes are organisations."""
ROOM = ""
"""The lane of what concerns the room: markers and questions of no team."""


def lanes_of(plan: Plan, lang: Lang, *, room: bool = False) -> tuple[Lane, ...]:
    """A lane a team, or an organisation where there are many teams; the room's own behind them where it is needed."""
    if len(plan.teams) <= MOST_TEAMS:
        lanes = [Lane(team, body_name(plan, team, lang), index_of(plan, team)) for team in plan.teams]
    else:
        lanes = [Lane(house.id, house.name.get(lang), at) for at, house in enumerate(plan.organisations)]
    return (*lanes, Lane(ROOM, translate(lang, N_("Room")), -1)) if room else tuple(lanes)


def lane_of(sheet: Sheet, row: LogRow) -> str:
    """The lane a line stands in."""
    if row.team in sheet.tracks:
        return row.team
    house = row.team.partition("/")[0]
    return house if house in sheet.tracks else ROOM


def fill(sheet: Sheet, exercise: OpenExercise, rows: Iterable[LogRow], lang: Lang, wanted: LogFilter) -> None:
    """Everything anew."""
    plan = exercise.plan
    shown = [row for row in rows if _shows(row, wanted)]
    sheet.set_lanes(lanes_of(plan, lang))
    if any(lane_of(sheet, row) == ROOM for row in shown):
        sheet.set_lanes(lanes_of(plan, lang, room=True))
    sheet.duration = plan.scenario.duration
    sheet.phases = tuple(Stretch(phase.start, phase.end, phase.title.get(lang)) for phase in plan.scenario.phases)
    take(sheet, shown, wanted)


def take(sheet: Sheet, rows: Iterable[LogRow], wanted: LogFilter) -> bool:
    """Further lines: what teams did, decided, asked and shared. False when one needs a lane that is not there yet."""
    found = True
    for row in rows:
        if _shows(row, wanted):
            mark = "significant" if row.significant and row.mark == "response" else row.mark
            lane = lane_of(sheet, row)
            found = found and lane in sheet.tracks
            sheet.add(lane, row.play, mark, row.entry, row.text)
    return found


def _shows(row: LogRow, wanted: LogFilter) -> bool:
    """Whether a line is a mark in a lane; injects and the clock stand in the plan's own."""
    return not row.struck and row.mark not in ("inject", "clock", "other") and wanted.shows(row)


def update_plan(sheet: Sheet, cues: CueSheet, state: RunState, lang: Lang) -> None:
    """The plan's own lane and what the clock did, as of now."""
    planned = []
    for row in cues.rows:
        if row.section:
            continue
        cue = cues.cues[row.key]
        due = cue.due if cue.due is not None else cue.inject.at
        fired = cue.state.fired_at
        if due is None and fired is None:
            continue
        planned.append(
            Planned(
                row.key,
                row.title,
                due if due is not None else fired or 0,
                fired,
                row.state,
                cue.state.entry if fired is not None else "",
            )
        )
    sheet.planned = tuple(planned)
    sheet.pauses = tuple(play for play, _since, _until in state.clock.pauses)
    jumps = []
    for play, _shift in state.clock.jumps:
        jumps.append((play, state.clock.scenario_of(play).strftime("%m/%d %H:%M")))  # type: ignore[arg-type]
    sheet.jumps = tuple(jumps)
