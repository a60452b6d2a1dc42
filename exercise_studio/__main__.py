"""Starts the command line when there are arguments, else the desktop."""

import io
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (default: the process's arguments); returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _write_utf8()
    if arguments == ["--probe-qt"]:
        from exercise_studio.desktop.probe import main as probe

        return probe()
    if arguments:
        from exercise_studio.cli import main as command_line

        return command_line(arguments)
    if _has_no_display():
        from exercise_studio import language

        print(
            language._("There is no display here. “exercise-studio --help” shows what works without one."),
            file=sys.stderr,
        )
        return 3
    # Qt is loaded here and nowhere else outside desktop/: the command line works where Qt's libraries are missing.
    from exercise_studio.desktop.app import main as desktop

    return desktop()


def _has_no_display() -> bool:
    """Whether a window cannot be shown: Qt would end the process without a word."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _write_utf8() -> None:
    """A CP932 console raises on ◎, and a frozen windowed program has no streams at all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # There a process that writes reports is this same file with arguments of its own.
        from multiprocessing import freeze_support

        freeze_support()
    raise SystemExit(main())
