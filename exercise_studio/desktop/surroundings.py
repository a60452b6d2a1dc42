"""Looks at the machine for the preflight: screens, fonts, disk, backup, clock, power, input method. Changes nothing."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop import awake, theme
from exercise_studio.desktop.control.preflight import Surroundings
from exercise_studio.desktop.desk import Desk
from exercise_studio.domain.payloads import ObserverJoined, RunStarted
from exercise_studio.journeys.sheets import printed_of
from exercise_studio.store import places
from exercise_studio.store.backup import backups_of
from exercise_studio.store.locking import holder_of

if TYPE_CHECKING:
    from exercise_studio.desktop.exercise import OpenExercise

MINUTE: Final = 60_000
SUPPLIES: Final = Path("/sys/class/power_supply")
PLACES: Final[dict[str, dict[str, str]]] = {
    "win32": {
        "displays": "ms-settings:display", "power": "ms-settings:powersleep", "clock": "ms-settings:dateandtime",
        "input": "ms-settings:regionlanguage-jpnime",
    },
    "darwin": {
        "displays": "x-apple.systempreferences:com.apple.Displays-Settings.extension",
        "power": "x-apple.systempreferences:com.apple.Battery-Settings.extension",
        "clock": "x-apple.systempreferences:com.apple.Date-Time-Settings.extension",
        "input": "x-apple.systempreferences:com.apple.Keyboard-Settings.extension",
    },
}  # fmt: skip
"""Where the system's settings are, as addresses that it opens itself."""
PANELS: Final = {"displays": "display", "power": "power", "clock": "datetime", "input": "keyboard"}
"""The same in GNOME's settings; other desktops of Linux have no common name for them."""


def look(desk: Desk, window: QWidget) -> Surroundings:
    """Everything, as it is now. Quick enough for the window's thread: small files and what Qt knows already."""
    workspace: Any = desk.workspace
    path: Path | None = getattr(workspace, "path", None)
    exercise = desk.exercise
    power, charge = power_source()
    return Surroundings(
        screens=_screens(window),
        ui_font=_has_font(theme.UI_FAMILIES),
        clock_font=_has_font(theme.CLOCK_FAMILIES),
        free_bytes=_free(path),
        read_only=bool(getattr(workspace, "read_only", False)),
        held_by=_holder(path) if getattr(workspace, "read_only", False) else "",
        shared=places.shared_folder(path) if path is not None else "",
        backup=_backup(path),
        behind=_behind(exercise),
        zone_differs=_zone(exercise),
        drift=_drift(exercise),
        power=power,
        charge=charge,
        awake=awake.method(),
        input=_input_method(),
        printed=_printed(exercise),
        rehearsed=_rehearsed(exercise),
        joined=len(_joined(exercise)),
    )


def open_settings(topic: str) -> bool:
    """Open the system's settings at a place; False where this system has no address for it."""
    address = PLACES.get(sys.platform, {}).get(topic)
    if address:
        return QDesktopServices.openUrl(QUrl(address))
    program = shutil.which("gnome-control-center")
    if program is None or topic not in PANELS:
        return False
    subprocess.Popen(
        [program, PANELS[topic]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    return True


def has_settings(topic: str) -> bool:
    """Whether `open_settings` would find the place."""
    known = topic in PLACES.get(sys.platform, {})
    return known or (topic in PANELS and sys.platform == "linux" and shutil.which("gnome-control-center") is not None)


# power


def power_source() -> tuple[str, int | None]:
    """("mains" | "battery" | "none" | "unknown", percent of charge or None)."""
    if sys.platform == "win32":
        return _windows_power()
    if sys.platform == "darwin":
        return _mac_power()
    return linux_power(SUPPLIES)


def linux_power(folder: Path) -> tuple[str, int | None]:
    """From the kernel's power supplies; a machine without any of them cannot be told."""
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return "unknown", None
    mains: list[bool] = []
    charges: list[int] = []
    for supply in supplies:
        sort, scope = _word(supply / "type"), _word(supply / "scope")
        if scope == "Device":
            continue  # a mouse or a headset
        if sort in ("Mains", "USB"):
            mains.append(_word(supply / "online") == "1")
        elif sort == "Battery":
            charge = _word(supply / "capacity")
            charges.append(int(charge) if charge.isdigit() else -1)
    if any(mains):
        return "mains", None
    if charges:
        return "battery", min(charges) if min(charges) >= 0 else None
    return "unknown", None


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _windows_power() -> tuple[str, int | None]:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("ac", ctypes.c_byte), ("flag", ctypes.c_byte), ("percent", ctypes.c_ubyte), ("saver", ctypes.c_byte),
            ("life", ctypes.c_ulong), ("full", ctypes.c_ulong),
        ]  # fmt: skip

    found = Status()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(found)):  # type: ignore[attr-defined]
        return "unknown", None
    if found.ac == 1:
        return "mains", None
    unknown = 255
    return ("battery" if found.ac == 0 else "unknown"), None if found.percent == unknown else int(found.percent)


