"""Browsing the library: filters, load over time, which sectors a service outage reaches, and copies in one's own folder."""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from exercise_studio import paths
from exercise_studio.conduct.cascade import Cascade, cascade
from exercise_studio.design.schedule import Busy, workload
from exercise_studio.domain.errors import EnvironmentFault, InputError
from exercise_studio.domain.reference import Reference
from exercise_studio.domain.scenario import LAYER_OF_TEAM, Scenario
from exercise_studio.exchange.scenario_folder import SCENARIO_FILE
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys.authoring import new_plan, organisation_for
from exercise_studio.journeys.library import ScenarioCard, load_checklists, own_scenarios
from exercise_studio.journeys.reference_data import reference_in_use
from exercise_studio.language import N_

OUTAGE_HOURS = 72.0
_ID = re.compile(r"^id:[ \t]*\S+[ \t]*$", re.MULTILINE)
_WISH = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a facilitator looks for; an empty field asks for nothing. Durations in milliseconds.

    Attributes:
        sectors, threats, levels, tags, layers: a scenario needs one of each that is asked for.
        longest: playing time at the most.
        both_languages: only scenarios whose title and summary stand in both.
        words: all of them occur in title, summary, id or tags.
    """

    sectors: frozenset[str] = frozenset()
    threats: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    longest: int | None = None
    both_languages: bool = False
    words: str = ""

    def admit(self, scenario: Scenario) -> bool:
        """Whether a scenario is what was asked for."""
        layers = {LAYER_OF_TEAM[kind] for member in scenario.cast for kind in member.teams}
        asked: Iterable[tuple[frozenset[str], Iterable[str]]] = (
            (self.sectors, scenario.sectors),
            (self.threats, scenario.threats),
            (self.layers, layers),
            (self.levels, (scenario.level,)),
            (self.tags, scenario.tags),
        )
        if any(wanted and not wanted & set(found) for wanted, found in asked):
            return False
        if self.longest is not None and scenario.duration > self.longest:
            return False
        texts = (scenario.title, scenario.summary)
        if self.both_languages and any(text.missing(lang) for text in texts for lang in ("ja", "en")):
            return False
        said = " ".join(
            [scenario.id, *scenario.tags, *(part for text in texts for part in (text.ja, text.en))]
        ).casefold()
        return all(word in said for word in self.words.casefold().split())


def matching(cards: Sequence[ScenarioCard], filters: Filters) -> list[ScenarioCard]:
    """The cards that fit; damaged ones are always shown, because hiding them would hide the damage."""
    return [card for card in cards if card.scenario is None or filters.admit(card.scenario)]


def load_over_time(scenario: Scenario) -> list[Busy]:
    """When which team has something to do, if every player slot is filled."""
    houses = [organisation_for(member) for member in scenario.cast if member.kind == "player"]
    start = datetime.combine(scenario.as_of, datetime.min.time())
    plan = new_plan(scenario, load_checklists(scenario.checklists), starts_at=start, organisations=houses)
    return list(workload(plan))


def reference() -> Reference:
    """The reference data: the shipped files, and sound ones of the user's own folder in their place (reference_data.py)."""
    return reference_in_use().data


def outage(sector: str, *, level: float = 0.0, hours: float = OUTAGE_HOURS) -> Cascade:
    """Where the outage of one sector's service spreads, if all of it stops: an estimate for exercises (推定値・演習用)."""
    return cascade(reference().dependencies, lambda name, _hour: level if name == sector else 1.0, hours)


def that_begin_with(sector: str, cards: Sequence[ScenarioCard]) -> list[ScenarioCard]:
    """The scenarios in which a sector's service fails, those that break it by their outages first."""
    found = [card for card in cards if card.scenario is not None and sector in card.scenario.sectors]

    def first(card: ScenarioCard) -> bool:
        return card.scenario is not None and all(one.sector != sector for one in card.scenario.outages)

    return sorted(found, key=first)


def duplicate(card: ScenarioCard, new_id: str) -> Path:
    """Copies a scenario into one's own library under another id; comments and attachments go along.

    Raises InputError for an id that is no name or is taken, EnvironmentFault when it cannot be written.
    """
    if not _WISH.fullmatch(new_id):
        raise InputError(N_("“{name}” cannot be an id: use small letters, digits and hyphens."), name=new_id)
    target = own_scenarios() / new_id
    if target.exists():
        raise InputError(N_("Your library has a scenario {name} already."), safe=N_("Nothing was copied."), name=new_id)
    if (paths.scenarios() / new_id).exists():
        raise InputError(
            N_("A scenario of the program is called {name}; the copy needs an id of its own."),
            safe=N_("Nothing was copied."),
            name=new_id,
        )
    part = target.with_name(f".{new_id}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(card.folder, part, symlinks=False)
        text = (part / SCENARIO_FILE).read_text("utf-8")
        write_whole(part / SCENARIO_FILE, _ID.sub(f"id: {new_id}", text, count=1).encode())
        part.rename(target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise EnvironmentFault(
            N_("The scenario could not be copied: {reason}."),
            safe=N_("Your library is as it was."),
            reason=error.strerror or str(error),
        ) from error
    return target
