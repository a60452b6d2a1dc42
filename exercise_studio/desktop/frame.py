"""What stands in the window: header, rail of pages, banners, the page, and a status line that says what is saved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio import language
from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.actions import Act, ActionSet, check
from exercise_studio.desktop.announce import announce
from exercise_studio.desktop.awake import StaysAwake
from exercise_studio.desktop.desk import Desk, Notice
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.pages import NEW_EXERCISE, PAGES, Entry, load
from exercise_studio.desktop.safekeeping import Safekeeping
from exercise_studio.desktop.shell import FIRST
from exercise_studio.desktop.status import StatusLine
from exercise_studio.desktop.tasks import Fault
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.banners import Banners
from exercise_studio.desktop.widgets.chips import ModeBadge, TlpChip
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import (
    BETWEEN,
    GRID,
    INSIDE,
    Banner,
    EmptyState,
    button,
    label,
)
from exercise_studio.language import N_


def frame_acts(pages: tuple[Entry, ...] = PAGES) -> tuple[Act, ...]:
    """The acts that are there on every page."""
    return (
        Act("keys", N_("Keys of this page"), ("F1",), icon="help"),
        Act("palette", N_("Command palette"), ("Ctrl+K",), icon="search"),
        *(
            Act(f"page.{entry.id}", entry.title, (f"Ctrl+{number}",), icon=entry.icon, checkable=True)
            for number, entry in enumerate(pages, start=1)
        ),
        Act("language", N_("Switch between Japanese and English"), ("Ctrl+Shift+L",)),
        Act("theme.light", N_("Light"), checkable=True),
        Act("theme.dark", N_("Dark"), checkable=True),
        Act("theme.system", N_("Same as the system"), checkable=True),
        Act("zoom.in", N_("Larger"), ("Ctrl++", "Ctrl+;"), icon="zoom-in"),
        Act("zoom.out", N_("Smaller"), ("Ctrl+-",), icon="zoom-out"),
        Act("zoom.reset", N_("Normal size"), ("Ctrl+0",)),
        Act("full_screen", N_("Full screen"), ("F11",), checkable=True),
        Act("messages", N_("Messages so far")),
        Act("quit", N_("Close the program"), ("Ctrl+Q",)),
    )


class _Holder(QScrollArea):
    """Holds a page. A page that needs more room than there is can be scrolled, and never makes the window grow."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        return QSize(0, 0)


