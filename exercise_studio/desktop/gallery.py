"""A picture of every page and dialog, in both languages and themes, painted without a screen.

python -m exercise_studio.desktop.gallery --out pictures --lang both --theme both --size 1366x768 [NAME …]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from exercise_studio import language
from exercise_studio.desktop.app import make_application, translate_qt
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, CrashDialog, ProgressDialog, Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.pages import PAGES
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.tasks import Fault, Tasks
from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.language import N_

PATIENCE: Final = 30.0
"""Seconds that a page may work before its picture is taken."""


@dataclass(frozen=True)
class Stock:
    """What the pictures show.

    Attributes:
        workspace: its file.
        exercises: "draft", "running", "done" to the ids of exercises in that state.
        own: whether it was made for the pictures, so that it may be opened for writing and looks as it does to its user.
    """

    workspace: Path
    exercises: dict[str, str]
    own: bool = False

    def for_page(self, page: str) -> str:
        """The exercise in the state that a page is for."""
        wanted = {"plan": "draft", "live": "running", "observe": "running"}.get(page, "done")
        return self.exercises.get(wanted) or next(iter(self.exercises.values()), "")


def make_stock(folder: Path) -> Stock:
    """Plays a workspace with an exercise that is over, last year's before it, one in the middle and one being prepared."""
    from datetime import timedelta

    from exercise_studio.journeys import authoring, library
    from exercise_studio.journeys.demonstrating import SCENARIO
    from exercise_studio.journeys.rehearsing import Cancelled, Order, default_start, rehearse
    from exercise_studio.store.workspace import Workspace

    file = folder / "gallery.estudio"
    found: dict[str, str] = {}
    with Workspace.create(file) as workspace:
        scenario, _folder = library.find_scenario(SCENARIO)
        start = default_start(scenario)
        found["done"] = rehearse(workspace, Order(scenario, seed=2026, organisations=3, earlier=1))
        half = _Half()
        before = {row.id for row in workspace.exercises()}
        try:
            rehearse(
                workspace,
                Order(scenario, seed=7, organisations=2, start=start + timedelta(days=90)),
                progress=half.progress,
                cancelled=half.reached,
            )
        except Cancelled:
            found["running"] = next(row.id for row in workspace.exercises() if row.id not in before)
        checklists = library.load_checklists(scenario.checklists)
        plan = authoring.new_plan(scenario, checklists, starts_at=start + timedelta(days=180), place="", department="")
        found["draft"] = authoring.create_exercise(workspace, plan)
    return Stock(file, found, own=True)


class _Half:
    """Stops a rehearsal before its middle."""

    def __init__(self) -> None:
        self._done = 0.0

    def progress(self, done: float) -> None:
        """What the rehearsal says of itself."""
        self._done = done

    def reached(self) -> bool:
        """Whether it should stop now."""
        return self._done > 0.42


def known_stock(workspace: Path, exercise: str) -> Stock:
    """What an existing workspace holds; `exercise` is shown on every page where it is given."""
    from exercise_studio.journeys.library import list_exercises
    from exercise_studio.store.workspace import Workspace

    if exercise:
        return Stock(workspace, {"done": exercise})
    with Workspace.open(workspace, read_only=True) as opened:
        states = {"draft": "draft", "debrief": "done", "running": "running", "paused": "running"}
        found: dict[str, str] = {}
        for card in list_exercises(opened):
            found.setdefault(states.get(card.phase, "done"), card.id)
    return Stock(workspace, found)


def _question(_desk: Desk) -> QWidget:
    return Question(
        N_("Move “{exercise}” to the trash?"),
        N_("It stays in this workspace and can be brought back."),
        (Choice("trash", N_("Move to the trash"), "danger"),),
        exercise="SC01",
    )


def _crash(_desk: Desk) -> QWidget:
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        return CrashDialog(Fault(error))


