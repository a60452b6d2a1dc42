"""Data to measure with: a log of any length, made through the store itself."""

import random
from pathlib import Path

from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Draft
from exercise_studio.domain.times import SECOND, Instant
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, default_start, plan_of
from exercise_studio.journeys.session import instant_of
from exercise_studio.store.workspace import Workspace

SCENARIO = "port-terminal-ransomware"


def long_log(file: Path, entries: int) -> tuple[Workspace, str]:
    """A workspace with one exercise of so many entries: three responses to seven ratings, as in a large exercise."""
    scenario, _ = find_scenario(SCENARIO)
    start = default_start(scenario)
    plan = plan_of(Order(scenario, organisations=30, observers=3), start)
    workspace = Workspace.create(file)
    exercise = workspace.create_exercise(plan)
    run = workspace.create_run(exercise, "rehearsal", workspace.freeze_plan(exercise, plan))
    began = instant_of(start, plan.time_zone)
    chance = random.Random(1)
    drafts = [Draft(p.RunStarted(mode="rehearsal", plan_hash=plan.content_hash), run=run, at=began)]
    teams = [(team, items) for team in plan.teams if (items := plan.items_of(team))]
    step = 3 * 3600 * SECOND // entries
    for number in range(1, entries):
        team, items = chance.choice(teams)
        item, house = chance.choice(items), team.partition("/")[0]
        at = Instant(began + number * step)
        if chance.random() < 0.3:
            text = "対策本部の設置を決定し、関係部署へ周知した。" * chance.randint(1, 2)
            said: p.Payload = p.ResponseLogged(team=team, text=text, items=(p.ItemTouched(item=item),))
        else:
            said = p.ItemRated(observer=f"OBS-{chance.randint(1, 90):02d}", item=item, team=team, value=3, note="")
        drafts.append(Draft(said, run=run, scope=house, author="facilitator", at=at))
    workspace.append(exercise, drafts, now=lambda: began)
    return workspace, exercise
