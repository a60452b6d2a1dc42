"""Examining the machine: what the program needs and what is missing here. Nothing is changed."""

import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Literal

from exercise_studio import __version__, paths
from exercise_studio.language import N_, translate
from exercise_studio.store.engine import sqlite_version

FONTS = (
    "BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf", "BIZUDGothic-Regular.ttf", "NotoSansJP-Regular.ttf",
    "NotoSansSymbols-Regular.ttf", "NotoEmoji-Regular.ttf",
)  # fmt: skip
PACKAGES = ("PySide6", "sqlalchemy", "pydantic", "reportlab", "yaml", "alembic", "psycopg", "pypdfium2")


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at. `state`: ok, advice (works without), missing."""

    what: str
    state: Literal["ok", "advice", "missing"]
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """The sentence."""
        return translate(lang, self.message, **self.params)


def examine() -> list[Examined]:
    """Everything, in the order in which somebody would mend it."""
    found: list[Examined] = []
    for look in (_versions, _packages, _data, _folders, _qt, _japanese_input):
        found += look()
    return found


def _versions() -> Iterator[Examined]:
    python = ".".join(map(str, sys.version_info[:3]))
    state: Literal["ok", "missing"] = "ok" if sys.version_info >= (3, 11) else "missing"
    yield Examined(
        "python", state, N_("Exercise Studio {version} on Python {python}."), {"version": __version__, "python": python}
    )
    yield Examined("sqlite", "ok", N_("SQLite {version}."), {"version": sqlite_version()})


def _packages() -> Iterator[Examined]:
    for name in PACKAGES:
        if importlib.util.find_spec(name) is None:
            yield Examined("package", "missing", N_("The package {name} is missing."), {"name": name})


def _data() -> Iterator[Examined]:
    for name in FONTS:
        if not paths.resources("fonts", name).is_file():
            yield Examined(
                "font", "missing", N_("The font {name} is missing from the program's folder."), {"name": name}
            )
    if not paths.scenarios().is_dir():
        yield Examined("scenarios", "missing", N_("The scenario library is missing from the program's folder."))
    else:
        yield Examined(
            "data", "ok", N_("Fonts, checklists and scenarios are there: {place}."), {"place": str(paths.data_root())}
        )


def _folders() -> Iterator[Examined]:
    places: tuple[tuple[str, Callable[[], Path]], ...] = (
        ("data", paths.user_data), ("config", paths.user_config), ("cache", paths.user_cache), ("logs", paths.user_logs)
    )  # fmt: skip
    for name, place in places:
        try:
            folder = place()
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x")
        except OSError as error:
            text = N_("The {name} folder cannot be written: {reason}.")
            yield Examined("folder", "missing", text, {"name": name, "reason": error.strerror or str(error)})
        else:
            yield Examined(
                "folder", "ok", N_("The {name} folder can be written: {place}."), {"name": name, "place": str(folder)}
            )


def _qt() -> Iterator[Examined]:
    """Qt is loaded in another process, so that a missing library is a sentence and not an abort."""
    import subprocess

    program = [] if getattr(sys, "frozen", False) else ["-m", "exercise_studio"]
    command = [sys.executable, *program, "--probe-qt"]
    shown = bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.name == "nt" or sys.platform == "darwin"
    )
    environment = dict(os.environ) if shown else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        outcome = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Examined("qt", "missing", N_("The windows cannot start: {reason}."), {"reason": str(error)})
        return
    if outcome.returncode:
        lines = [line for line in outcome.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else str(outcome.returncode)
        yield Examined("qt", "missing", N_("The windows cannot start: {reason}."), {"reason": reason})
        return
    yield Examined("qt", "ok", N_("Qt {version} starts."), {"version": outcome.stdout.strip()})
    if not shown:
        yield Examined("display", "advice", N_("There is no display here; the command line works without one."))


def _japanese_input() -> Iterator[Examined]:
    if sys.platform != "linux":
        return
    module = os.environ.get("QT_IM_MODULE") or os.environ.get("XMODIFIERS", "")
    if "fcitx" in module:
        yield Examined(
            "ime",
            "advice",
            N_("fcitx is set, but this Qt brings only ibus: Japanese input may not work in the windows."),
        )
    elif "ibus" in module:
        yield Examined("ime", "ok", N_("Japanese input through ibus."))


def versions() -> dict[str, str]:
    """Installed versions of what the program stands on."""
    return {name: metadata.version(name) for name in ("PySide6-Essentials", "SQLAlchemy", "pydantic", "reportlab")}
