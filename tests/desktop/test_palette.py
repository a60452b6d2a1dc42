"""The command palette: by Japanese, English and romaji, what cannot be done now stays undone, the focus comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop import romaji
from exercise_studio.desktop.frame import Frame, frame_acts
from exercise_studio.desktop.pages import PAGES
from exercise_studio.desktop.palette import Palette
from exercise_studio.language import translate
from tests.desktop.control.conftest import Live, ready

__all__ = ["ready"]


def opened(qtbot: QtBot, frame: Frame) -> Palette:
    qtbot.keyClick(frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = frame.findChild(Palette)
    assert found is not None
    return found


def shown(palette: Palette, typed: str) -> list[str]:
    palette.line.setText(typed)
    return [command.title for command in palette.model.rows]


@pytest.mark.parametrize(
    "typed", ["時刻を進める", "じこく", "ジコク", "jikoku", "zikoku", "Jump", "ＪＵＭＰ", "susumeru"]
)
def test_an_act_is_found_by_every_name(ready: Live, typed: str) -> None:
    ready.start()
    palette = opened(ready.qtbot, ready.frame)
    assert "時刻を進める…" in shown(palette, typed)[:3]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("状況付与を発火する", ["hakka", "joukyou", "jokyo", "zyoukyou", "fuyo", "huyo"]),
        ("キューリスト", ["kyu-risuto", "kyurisuto"]),
        ("一時停止", ["ichijiteishi", "itizi", "teisi"]),
        ("撤回", ["tekkai"]),
        ("ページ", ["peji", "pe-zi"]),
        ("保存する", ["hozon"]),
        ("シナリオ集", ["shinario", "sinario", "shuu", "syu"]),
    ],
)
def test_romaji_of_every_usual_spelling_meets(said: str, typed: list[str]) -> None:
    sound = romaji.romaji(said)
    assert [one for one in typed if romaji.plain(one) not in sound] == []


def test_every_act_can_be_typed_in_latin_letters() -> None:
    labels = {act.text for act in frame_acts()} | {
        act.text for e in PAGES for act in e.load().ACTIONS if not act.native
    }
    unread = {
        said: left for label in labels if (left := romaji.KANJI.findall(romaji.kana(said := translate("ja", label))))
    }
    assert unread == {}


def test_enter_runs_what_is_chosen_and_the_focus_comes_back(ready: Live) -> None:
    ready.start()
    ready.page.room.cues.setFocus()
    palette = opened(ready.qtbot, ready.frame)
    assert palette.line.hasFocus()
    palette.line.setText("ichiji")
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    ready.qtbot.waitUntil(lambda: ready.frame.findChild(Palette) is None)
    ready.settle()
    assert ready.page.exercise.state.clock.mode == "paused"
    assert QApplication.focusWidget() is ready.page.room.cues


def test_what_cannot_be_done_now_is_last_and_does_nothing(ready: Live) -> None:
    ready.start()
    palette = opened(ready.qtbot, ready.frame)
    assert shown(palette, "再開")[-1] == "再開"
    palette.table.select_row(len(palette.model.rows) - 1)
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert ready.page.exercise.state.clock.mode == "running"


def test_return_while_converting_runs_nothing(ready: Live) -> None:
    ready.start()
    palette = opened(ready.qtbot, ready.frame)
    palette.line.setText("ichiji")
    QApplication.sendEvent(palette.line, QInputMethodEvent("いちじ", []))
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    ready.settle()
    assert palette.isVisible()
    assert ready.page.exercise.state.clock.mode == "running"


def test_go_from_the_palette_fires_once_and_go_works_again_after(ready: Live) -> None:
    ready.start()
    palette = opened(ready.qtbot, ready.frame)
    palette.line.setText("hakka")
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    ready.qtbot.waitUntil(lambda: ready.frame.findChild(Palette) is None)
    ready.move(2_000)
    assert ready.fired() == ["I01"]
    ready.move(10_000)
    ready.go()
    assert ready.fired() == ["I01", "I03"]  # I02 is to houses that do not take part


ARROWS = str.maketrans({"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"})


def test_pages_and_exercises_are_in_it_and_the_keys_are_those_that_work(ready: Live) -> None:
    palette = opened(ready.qtbot, ready.frame)
    keys = {command.title: command.key for command in palette.commands if command.action is not None}
    assert keys["計画"] == "Ctrl+2"
    for command in palette.commands:
        if command.action is not None and command.key:
            shown = command.key.split(" / ")[0].translate(ARROWS)
            assert shown == command.action.shortcut().toString()
    palette.line.setText("keikaku")
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    ready.qtbot.waitUntil(lambda: ready.frame.current == "plan")


def test_escape_and_the_same_key_close_it(ready: Live) -> None:
    palette = opened(ready.qtbot, ready.frame)
    ready.qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    ready.qtbot.waitUntil(lambda: ready.frame.findChild(Palette) is None)
    opened(ready.qtbot, ready.frame)
    ready.frame.open_palette()
    ready.qtbot.waitUntil(lambda: ready.frame.findChild(Palette) is None)


def test_in_english_everything_is_there_too(ready: Live) -> None:
    ready.frame.use_language("en")
    ready.start()
    palette = opened(ready.qtbot, ready.frame)
    assert shown(palette, "時刻を進める")[0] == "Jump…"
    assert shown(palette, "zzzz") == []
    assert palette.nothing.isVisible()
    ready.frame.use_language(language.DEFAULT)
