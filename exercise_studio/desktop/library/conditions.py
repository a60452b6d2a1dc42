"""Conditions of a script as sentences, with the names that the library uses."""

from collections.abc import Mapping
from functools import partial

from exercise_studio.conduct import saying
from exercise_studio.desktop.library.words import team_name, who
from exercise_studio.domain.conditions import Condition
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Lang, Text
from exercise_studio.reporting.labels import SECTORS


def sentence(condition: Condition, scenario: Scenario, items: Mapping[str, Text], lang: Lang) -> str:
    """The condition in words; `items` names the items of the checklists."""
    return saying.sentence(condition, scenario, items, SECTORS, partial(_name, scenario, lang), lang)


def _name(scenario: Scenario, lang: Lang, address: str) -> str:
    """A body, a team of one, or a team by its kind alone."""
    known = "/" in address or address == "all" or address in scenario.member_by_id
    return who(scenario, address, lang) if known else team_name(address, lang)
