"""One report for each organisation: resumed after a kill, not made again when nothing changed, whole or not at all."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exercise_studio.domain.errors import InputError, UsageError
from exercise_studio.domain.exercise import Plan
from exercise_studio.journeys import authoring, conducting, debriefing, observing, report_batch
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Order, rehearse
from exercise_studio.journeys.report_batch import INDEX, file_names, make_all
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace
from tests.journeys.conftest import Hand
from tests.plans import both, house, plan


class Watch:
    """A job that remembers what it was told, and stops after `most` reports."""

    cancelled = False

    def __init__(self, most: int | None = None) -> None:
        self.most = most
        self.told: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, what: str = "") -> None:
        self.told.append((done, total, what))
        if self.most is not None and done >= self.most:
            raise InterruptedError


@pytest.fixture
def played(running: Session, clock: Hand) -> Session:
    """A short exercise of three organisations that was played and rated."""
    conducting.fire(running, "I01")
    clock.on(6)
    conducting.log_response(running, "alpha/csirt", "検知し、隔離した", items=[("DET-01", "done")], inject="I01")
    for team in ("alpha/csirt", "beta/csirt"):
        observing.rate(running, "OB2", team, "DET-01", 3, note="早かった")
    clock.on(50)
    conducting.end_run(running)
    return running


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.pdf")}


def test_every_organisation_gets_its_file_and_the_job_hears_of_each(played: Session, tmp_path: Path) -> None:
    watch = Watch()
    made = make_all(played, tmp_path / "out", "ja", watch, workers=0)
    assert (made.made, made.kept) == (3, 0)
    assert [file.name for file in made.files] == ["alpha_社alpha_ja.pdf", "beta_社beta_ja.pdf", "gamma_社gamma_ja.pdf"]
    assert all(file.read_bytes().startswith(b"%PDF-") for file in made.files)
    assert [(done, total) for done, total, _what in watch.told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert watch.told[1][2] == "社alpha"


def test_nothing_is_made_again_until_the_log_changes(played: Session, tmp_path: Path, clock: Hand) -> None:
    out = tmp_path / "out"
    first = make_all(played, out, "ja", Watch(), workers=0)
    stamps = [file.stat().st_mtime_ns for file in first.files]
    again = make_all(played, out, "ja", Watch(), workers=0)
    assert (again.made, again.kept) == (0, 3)
    assert [file.stat().st_mtime_ns for file in again.files] == stamps
    assert make_all(played, out, "en", Watch(), workers=0).made == 3
    clock.on(5)
    debriefing.write_finding(played, "手順がない", fact="隔離の手順がない", teams=["alpha/csirt"])
    changed = make_all(played, out, "ja", Watch(), workers=0)
    assert (changed.made, changed.kept) == (3, 0)
    assert len(list(out.glob("*.pdf"))) == 6


def test_a_file_that_somebody_changed_or_lost_is_made_again(played: Session, tmp_path: Path) -> None:
    made = make_all(played, tmp_path, "ja", Watch(), workers=0)
    before = digests(tmp_path)
    made.files[0].write_bytes(b"other")
    made.files[1].unlink()
    assert make_all(played, tmp_path, "ja", Watch(), workers=0).made == 2
    assert digests(tmp_path) == before


def test_half_a_line_in_the_index_costs_one_report_at_most(played: Session, tmp_path: Path) -> None:
    make_all(played, tmp_path, "ja", Watch(), workers=0)
    index = tmp_path / INDEX
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    assert make_all(played, tmp_path, "ja", Watch(), workers=0).made == 1
    assert [json.loads(line)["organisation"] for line in index.read_text().splitlines()] == ["alpha", "beta", "gamma"]


def test_what_was_finished_stays_when_the_job_is_stopped(played: Session, tmp_path: Path) -> None:
    with pytest.raises(InterruptedError):
        make_all(played, tmp_path, "ja", Watch(most=2), workers=0)
    assert len(digests(tmp_path)) == 2
    assert make_all(played, tmp_path, "ja", Watch(), workers=0).kept == 2


def test_processes_write_the_same_bytes(played: Session, tmp_path: Path) -> None:
    make_all(played, tmp_path / "one", "ja", Watch(), workers=0)
    made = make_all(played, tmp_path / "two", "ja", Watch(), workers=2)
    assert made.made == 3
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_the_batch_writes_what_a_single_report_does(played: Session, tmp_path: Path) -> None:
    from exercise_studio.journeys import reporting
    from exercise_studio.reporting.editions import Options

    made = make_all(played, tmp_path, "ja", Watch(), workers=0)
    single = reporting.export(
        played, tmp_path / "single.pdf", lang="ja", edition="organisation", options=Options(organisation="beta")
    )
    assert single.path.read_bytes() == made.files[1].read_bytes()


def test_a_folder_of_another_exercise_is_left_alone(
    played: Session, workspace: Workspace, tmp_path: Path, clock: Hand
) -> None:
    make_all(played, tmp_path, "ja", Watch(), workers=0)
    before = digests(tmp_path)
    other = Session.open(workspace, authoring.create_exercise(workspace, plan()), now=clock)
    conducting.start_run(other)
    with pytest.raises(InputError, match="another exercise"):
        make_all(other, tmp_path, "ja", Watch(), workers=0)
    assert digests(tmp_path) == before


def test_without_a_run_there_is_nothing_to_report(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has not been started"):
        make_all(session, tmp_path, "ja", Watch())
    assert list(tmp_path.glob("*.pdf")) == []


def test_file_names_are_safe_everywhere_and_differ_in_more_than_capitals() -> None:
    def named(identity: str, name: str) -> dict[str, object]:
        return house(identity, "terminal", "port", "csirt") | {"name": both(name, name)}

    names = [
        named("con", 'a/b\\c:d*e?f"g<h>i|j'), named("CON", "..."), named("Con", "..."), named("x.y", "改\n行\u202e　と\x07鐘 "),
        named("long", "長" * 300), named("x-y", "改行と鐘"), named("emoji", "🏭工場"),
    ]  # fmt: skip
    of: Plan = plan(organisations=names, observers=[], assignments={})
    found = list(file_names(of.organisations, "ja", "pdf").values())
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert not set(name) & set('<>:"/\\|?*'), name
        assert all(ord(char) >= 32 and char != "\u202e" for char in name), name
        assert name.partition(".")[0].casefold() not in {"con", "prn", "aux", "nul"}
        assert not name.startswith((".", " "))
        assert len(name.encode()) <= 255
        assert name.endswith("_ja.pdf") or "_ja-" in name


# real processes


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An exercise of eight organisations in a workspace file."""
    file = tmp_path_factory.mktemp("many") / "many.estudio"
    scenario, _folder = find_scenario("port-terminal-ransomware")
    with Workspace.create(file) as workspace:
        exercise = rehearse(workspace, Order(scenario, organisations=8, observers=1))
    return file, exercise


