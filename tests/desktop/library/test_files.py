"""One's own library: copies, and changes on disk that are noticed."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.library.duplicating import DuplicateDialog
from exercise_studio.desktop.library.page import LibraryPage
from exercise_studio.journeys import library
from tests.desktop.library.conftest import PORT, choose, copy_port, ids
from tests.desktop.opened import Opened
from tests.desktop.played import settle

TITLE = "港湾ターミナルシステムのランサムウェアと物流停滞"


def retitled(file: Path, title: str) -> None:
    text = file.read_text("utf-8")
    assert TITLE in text
    file.write_text(text.replace(TITLE, title, 1), "utf-8")


def dialog_of(page: LibraryPage) -> DuplicateDialog:
    return next(d for d in page.findChildren(DuplicateDialog) if d.isVisible())


def test_a_copy_is_asked_for_by_id_made_and_chosen(
    qtbot: QtBot, page: LibraryPage, desk: Desk, frame: Frame, opened: Opened
) -> None:
    choose(qtbot, page, PORT)
    page.bar.sector.choose("port")
    page.panel.copy.trigger()
    dialog = dialog_of(page)
    assert dialog.id.text() == f"our-{PORT}"
    qtbot.waitUntil(dialog.id.hasFocus)
    for wrong in ("Our Port", "../outside", PORT):
        dialog.id.setText(wrong)
        qtbot.keyClick(dialog.id, Qt.Key.Key_Return)
        settle(qtbot, desk)
        assert dialog.isVisible()
        assert wrong in dialog.error.text()
    dialog.id.setText("our-port")
    qtbot.keyClick(dialog.id, Qt.Key.Key_Return)
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    assert page.table.current_row.id == "our-port"
    assert page.panel.card is not None
    assert page.panel.card.folder == library.own_scenarios() / "our-port"
    assert "自分のシナリオ集" in page.panel.origin.text()
    assert (page.panel.card.folder / "attachments").is_dir()
    banner = frame.banners.shown[0]
    assert "our-port" in banner.text.text()
    assert banner.action is not None
    banner.action.click()
    assert opened.paths == [library.own_scenarios() / "our-port"]
    assert not [d for d in page.findChildren(DuplicateDialog) if d.isVisible()]


def test_an_edited_file_is_noticed_and_the_choice_stays(qtbot: QtBot, page: LibraryPage, desk: Desk) -> None:
    file = copy_port("our-port")
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    choose(qtbot, page, "our-port")
    retitled(file, "書き換えた題名")
    qtbot.waitUntil(lambda: page.panel.title.text() == "書き換えた題名")
    assert page.table.current_row.id == "our-port"
    assert page.table.current_row.scenario.title.ja == "書き換えた題名"


def test_a_file_that_is_replaced_as_editors_do_is_noticed_each_time(
    qtbot: QtBot, page: LibraryPage, desk: Desk
) -> None:
    file = copy_port("our-port")
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    choose(qtbot, page, "our-port")
    original = file.read_text("utf-8")
    for title in ("一度目", "二度目", "三度目"):
        beside = file.with_name("scenario.yaml.new")
        beside.write_text(original.replace(TITLE, title, 1), "utf-8")
        beside.replace(file)
        qtbot.waitUntil(lambda title=title: page.panel.title.text() == title)
    settle(qtbot, desk)


def test_breaking_and_mending_a_file_is_noticed(qtbot: QtBot, page: LibraryPage, desk: Desk) -> None:
    file = copy_port("our-port")
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    choose(qtbot, page, "our-port")
    sound = file.read_text("utf-8")
    file.write_text(sound.replace("level: standard", "level: impossible", 1), "utf-8")
    line = next(n for n, said in enumerate(sound.splitlines(), 1) if said.startswith("level:"))
    qtbot.waitUntil(lambda: f"scenario.yaml:{line}" in page.panel.facts.problems.text())
    assert not page.panel.use.isVisible()
    file.write_text(sound, "utf-8")
    qtbot.waitUntil(page.panel.use.isVisible)
    settle(qtbot, desk)


def test_a_folder_that_comes_or_goes_is_noticed_even_if_there_was_no_library_before(
    qtbot: QtBot, page: LibraryPage, desk: Desk
) -> None:
    assert not library.own_scenarios().exists()
    copy_port("our-port")
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    shutil.rmtree(library.own_scenarios() / "our-port")
    qtbot.waitUntil(lambda: "our-port" not in ids(page))
    settle(qtbot, desk)


def test_a_script_that_is_being_read_follows_its_file(qtbot: QtBot, page: LibraryPage, desk: Desk) -> None:
    file = copy_port("our-port")
    qtbot.waitUntil(lambda: "our-port" in ids(page))
    choose(qtbot, page, "our-port")
    page.read_chosen()
    settle(qtbot, desk)
    assert page.reading.isVisible()
    bar = page.reading.text.verticalScrollBar()
    bar.setValue(3000)
    text = file.read_text("utf-8")
    file.write_text(text.replace("南ゲートの手島です", "南ゲートの別人です", 1), "utf-8")
    qtbot.waitUntil(lambda: "南ゲートの別人です" in page.reading.text.toPlainText())
    assert bar.value() == 3000
    assert page.reading.isVisible()
    settle(qtbot, desk)
