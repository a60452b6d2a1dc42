"""Writing more than a sentence: shares, corrections of every sort, files, chips and phrases; drafts of all of it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from exercise_studio.desktop.control import drafts
from exercise_studio.desktop.control.file_chips import png_of
from exercise_studio.desktop.control.page import LivePage
from exercise_studio.desktop.control.reading import preview_of, write_copy
from exercise_studio.desktop.widgets.layout import Banner
from exercise_studio.journeys import sharing
from exercise_studio.store.blobs import BLOB_LIMIT
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live


def convert(live: Live, text: str) -> None:
    """Type with an input method: reading first, then the words."""
    line = live.page.room.composer.line
    QApplication.sendEvent(line, QInputMethodEvent("よみ", []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def select(live: Live, entry: str) -> None:
    assert live.page.room.log.select_entry(entry)
    live.page.room.log.setFocus()


def picture(width: int = 40, height: int = 30) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("steelblue"))
    return image


def test_14_a_receiver_in_either_width_opens_the_strip_and_both_entries_are_one_act(live: Live) -> None:
    composer = live.page.room.composer
    composer.line.setFocus()
    convert(live, "＠csirt　＞警察　第一報を入れた")
    first = composer.line.began_at
    live.time.move(9_000)
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    strip = composer.sharing
    assert strip.isVisible()
    assert live.entries("response_logged") == []
    strip.means.setEditText("電話")
    strip.tlp.setCurrentIndex(strip.tlp.findData("GREEN"))
    QTest.keyClick(strip.means.lineEdit(), Qt.Key.Key_Return)
    live.settle()
    said, told = live.entries("response_logged")[0], live.entries("information_shared")[0]
    police = next(m.id for m in live.page.exercise.plan.scenario.cast if m.category == "police")
    assert (said.payload.team, said.payload.text, said.began_at) == ("terminal/csirt", "第一報を入れた", first)
    assert (told.payload.sender, told.payload.receiver, told.payload.means, told.tlp) == (
        "terminal/csirt", police, "電話", "GREEN",
    )  # fmt: skip
    assert told.began_at == first
    live.page.acts["undo"].trigger()
    live.settle()
    assert len(live.entries("entry_withdrawn")) == 2


def test_a_name_that_may_mean_several_is_asked_for_with_all_of_them_first(live: Live) -> None:
    live.write("@csirt ＞省庁 第一報")
    strip = live.page.room.composer.sharing
    cast = live.page.exercise.plan.scenario.cast
    ministries = [m.title.ja for m in cast if m.category == "ministry"]
    assert len(ministries) > 1
    assert [strip.receiver.itemText(at) for at in range(len(ministries))] == ministries
    assert strip.receiver.lineEdit().hasFocus()
    strip.receiver.setCurrentIndex(1)
    strip.commit()
    live.settle()
    (told,) = live.entries("information_shared")
    assert told.payload.receiver == [m.id for m in cast if m.category == "ministry"][1]


def test_a_receiver_is_found_by_its_reading_before_it_is_converted(live: Live) -> None:
    line = live.page.room.composer.line
    line.setFocus()
    line.insertPlainText(">けいさつ")
    assert line._popup.isVisible()
    assert "警察" in line._popup.item(0).text()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.toPlainText().startswith(">")
    assert line.toPlainText() != ">けいさつ"
    line.setPlainText("温度 >30 ならば >")
    assert live.page.room.composer.sharing.isHidden()
    line.commit()
    live.settle()
    assert live.entries("response_logged")[0].payload.text == "温度 >30 ならば >"


def test_a_share_needs_a_receiver_and_says_so_where_it_is_missing(live: Live) -> None:
    live.write(">誰か 伝えた")
    strip = live.page.room.composer.sharing
    strip.receiver.setEditText("")
    strip.commit()
    assert strip.isVisible()
    assert strip.fault.isVisible()
    strip.receiver.setEditText("近くの工場、保健所")
    strip.commit()
    live.settle()
    assert [e.payload.receiver for e in live.entries("information_shared")] == ["近くの工場", "保健所"]


def test_what_was_typed_is_put_back_when_a_strip_is_left(live: Live) -> None:
    live.write("@csirt >省庁 第一報")
    composer = live.page.room.composer
    live.page.escape()
    assert composer.sharing.isHidden()
    assert composer.line.toPlainText() == "@csirt >省庁 第一報"
    assert live.entries("response_logged") == []


def test_the_receipt_is_confirmed_by_a_second_act_on_the_row(live: Live) -> None:
    live.write("@csirt >省庁 第一報")
    live.page.room.composer.sharing.commit()
    live.settle()
    select(live, live.entries("information_shared")[0].id)
    QTest.keyClick(live.page.room.log, Qt.Key.Key_C)
    live.settle()
    assert len(live.entries("receipt_confirmed")) == 1
    assert live.page.room.log.current_row.confirmed
    assert not live.page.acts["confirm"].isEnabled()


def test_15_decisions_shares_questions_and_markers_are_corrected_where_they_were_written(live: Live) -> None:
    page, composer = live.page, live.page.room.composer
    live.write("@経営 * 止める")
    composer.decision.ground.setText("車列")
    composer.decision.commit()
    live.settle()
    select(live, live.entries("decision_logged")[0].id)
    page.acts["correct"].trigger()
    assert (composer.decision.choice.currentText(), composer.decision.ground.text()) == ("止める", "車列")
    composer.decision.role.setEditText("当直役員")
    composer.decision.back.setCurrentIndex(1)
    composer.decision.commit()
    live.settle()
    old, new = live.entries("decision_logged")
    assert (new.supersedes, new.payload.decided_by, new.payload.reversible) == (old.id, "当直役員", True)

    live.write("@csirt >省庁 第一報")
    composer.sharing.commit()
    live.settle()
    select(live, live.entries("information_shared")[0].id)
    page.acts["correct"].trigger()
    composer.sharing.content.setText("第一報(続報あり)")
    composer.sharing.commit()
    live.settle()
    old, new = live.entries("information_shared")
    assert (new.supersedes, new.payload.content) == (old.id, "第一報(続報あり)")

    page.acts["marker"].trigger()
    live.settle()
    live.time.move(60_000)
    composer.line.insertPlainText("書きかけ")
    select(live, live.entries("marker_dropped")[0].id)
    page.acts["correct"].trigger()
    assert composer.line.toPlainText() == ""
    live.write("ここで電話が鳴った ?")
    old, new = live.entries("marker_dropped")
    assert (new.supersedes, new.payload.text, new.began_at) == (old.id, "ここで電話が鳴った ?", old.at)
    assert composer.line.toPlainText() == "書きかけ"
    composer.line.clear()

    live.write("? 誰が承認するか")
    select(live, live.entries("question_parked")[0].id)
    page.acts["correct"].trigger()
    composer.line.setPlainText(composer.line.toPlainText().replace("誰が", "誰がいつ"))
    composer.line.commit()
    live.settle()
    old, new = live.entries("question_parked")
    assert (new.supersedes, new.payload.text) == (old.id, "誰がいつ承認するか")


def test_15_both_versions_are_in_the_export_and_the_list_names_who_corrected(live: Live) -> None:
    live.write("@csirt 2台")
    select(live, live.entries("response_logged")[0].id)
    live.page.correct()
    live.page.room.composer.line.setPlainText("@csirt 2区画")
    live.page.room.composer.line.commit()
    live.settle()
    with Workspace.open(live.file, read_only=True) as workspace:
        text = sharing.export(workspace, live.exercise)
    assert "2台" in text
    assert "2区画" in text
    model = live.page.room.log_model
    said = [model.index(at, 2).data() for at in range(model.rowCount())][-2:]
    assert said == ["進行が取り消し:2台", "進行が訂正:2区画"]


def test_16_undoing_a_correction_gives_the_old_wording_again(live: Live) -> None:
    live.write("@csirt 2台")
    select(live, live.entries("response_logged")[0].id)
    live.page.correct()
    live.page.room.composer.line.setPlainText("@csirt 2区画")
    live.page.room.composer.line.commit()
    live.settle()
    live.page.acts["undo"].trigger()
    live.settle()
    assert len(live.entries("response_logged")) == 3
    standing = [row.text for row in live.page.room.log_model.rows if row.mark == "response" and not row.struck]
    assert standing == ["2台"]


def test_12_one_click_on_a_team_begins_a_line_stamped_now(live: Live) -> None:
    composer = live.page.room.composer
    chips = [chip for chip in composer.quick.chips if chip.isVisible()]
    assert 2 <= len(chips) <= 8
    live.time.move(4_000)
    chips[1].click()
    assert (composer.team, composer.line.began_at) == (chips[1].team, live.time.now())
    assert composer.chip.frozen
    assert "固定" in composer.chip.accessibleName()
    assert composer.line.hasFocus()
    stamped = composer.line.began_at
    live.time.move(30_000)
    convert(live, "停止した")
    assert composer.line.began_at == stamped
    composer.line.commit()
    live.settle()
    entry = live.entries("response_logged")[0]
    assert (entry.payload.team, entry.began_at) == (chips[1].team, stamped)
    assert not composer.chip.frozen


def test_the_chip_says_all_three_times(live: Live) -> None:
    live.move(65_000)
    tip = live.page.room.composer.chip.tip()
    assert "09:01:05" in tip
    assert "T+00:01:05" in tip
    assert live.page.room.state.clock.scenario(live.time.now()).strftime("%m/%d %H:%M:%S") in tip


def test_a_phrase_is_an_entry_by_one_click_and_phrases_can_be_changed(live: Live) -> None:
    composer = live.page.room.composer
    composer.set_team("terminal/csirt")
    assert composer.quick.shown_phrases() == ("承認", "却下", "確認中", "未着", "完了")
    composer.quick.buttons[0].click()
    live.settle()
    said = live.entries("response_logged")[0]
    assert (said.payload.team, said.payload.text, said.began_at) == ("terminal/csirt", "承認", live.time.now())
    composer.quick.edit_wanted.emit()
    composer.phrasing.phrases.setText("受領／再確認 / ")
    QTest.keyClick(composer.phrasing.phrases, Qt.Key.Key_Return)
    live.settle()
    assert composer.quick.shown_phrases() == ("受領", "再確認")
    assert [button.text() for button in composer.quick.buttons] == ["受領", "再確認"]


def test_a_file_dropped_on_the_line_goes_with_its_entry(live: Live, tmp_path: Path) -> None:
    photo = tmp_path / "現場.png"
    picture().save(str(photo))
    composer = live.page.room.composer
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    composer.line.insertFromMimeData(data)
    assert composer.line.toPlainText() == ""
    assert [file.name for file in composer.files.files] == ["現場.png"]
    live.write("@csirt 写真を受け取った")
    kept = live.entries("attachment_added")[0].payload
    assert (kept.to, kept.name) == (live.entries("response_logged")[0].id, "現場.png")
    row = live.page.room.log_model.rows[-1]
    assert row.files == ("現場.png",)
    assert composer.files.files == []


def test_a_picture_is_pasted_and_a_table_from_a_spreadsheet_is_text(live: Live) -> None:
    composer = live.page.room.composer
    data = QMimeData()
    data.setImageData(picture())
    composer.line.insertFromMimeData(data)
    live.settle()
    assert [file.name for file in composer.files.files] == ["画像-090000.png"]
    live.write("画面の写し")
    assert live.entries("attachment_added")[0].payload.media_type == "image/png"
    table = QMimeData()
    table.setImageData(picture())
    table.setText("1\t2")
    composer.line.insertFromMimeData(table)
    assert composer.line.toPlainText() == "1\t2"
    assert composer.files.files == []


def test_files_without_a_word_are_an_entry_with_their_names(live: Live, tmp_path: Path) -> None:
    composer = live.page.room.composer
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    live.settle()
    assert live.entries("response_logged") == []
    data = QMimeData()
    note = tmp_path / "手順書.txt"
    note.write_text("x", encoding="utf-8")
    data.setUrls([QUrl.fromLocalFile(str(note))])
    composer.line.insertFromMimeData(data)
    composer.line.setFocus()
    QTest.keyClick(composer.line, Qt.Key.Key_Return)
    live.settle()
    assert live.entries("response_logged")[0].payload.text == "手順書.txt"
    assert len(live.entries("attachment_added")) == 1


def test_a_file_that_is_too_large_is_refused_in_words_and_costs_no_text(live: Live, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(BLOB_LIMIT + 1)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(large))])
    live.page.room.composer.line.insertFromMimeData(data)
    live.write("@csirt 大きいファイル")
    assert live.entries("response_logged")[0].payload.text == "大きいファイル"
    assert live.entries("attachment_added") == []
    said = " ".join(banner.text.text() for banner in live.frame.findChildren(Banner))
    assert "25 MB" in said


def test_a_file_dropped_on_an_entry_is_attached_to_it_shown_opened_and_removed(live: Live, tmp_path: Path) -> None:
    live.write("@csirt 一つ目")
    entry = live.entries("response_logged")[0].id
    room = live.page.room
    note = tmp_path / "note.txt"
    note.write_text("覚え書き", encoding="utf-8")
    photo = tmp_path / "p.png"
    picture(400, 300).save(str(photo))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(note)), QUrl.fromLocalFile(str(photo))])
    room.log.given.emit(entry, data)
    live.settle()
    select(live, entry)
    QTest.keyClick(room.log, Qt.Key.Key_Return)
    assert room.left.currentWidget() is room.reading
    live.settle()
    live.settle()
    cards = room.reading.cards
    assert [card.file.name for card in cards] == ["note.txt", "p.png"]
    live.qtbot.waitUntil(lambda: cards[1].picture.pixmap().width() > 0)
    assert max(cards[1].picture.pixmap().width(), cards[1].picture.pixmap().height()) <= 120
    cards[0].save_to(str(tmp_path / "copy.txt"))
    live.settle()
    live.settle()
    assert (tmp_path / "copy.txt").read_text(encoding="utf-8") == "覚え書き"
    cards[0].remove_button.click()
    live.settle()
    assert [card.file.name for card in room.reading.cards] == ["p.png"]
    assert room.log.current_row.files == ("p.png",)


def test_previews_are_bounded_and_copies_have_safe_names(tmp_path: Path) -> None:
    data = png_of(picture(300, 100), "x").data
    assert preview_of(data, 60).size().toTuple() == (60, 20)
    assert preview_of(b"no picture", 60).isNull()
    file = write_copy(b"x", "../a:b.txt", tmp_path)
    assert file.parent.parent == tmp_path
    assert file.name == "a_b.txt"


def test_a_half_filled_strip_is_there_again_after_the_program_ended_without_a_word(live: Live) -> None:
    live.write("@経営 * 止める")
    strip = live.page.room.composer.decision
    strip.ground.setText("車列が公道に")
    live.write("@csirt >省庁 第一報")
    live.page.room.composer.sharing.content.setText("第一報と続報の予定")
    live.page.room.composer.line.insertPlainText("書きかけ")
    live.qtbot.waitUntil(lambda: drafts.kept(live.exercise)[0] == "書きかけ")
    again = LivePage(live.desk)
    live.qtbot.addWidget(again)
    again.open_exercise()
    composer = again.room.composer
    assert composer.decision.ground.text() == "車列が公道に"
    assert composer.sharing.content.text() == "第一報と続報の予定"
    assert composer.line.toPlainText() == "書きかけ"
    composer.decision.commit()
    live.settle()
    said = live.entries("decision_logged")[0].payload
    assert (said.choice, said.ground, said.team) == ("止める", "車列が公道に", "terminal/executives")


def test_nothing_half_written_goes_over_to_another_exercise(live: Live, tmp_path: Path) -> None:
    composer = live.page.room.composer
    live.write("@経営 * 止める")
    live.write("@csirt >省庁 第一報")
    composer.line.insertPlainText("書きかけ")
    composer.files.add(png_of(picture(), "x.png"))
    assert composer.draft()
    composer.restore({})
    assert composer.draft() == {}
    assert composer.decision.isHidden()
    assert composer.sharing.isHidden()
    assert composer.files.files == []
    composer.decision.commit()
    live.settle()
    assert live.entries("decision_logged") == []


def test_a_draft_of_another_shape_still_gives_its_line(live: Live) -> None:
    drafts.keep(live.exercise, {"text": "残った行", "began_at": 5, "decision": {"unknown": 1}})
    again = LivePage(live.desk)
    live.qtbot.addWidget(again)
    again.open_exercise()
    assert again.room.composer.line.toPlainText() == "残った行"