def _progress(_desk: Desk) -> QWidget:
    dialog = ProgressDialog(N_("The sample is being played"))
    dialog.bar.setRange(0, 100)
    dialog.bar.setValue(42)
    return dialog


DIALOGS: Final[dict[str, Callable[[Desk], QWidget]]] = {
    "dialog-question": _question,
    "dialog-crash": _crash,
    "dialog-progress": _progress,
}


class Painter:
    """Brings windows into their states and takes their pictures.

    Attributes:
        made: the files, in order.
        notes: pages that did not fit.
        faults: what went wrong on the way; a fault never stops the other pictures.
    """

    def __init__(self, out: Path, size: tuple[int, int], names: Sequence[str]) -> None:
        self.out, self.size, self.names = out, size, set(names)
        self.made: list[Path] = []
        self.faults: list[str] = []
        self.notes: list[str] = []
        self._desk: Desk | None = None

    def paint(self, stock: Stock, lang: str, theme: str, home: Path) -> None:
        """All pictures in one language and theme."""
        language.use(lang)
        settings = SettingsFile(home / "settings.toml")
        settings.change(language=lang, theme=theme)
        themes = ThemeManager(theme, 100)
        themes.apply()
        translate_qt(lang)
        desk = Desk(settings, themes, Tasks())
        desk.tasks.bug.connect(self._bug)
        desk.tasks.known_error.connect(self._known)
        self._desk = desk
        frame = Frame(desk)
        desk.tasks.bug.disconnect(frame.show_crash)
        frame.resize(*self.size)
        frame.show()
        desk.open_workspace(stock.workspace, read_only=not stock.own)
        self.settle()
        for entry in PAGES:
            if self.names and entry.id not in self.names:
                continue
            suffix = f"{lang}-{theme}"
            self._try(entry.id, self._page, frame, entry.id, stock, suffix)
        if theme == "light" and (not self.names or "player" in self.names):
            self._try("player", self._players, lang)
        if not self.names or "dialogs" in self.names:
            for name, make in DIALOGS.items():
                self._try(name, self._dialog, desk, make, f"{name}-{lang}-{theme}")
        if not self.names or "keys" in self.names:
            frame.show_page(PAGES[-1].id)
            frame.toggle_keys()
            self.settle()
            self.take(frame, f"keys-{lang}-{theme}")
            frame.toggle_keys()
        for page in frame.pages.values():
            page.left()
        frame.hide()
        # Timers are stopped where they were started: what is left is collected by any thread.
        frame.safekeeping.stop()
        frame.stays_awake.stop()
        desk.close()
        frame.deleteLater()
        desk.deleteLater()
        themes.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def room(self, frame: Frame, name: str) -> None:
        """Note a page that needs more room than the window gives it."""
        page = frame.pages.get(name)
        if page is None:
            return
        needed, given = page.minimumSizeHint(), frame.stack.size()
        if needed.width() > given.width() or needed.height() > given.height():
            self.notes.append(
                f"{name} ({language.current()}) needs {needed.width()}x{needed.height()} and has {given.width()}x{given.height()}"
            )

    def _page(self, frame: Frame, name: str, stock: Stock, suffix: str) -> None:
        desk = frame.desk
        if exercise := stock.for_page(name):
            desk.open_exercise(exercise)
            self.settle()
            if desk.exercise is not None and desk.exercise.state is not None and desk.exercise.entries:
                # The run's own last moment, so that the clocks of the picture are those of the exercise.
                stopped = max(entry.at for entry in desk.exercise.entries if entry.run == desk.exercise.run) + 21_000
                desk.exercise.session.now = _Still(stopped)
        frame.show_page(name)
        self.settle()
        self.take(frame, f"{name}-{suffix}")
        self.room(frame, name)
        page = frame.pages.get(name)
        if page is None:
            return
        for state, bring in page.gallery_states():
            self._try(f"{name}-{state}", self._state, frame, bring, f"{name}-{state}-{suffix}")
        for dialog, make in type(page).gallery_dialogs():
            self._try(f"{name}-{dialog}", self._dialog, desk, make, f"{name}-{dialog}-{suffix}")

    def _state(self, frame: Frame, bring: Callable[[], object], name: str) -> None:
        bring()
        self.settle()
        self.take(frame, name)
        self.room(frame, frame.current)
        frame.close_palette()

    def _dialog(self, desk: Desk, make: Callable[[Desk], QWidget], name: str) -> None:
        dialog = make(desk)
        dialog.show()
        self.settle()
        self.take(dialog, name)
        dialog.hide()
        dialog.deleteLater()

    def _players(self, lang: Any) -> None:
        """The players' screen, which has one theme."""
        from exercise_studio.desktop.player.pictures import paint_all

        self.made += paint_all(self.out, lang)

    def settle(self) -> None:
        """Let queued work and layouts finish."""
        app = QApplication.instance()
        until = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 6 and time.monotonic() < until:
            app.processEvents()
            busy = self._desk is not None and self._desk.tasks.busy
            quiet = 0 if busy else quiet + 1
            time.sleep(0.01)

    def take(self, widget: QWidget, name: str) -> None:
        """One picture."""
        target = self.out / f"{name}.png"
        widget.grab().save(str(target))
        self.made.append(target)

    def _try(self, name: str, what: Callable[..., None], *args: Any) -> None:
        try:
            what(*args)
        except Exception as error:  # noqa: BLE001  a page that fails is reported at the end, and the others are painted
            self.faults.append(f"{name}: {Fault(error).text}")

    def _bug(self, fault: Fault) -> None:
        self.faults.append(fault.text)

    def _known(self, error: Exception) -> None:
        self.faults.append(str(error))


