"""A whole exercise on a real PostgreSQL: the same seed gives the same log as in a file."""

from pathlib import Path

from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.journeys.sharing import export
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace


def test_a_rehearsal_on_a_server_equals_one_in_a_file(server_url: str, tmp_path: Path) -> None:
    scenario, _ = find_scenario("port-terminal-ransomware")
    order = Order(scenario, seed=5, organisations=2, observers=1)
    said = []
    for target in (server_url, tmp_path / "file.estudio"):
        with Workspace.create(target) as workspace:
            exercise = rehearse(workspace, order)
            said.append(export(workspace, exercise, normalised=True))
            assert verify(workspace).ok
    assert said[0] == said[1]
