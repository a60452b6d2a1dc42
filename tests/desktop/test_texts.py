"""Every text follows the language at once, and nothing that was typed or chosen is lost by it."""

import gc
import weakref
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop import texts
from exercise_studio.desktop.texts import tr
from exercise_studio.domain.text import Text

MESSAGE = "Exercise Studio"


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Independent of the catalogue's state: the messages of this test in both languages."""
    said = {MESSAGE: "演習スタジオ", "Fire {number}": "{number}を発火", "By {who}": "{who}が実施"}
    real = language.translate

    def translate(lang: str, msgid: str, /, **params: object) -> str:
        if msgid in said:
            text = said[msgid] if lang == "ja" else msgid
            return text.format(**params) if params else text
        return real(lang, msgid, **params)

    monkeypatch.setattr(language, "translate", translate)
    monkeypatch.setattr(texts, "_", lambda msgid, **params: translate(language.current(), msgid, **params))


def test_text_and_its_parameters_follow(qtbot: QtBot) -> None:
    label, count = QLabel(), [7]
    qtbot.addWidget(label)
    tr(label.setText, "Fire {number}", number=lambda: f"{count[0]:02}")
    assert label.text() == "07を発火"
    count[0] = 8
    language.use("en")
    assert label.text() == "Fire 08"


def test_a_later_text_replaces_the_earlier(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    tr(label.setText, MESSAGE)
    tr(label.setText, "Fire {number}", number=1)
    language.use("en")
    assert label.text() == "Fire 1"


def test_setters_with_arguments(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    for index in range(2):
        tabs.addTab(QWidget(), "")
        tr(partial(tabs.setTabText, index), "Fire {number}", number=index)
    language.use("en")
    assert [tabs.tabText(i) for i in range(2)] == ["Fire 0", "Fire 1"]


def test_authored_text_is_marked_where_a_language_is_missing(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    tr(label.setText, Text(ja="身代金要求", en=""))
    assert label.text() == "身代金要求"
    language.use("en")
    assert label.text() == "身代金要求 [JA]"
    tr(label.setText, "By {who}", who=Text(ja="", en="NISC"))
    language.use("ja")
    assert label.text() == "NISC [EN]が実施"


def test_typed_text_and_cursor_stay(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    tr(field.setPlaceholderText, MESSAGE)
    field.setText("half typed")
    field.setSelection(2, 3)
    language.use("en")
    assert (field.text(), field.selectedText(), field.placeholderText()) == ("half typed", "lf ", MESSAGE)


def test_widgets_are_not_kept_alive(qtbot: QtBot) -> None:
    label = QLabel()
    tr(label.setText, MESSAGE)
    gone = weakref.ref(label)
    del label
    gc.collect()
    assert gone() is None
    language.use("en")


def test_deleted_widgets_are_left_alone(qtbot: QtBot) -> None:
    parent = QWidget()
    label = QLabel(parent)
    tr(label.setText, MESSAGE)
    parent.deleteLater()
    qtbot.waitUntil(lambda: not _valid(label))
    language.use("en")


def _valid(widget: QWidget) -> bool:
    import shiboken6

    return shiboken6.isValid(widget)


def test_watchers_are_told_and_let_go(qtbot: QtBot) -> None:
    class Watcher(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[str] = []
            texts.on_language(self.listen)

        def listen(self) -> None:
            self.heard.append(language.current())

    watcher = Watcher()
    qtbot.addWidget(watcher)
    language.use("en")
    assert watcher.heard == ["en"]
    gone = weakref.ref(watcher)
    watcher.close()
    del watcher
    gc.collect()
    assert gone() is None


def test_a_plain_function_is_refused() -> None:
    with pytest.raises(TypeError, match="bound method"):
        tr(lambda text: None, MESSAGE)
