"""Checks of a scenario's quality: would the room believe it, does every team have something to do, is every objective tested?

`profile` says which apply: an exercise is held to all; a short one need not keep every team busy or ask the executives, but
its beginners need notes and prompts as much as anybody; a drill goes down and up a chain, so that there is less to discuss,
but whoever leads it needs the notes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from exercise_studio.design.schedule import earliest
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.conditions import Both, Call, Condition, Node, Not
from exercise_studio.domain.errors import Problem
from exercise_studio.domain.scenario import LAYER_OF_TEAM, Inject, Scenario, Sector
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import MINUTE, format_duration
from exercise_studio.language import N_

Found = Iterator[Problem]
IDLE = 30 * MINUTE
DISCUSSION = 15 * MINUTE
"""What a team needs for one inject at least; only after it does idleness begin."""
CROWD, CROWDED = 10 * MINUTE, 5
"""More injects than this for one team in so long are too many to play."""
LEAST_PROMPTS = 2
SHORTEST, LONGEST = 1.1, 4.6
"""English characters to one Japanese character: outside of this one language says much less than the other."""
LEAST_LENGTH = 60
MOST_TESTS = 12

_CONTROLLERS_WORDS = re.compile(
    r"サブコン|コントローラー|期待行動|期待される行動|評価者|ファシリテーター|状況付与|チェックリスト項目|プレイヤー|検証課題"
    r"|\bsub-?controller|\bfacilitator\b|\bexpected actions?\b|\bobserver rating|\binjects?\b|\bwhite cell\b|\bplayers?\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[A-Z]{2,}-\d+")
"""How item ids of checklists look: one that looks otherwise could be a word of the players' own."""


def _warn(check: str, path: str, message: str, **params: object) -> Problem:
    return Problem("warning", check, message, params, path=path)


def check_quality(scenario: Scenario, checklists: Iterable[Checklist], real_names: Sequence[str] = ()) -> list[Problem]:
    """Every doubt about a scenario's quality; all are warnings, and `waive` can set one aside with a reason."""
    found: list[Problem] = list(_objectives(scenario))
    if scenario.profile == "exercise":
        found += [*_idle(scenario), *_executives(scenario)]
    if scenario.profile != "drill":
        found += _prompts(scenario)
    ids = {item.id for checklist in checklists for item in checklist.items if _ITEM.fullmatch(item.id)}
    found += [*_notes(scenario), *_crowds(scenario), *_lengths(scenario)]
    found += [*_players_text(scenario, ids, real_names), *_conditions(scenario)]
    waived = {waiver.check for waiver in scenario.waive}
    return [problem for problem in found if problem.check not in waived]


def check_portfolio(scenarios: Sequence[Scenario], sectors: Sequence[Sector] = ()) -> list[Problem]:
    """Doubts about a season's scenarios together: threats that none of them has, sectors that none of them touches."""
    if len(scenarios) < 2:
        return []
    threats = {threat for scenario in scenarios for threat in scenario.threats}
    missing = [threat for threat in ("cyber_attack", "natural_disaster", "mismanagement") if threat not in threats]
    found = [
        _warn("portfolio-threats", "", N_("No scenario of the library has the threat {name}."), name=name)
        for name in missing
    ]
    touched = {sector for scenario in scenarios for sector in scenario.sectors}
    text = N_("No scenario of the library touches the sector {name}.")
    return found + [_warn("portfolio-sectors", "", text, name=sector) for sector in sectors if sector not in touched]


def _objectives(scenario: Scenario) -> Found:
    expected = {expect.item for inject in scenario.injects for expect in inject.expects} | set(scenario.standing)
    named = {inject.objective for inject in scenario.injects}
    for number, objective in enumerate(scenario.objectives):
        if objective.id not in named and not expected & set(objective.items):
            yield _warn(
                "untested-objective",
                f"objectives.{number}",
                N_("Nothing in the scenario tests objective {name}."),
                name=objective.id,
            )


def _receivers(scenario: Scenario, inject: Inject) -> set[str]:
    """Teams as slot/kind."""
    teams = set()
    for member in scenario.cast:
        for kind in member.teams:
            for address in inject.to:
                who, _, what = address.partition("/")
                if who in ("all", member.id) and what in ("", kind):
                    teams.add(f"{member.id}/{kind}")
    return teams


def _busy(scenario: Scenario, *, certain: bool) -> dict[str, list[int]]:
    """The moments at which each team receives something; with `certain`, only what comes in every run."""
    moments: dict[str, list[int]] = {f"{m.id}/{kind}": [] for m in scenario.cast for kind in m.teams}
    for inject in scenario.injects:
        if certain and (inject.kind != "normal" or inject.when is not None):
            continue
        for team in _receivers(scenario, inject):
            moments[team].append(earliest(scenario, inject))
    return {team: sorted(found) for team, found in moments.items()}


def _idle(scenario: Scenario) -> Found:
    for team, moments in _busy(scenario, certain=True).items():
        ready = [0, *(moment + DISCUSSION for moment in moments)]
        gap, since = max((after - free, free) for free, after in zip(ready, [*moments, scenario.duration], strict=True))
        if gap > IDLE:
            text = N_("The team {team} has nothing to do for {gap} from T+{since} on.")
            yield _warn("idle-team", "injects", text, team=team, gap=format_duration(gap), since=format_duration(since))


