"""The whole journey on screen: from the scenario library to a report file, in Japanese and in English, with a real workspace."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exercise_studio import language
from exercise_studio.desktop.control.page import LivePage
from exercise_studio.desktop.debrief.page import FINDINGS, DebriefPage
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Question
from exercise_studio.desktop.editor.new_exercise import NewExercise
from exercise_studio.desktop.editor.page import INJECTS, PlanPage
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.home.page import HomePage
from exercise_studio.desktop.observer.page import ObserverPage
from exercise_studio.desktop.report.page import ReportPage
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import kept, settle
from tests.qt_guards import Modals

WORDS = {
    "ja": {
        "title": "地震訓練の前の確認",
        "log": "第一報を窓口で受け付けた DET-01",
        "finding": "連絡先一覧が古い",
        "fact": "二年前の一覧を使った。",
    },
    "en": {
        "title": "A look before the drill",
        "log": "First report taken at the desk DET-01",
        "finding": "The contact list was old",
        "fact": "The list in use was two years old.",
    },
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_from_the_library_to_the_report(
    lang: str, qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path, modals: Modals
) -> None:
    words = WORDS[lang]
    language.use(lang)
    file = tmp_path / "journey.estudio"
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    desk.open_workspace(file, create=True)
    qtbot.waitUntil(lambda: desk.workspace is not None, timeout=10_000)

    # Library: the scenario is chosen, and Enter goes through the set-up.
    frame.show_page("home")
    home = frame.pages["home"]
    assert isinstance(home, HomePage)
    desk.new_exercise("port-terminal-ransomware")
    qtbot.waitUntil(lambda: _wizard() is not None, timeout=10_000)
    wizard = _wizard()
    qtbot.waitUntil(lambda: wizard.forward.isEnabled(), timeout=10_000)
    for _enter in range(3):
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.exercise is not None, timeout=10_000)
    settle(qtbot, desk)
    exercise = desk.exercise.id

    # Plan: an inject is adapted, and is on disk without a save button.
    plan = _page(frame, "plan", PlanPage)
    plan.tabs.setCurrentIndex(INJECTS)
    plan.msel.show_inject("I01")
    title = plan.msel.inspector.message.title.fields[lang]
    title.setFocus()
    title.selectAll()
    type_in(title, words["title"])
    qtbot.keyClick(title, Qt.Key.Key_Tab)

    def is_kept() -> bool:
        with Workspace.open(file, read_only=True) as reader:
            return reader.draft(exercise).scenario.inject_by_id["I01"].title.get(lang) == words["title"]  # type: ignore[arg-type]

    qtbot.waitUntil(is_kept, timeout=10_000)

    # Live: start, GO by Ctrl+G, one line in the log.
    live = _page(frame, "live", LivePage)
    live.start.choose("rehearsal")
    live.start.start.click()
    settle(qtbot, desk)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    live.room.cues.setFocus()
    QTest.keyClick(live.room.cues, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [one.inject for one in kept(file, exercise, "inject_fired")] == ["I01"], timeout=10_000)
    settle(qtbot, desk)
    line = live.room.composer.line
    line.setFocus()
    type_in(line, words["log"])
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    logged = kept(file, exercise, "response_logged")
    assert [touch.item for touch in logged[-1].items] == ["DET-01"]

    # Observe: a seat is taken, an item rated by one key, and the work handed in.
    observe = _page(frame, "observe", ObserverPage)
    observe.take_seat("OBS-01")
    settle(qtbot, desk)
    row = next(r for r in observe.list.sheet.rows() if r.item == "DET-01")
    observe.list.select(row.team, row.item)
    observe.list.setFocus()
    QTest.keyClick(observe.list, Qt.Key.Key_3)
    settle(qtbot, desk)
    assert [(r.item, r.value) for r in kept(file, exercise, "item_rated")] == [("DET-01", 3)]

    # Debrief: a finding.
    debrief = _page(frame, "debrief", DebriefPage)
    debrief.tabs.setCurrentIndex(FINDINGS)
    debrief.acts["finding.new"].trigger()
    form = debrief.findings.form
    type_in(form.title, words["finding"])
    type_in(form.fact.edit, words["fact"])
    debrief.acts["finding.save"].trigger()
    settle(qtbot, desk)
    assert [f.finding.title for f in kept(file, exercise, "finding_written")] == [words["finding"]]

    # Report: the file says what was adapted, logged and found, in the language of the window.
    report = _page(frame, "report", ReportPage)
    qtbot.waitUntil(lambda: report.view.pages > 0, timeout=30_000)
    target = tmp_path / "report.pdf"
    modals.expect("QFileDialog.getSaveFileName", (str(target), ""))
    report.acts["export"].trigger()
    settle(qtbot, desk)
    qtbot.waitUntil(target.is_file, timeout=30_000)
    document = pypdfium2.PdfDocument(target)
    said = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    document.close()
    flat = "".join(said.split())
    for part in (words["title"], words["finding"], words["fact"]):
        assert "".join(part.split()) in flat


def type_in(widget: Any, text: str) -> None:
    """What an input method does at the end of a conversion."""
    widget.setFocus()
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def _wizard() -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, NewExercise) and w.isVisible()), None)


def _page(frame: Frame, name: str, kind: type) -> Any:
    frame.show_page(name)
    found = frame.pages[name]
    assert isinstance(found, kind)
    assert not [q for q in QApplication.topLevelWidgets() if isinstance(q, Question) and q.isVisible()]
    return found
