"""Checking scenario folders: shape, structure and attachments, each fault with file, line and what to do."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from exercise_studio import paths
from exercise_studio.design.quality_checks import check_portfolio, check_quality
from exercise_studio.design.scenario_checks import check_scenario
from exercise_studio.domain.errors import InputError, InvalidFile, Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.exchange.scenario_folder import SCENARIO_FILE, attachment_path, read_scenario, scenario_folders
from exercise_studio.exchange.yaml_files import read_yaml
from exercise_studio.journeys.library import load_checklists, own_scenarios
from exercise_studio.language import N_


def check_scenarios(places: tuple[Path, ...] = ()) -> list[Problem]:
    """Checks scenario folders, or every scenario of library folders; the whole library unless places are given."""
    folders: list[Path] = []
    for place in places or (paths.scenarios(), own_scenarios()):
        if (place / SCENARIO_FILE).is_file():
            folders.append(place)
        else:
            below = scenario_folders(place)
            if places and not below:
                raise InputError(N_("There is no scenario in {place}."), place=str(place))
            folders += below
    found = [problem for folder in folders for problem in check_folder(folder)]
    if len(folders) > 1:
        found += _portfolio(folders)
    return found


def _portfolio(folders: list[Path]) -> list[Problem]:
    """What a library as a whole lacks."""
    scenarios = []
    for folder in folders:
        with suppress(InvalidFile):
            scenarios.append(read_scenario(folder))
    return check_portfolio(scenarios)


def real_names() -> tuple[str, ...]:
    """Names of real private organisations that no inject may use."""
    value, _ = read_yaml(paths.resources("reference", "real_names.yaml"))
    return tuple(value["names"])


def check_folder(folder: Path) -> list[Problem]:
    """Every fault of one scenario folder."""
    try:
        scenario = read_scenario(folder)
        checklists = load_checklists(scenario.checklists)
    except InvalidFile as error:
        return error.problems
    except InputError as error:
        return [Problem("error", "checklist", error.what, error.params, str(folder / SCENARIO_FILE))]
    file = folder / SCENARIO_FILE
    found = (
        check_scenario(scenario, checklists)
        + check_quality(scenario, checklists, real_names())
        + _attachments(folder, scenario)
    )
    if not found:
        return []
    _, lines = read_yaml(file)
    return sorted((_placed(problem, file, lines) for problem in found), key=lambda problem: problem.line)


def _attachments(folder: Path, scenario: Scenario) -> list[Problem]:
    found: list[Problem] = []
    named = set()
    for number, inject in enumerate(scenario.injects):
        for index, attachment in enumerate(inject.attachments):
            named.add(attachment.file)
            try:
                attachment_path(folder, attachment.file)
            except InvalidFile as error:
                path = f"injects.{number}.attachments.{index}"
                found += [replace(problem, path=path) for problem in error.problems]
    for file in sorted((folder / "attachments").glob("*")):
        if f"attachments/{file.name}" not in named:
            message = N_("The attachment {name} is used by no inject.")
            found.append(Problem("warning", "unused-attachment", message, {"name": file.name}, path="injects"))
    return found


def _placed(problem: Problem, file: Path, lines: dict[tuple[str | int, ...], int]) -> Problem:
    place: tuple[str | int, ...] = tuple(int(part) if part.isdigit() else part for part in problem.path.split("."))
    while place and place not in lines:
        place = place[:-1]
    return replace(problem, file=str(file), line=lines.get(place, 1))