class Frame(QWidget):
    """Everything in the window (shell.py), or a window by itself in tests.

    It makes pages when they are first shown, hands changes to them, and shows banners.

    Signals:
        page_shown: the id of the page that came into view.
    """

    page_shown = Signal(str)

    def __init__(self, desk: Desk, pages: tuple[Entry, ...] = PAGES) -> None:
        super().__init__()
        self.desk, self.entries = desk, {entry.id: entry for entry in pages}
        self.pages: dict[str, Page] = {}
        self._holders: dict[str, _Holder] = {}
        self.current = ""
        self._overlay: QWidget | None = None
        self._palette: QWidget | None = None
        self.acts = ActionSet(frame_acts(pages), self, self._handlers())
        self.resize(FIRST)
        tr(self.setWindowTitle, self._window_title)
        self._build()
        desk.noticed.connect(self._notice)
        desk.resolved.connect(self.banners.dismiss)
        desk.page_wanted.connect(self.show_page)
        desk.new_exercise_wanted.connect(self._new_exercise)
        desk.exercise_changed.connect(self._exercise_changed)
        desk.changes.changed.connect(self._changed)
        desk.tasks.known_error.connect(desk.tell_error)
        desk.tasks.bug.connect(self.show_crash)
        desk.themes.changed.connect(self._theme_changed)
        self.safekeeping = Safekeeping(desk)
        self.stays_awake = StaysAwake(desk)
        self._theme_changed()
        self._mark_language()

    # building

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "keys": self.toggle_keys,
            "palette": self.open_palette,
            "language": self.switch_language,
            "zoom.in": self._zoom_in,
            "zoom.out": self._zoom_out,
            "zoom.reset": self._zoom_reset,
            "full_screen": self._full_screen,
            "messages": self._show_messages,
            "quit": self._quit,
        }

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._header())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail())
        right = QVBoxLayout()
        right.setSpacing(0)
        self.banners = Banners()
        self.banners.setContentsMargins(INSIDE, INSIDE, INSIDE, 0)
        self.stack = QStackedWidget()
        self.stack.setProperty("look", "page")
        right.addWidget(self.banners)
        right.addWidget(self.stack, 1)
        middle.addLayout(right, 1)
        whole.addLayout(middle, 1)
        self.status = StatusLine(self.desk, self.acts.button("messages", "small"))
        whole.addWidget(self.status)
        self.acts.triggered.connect(self._act)

    def _header(self) -> QWidget:
        header = QFrame()
        header.setProperty("look", "header")
        line = QHBoxLayout(header)
        line.setContentsMargins(BETWEEN, GRID, BETWEEN, GRID)
        line.setSpacing(INSIDE)
        line.addWidget(label(N_("Exercise Studio"), "strong"))
        self.title = Elided("section")
        self.tlp = TlpChip()
        self.mode = ModeBadge()
        line.addSpacing(BETWEEN)
        line.addWidget(self.mode)
        line.addWidget(self.title, 1)
        line.addWidget(self.tlp)
        line.addSpacing(BETWEEN)
        self._languages = QButtonGroup(self)
        for lang in language.LANGUAGES:
            choice = QToolButton()
            choice.setProperty("look", "segment")
            choice.setText(lang.upper())
            choice.setCheckable(True)
            choice.setProperty("lang", lang)
            texts.name(choice, {"ja": N_("Japanese"), "en": N_("English")}[lang])
            choice.setToolTip({"ja": "日本語で表示します", "en": "Show everything in English"}[lang])
            self._languages.addButton(choice)
            line.addWidget(choice)
        self._languages.buttonClicked.connect(self._language_clicked)
        self.view_button = QToolButton()
        self.view_button.setProperty("look", "quietmenu")
        self.view_button.setIcon(icons.icon("theme"))
        self.view_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.view_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        tr(self.view_button.setText, N_("View"))
        texts.name(self.view_button, N_("View"))
        menu = self.acts.menu(
            self.view_button,
            "theme.light", "theme.dark", "theme.system", "", "zoom.in", "zoom.out", "zoom.reset", "", "full_screen",
        )  # fmt: skip
        self.view_button.setMenu(menu)
        self.view_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.addWidget(self.view_button)
        keys = button(N_("Keys"), self.toggle_keys, "quiet", icon="help")
        tr(keys.setToolTip, self.acts["keys"].toolTip)
        line.addWidget(keys)
        return header

    def _rail(self) -> QWidget:
        rail = QFrame()
        rail.setProperty("look", "panel")
        column = QVBoxLayout(rail)
        column.setContentsMargins(GRID, INSIDE, GRID, INSIDE)
        column.setSpacing(GRID)
        self._rail_buttons: dict[str, QToolButton] = {}
        for entry in self.entries.values():
            place = self.acts.button(f"page.{entry.id}", "rail")
            place.setIcon(icons.icon(entry.icon, "ink.muted", "accent.on_soft"))
            place.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._rail_buttons[entry.id] = place
            column.addWidget(place)
        column.addStretch(1)
        self._rail_frame = rail
        return rail

    def _act(self, name: str) -> None:
        """The acts that come in families."""
        family, _, member = name.partition(".")
        if family == "page":
            self.show_page(member)
        elif family == "theme":
            self.use_theme(member)

    # pages

    def page(self, name: str) -> Page:
        """The page of that id, made now if it was not before."""
        if name not in self.pages:
            page = self.entries[name].load()(self.desk)
            check(self.acts.table, page.acts.table)
            self.pages[name] = page
            self._holders[name] = holder = _Holder(page)
            self.stack.addWidget(holder)
            if self.desk.exercise is not None or not self.entries[name].needs_exercise:
                page.open_exercise()
        return self.pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page into view; one that needs an exercise says so while there is none."""
        entry = self.entries.get(name)
        if entry is None:
            return
        if self.current and self.current in self.pages:
            self.pages[self.current].left()
        if self._overlay is not None:
            self.toggle_keys()
        self.current = name
        for other in self.entries:
            self.acts[f"page.{other}"].setChecked(other == name)
        if entry.needs_exercise and self.desk.exercise is None:
            self.stack.setCurrentWidget(self._empty())
        else:
            page = self.page(name)
            self.stack.setCurrentWidget(self._holders[name])
            page.arrived()
        self.page_shown.emit(name)

    def _new_exercise(self, scenario: str) -> None:
        dialog = load(NEW_EXERCISE)(self.desk, scenario, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _empty(self) -> QWidget:
        if not hasattr(self, "_nothing_open"):
            go_home = button(N_("Choose an exercise"), self._go_home, "primary")
            self._nothing_open = EmptyState(
                N_("No exercise is open"),
                N_("Open one on the home page, or make a new one there; then this page shows it."),
                (go_home,),
                icon="home",
            )
            self.stack.addWidget(self._nothing_open)
        return self._nothing_open

    def _go_home(self) -> None:
        self.show_page(next(iter(self.entries)))

    def _exercise_changed(self) -> None:
        exercise = self.desk.exercise
        if exercise is not None:
            exercise.saved.connect(self.status.show_saved)
        for name, page in self.pages.items():
            if exercise is not None or not self.entries[name].needs_exercise:
                page.open_exercise()
        self._show_heading()
        if self.current:
            self.show_page(self.current)

    def _changed(self, changes: object) -> None:
        self._show_heading()
        for page in list(self.pages.values()):
            page.refresh(changes)

    def _show_heading(self) -> None:
        exercise = self.desk.exercise
        self.tlp.set_tlp(exercise.plan.tlp if exercise else "")
        self.mode.set_mode(exercise.mode if exercise else "")
        tr(self.title.set_full, exercise.plan.title if exercise else "")
        tr(self.setWindowTitle, self._window_title)

    def _window_title(self) -> str:
        name = language.translate(language.current(), N_("Exercise Studio"))
        exercise = self.desk.exercise
        return f"{texts.authored(exercise.plan.title)} – {name}" if exercise else name

    # telling

    def _notice(self, notice: Notice) -> None:
        banner = Banner(
            notice.source, kind=notice.kind, action=notice.action, then=notice.then, key=notice.key,
            **dict(notice.params),
        )  # fmt: skip
        self.banners.show_banner(banner)
        announce(self, banner.text.text())

    def show_crash(self, fault: Fault) -> None:
        """Show the crash dialog; it does not block."""
        from exercise_studio.desktop.dialogs import CrashDialog

        dialog = CrashDialog(fault, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _show_messages(self) -> None:
        from exercise_studio.desktop.dialogs import PastNotices

        dialog = PastNotices(self.banners.past_lines(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)  # read beside a run that goes on
        dialog.show()

    def toggle_keys(self) -> None:
        """Show or hide the overlay with the keys of this page and of the window."""
        from exercise_studio.desktop.widgets.keys import KeysOverlay

        if self._overlay is not None:
            self._overlay.close()
            return
        tables = [(self.entries[self.current].title, self.pages[self.current].acts.table)] if self._has_page() else []
        tables.append((N_("Everywhere"), self.acts.table))
        self._overlay = KeysOverlay(tables, self)
        self._overlay.destroyed.connect(self._overlay_gone)
        self._overlay.show()
        self._overlay.setFocus()

    def _overlay_gone(self) -> None:
        self._overlay = None

    def open_palette(self) -> None:
        """Everything that can be done on this page and in the window, by name; a second time it goes away."""
        from exercise_studio.desktop.palette import Palette

        if self._palette is not None:
            self._palette.close()
            return
        groups = (
            [(language._(self.entries[self.current].title), self.pages[self.current].acts)] if self._has_page() else []
        )
        groups.append((language._(N_("Everywhere")), self.acts))
        palette = Palette(groups, self.desk, self)
        palette.destroyed.connect(self._palette_gone)
        self._palette = palette
        palette.show_and_type()

    def close_palette(self) -> None:
        """The palette away, if it is there."""
        if self._palette is not None:
            self._palette.close()

    def _palette_gone(self) -> None:
        self._palette = None

    def _has_page(self) -> bool:
        return self.current in self.pages and self.stack.currentWidget() is self._holders[self.current]

    # language, theme, zoom

    def switch_language(self) -> None:
        """The other language, at once; nothing that was typed or chosen is lost."""
        self.use_language("en" if language.current() == "ja" else "ja")

    def use_language(self, lang: str) -> None:
        """Show everything in "ja" or "en"."""
        from exercise_studio.desktop.app import translate_qt

        language.use(lang)
        translate_qt(lang)
        self.desk.settings.change(language=lang)
        self._mark_language()

    def _language_clicked(self, chosen: Any) -> None:
        self.use_language(chosen.property("lang"))

    def _mark_language(self) -> None:
        for choice in self._languages.buttons():
            choice.setChecked(choice.property("lang") == language.current())

    def use_theme(self, choice: str) -> None:
        """ "system", "light" or "dark", remembered."""
        self.desk.themes.use(choice)
        self.desk.settings.change(theme=choice)
        self._theme_changed()

    def _theme_changed(self) -> None:
        for name in ("light", "dark", "system"):
            self.acts[f"theme.{name}"].setChecked(self.desk.themes.choice == name)
        size = theme.scaled(20)
        for place in self._rail_buttons.values():
            place.setIconSize(QSize(size, size))
        self._rail_frame.setMinimumWidth(theme.scaled(84))
        self.setWindowIcon(QIcon(icons.icon("app")))

    def _zoom_in(self) -> None:
        self._zoom(1)

    def _zoom_out(self) -> None:
        self._zoom(-1)

    def _zoom_reset(self) -> None:
        self.desk.themes.set_zoom(100)
        self.desk.settings.change(zoom=100)

    def _zoom(self, steps: int) -> None:
        self.desk.themes.zoom_by(steps)
        self.desk.settings.change(zoom=self.desk.themes.zoom)

    def _full_screen(self, on: bool) -> None:
        self.window().showFullScreen() if on else self.window().showNormal()

    def _quit(self) -> None:
        self.window().close()

    # the end

    def leave(self) -> bool:
        """Ask every page whether the program may end, and end the work behind the window; False keeps it open."""
        if not all(page.may_close() for page in self.pages.values()):
            return False
        for page in self.pages.values():
            page.left()
        self.safekeeping.stop()
        self.stays_awake.stop()
        self.desk.close()
        return True

    def page_actions(self) -> list[QAction]:
        """The acts of the page in view."""
        return list(self.pages[self.current].acts) if self._has_page() else []

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.leave())
