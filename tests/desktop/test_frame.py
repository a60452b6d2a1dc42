"""The window: pages, banners, language, keys, its place on the screen, and that closing can be taken back."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, CrashDialog, Question
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.screens import clamp
from exercise_studio.desktop.settings import LANGUAGES, Settings, SettingsFile, read, write
from exercise_studio.desktop.shell import NAME, NAMES, SMALLEST, Shell, dress
from exercise_studio.desktop.tasks import Fault
from exercise_studio.domain.errors import KnownError

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
FULL_HD = QRect(0, 0, 1920, 1080)
BESIDE = QRect(1920, 0, 1024, 768)


@pytest.mark.parametrize(
    ("wanted", "screens", "expected"),
    [
        (QRect(100, 100, 1366, 768), [FULL_HD], QRect(100, 100, 1366, 768)),
        (QRect(3000, 200, 1100, 700), [FULL_HD], QRect(820, 200, 1100, 700)),
        (QRect(2000, 50, 1024, 660), [FULL_HD, BESIDE], QRect(1920, 50, 1024, 660)),
        (QRect(-500, -300, 1366, 768), [FULL_HD], QRect(0, 0, 1366, 768)),
        (QRect(0, 0, 300, 200), [FULL_HD], QRect(0, 0, 1024, 660)),
        (QRect(0, 0, 1366, 768), [QRect(0, 0, 800, 600)], QRect(0, 0, 800, 600)),
        (QRect(0, 0, 4000, 3000), [FULL_HD], FULL_HD),
    ],
)
def test_windows_stay_on_a_screen_that_is_there(wanted: QRect, screens: list[QRect], expected: QRect) -> None:
    assert clamp(wanted, screens, QSize(1024, 660)) == expected


def test_settings_come_back_and_damage_costs_one_value_only(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    file.change(language="en", theme="dark", zoom=125)
    file.remember_size("splitter/a", (300, 500))
    file.remember_workspace('C:\\演習 "A".estudio')
    again = SettingsFile(tmp_path / "settings.toml").now
    assert again == file.now
    assert again.recent == ('C:\\演習 "A".estudio',)
    assert read(write(again).replace("zoom = 125", "zoom = 9000").replace('"dark"', '"pink"')) == Settings(
        **{**again._asdict(), "zoom": 100, "theme": "system"}
    )
    assert read("not toml at all [") == Settings()


def test_recent_workspaces_stand_once_newest_first(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    for name in ("a", "b", "a"):
        file.remember_workspace(name)
    assert file.now.recent == ("a", "b")


def test_switching_language_changes_every_text_and_keeps_what_was_typed(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.show_page("home")
    page = frame.pages["home"]
    qtbot.waitUntil(lambda: not frame.desk.tasks.busy)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "port")
    frame.desk.tell("Cannot write to the folder. Your log is kept on this PC.", key="x")
    japanese = {id(w): w.text() for w in frame.findChildren(QLabel) + frame.findChildren(QAbstractButton)}
    frame.switch_language()
    assert language.current() == "en"
    assert page.search.text() == "port"
    for widget in frame.findChildren(QLabel) + frame.findChildren(QAbstractButton):
        text = widget.text()
        assert not JAPANESE.search(text), text
        assert text or not japanese.get(id(widget))


def test_banner_has_one_action_and_is_kept_after_it_went(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.desk.tell("Cannot write.", key="disk", action="Save elsewhere", then=frame.toggle_keys)
    frame.desk.tell("Still cannot write.", key="disk")
    assert [banner.text.text() for banner in frame.banners.shown] == ["Still cannot write."]
    frame.desk.resolved.emit("disk")
    assert frame.banners.shown == []
    assert not frame.banners.isVisible()
    assert frame.banners.past == ["Still cannot write.", "Cannot write."]


def test_a_known_error_is_said_again_in_the_other_language(qtbot: QtBot, frame: Frame, monkeypatch) -> None:
    class Said(KnownError):
        def text(self, lang: str) -> str:
            return {"ja": "書き込めません。", "en": "Cannot write."}[lang]

    frame.show()
    frame.desk.tasks.handle(Said("x"))
    assert frame.banners.shown[0].text.text() == "書き込めません。"
    frame.switch_language()
    assert frame.banners.shown[0].text.text() == "Cannot write."


def test_a_bug_shows_a_text_to_copy(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.desk.bug(ZeroDivisionError("division by zero"))
    dialog = frame.findChild(CrashDialog)
    assert "ZeroDivisionError: division by zero" in dialog.text.toPlainText()
    dialog.close()
    assert "password" not in CrashDialog.report(Fault(ValueError("x")))


def test_keys_overlay_opens_and_closes_with_f1_and_esc(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.show_page("home")
    qtbot.waitUntil(lambda: not frame.desk.tasks.busy)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    qtbot.keyClick(frame, Qt.Key.Key_F1)
    shown = {label.text() for label in frame._overlay.findChildren(QLabel)}
    assert {"F1", "Ctrl+N", "Ctrl+1"} <= shown
    qtbot.keyClick(frame._overlay, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: frame._overlay is None)


def test_every_control_has_a_name(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.show_page("home")
    qtbot.waitUntil(lambda: not frame.desk.tasks.busy)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QTableView, QComboBox)
    nameless = [
        widget.metaObject().className()
        for kind in kinds
        for widget in frame.findChildren(kind)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert nameless == []


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_nothing_is_wider_than_the_smallest_window(qtbot: QtBot, frame: Frame, lang: str) -> None:
    frame.use_language(lang)
    frame.show()
    frame.show_page("home")
    qtbot.waitUntil(lambda: not frame.desk.tasks.busy)
    frame.resize(SMALLEST)
    assert frame.minimumSizeHint().width() <= SMALLEST.width()
    assert frame.minimumSizeHint().height() <= SMALLEST.height()
    for button in frame.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_a_page_that_says_no_keeps_the_window_open(qtbot: QtBot, frame: Frame) -> None:
    frame.show()
    frame.show_page("home")
    qtbot.waitUntil(lambda: not frame.desk.tasks.busy)
    page = frame.pages["home"]
    page.may_close = lambda: False  # type: ignore[method-assign]
    assert not frame.close()
    assert frame.isVisible()
    del page.may_close
    assert frame.close()


def test_question_returns_the_choice_or_the_way_back(qtbot: QtBot, desk: Desk) -> None:
    class Asker(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.answers: list[str] = []

        def answered(self, answer: str) -> None:
            self.answers.append(answer)

    asker = Asker()
    qtbot.addWidget(asker)
    asker.show()
    for act in (lambda q: q.choose("end"), lambda q: q.reject()):
        question = Question("End?", "It is running.", (Choice("end", "End the run", "danger"),), parent=asker)
        question.ask(asker.answered)
        assert question.back.isDefault()
        act(question)
    assert asker.answers == ["end", ""]


def test_what_the_first_paint_says_by_itself_is_what_the_catalogue_says() -> None:
    assert (LANGUAGES, LANGUAGES[0]) == (language.LANGUAGES, language.DEFAULT)
    assert {lang: language.translate(lang, NAME) for lang in LANGUAGES} == NAMES


@pytest.fixture
def shell(qtbot: QtBot, desk: Desk) -> Shell:
    desk.settings.remember_size("window", (0, 30, 1200, 700))
    made = Shell(desk.settings, dress(QApplication.instance(), desk.settings))
    qtbot.addWidget(made)
    return made


def test_window_comes_back_where_it_was_and_remembers_where_it_went(qtbot: QtBot, desk: Desk, shell: Shell) -> None:
    assert (shell.y(), shell.height()) == (30, 700)
    assert shell.minimumSize() == SMALLEST
    shell.show()
    shell.resize(1100, 720)
    shell.close()
    assert desk.settings.now.sizes["window"][2:] == (1100, 720)


def test_shell_shows_its_name_before_and_the_frame_after(qtbot: QtBot, desk: Desk, shell: Shell) -> None:
    assert shell.windowTitle() == "演習スタジオ"
    shell.show()
    bare = shell.grab().toImage()
    assert bare.pixelColor(600, 300).name().upper() == "#FFFFFF"
    assert bare.pixelColor(600, 10).name().upper() == desk.themes.theme.ground.surface
    frame = Frame(desk)
    shell.furnish(frame)
    frame.use_language("en")
    assert shell.windowTitle() == "Exercise Studio"
    frame.pages["x"] = refusing = Refusing(desk, frame)
    assert not shell.close()
    refusing.allowed = True
    assert shell.close()


class Refusing(Page):
    """A page that keeps the window open."""

    allowed = False

    def may_close(self) -> bool:
        return self.allowed


def test_a_low_window_shows_one_banner_and_dangers_first(qtbot: QtBot, frame: Frame) -> None:
    frame.resize(1024, 660)
    frame.show()
    for number, kind in enumerate(("notice", "danger", "calm")):
        frame.desk.tell(lambda number=number: f"message {number}", kind=kind, key=str(number))
    assert [banner.key for banner in frame.banners.shown] == ["1", "2", "0"]
    seen = [banner for banner in frame.banners.shown if banner.isVisible()]
    assert [banner.key for banner in seen] == ["1"]
    assert seen[0].more.text() == "ほか2件"
    seen[0].more.click()
    assert all(banner.isVisible() for banner in frame.banners.shown)
    frame.desk.resolved.emit("1")
    frame.desk.resolved.emit("2")
    frame.desk.tell(lambda: "message 3", key="3")
    assert [banner.isVisible() for banner in frame.banners.shown] == [True, False], (
        "put together again once they fitted"
    )
    frame.resize(1366, 1000)
    assert all(banner.isVisible() for banner in frame.banners.shown)
    assert all(re.match(r"\d\d:\d\d  message \d$", line) for line in frame.banners.past_lines())