def _crowds(scenario: Scenario) -> Found:
    for team, moments in _busy(scenario, certain=True).items():
        for index in range(len(moments) - CROWDED):
            if moments[index + CROWDED] - moments[index] < CROWD:
                text = N_("The team {team} gets more than {most} injects in ten minutes from T+{since} on.")
                since = format_duration(moments[index])
                yield _warn("crowded-team", "injects", text, team=team, most=CROWDED, since=since)
                break


def _executives(scenario: Scenario) -> Found:
    asked = any(decision.layer == "EXEC" for decision in scenario.layer_decisions)
    asked = asked or any(
        b.decided_by and LAYER_OF_TEAM.get(b.decided_by.rpartition("/")[2]) == "EXEC" for b in scenario.branches
    )
    if not asked:
        yield _warn("no-executive-decision", "injects", N_("The executive layer has nothing to decide."))


def _prompts(scenario: Scenario) -> Found:
    for number, inject in enumerate(scenario.injects):
        if inject.kind != "information" and len(inject.prompts) < LEAST_PROMPTS:
            text = N_("Inject {inject} has fewer than {least} discussion prompts.")
            yield _warn("few-prompts", f"injects.{number}", text, inject=inject.id, least=LEAST_PROMPTS)


def _notes(scenario: Scenario) -> Found:
    for number, inject in enumerate(scenario.injects):
        if inject.kind != "information" and inject.notes is None:
            yield _warn(
                "no-notes",
                f"injects.{number}",
                N_("Inject {inject} has no notes for the controller."),
                inject=inject.id,
            )


def _lengths(scenario: Scenario) -> Found:
    for number, inject in enumerate(scenario.injects):
        texts: list[tuple[str, Text | None]] = [("body", inject.body), ("notes", inject.notes)]
        for name, text in texts:
            if text is None or len(text.ja) < LEAST_LENGTH or not text.en:
                continue
            ratio = len(text.en) / len(text.ja)
            if not SHORTEST <= ratio <= LONGEST:
                shorter = "en" if ratio < SHORTEST else "ja"
                message = N_("In inject {inject} the {language} text says much less than the other.")
                yield _warn("uneven-languages", f"injects.{number}.{name}", message, inject=inject.id, language=shorter)


def _players_text(scenario: Scenario, ids: set[str], real_names: Sequence[str]) -> Found:
    # No word boundaries: Japanese letters may stand right beside an id.
    items = re.compile(rf"(?<![A-Za-z\d-])(?:{'|'.join(map(re.escape, sorted(ids)))})(?![\d-])") if ids else None
    names = re.compile("|".join(map(_name_pattern, sorted(real_names, key=len, reverse=True)))) if real_names else None
    for number, inject in enumerate(scenario.injects):
        for part, text in (("title", inject.title), ("body", inject.body)):
            path = f"injects.{number}.{part}"
            for said in (text.ja, text.en):
                word = _CONTROLLERS_WORDS.search(said) or (items.search(said) if items else None)
                if word and inject.kind != "information":
                    message = N_("Inject {inject} lets players read “{word}”, which is for controllers.")
                    yield _warn("controllers-word", path, message, inject=inject.id, word=word.group())
                real = names.search(said) if names else None
                if real:
                    message = N_("Inject {inject} names “{word}”, a real organisation.")
                    yield _warn("real-organisation", path, message, inject=inject.id, word=real.group())


def _name_pattern(name: str) -> str:
    """Latin names only as whole words: LINE is a name, “online” is not."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)


# conditions that can never be true


def _conditions(scenario: Scenario) -> Found:
    for number, inject in enumerate(scenario.injects):
        if inject.when is not None and not can_hold(inject.when, scenario.duration):
            message = N_("The condition of inject {inject} can never be true.")
            yield _warn("never-true", f"injects.{number}.when", message, inject=inject.id)


def can_hold(condition: Condition, duration: int) -> bool:
    """Whether any state of a run could make the condition true; long ones are given the benefit of the doubt."""
    calls = list(dict.fromkeys(condition.calls()))
    if len(calls) > MOST_TESTS:
        return True
    for values in product((True, False), repeat=len(calls)):
        truth = dict(zip(calls, values, strict=True))
        if _consistent(truth, duration) and _true(condition.tree, truth):
            return True
    return False


def _true(node: Node, truth: dict[Call, bool]) -> bool:
    if isinstance(node, Not):
        return not _true(node.part, truth)
    if isinstance(node, Both):
        test = all if node.word == "and" else any
        return test(_true(part, truth) for part in node.parts)
    return truth[node]


def _consistent(truth: dict[Call, bool], duration: int) -> bool:
    """Whether these tests can have these outcomes at one moment of one run."""
    chosen: dict[str, int] = {}
    passed, not_yet = 0, duration + 1
    for call, value in truth.items():
        if call.name == "chosen" and value:
            chosen[call.args[0]] = chosen.get(call.args[0], 0) + 1
        if call.name == "after" and call.delay is not None:
            passed = max(passed, call.delay) if value else passed
            not_yet = not_yet if value else min(not_yet, call.delay)
        if call.name == "late" and value:
            passed = max(passed, call.delay or 0)
            if any(
                other.name == "done" and other.args == call.args and done and not other.team
                for other, done in truth.items()
            ):
                return False
    return all(count == 1 for count in chosen.values()) and passed < not_yet and passed <= duration
