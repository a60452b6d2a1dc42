"""Conditions of a script as sentences, for people who read it and do not write it."""

from collections.abc import Mapping

from exercise_studio.desktop.control.wording import FAILS, HOLDS, t_plus
from exercise_studio.desktop.library.words import team_name, who
from exercise_studio.domain.conditions import Both, Call, Condition, Node, Not
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Lang, Text
from exercise_studio.language import N_, translate
from exercise_studio.reporting.labels import SECTORS


def sentence(condition: Condition, scenario: Scenario, items: Mapping[str, Text], lang: Lang) -> str:
    """The condition in words; `items` names the items of the checklists."""
    return _said(condition.tree, scenario, items, lang, True)


def _said(node: Node, scenario: Scenario, items: Mapping[str, Text], lang: Lang, wanted: bool) -> str:
    """A negation is carried down to the tests, where “and” and “or” change places."""
    if isinstance(node, Not):
        return _said(node.part, scenario, items, lang, not wanted)
    if isinstance(node, Call):
        return _call(node, scenario, items, lang, wanted)
    word = node.word if wanted else {"and": "or", "or": "and"}[node.word]
    parts: list[str] = []
    for part in node.parts:
        said = _said(part, scenario, items, lang, wanted)
        inner: Node = part.part if isinstance(part, Not) else part
        parts.append(translate(lang, N_("({condition})"), condition=said) if isinstance(inner, Both) else said)
    joint = N_("{first}, and {second}") if word == "and" else N_("{first}, or {second}")
    found = parts[0]
    for further in parts[1:]:
        found = translate(lang, joint, first=found, second=further)
    return found


def _call(call: Call, scenario: Scenario, items: Mapping[str, Text], lang: Lang, wanted: bool) -> str:
    words = {"time": t_plus(call.delay or 0), "test": f"{call.sign} {call.number:g}"}
    first = call.args[0] if call.args else ""
    if call.name == "fired":
        inject = scenario.inject_by_id.get(first)
        words["inject"] = f"{first} {inject.title.get(lang)}" if inject else first
    elif call.name in ("done", "partly", "missed", "late", "rated"):
        words["item"] = first
    elif call.name == "chosen":
        branch = scenario.branch_by_id.get(first)
        options = {option.id: option.text.get(lang) for option in branch.options} if branch else {}
        words["option"] = options.get(call.args[1], call.args[1])
    elif call.name == "shared":
        words |= {"sender": who(scenario, first, lang), "receiver": who(scenario, call.args[1], lang)}
    elif call.name == "level":
        words["sector"] = translate(lang, SECTORS.get(first, first))
    name = "late at" if call.name == "late" and call.delay is not None else call.name
    said = translate(lang, (HOLDS if wanted else FAILS)[name], **words)
    if call.team:
        said = translate(lang, N_("{what} (by {team})"), what=said, team=_team(call.team, scenario, lang))
    title = items.get(words.get("item", ""))
    return translate(lang, N_("{what} ({title})"), what=said, title=title.get(lang)) if title else said


def _team(address: str, scenario: Scenario, lang: Lang) -> str:
    """A team by its kind alone, or by organisation and kind."""
    return who(scenario, address, lang) if "/" in address else team_name(address, lang)
