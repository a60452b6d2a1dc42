"""A scenario in a folder: scenario.yaml with its attachments, read whole, with every fault by file and line."""

from pathlib import Path

from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.errors import InvalidFile, Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.exchange.yaml_files import read_model
from exercise_studio.language import N_

SCENARIO_FILE = "scenario.yaml"
MAX_ATTACHMENT = 25 * 1024 * 1024


def scenario_folders(root: Path) -> list[Path]:
    """The scenario folders directly below a library folder, by name; none where the library is missing."""
    if not root.is_dir():
        return []
    return sorted(folder for folder in root.iterdir() if (folder / SCENARIO_FILE).is_file())


def read_scenario(folder: Path) -> Scenario:
    """The scenario of a folder. Raises InvalidFile."""
    return read_model(folder / SCENARIO_FILE, Scenario)


def attachment_path(folder: Path, file: str) -> Path:
    """The path of an attachment, which must lie inside the folder and be of a bounded size. Raises InvalidFile."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise InvalidFile(
            [
                Problem(
                    "error",
                    "attachment",
                    N_("The attachment {name} lies outside the scenario's folder."),
                    {"name": file},
                    str(folder / SCENARIO_FILE),
                )
            ]
        )
    if not path.is_file():
        raise InvalidFile(
            [
                Problem(
                    "error",
                    "attachment",
                    N_("The attachment {name} is missing."),
                    {"name": file},
                    str(folder / SCENARIO_FILE),
                )
            ]
        )
    if path.stat().st_size > MAX_ATTACHMENT:
        raise InvalidFile(
            [
                Problem(
                    "error",
                    "attachment",
                    N_("The attachment {name} is larger than 25 MB."),
                    {"name": file},
                    str(folder / SCENARIO_FILE),
                )
            ]
        )
    return path


def read_checklist(file: Path) -> Checklist:
    """A checklist. Raises InvalidFile."""
    return read_model(file, Checklist)
