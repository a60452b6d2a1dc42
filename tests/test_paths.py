"""Where data is found: from source, in a wheel and in the frozen program."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exercise_studio import paths


@pytest.fixture(autouse=True)
def forget_the_place() -> Iterator[None]:
    paths.data_root.cache_clear()
    yield
    paths.data_root.cache_clear()


def test_from_source_the_repository_holds_the_data() -> None:
    assert (paths.resources("fonts") / "BIZUDPGothic-Regular.ttf").is_file()
    assert paths.scenarios().is_dir()


def test_in_a_wheel_the_package_holds_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "exercise_studio"
    (package / "_data" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.resources("icons") == package / "_data" / "resources" / "icons"


def test_frozen_the_unpacked_folder_holds_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.scenarios() == tmp_path / "scenarios"


def test_one_variable_moves_everything_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXERCISE_STUDIO_HOME", str(tmp_path / "stick"))
    folders = [paths.user_data(), paths.user_config(), paths.user_cache(), paths.user_logs()]
    assert len(set(folders)) == 4
    assert all(folder.is_dir() and folder.parent == tmp_path / "stick" for folder in folders)
