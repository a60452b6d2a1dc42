"""The demonstration: a whole exercise with last year's before it, played into a folder with its reports."""

from dataclasses import dataclass
from pathlib import Path

from exercise_studio.domain.text import LANGUAGES
from exercise_studio.exchange.writing import write_whole
from exercise_studio.journeys import reporting
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.journeys.session import Session
from exercise_studio.journeys.sharing import export
from exercise_studio.store.workspace import SUFFIX, Workspace

SCENARIO = "port-terminal-ransomware"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made."""

    exercise: str
    workspace: Path
    files: tuple[Path, ...]


def demonstrate(folder: Path, *, seed: int = 2026) -> Demonstration:
    """Plays the demonstration into a folder: a new workspace, the report in both languages and the log. Older files of it are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"demonstration{SUFFIX}"
    for old in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        old.unlink(missing_ok=True)
    scenario, _ = find_scenario(SCENARIO)
    made = [file]
    with Workspace.create(file) as workspace:
        exercise = rehearse(workspace, Order(scenario, seed=seed, organisations=3, observers=2, earlier=1))
        session = Session.open(workspace, exercise)
        for lang in LANGUAGES:
            target = folder / f"improvement-report-{lang}.pdf"
            reporting.export(session, target, lang=lang)
            made.append(target)
        log = folder / "log.jsonl"
        write_whole(log, export(workspace, exercise).encode())
        made.append(log)
    return Demonstration(exercise, file, tuple(made))