def _mac_power() -> tuple[str, int | None]:
    try:
        said = subprocess.run(
            ["/usr/bin/pmset", "-g", "batt"], capture_output=True, text=True, timeout=2, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return "unknown", None
    return mac_power(said)


def mac_power(said: str) -> tuple[str, int | None]:
    """From what `pmset -g batt` prints."""
    if "AC Power" in said:
        return "mains", None
    if "Battery Power" not in said:
        return "unknown", None
    digits = said.partition("%")[0].rpartition("\t")[2]
    return "battery", int(digits) if digits.isdigit() else None


# the rest


def _screens(window: QWidget) -> tuple[tuple[int, int], ...]:
    own = window.screen()
    ordered = sorted(QGuiApplication.screens(), key=lambda screen: screen is not own)
    return tuple((screen.size().width(), screen.size().height()) for screen in ordered)


def _has_font(families: Iterable[str]) -> bool:
    known = set(QFontDatabase.families())
    return any(family in known for family in families)


def _free(path: Path | None) -> int | None:
    """A database server's disk is not ours to know."""
    if path is None:
        return None
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return None


def _holder(path: Path | None) -> str:
    holder = holder_of(path) if path is not None else {}
    if holder.get("pid") == str(os.getpid()) and holder.get("host") == places.holder()["host"]:
        return ""
    return " ".join(holder[key] for key in ("user", "host", "since") if key in holder)


def _backup(path: Path | None) -> str:
    if path is None:
        return "server"
    found = backups_of(path)
    if not found:
        return "none"
    try:
        changed = max(file.stat().st_mtime for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())
    except (OSError, ValueError):
        return "stale"
    # The file's own time moves with checkpoints too: an hour apart is not "older" to anybody.
    hour = 3600
    return "made" if found[0].made_at.timestamp() > changed - hour else "stale"


def _behind(exercise: "OpenExercise | None") -> int:
    newest = exercise.entries[-1].at if exercise is not None and exercise.entries else 0
    now = exercise.now() if exercise is not None else 0
    return max(0, newest - now) if newest - now > MINUTE else 0


def _zone(exercise: "OpenExercise | None") -> int:
    if exercise is None:
        return 0
    now = time.time()
    there = datetime.fromtimestamp(now, ZoneInfo(exercise.plan.time_zone)).utcoffset()
    here = datetime.fromtimestamp(now).astimezone().utcoffset()
    return round(abs((there - here).total_seconds()) / 60) if there is not None and here is not None else 0


def _joined(exercise: "OpenExercise | None") -> dict[str, int]:
    found = {}
    for entry in exercise.entries if exercise is not None else ():
        if isinstance(entry.payload, ObserverJoined):
            found[entry.payload.observer] = entry.payload.clock_offset
    return found


def _drift(exercise: "OpenExercise | None") -> int:
    return max((abs(offset) for offset in _joined(exercise).values()), default=0)


def _rehearsed(exercise: "OpenExercise | None") -> int:
    entries = exercise.entries if exercise is not None else ()
    return sum(isinstance(entry.payload, RunStarted) and entry.payload.mode == "rehearsal" for entry in entries)


def _printed(exercise: "OpenExercise | None") -> str:
    if exercise is None:
        return "no"
    noted = printed_of(exercise.id)
    return "yes" if noted == exercise.plan.content_hash else "older" if noted else "no"


def _input_method() -> str:
    """The Japanese input method: the system's own on Windows and macOS, what the session names on Linux."""
    if sys.platform in ("win32", "darwin"):
        return "system"
    named = os.environ.get("QT_IM_MODULE") or os.environ.get("XMODIFIERS", "").removeprefix("@im=")
    return named if named not in ("", "none", "compose", "simple") else ""
