"""What is handed out works away from the repository: the wheel, and the frozen program with no Python around it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = "port-terminal-ransomware"


def run(command: list[str | Path], cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_wheel_brings_scenarios_and_resources(tmp_path: Path) -> None:
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, ROOT]
    run([sys.executable, *build], tmp_path, **os.environ)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    where = run(
        [sys.executable, "-c", "import exercise_studio.paths as p; print(p.data_root())"], tmp_path, **environment
    )
    assert where.strip() == str(tmp_path / "installed" / "exercise_studio" / "_data")
    said = run([sys.executable, "-m", "exercise_studio", "scenarios", "list", "--json"], tmp_path, **environment)
    assert SCENARIO in [scenario["id"] for scenario in json.loads(said)["scenarios"]]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_frozen_program_needs_no_python_around_it(tmp_path: Path) -> None:
    places = ["--distpath", tmp_path / "dist", "--workpath", tmp_path / "build"]
    freeze: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    run([*freeze, *places, ROOT / "build.spec"], ROOT, **os.environ)
    name = "exercise-studio.exe" if os.name == "nt" else "exercise-studio"
    program = tmp_path / "dist" / "exercise-studio" / name
    # No PATH and no PYTHON…: whatever it needs, it brings.
    alone = {"QT_QPA_PLATFORM": "offscreen", "EXERCISE_STUDIO_HOME": str(tmp_path / "home")}
    if os.name == "nt":
        alone["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    run([program, "doctor"], tmp_path, **alone)
    workspace = tmp_path / "frozen.exercise"
    played = run([program, "rehearse", SCENARIO, "--workspace", workspace, "--seed", "1", "--json"], tmp_path, **alone)
    exercise = json.loads(played)["exercise"]
    report = tmp_path / "report.pdf"
    run([program, "report", exercise, "--workspace", workspace, "--lang", "ja", "--out", report], tmp_path, **alone)
    assert report.read_bytes().startswith(b"%PDF-")
    for form in ("docx", "xlsx", "csv"):
        other = tmp_path / f"report.{form}"
        chosen = ["--lang", "ja", "--format", form, "--out", other]
        run([program, "report", exercise, "--workspace", workspace, *chosen], tmp_path, **alone)
        assert other.read_bytes().startswith(b"PK")
    everybody = ["--lang", "ja", "--all-organisations", "--out", tmp_path / "all"]
    run([program, "report", exercise, "--workspace", workspace, *everybody], tmp_path, **alone)
    assert list((tmp_path / "all").glob("*.pdf"))
