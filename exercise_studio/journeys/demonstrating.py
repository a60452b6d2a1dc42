"""The demonstration: a whole exercise with last year's before it, played in each language into a folder with its reports."""

from dataclasses import dataclass
from pathlib import Path

from exercise_studio.domain.text import LANGUAGES, Lang
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
    exercises: dict[Lang, str] = {}
    with Workspace.create(file) as workspace:
        for lang in LANGUAGES:
            # People type in their own language, so each report is read in the language in which it was logged.
            order = Order(scenario, seed=seed, organisations=3, observers=2, earlier=1, lang=lang)
            exercises[lang] = rehearse(workspace, order)
            target = folder / f"improvement-report-{lang}.pdf"
            reporting.export(Session.open(workspace, exercises[lang]), target, lang=lang)
            made.append(target)
        log = folder / "log.jsonl"
        write_whole(log, export(workspace, exercises["ja"]).encode())
        made.append(log)
    return Demonstration(exercises["ja"], file, tuple(made))
