"""How the library names the codes of scenarios, their people and their problems; Home says them the same way."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from exercise_studio.design.advice import advice
from exercise_studio.desktop import formats, texts
from exercise_studio.desktop.names import DIFFICULTIES, THREATS
from exercise_studio.desktop.texts import authored
from exercise_studio.desktop.widgets.tables import Column
from exercise_studio.domain.errors import Problem, fill
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.journeys.library import ScenarioCard
from exercise_studio.language import N_, _, translate
from exercise_studio.reporting.labels import SECTORS

LANGUAGE_NAMES: Final = {"ja": N_("Japanese"), "en": N_("English")}


def sectors(codes: Sequence[str], most: int = 0) -> str:
    """Names of sectors in a row; with `most` the rest are counted."""
    names = [_(SECTORS.get(code, code)) for code in codes]
    if most and len(names) > most:
        return _("{names} and {n} more", names=formats.listed(names[:most]), n=len(names) - most)
    return formats.listed(names)


def threats(codes: Sequence[str]) -> str:
    """Names of threats in a row."""
    return formats.listed([_(THREATS.get(code, code)) for code in codes])


def tag(code: str) -> str:
    """A tag as people read it."""
    return code.replace("_", " ").replace("-", " ")


def _of(card: ScenarioCard, read: Any) -> str:
    """A damaged scenario has nothing to show but its name."""
    return read(card.scenario) if card.scenario is not None else "–"


def scenario_title(card: ScenarioCard) -> str:
    """The title, or the folder's name where the files cannot be read."""
    if card.scenario is not None:
        return authored(card.scenario.title)
    return _("× {folder}: cannot be read", folder=card.folder.name)


def _title_tip(card: ScenarioCard) -> str:
    return scenario_title(card) if card.scenario is not None else unreadable(card)


def _title_ink(card: ScenarioCard) -> str | None:
    return None if card.scenario is not None else "danger.fill"


def _minutes(card: ScenarioCard) -> int:
    return card.scenario.duration if card.scenario is not None else 0


SCENARIO_COLUMNS: Final = (
    Column(N_("Scenario"), scenario_title, width=0, least=300, tip=_title_tip, ink=_title_ink),
    Column(
        N_("Sectors"),
        lambda c: _of(c, lambda s: sectors(s.sectors, 2)),
        tip=lambda c: _of(c, lambda s: sectors(s.sectors)),
        width=180,
        optional=1,
    ),
    Column(N_("Threat"), lambda c: _of(c, lambda s: threats(s.threats)), optional=3),
    Column(N_("Difficulty"), lambda c: _of(c, lambda s: _(DIFFICULTIES.get(s.level, s.level))), optional=2),
    Column(N_("Injects"), lambda c: _of(c, lambda s: str(len(s.injects))), number=True, optional=4),
    Column(N_("Playing time"), lambda c: _of(c, lambda s: formats.length(s.duration)), value=_minutes),
)


def said_by(card: ScenarioCard) -> Iterable[str]:
    """Everything of a card that a search looks at, in both languages."""
    scenario = card.scenario
    if scenario is None:
        return (card.id, card.folder.name)
    text = (scenario.title.ja, scenario.title.en, scenario.summary.ja, scenario.summary.en)
    codes = [translate(lang, SECTORS[code]) for lang in ("ja", "en") for code in scenario.sectors]
    codes += [translate(lang, THREATS[code]) for lang in ("ja", "en") for code in scenario.threats]
    return (card.id, *text, *codes, *scenario.tags, *(tag(one) for one in scenario.tags))


# problems


def problem_text(problem: Problem) -> str:
    """The sentence of a problem in the language in use, languages in it by their names."""
    params = dict(problem.params)
    if params.get("language") in LANGUAGE_NAMES:
        params["language"] = _(LANGUAGE_NAMES[str(params["language"])])
    return fill(str(texts.language.current()), problem.message, params)


def place(problem: Problem) -> str:
    """File and line as the card shows them; the folder is known there."""
    name = Path(problem.file).name
    return f"{name}:{problem.line}" if problem.line else name


def unreadable(card: ScenarioCard, most: int = 8) -> str:
    """What is wrong with a damaged scenario, with file and line."""
    said = [_("{place}: {problem}", place=place(p), problem=problem_text(p)) for p in card.problems[:most]]
    todo = advice(card.problems[0].check) if card.problems else ""
    return "\n".join([_("This scenario cannot be read."), *said, *([_(todo)] if todo else [])])


# people and times


def team_name(kind: str, lang: Lang) -> str:
    """What a kind of team is called."""
    return TEAM_TITLES[kind].get(lang) if kind in TEAM_TITLES else kind


def who(scenario: Scenario, address: str, lang: Lang) -> str:
    """An address of the script by name: a member, one of its teams, or everybody."""
    first, _slash, kind = address.partition("/")
    member = scenario.member_by_id.get(first)
    name = translate(lang, N_("Everybody")) if first == "all" else member.title.get(lang) if member else first
    return (
        translate(lang, N_("{organisation}: {team}"), organisation=name, team=team_name(kind, lang)) if kind else name
    )


def receivers(scenario: Scenario, addresses: Sequence[str], lang: Lang) -> str:
    """Who receives an inject: teams of one organisation stand together, an organisation with all its teams by itself."""
    houses: dict[str, list[str]] = {}
    for address in addresses:
        first, _slash, kind = address.partition("/")
        houses.setdefault(first, []).append(kind)
    comma = "、" if lang == "ja" else ", "
    parts = []
    for house, kinds in houses.items():
        name = who(scenario, house, lang)
        member = scenario.member_by_id.get(house)
        if "" in kinds or (member is not None and set(kinds) == set(member.teams)):
            parts.append(name)
        else:
            teams = comma.join(team_name(kind, lang) for kind in kinds)
            parts.append(translate(lang, N_("{organisation}: {team}"), organisation=name, team=teams))
    return ("；" if lang == "ja" else "; ").join(parts)


def clock(play: int) -> str:
    """A moment of play: hours and minutes, seconds only where there are any ("0:25", "1:05:30")."""
    minutes, seconds = divmod(round(play / 1000), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def span(milliseconds: int, lang: Lang) -> str:
    """A length of time in words ("2 h 30 min")."""
    hours, minutes = divmod(round(milliseconds / 60_000), 60)
    if not hours:
        return translate(lang, N_("{minutes} min"), minutes=minutes)
    if not minutes:
        return translate(lang, N_("{hours} h"), hours=hours)
    return translate(lang, N_("{hours} h {minutes} min"), hours=hours, minutes=minutes)


def story_time(scenario: Scenario, play: int) -> str:
    """The story's wall clock at a moment of play, the jumps of the phases before included ("7/5 07:12")."""
    at = scenario.clock.start + timedelta(milliseconds=play)
    for phase in scenario.phases:
        if phase.jump is not None and play >= phase.start:
            at = phase.jump.to + timedelta(milliseconds=play - phase.start)
    return f"{at.month}/{at.day} {at:%H:%M}"
