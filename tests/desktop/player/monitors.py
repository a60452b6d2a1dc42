"""Monitors of a virtual X server, plugged and unplugged through the RandR extension's own library."""

import ctypes
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from pathlib import Path

CONTROL = (0, 0, 1366, 768)
PROJECTOR = (1366, 0, 1024, 768)


class _Info(ctypes.Structure):
    """XRRMonitorInfo."""

    _fields_ = [
        ("name", ctypes.c_ulong), ("primary", ctypes.c_int), ("automatic", ctypes.c_int), ("outputs_count", ctypes.c_int),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("width_mm", ctypes.c_int), ("height_mm", ctypes.c_int), ("outputs", ctypes.c_void_p),
    ]  # fmt: skip


class _Resources(ctypes.Structure):
    """The beginning of XRRScreenResources."""

    _fields_ = [
        ("at", ctypes.c_ulong), ("config_at", ctypes.c_ulong), ("crtcs_count", ctypes.c_int),
        ("crtcs", ctypes.POINTER(ctypes.c_ulong)), ("outputs_count", ctypes.c_int), ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    ]  # fmt: skip


class Monitors:
    """The monitors of the display that the environment names."""

    def __init__(self) -> None:
        self._x, self._r = ctypes.CDLL(find_library("X11")), ctypes.CDLL(find_library("Xrandr"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XInternAtom.restype = self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._r.XRRGetScreenResources.restype = ctypes.POINTER(_Resources)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def _atom(self, name: str) -> ctypes.c_ulong:
        return ctypes.c_ulong(self._x.XInternAtom(self._display, name.encode(), 0))

    def plug(self, name: str, place: tuple[int, int, int, int], *, outputs: bool = False) -> None:
        """A monitor with a name at a place (x, y, width, height)."""
        known = self._r.XRRGetScreenResources(self._display, self._root).contents
        found = [known.outputs[at] for at in range(known.outputs_count)] if outputs else []
        given = (ctypes.c_ulong * max(1, len(found)))(*found)
        info = _Info(
            self._atom(name).value, 0, 0, len(found), *place, place[2] // 4, place[3] // 4, ctypes.cast(given, ctypes.c_void_p)
        )  # fmt: skip
        self._r.XRRSetMonitor(self._display, self._root, ctypes.byref(info))
        self._x.XSync(self._display, 0)

    def unplug(self, name: str) -> None:
        """It is gone."""
        self._r.XRRDeleteMonitor(self._display, self._root, self._atom(name))
        self._x.XSync(self._display, 0)


def available() -> bool:
    """Whether this machine has a virtual X server, a window manager and the libraries."""
    return all(map(shutil.which, ("Xvfb", "openbox"))) and all(map(find_library, ("X11", "Xrandr")))


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A virtual X server with a window manager; gives its DISPLAY."""
    reading = folder / "display"
    with reading.open("wb") as told:
        command = ["Xvfb", "-displayfd", str(told.fileno()), "-screen", "0", "2390x768x24", "-nolisten", "tcp"]
        running = subprocess.Popen(command, pass_fds=(told.fileno(),), stderr=subprocess.DEVNULL)
    manager = None
    try:
        until = time.monotonic() + 20
        while not (number := reading.read_text().strip()) and time.monotonic() < until:
            time.sleep(0.05)
        display = f":{number}"
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"], env={"DISPLAY": display, "HOME": str(folder)}, stderr=subprocess.DEVNULL
        )
        time.sleep(0.5)
        yield display
    finally:
        for one in (manager, running):
            if one is not None:
                one.terminate()
                one.wait(10)