def command(many: tuple[Path, str], out: Path) -> list[str]:
    file, exercise = many
    return [
        sys.executable, "-m", "exercise_studio", "report", exercise, "--workspace", str(file), "--all-organisations", "--out",
        str(out), "--lang", "ja", "--json",
    ]  # fmt: skip


def until(condition: Callable[[], bool]) -> None:
    """Waits for what another process does; the test's own timeout ends it."""
    while not condition():
        time.sleep(0.01)


def whole(file: Path) -> bool:
    content = file.read_bytes()
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


ENDS = ("killed", "ctrl-c") if os.name == "posix" else ("killed",)


@pytest.mark.parametrize("end", ENDS)
def test_broken_off_in_the_middle_no_half_file_is_left_and_the_next_call_goes_on(
    many: tuple[Path, str], tmp_path: Path, end: str
) -> None:
    out = tmp_path / "out"
    # A group of its own, as a terminal has: Ctrl+C reaches the helpers too.
    process = subprocess.Popen(
        command(many, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    until(lambda: (out / INDEX).exists() and len(list(out.glob("*.pdf"))) >= 3)
    if end == "killed":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 1 or end == "killed"
    assert "Traceback" not in said
    # A helper that was writing may finish its file after its parent is gone, and then ends.
    until(lambda: not helpers(process.pid))
    left = sorted(out.glob("*.pdf"))
    assert 3 <= len(left) <= 8
    assert all(whole(file) for file in left)
    assert list(out.glob(".*")) == []
    noted = len((out / INDEX).read_text(encoding="utf-8").splitlines())
    done = subprocess.run(command(many, out), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["made"] + found["kept"] == 8
    assert found["kept"] >= noted - 1
    assert len(list(out.glob("*.pdf"))) == 8


def helpers(group: int) -> list[int]:
    """The processes that are left of a process group, where there are such."""
    if os.name != "posix":
        return []
    found = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


def test_the_index_is_no_secret_of_one_version(played: Session, tmp_path: Path) -> None:
    make_all(played, tmp_path, "ja", Watch(), workers=0)
    first = json.loads((tmp_path / INDEX).read_text().splitlines()[0])
    assert first["index"] == report_batch.INDEX_FORMAT
    assert set(first) >= {"exercise", "organisation", "language", "format", "file", "sha256", "size", "digest"}
