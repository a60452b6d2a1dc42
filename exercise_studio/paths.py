"""Where the program's own data and the user's folders are: from source, from a wheel and in the frozen build alike."""

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

APP_NAME = "ExerciseStudio"


@cache
def data_root() -> Path:
    """The folder that holds `resources/` and `scenarios/`.

    Frozen: where PyInstaller unpacked them. Wheel: `_data` inside the package. Source: the repository.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen)] if frozen else [package / "_data", package.parent]
    for candidate in candidates:
        if (candidate / "resources").is_dir():
            return candidate
    return candidates[-1]


def resources(*parts: str) -> Path:
    """A path under `resources/`, for example `resources("fonts")`; it need not exist."""
    return data_root().joinpath("resources", *parts)


def scenarios() -> Path:
    """The scenario library that is shipped with the program."""
    return data_root() / "scenarios"


def user_data() -> Path:
    """Where the user's workspaces and own scenarios are kept; made when missing."""
    return _made(_home("data") or Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))


def user_config() -> Path:
    """Where the user's settings are kept; made when missing."""
    return _made(_home("config") or Path(platformdirs.user_config_dir(APP_NAME, appauthor=False)))


def user_cache() -> Path:
    """Where anything may be deleted at any time; made when missing."""
    return _made(_home("cache") or Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)))


def user_logs() -> Path:
    """Where the program's own diagnostic logs go; made when missing."""
    return _made(_home("logs") or Path(platformdirs.user_log_dir(APP_NAME, appauthor=False)))


def _home(kind: str) -> Path | None:
    """One folder for everything when EXERCISE_STUDIO_HOME says so: a portable copy on a stick, or a test."""
    home = os.environ.get("EXERCISE_STUDIO_HOME")
    return Path(home) / kind if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
