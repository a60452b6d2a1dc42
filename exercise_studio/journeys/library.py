"""The library: scenarios and checklists that can be used, and the exercises that a workspace holds."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from exercise_studio import paths
from exercise_studio.domain.checklist import Checklist
from exercise_studio.domain.errors import InputError, InvalidFile, Problem
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Text
from exercise_studio.exchange.scenario_folder import SCENARIO_FILE, read_checklist, read_scenario, scenario_folders
from exercise_studio.journeys.session import local_of
from exercise_studio.language import N_
from exercise_studio.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """A scenario as the library shows it; a damaged one has problems instead of a scenario."""

    id: str
    folder: Path
    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()


def own_scenarios() -> Path:
    """The user's own library folder."""
    return paths.user_data() / "scenarios"


def list_scenarios(folders: tuple[Path, ...] = ()) -> list[ScenarioCard]:
    """Every scenario of the given library folders (the shipped and the user's own unless said), by folder and name."""
    cards = []
    for root in folders or (paths.scenarios(), own_scenarios()):
        for folder in scenario_folders(root):
            with suppress(FileNotFoundError):  # gone since the folder was read
                found = (folder / SCENARIO_FILE).stat()
                cards.append(card_of(folder, (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)))
    return cards


@lru_cache(maxsize=512)
def card_of(folder: Path, stamp: tuple[int, ...]) -> ScenarioCard:
    """A scenario is read once for each state of its file, which the stamp tells: windows list the library often."""
    try:
        scenario = read_scenario(folder)
    except InvalidFile as error:
        return ScenarioCard(folder.name, folder, None, tuple(error.problems))
    return ScenarioCard(scenario.id, folder, scenario)


def find_scenario(name: str) -> tuple[Scenario, Path]:
    """A scenario by id or by the path of its folder. Raises InputError or InvalidFile."""
    folder = Path(name)
    if (folder / "scenario.yaml").is_file():
        return read_scenario(folder), folder
    for root in (paths.scenarios(), own_scenarios()):
        if (root / name / "scenario.yaml").is_file():
            return read_scenario(root / name), root / name
    for card in list_scenarios():
        if card.scenario is not None and card.id == name:
            return card.scenario, card.folder
    raise InputError(
        N_("There is no scenario {name}."),
        action=N_("“exercise-studio scenarios list” shows what there is."),
        name=name,
    )


def load_checklists(ids: tuple[str, ...]) -> tuple[Checklist, ...]:
    """Checklists by id, from the user's own folder before the shipped ones. Raises InputError for an unknown id."""
    found = []
    for one in ids:
        places = [paths.user_data() / "checklists", paths.resources("checklists")]
        file = next((p / f"{one}.yaml" for p in places if (p / f"{one}.yaml").is_file()), None)
        if file is None:
            raise InputError(N_("There is no checklist {name}."), name=one)
        found.append(read_checklist(file))
    return tuple(found)


def shipped_checklists() -> tuple[Checklist, ...]:
    """The checklists that come with the program."""
    return tuple(read_checklist(file) for file in sorted(paths.resources("checklists").glob("*.yaml")))


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """An exercise as the home page shows it. `phase`: draft, running, paused, debrief (ended)."""

    id: str
    title: Text
    sectors: tuple[str, ...]
    phase: str
    tlp: str
    starts_at: datetime
    injects: int
    items: int
    runs: int
    last_change: datetime | None
    scenario: str


def list_exercises(workspace: Workspace) -> list[ExerciseCard]:
    """The exercises of a workspace, the last changed first; what lies in the trash is left out."""
    cards = []
    for row in workspace.exercises():
        runs = workspace.runs(row.id)
        plan = workspace.plan(runs[-1].plan_hash) if runs else workspace.draft(row.id)
        cards.append(
            ExerciseCard(
                id=row.id,
                title=plan.title,
                sectors=tuple(dict.fromkeys(o.sector for o in plan.organisations)) or plan.scenario.sectors,
                phase=_phase(workspace, row.id, runs[-1].id if runs else None),
                tlp=plan.tlp,
                starts_at=plan.starts_at,
                injects=len(plan.scenario.injects),
                items=len(plan.scenario.expected_items()),
                runs=len(runs),
                last_change=local_of(row.last_entry_at or row.updated_at, plan.time_zone),
                scenario=plan.scenario.id,
            )
        )
    return sorted(cards, key=lambda card: card.last_change or card.starts_at, reverse=True)


def _phase(workspace: Workspace, exercise: str, run: str | None) -> str:
    if run is None:
        return "draft"
    clock = ("run_started", "run_ended", "clock_paused", "clock_resumed", "run_suspended", "run_continued")
    kinds = [entry.kind for entry in workspace.entries(exercise, run=run, kinds=clock)]
    if "run_ended" in kinds:
        return "debrief"
    if not kinds:
        return "draft"  # the run was made and nothing was written any more: a machine that stopped at that moment
    return "paused" if kinds[-1] in ("clock_paused", "run_suspended") else "running"
