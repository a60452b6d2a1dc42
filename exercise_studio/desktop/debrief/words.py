"""What the debrief's views say alike: grades, states, roles, times, and entries in one sentence."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from exercise_studio import language
from exercise_studio.conduct.describe import describe
from exercise_studio.desktop import texts
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.session import local_of, wall_clock
from exercise_studio.language import N_
from exercise_studio.reporting.labels import ACTION_STATES, GRADES, PILLARS_SHORT, STANDARD_KINDS

__all__ = ["ACTION_STATES", "GRADES", "PILLARS_SHORT", "STANDARD_KINDS"]

GRADE_GLYPHS: Final = {"high": "▲", "middle": "■", "low": "▽"}
"""A second channel beside the word: severity and priority survive black and white."""
SORTS: Final = {"issue": N_("Issue"), "good_practice": N_("Good practice")}
COLUMNS: Final = {"keep": N_("To keep"), "improve": N_("To improve"), "question": N_("Open questions")}


def lang() -> Lang:
    """The language in use, as queries want it."""
    return "en" if language.current() == "en" else "ja"


def today(exercise: OpenExercise) -> date:
    """Today in the exercise's time zone."""
    return local_of(wall_clock(), exercise.plan.time_zone).date()


def roles(exercise: OpenExercise) -> list[str]:
    """Roles that can stand in a person's place: teams, their seats, and owners named so far; each once."""
    found: list[str] = []
    for _house, team in exercise.plan.teams.values():
        found.append(texts.authored(team.title))
        found += [texts.authored(seat.role) for seat in team.seats]
    found += [progress.action.owner for progress in exercise.learning.actions.values()]
    return list(dict.fromkeys(role for role in found if role))


def sentence(exercise: OpenExercise, entry: Entry) -> str:
    """An entry of the log in one sentence."""
    return describe(entry, exercise.plan, lang())


def moment(exercise: OpenExercise, entry: Entry) -> str:
    """When it was, as the wall showed it."""
    return f"{local_of(entry.began_at or entry.at, exercise.plan.time_zone):%H:%M:%S}"


EVIDENCE: Final = frozenset({
    "response_logged", "decision_logged", "information_shared", "receipt_confirmed", "severity_judged", "plan_activated",
    "form_submitted", "marker_dropped", "question_parked", "question_resolved", "inject_fired", "inject_recalled",
    "observation_noted", "item_rated", "time_jumped", "branch_chosen",
})  # fmt: skip
"""Kinds that can prove something."""


MANY = 5
"""From so many organisations on, evidence is looked for in those that the finding is about."""
MOST = 20_000
"""Entries offered as evidence, the newest of them."""


def evidence_options(exercise: OpenExercise, teams: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Entries of the run that can prove something: id, and time with sentence. Ratings count from handing in."""
    handed = exercise.state.handed_in if exercise.state is not None else {}
    houses = {team.partition("/")[0] for team in teams} if len(exercise.plan.organisations) >= MANY else set()
    found = [e for e in _provable(exercise, handed) if not houses or e.scope is None or e.scope in houses]
    return [(e.id, f"{moment(exercise, e)}  {sentence(exercise, e)}") for e in found[-MOST:]]


def _provable(exercise: OpenExercise, handed: dict[str, int]) -> Iterable[Entry]:
    live = exercise.live
    withdrawn = live.state.withdrawn if live is not None else set()
    for entry in live.entries if live is not None else ():
        if entry.kind not in EVIDENCE or entry.id in withdrawn:
            continue
        observer = getattr(entry.payload, "observer", "")
        if not observer or observer in handed:
            yield entry
