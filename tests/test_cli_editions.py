"""`report --edition` and `--all-organisations` from the command line: what fits together, what is said, and what is written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.store.workspace import Workspace


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A rehearsed exercise of two organisations."""
    file = tmp_path_factory.mktemp("editions") / "two.estudio"
    scenario, _folder = find_scenario("port-terminal-ransomware")
    with Workspace.create(file) as workspace:
        return file, rehearse(workspace, Order(scenario, organisations=2, observers=1))


def report(world: tuple[Path, str], out: Path, *more: str, lang: str = "en") -> "subprocess.CompletedProcess[str]":
    file, exercise = world
    told = [
        sys.executable, "-m", "exercise_studio", "report", exercise, "--workspace", str(file), "--out", str(out), "--lang", lang
    ]  # fmt: skip
    return subprocess.run([*told, *more], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("more", "pages"),
    [
        (("--edition", "organisation", "--organisation", "terminal"), None),
        (("--edition", "executive"), 2),
        (("--edition", "redacted", "--tlp", "green"), None),
        (("--edition", "follow-up", "--months", "3"), None),
        (("--edition", "aar-ip"), None),
    ],
)
def test_every_edition_can_be_had(
    world: tuple[Path, str], tmp_path: Path, more: tuple[str, ...], pages: int | None
) -> None:
    file = tmp_path / "report.pdf"
    done = report(world, file, *more)
    assert (done.returncode, done.stderr) == (0, "")
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    found = next(int(line.split()[1]) for line in info.splitlines() if line.startswith("Pages:"))
    assert found == pages or (pages is None and found > 2)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--edition", "organisation"), "The edition “organisation” needs --organisation."),
        (("--edition", "organisation", "--organisation", "nobody"), "The ids are: terminal, haulier."),
        (("--tlp", "GREEN"), "The edition “full” takes no --tlp."),
        (("--edition", "follow-up", "--months", "4"), "after 3, 6, 12 months, not after 4."),
        (("--all-organisations", "--edition", "executive"), "Only the edition “organisation”"),
        (("--all-organisations", "--issue"), "issue the full report."),
        (("--all-organisations", "--tlp", "RED"), "takes no --organisation, --tlp or --months."),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_one_sentence(
    world: tuple[Path, str], tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    done = report(world, tmp_path / "report.pdf", *more)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_all_organisations_with_progress_on_stderr_and_one_object_on_stdout(
    world: tuple[Path, str], tmp_path: Path
) -> None:
    done = report(world, tmp_path / "all", "--all-organisations", "--json", lang="ja")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["made"], found["kept"]) == (2, 0)
    assert done.stderr.splitlines() == ["0/2", "1/2", "2/2"]
    assert sorted(file.name for file in (tmp_path / "all").glob("*.pdf")) == sorted(found["files"])
    again = report(world, tmp_path / "all", "--all-organisations", lang="ja")
    assert "0件" in again.stdout
    assert "2件は最新" in again.stdout


def test_the_names_on_the_command_line_are_those_of_the_program() -> None:
    from typing import get_args

    from exercise_studio import cli
    from exercise_studio.domain.scenario import Tlp
    from exercise_studio.reporting.content import EDITIONS

    assert set(cli._EDITIONS) == set(EDITIONS)
    assert set(cli._TLP) == set(get_args(Tlp))
