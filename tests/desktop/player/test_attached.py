"""Pictures that came with an inject: read in the background, bounded, on a page of their own."""

import shutil
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from exercise_studio.conduct.run import fold
from exercise_studio.conduct.showing import shown
from exercise_studio.desktop.player.attached import LONGEST, read_picture
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import pages
from exercise_studio.domain import payloads as p
from exercise_studio.journeys.library import find_scenario
from tests.desktop.player.seen import NARROW, picture, with_card, words
from tests.plans import both, entry, inject, minutes, plan, scenario


@pytest.fixture
def folder(qtbot: QtBot, tmp_path: Path) -> Path:
    """A scenario's folder with a photo in it."""
    _scenario, shipped = find_scenario("port-terminal-ransomware")
    own = tmp_path / "own"
    shutil.copytree(shipped, own)
    photo = QImage(4000, 1000, QImage.Format.Format_RGB32)
    photo.fill(QColor("#3F6E93"))
    photo.save(str(own / "attachments" / "photo.png"))
    return own


def test_a_large_photo_is_made_smaller_while_it_is_read(folder: Path) -> None:
    found = read_picture(str(folder), "attachments/photo.png")
    assert (found.width(), found.height()) == (LONGEST, LONGEST // 4)


def test_what_is_no_picture_or_far_too_large_is_none(folder: Path) -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    (folder / "attachments" / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    (folder / "attachments" / "text.png").write_text("no picture", encoding="utf-8")
    for file in ("bomb.png", "text.png", "missing.png"):
        assert read_picture(str(folder), f"attachments/{file}").isNull()
    assert read_picture("no-such-scenario", "attachments/photo.png").isNull()


def test_a_picture_stands_on_a_page_of_its_own_with_its_title(qtbot: QtBot) -> None:
    photo = QImage(300, 200, QImage.Format.Format_RGB32)
    photo.fill(QColor("#7C1A15"))
    seen = Seen(with_card(pictures=(("attachments/a.png", "現場の写真"),)), pictures=(photo,))
    count = pages(seen, QSizeF(*NARROW))
    assert count == 2
    assert "現場の写真" not in words(seen)
    last = seen.on_page(1)
    assert "現場の写真" in words(last)
    assert picture(last).pixelColor(512, 400) == QColor("#7C1A15")
    assert "画像を表示できません。" in words(replace(last, pictures=(QImage(),)))


def test_only_pictures_in_the_language_of_the_screen_are_shown() -> None:
    attached = [
        {"file": f"attachments/{name}", "title": both(name, name), **({"lang": lang} if lang else {})}
        for name, lang in (("a.png", ""), ("b.ja.JPG", "ja"), ("c.en.png", "en"), ("d.csv", ""))
    ]
    marked = scenario(injects=[inject("I01", attachments=attached)], branches=[])
    state = fold(
        plan(scenario=marked), "run",
        [entry(p.RunStarted(mode="live", plan_hash=""), 0), entry(p.InjectFired(inject="I01"), minutes(1))],
    )  # fmt: skip
    card = shown(state, minutes(2), "ja").card
    assert card is not None
    assert [title for _file, title in card.pictures] == ["a.png", "b.ja.JPG"]
