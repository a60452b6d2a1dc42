"""The translation command: nothing is lost, nothing untranslated goes unnoticed, nothing churns."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "catalogue.py"
MESSAGE = "Inject {number} fired."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A tiny project with one message."""
    (tmp_path / "tools").mkdir()
    shutil.copy(TOOL, tmp_path / "tools")
    (tmp_path / "exercise_studio").mkdir()
    write(tmp_path, f"print(_({MESSAGE!r}, number=1))")
    return tmp_path


def write(project: Path, code: str) -> None:
    (project / "exercise_studio" / "module.py").write_text(code, encoding="utf-8")


def catalogue(project: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, str(project / "tools" / "catalogue.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def add(project: Path, words: dict[str, str]) -> None:
    file = project / "words.json"
    file.write_text(json.dumps(words), encoding="utf-8")
    catalogue(project, "--add", str(file))


def test_an_untranslated_message_fails_the_check_and_is_named(project: Path) -> None:
    catalogue(project)
    code, said = catalogue(project, "--check")
    assert code == 1
    assert f'untranslated: "{MESSAGE}"' in said


def test_a_translation_that_lost_a_placeholder_fails_the_check(project: Path) -> None:
    add(project, {MESSAGE: "発出しました。"})
    code, said = catalogue(project, "--check")
    assert code == 1
    assert "placeholders differ (number)" in said


def test_a_translated_project_passes_and_a_second_run_changes_no_byte(project: Path) -> None:
    add(project, {MESSAGE: "状況付与{number}を発出しました。"})
    files = {path: path.read_bytes() for path in (project / "resources").rglob("exercise_studio.*")}
    assert len(files) == 3
    assert catalogue(project, "--check")[0] == 0
    catalogue(project)
    assert {path: path.read_bytes() for path in files} == files


def test_a_stale_compiled_catalogue_fails_the_check(project: Path) -> None:
    add(project, {MESSAGE: "状況付与{number}を発出しました。"})
    (compiled,) = (project / "resources").rglob("*.mo")
    compiled.write_bytes(compiled.read_bytes().replace("発出".encode(), "発信".encode()))
    code, said = catalogue(project, "--check")
    assert code == 1
    assert "not up to date" in said


def test_words_survive_while_their_message_is_away(project: Path) -> None:
    add(project, {MESSAGE: "状況付与{number}を発出しました。"})
    write(project, "")
    catalogue(project)
    write(project, f"print(translate('ja', {MESSAGE!r}, number=1))")
    catalogue(project)
    assert catalogue(project, "--check")[0] == 0


def test_the_sentences_of_an_error_are_messages_too(project: Path) -> None:
    write(project, "raise InputError('It broke.', safe='Nothing is lost.', action='Try again.', file='x')")
    catalogue(project)
    said = catalogue(project, "--check")[1]
    assert [line for line in said.splitlines() if line.startswith("untranslated")] == [
        'untranslated: "It broke."',
        'untranslated: "Nothing is lost."',
        'untranslated: "Try again."',
    ]
