"""The run's entries with their three times, as a reader of the log tells them: what happened when."""

from collections.abc import Iterable
from typing import NamedTuple

from exercise_studio.conduct.corrections import effective
from exercise_studio.conduct.run import new_run
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.payloads import FAMILIES
from exercise_studio.domain.times import Elapsed, Play, ScenarioTime

_CLOCK = frozenset(FAMILIES["clock"])


class Moment(NamedTuple):
    """An entry that counts, and when it was: play from its first keystroke, as the run's fold counts it."""

    entry: Entry
    play: Play
    elapsed: Elapsed
    scenario: ScenarioTime


def chronicle(plan: Plan, run: str, entries: Iterable[Entry]) -> list[Moment]:
    """The run's entries in canonical order, corrected ones once, withdrawn ones left out.

    The times are told by the run's own clock entries, so that they are there for entries of every device.
    """
    state = new_run(plan, run)
    clock = state.clock
    found: list[Moment] = []
    for entry in effective(entry for entry in entries if entry.run == run or entry.kind.startswith("entry_")):
        if entry.run != run:
            continue
        if entry.kind in _CLOCK:
            state.apply(entry)
        at = entry.began_at or entry.at
        found.append(Moment(entry, clock.play(at), clock.elapsed(at), clock.scenario(at)))
    return found
