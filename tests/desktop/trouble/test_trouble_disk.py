"""29: the workspace takes nothing any more. What was saved is intact, nothing typed is lost, one press goes on elsewhere."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import status
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.elsewhere import proposed
from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys import keeping
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live, _open
from tests.desktop.trouble.disks import Disk, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk | None]:
    with small_disk(tmp_path / "disk") as made:
        yield made


@pytest.fixture
def room(
    qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path, disk: Disk | None, monkeypatch: pytest.MonkeyPatch
) -> Live:
    """A live run whose workspace lies on the small disk, with one line in its log."""
    monkeypatch.setattr(status, "LITTLE", 0)
    made = _open(qtbot, desk, frame, tmp_path / "disk" / "live.estudio", 1)
    made.start()
    made.write("保存された記録")
    return made


def fill(room: Live, disk: Disk | None) -> None:
    """The disk is full: really so, or as far as the database is concerned."""
    if disk is not None:
        disk.fill()
        return
    assert room.desk.workspace is not None
    pages = room.desk.workspace._run("PRAGMA page_count").fetchone()[0]
    room.desk.workspace._run(f"PRAGMA max_page_count = {pages}")


def write_long(room: Live, text: str) -> None:
    """A line that does not fit into what is left in the file's last page."""
    room.write(text + "長" * 20_000)


def said(room: Live) -> str:
    banner = room.frame.banners.shown[0]
    assert banner.key == "unsaved"
    return banner.text.text()


def save_elsewhere(room: Live, to: Path) -> None:
    """The banner's act, as one does it; nothing about it stops the run."""
    room.frame.banners.shown[0].action.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
    assert not dialog.isModal()
    assert QApplication.activeModalWidget() is None
    dialog.setDirectory(str(to.parent))
    dialog.selectFile(str(to))
    dialog.accept()
    room.settle()
    assert str(room.desk.workspace.target) == str(to), [banner.text.text() for banner in room.frame.banners.shown]
    room.file = to


def check_goes_on(room: Live, typed: str) -> None:
    """The line still stands, Enter logs it, and the run is the same one."""
    line = room.page.room.composer.line
    assert line.draft() == typed
    line.commit()
    room.settle()
    assert [entry.payload.text for entry in room.entries("response_logged")] == ["保存された記録", typed]
    with Workspace.open(room.file, read_only=True) as workspace:
        assert verify(workspace).problems == ()
    assert room.desk.exercise.state.clock.mode == "running"
    assert "unsaved" not in [banner.key for banner in room.frame.banners.shown]


def test_29_a_full_disk_is_said_and_the_run_goes_on_elsewhere(room: Live, disk: Disk | None, tmp_path: Path) -> None:
    fill(room, disk)
    write_long(room, "消えてはならない行")
    typed = room.page.room.composer.line.draft()
    assert typed.startswith("消えてはならない行"), "nothing typed is lost"
    assert "空き" in said(room) or "ディスク" in said(room)
    assert room.frame.banners.shown[0].action.text() == "別の場所に保存"
    old = room.file
    assert old.stat().st_size > 0
    with Workspace.open(old, read_only=True) as before:
        count = before.count(room.exercise)
        assert verify(before).problems == ()
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, typed)
    with Workspace.open(old, read_only=True) as before:
        assert before.count(room.exercise) == count, "the old file stays as it was"


def test_29_room_on_the_disk_again_takes_the_banner_away(room: Live, disk: Disk | None) -> None:
    fill(room, disk)
    write_long(room, "もう一度")
    assert said(room)
    if disk is not None:
        disk.make_room()
    else:
        room.desk.workspace._run("PRAGMA max_page_count = 1000000")
    check_goes_on(room, room.page.room.composer.line.draft())


def test_29_a_file_that_was_deleted_is_noticed_before_anything_is_lost(room: Live, tmp_path: Path) -> None:
    for beside in room.file.parent.glob("live.estudio*"):
        if beside.is_file():
            beside.unlink()
    room.write("ファイルが消えた後の行")
    assert "見つからなくなりました" in said(room)
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, "ファイルが消えた後の行")


def test_29_a_file_that_was_deleted_is_noticed_without_anybody_writing(room: Live) -> None:
    room.file.rename(room.file.with_name("renamed.estudio"))
    elsewhere = room.frame.safekeeping.elsewhere
    for _look in range(3):
        elsewhere.look()
        room.settle()
    assert "見つからなくなりました" in said(room)
    assert len([text for text in room.frame.banners.past if "見つからなくなりました" in text]) == 1, "said once"
    room.file.with_name("renamed.estudio").rename(room.file)
    elsewhere.look()
    room.settle()
    assert room.frame.banners.shown == [], "it is back, and the banner goes"


def test_29_another_file_in_the_place_of_ours_is_not_written_to(room: Live, tmp_path: Path) -> None:
    other = tmp_path / "other.estudio"
    with Workspace.create(other):
        pass
    held = room.file.rename(room.file.with_name("held.estudio"))
    shutil.copy(other, room.file)
    before = room.file.read_bytes()
    room.write("どこにも書かれない行")
    assert said(room)
    assert room.file.read_bytes() == before
    assert held.exists()
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, "どこにも書かれない行")


def test_29_a_file_that_became_read_only(room: Live, tmp_path: Path) -> None:
    assert room.desk.workspace is not None
    room.desk.workspace._run("PRAGMA query_only = ON")  # as SQLite says it: SQLITE_READONLY
    room.write("書けない行")
    assert "書き込めません" in said(room)
    with Workspace.open(room.file, read_only=True) as workspace:
        assert workspace.count(room.exercise) == 2
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, "書けない行")