class _Still:
    """A clock that stands."""

    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self) -> Any:
        return self._at


def options_of(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="gallery", description="A picture of every window.")
    parser.add_argument("--out", type=Path, default=Path("out") / "gallery", help="folder for the pictures")
    parser.add_argument("--lang", choices=("ja", "en", "both"), default="both")
    parser.add_argument("--theme", choices=("light", "dark", "both"), default="both")
    parser.add_argument("--size", default="1366x768", help="width x height in logical pixels")
    parser.add_argument("--workspace", type=Path, help="a workspace to show instead of a demonstration made for it")
    parser.add_argument("--exercise", default="", help="the exercise of that workspace to show on every page")
    parser.add_argument("names", nargs="*", metavar="NAME", help="pages to paint (default: all)")
    options = parser.parse_args(argv)
    if unknown := set(options.names) - {entry.id for entry in PAGES} - {"keys", "dialogs", "player"}:
        parser.error(
            f"unknown page: {', '.join(sorted(unknown))}; there are {', '.join(e.id for e in PAGES)} keys, dialogs and player"
        )
    return options


def _quiet(kind: QtMsgType, context: Any, text: str) -> None:
    """Pass on what Qt says, but for what the offscreen platform says of every window."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def _both(choice: str, values: tuple[str, ...]) -> Iterator[str]:
    yield from values if choice == "both" else (choice,)


def main(argv: Sequence[str] | None = None) -> int:
    """Paint; returns 1 when a page failed, after painting the others."""
    options = options_of(argv)
    width, _, height = options.size.partition("x")
    options.out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_quiet)
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="exercise-studio-") as temporary:
        home = Path(temporary)
        stock = known_stock(options.workspace, options.exercise) if options.workspace else make_stock(home)
        painter = Painter(options.out, (int(width), int(height)), options.names)
        for lang in _both(options.lang, language.LANGUAGES):
            for theme in _both(options.theme, ("light", "dark")):
                painter.paint(stock, lang, theme, home)
    for fault in painter.faults:
        print(fault, file=sys.stderr)
    for note in dict.fromkeys(painter.notes):
        print(note, file=sys.stderr)
    print(f"{len(painter.made)} pictures in {options.out}")
    app.quit()
    return 1 if painter.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