def test_29_a_read_only_folder_can_be_looked_at_and_gone_on_with_elsewhere(
    room: Live, disk: Disk | None, tmp_path: Path
) -> None:
    room.desk.open_workspace(tmp_path / "next.estudio", create=True)
    room.settle()
    with Workspace.open(room.file) as workspace:
        assert not workspace.read_only  # what a tidy program leaves: one file
    before = room.file.read_bytes()
    if disk is not None:
        disk.write_protect()
    else:
        room.file.chmod(0o400)
    room.desk.open_workspace(room.file)
    room.settle()
    room.desk.open_exercise(room.exercise, "live")
    room.settle()
    assert room.desk.workspace is not None
    assert room.desk.workspace.read_only
    assert "読み取り専用" in room.frame.status.saved.text()
    room.write("読み取り専用で書いた行")
    assert room.page.room.composer.line.draft() == "読み取り専用で書いた行"
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, "読み取り専用で書いた行")
    assert room.file.read_bytes() != before
    assert (tmp_path / "disk" / "live.estudio").read_bytes() == before


def test_29_a_share_that_is_gone(room: Live, disk: Disk | None, tmp_path: Path) -> None:
    if disk is not None:
        disk.take_away()
    else:
        room.file.parent.rename(tmp_path / "gone")
    room.write("共有フォルダーが消えた後の行")
    assert "共有フォルダー" in said(room)
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    check_goes_on(room, "共有フォルダーが消えた後の行")


def test_29_leaving_the_dialog_leaves_the_way_out(room: Live, disk: Disk | None) -> None:
    fill(room, disk)
    write_long(room, "行")
    room.frame.banners.shown[0].action.click()
    next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog)).reject()
    assert said(room)


def test_29_a_place_that_takes_nothing_either_offers_another(room: Live, disk: Disk | None, tmp_path: Path) -> None:
    fill(room, disk)
    write_long(room, "行")
    there = tmp_path / "there.estudio"
    there.write_bytes(b"something else")
    room.frame.safekeeping.elsewhere.save(str(there))
    room.settle()
    assert there.read_bytes() == b"something else"
    assert room.frame.banners.shown[0].action.text() == "別の場所を選ぶ"


def test_where_it_is_to_be_saved_is_proposed(tmp_path: Path) -> None:
    path = tmp_path / "w.estudio"
    path.write_bytes(b"x")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "w-2.estudio").touch()
    assert proposed(path, [tmp_path / "nowhere", tmp_path / "docs"]) == tmp_path / "docs" / "w-3.estudio"


def test_29_a_decision_that_could_not_be_kept_is_asked_for_again_as_it_was(room: Live, tmp_path: Path) -> None:
    composer = room.page.room.composer
    room.file.rename(room.file.with_name("renamed.estudio"))
    room.write("*全端末を遮断する")
    composer.decision.ground.setText("拡大を止めるため")
    composer.decision.commit()
    room.settle()
    assert composer.decision.asking
    again = composer.decision.told_so_far()
    assert again is not None
    assert (again.choice, again.ground) == ("全端末を遮断する", "拡大を止めるため")
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    composer.decision.commit()
    room.settle()
    (decided,) = room.entries("decision_logged")
    assert (decided.payload.choice, decided.payload.ground) == ("全端末を遮断する", "拡大を止めるため")


def test_29_what_was_typed_meanwhile_stands_below_what_comes_back(room: Live) -> None:
    line = room.page.room.composer.line
    room.file.rename(room.file.with_name("renamed.estudio"))
    for text in ("最初の行", "次の行"):
        line.insertPlainText(text)
        line.commit()
    line.insertPlainText("書きかけ")
    room.settle()
    assert sorted(line.draft().split("\n")) == sorted(["最初の行", "次の行", "書きかけ"])


def make_unreadable(workspace: Workspace, file: Path) -> None:
    """What the program reads from the file fails from now on, and so does what it writes: the share's server is gone."""
    instead = {str(file): os.open("/dev/null", os.O_WRONLY), f"{file}-wal": os.open("/dev/full", os.O_RDWR)}
    for number in Path("/proc/self/fd").iterdir():
        if number.is_symlink() and (dead := instead.get(os.readlink(number))) is not None:
            os.dup2(dead, int(number.name))
    for dead in instead.values():
        os.close(dead)
    workspace._run("PRAGMA shrink_memory")  # what it still remembers of the file


@pytest.mark.parametrize("system", ["linux"] if sys.platform == "linux" else [])
def test_29_a_file_that_cannot_even_be_read_any_more_loses_no_entry(
    room: Live, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str
) -> None:
    monkeypatch.setattr(keeping, "shared_folder", lambda _path: "cifs")
    room.frame.safekeeping.back_up()
    room.settle()
    room.write("写しを取った後の記録")
    shutil.rmtree(room.file.parent / "live.estudio.backups", ignore_errors=True)
    make_unreadable(room.desk.workspace, room.file)
    with pytest.raises(KnownError):
        room.desk.workspace.save_copy(tmp_path / "no.estudio")
    room.write("共有フォルダーが応答しない")
    save_elsewhere(room, tmp_path / "elsewhere.estudio")
    line = room.page.room.composer.line
    assert line.draft() == "共有フォルダーが応答しない"
    line.commit()
    room.settle()
    texts = [entry.payload.text for entry in room.entries("response_logged")]
    assert texts == ["保存された記録", "写しを取った後の記録", "共有フォルダーが応答しない"]
    assert [e.id for e in room.desk.exercise.entries if e.kind == "response_logged"] == [
        entry.id for entry in room.entries("response_logged")
    ]
    with Workspace.open(room.file, read_only=True) as workspace:
        assert verify(workspace).problems == ()
