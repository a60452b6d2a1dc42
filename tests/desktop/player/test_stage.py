"""The picture that players see: sizes that can be read, marks that nothing hides, ten forms, pages, both languages."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest
from PySide6.QtCore import QSizeF
from pytestqt.qtbot import QtBot

from exercise_studio.conduct.showing import Shown
from exercise_studio.desktop.player import words as said
from exercise_studio.desktop.player.pages import Seen, planned, width_for
from exercise_studio.desktop.player.setting import LINES
from exercise_studio.desktop.player.stage import pages
from exercise_studio.domain.scenario import Channel
from tests.desktop.player.seen import CARD, NARROW, SHOWN, WIDE, drawn, picture, with_card, words

SIZES = [NARROW, WIDE, (1366, 768), (1280, 1024)]
LONG = "監視の画面が真っ黒になりましたので、いま現場を確かめています。" * 20


@pytest.fixture(autouse=True)
def application(qtbot: QtBot) -> None:
    """Fonts need one."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("channel", [*get_args(Channel), "jump", "correction"])
def test_what_is_written_can_be_read_from_the_last_row(channel: str, size: tuple[int, int]) -> None:
    scale = min(size[0] / 1024, size[1] / 768)
    with drawn() as found:
        picture(
            Seen(
                replace(
                    with_card(form=channel, body=LONG), questions=("誰が決めますか。",), earlier=(("06", "前の付与"),)
                )
            ),
            size,
        )
    heights = {text: height / scale for text, height in found}
    assert min(heights.values()) >= 28 - 0.5
    assert max(height for text, height in heights.items() if text[:4] == CARD.title[:4]) >= 44
    assert max(height for text, height in heights.items() if text.startswith("監視の画面")) >= 32


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", ["live", "holding", "black", "frozen", "ended"])
def test_exercise_and_tlp_can_never_be_hidden(mode: str, size: tuple[int, int]) -> None:
    for tlp in ("RED", "AMBER+STRICT", "CLEAR"):
        for lang in ("ja", "en"):
            found = words(Seen(replace(SHOWN, mode=mode, tlp=tlp, lang=lang, rehearsal=tlp == "RED")), size)  # type: ignore[arg-type]
            assert "演習" in found
            assert "EXERCISE" in found
            assert f"TLP:{tlp}" in found


def test_black_shows_nothing_else() -> None:
    assert words(Seen(replace(SHOWN, mode="black"))) == "演習　EXERCISETLP:AMBER"
    image = picture(Seen(replace(SHOWN, mode="black")))
    assert image.pixelColor(512, 400).getRgb()[:3] == (0, 0, 0)


def test_the_freeze_card_says_so_in_both_languages() -> None:
    found = words(Seen(Shown("frozen", "ja", "港湾演習", "AMBER")), WIDE)
    assert "実事案対応のため演習を停止しています" in found
    assert "Exercisesuspended–realevent" in found
    assert CARD.title not in found


def test_the_holding_card_has_title_words_and_clock() -> None:
    found = words(Seen(replace(SHOWN, mode="holding", era="reiwa", card=None)))
    for part in ("港湾演習", "しばらくお待ちください", "Pleasewait", "令和8年7月4日(土)09:25"):
        assert part in found


def test_the_clock_follows_the_era() -> None:
    moment = datetime(2019, 7, 1, 9, 5)
    assert [said.clock(moment, "ja", era) for era in ("western", "reiwa")] == [
        "7月1日(月) 09:05",
        "令和元年7月1日(月) 09:05",
    ]
    assert said.clock(moment, "en", "reiwa") == "Mon 1 Jul 09:05"


def test_every_channel_has_a_form_of_its_own() -> None:
    """Two forms differ in more than their word: a fifth of a sample of pixels where no text stands, or the frame."""
    channels = get_args(Channel)
    images = {
        channel: picture(Seen(with_card(form=channel, title="　", body="　", sender="　"))) for channel in channels
    }
    for number, one in enumerate(channels):
        for other in channels[number + 1 :]:
            points = [(x, y) for x in range(26, 1000, 6) for y in range(94, 740, 6)]
            differ = sum(images[one].pixel(x, y) != images[other].pixel(x, y) for x, y in points)
            assert differ > len(points) / 100, (one, other)


def test_a_long_text_is_paged_and_no_word_is_lost() -> None:
    for size in SIZES:
        seen = Seen(with_card(body=LONG))
        count = pages(seen, QSizeF(*size))
        assert count > 1
        texts = [words(seen.on_page(page), size) for page in range(count)]
        assert [f"{page + 1}/{count}" in text for page, text in enumerate(texts)] == [True] * count
        sheets = planned(seen, width_for(*size)).sheets
        assert "".join(line.text for sheet in sheets for part in sheet.parts for line in part.body) == LONG
        assert all(len(part.body) <= LINES for sheet in sheets for part in sheet.parts)


def test_a_page_beyond_the_last_is_the_last() -> None:
    seen = Seen(with_card(body=LONG))
    count = pages(seen, QSizeF(*NARROW))
    assert picture(seen.on_page(99)) == picture(seen.on_page(count - 1))


def test_both_languages_stand_on_one_page_where_they_fit_and_behind_one_another_where_not() -> None:
    second = replace(SHOWN, lang="en", card=replace(CARD, title="No access", body="The screen went dark."))
    short = Seen(with_card(body="画面が真っ黒です。"), second)
    assert pages(short, QSizeF(*WIDE)) == 1
    assert "Thescreenwentdark." in words(short, WIDE)
    assert "画面が真っ黒です。" in words(short, WIDE)
    long = Seen(with_card(body=LONG), second)
    count = pages(long, QSizeF(*NARROW))
    assert count == pages(Seen(with_card(body=LONG)), QSizeF(*NARROW)) + 1
    assert "Thescreenwentdark." in words(long.on_page(count - 1))
    assert "Thescreenwentdark." not in words(long)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_questions_time_and_what_came_earlier_stand_beside_the_inject(size: tuple[int, int]) -> None:
    shown = replace(
        SHOWN,
        questions=("誰が決めますか。", "誰に知らせますか。"),
        left=450,
        earlier=(("06", "前の付与"), ("05", "その前")),
    )
    found = words(Seen(shown), size)
    for part in ("1.誰が決めますか。", "2.誰に知らせますか。", "07:30", "06", "前の付与", CARD.title):
        assert part in found
    assert "時間です" in words(Seen(replace(shown, left=0)), size)


def test_more_questions_than_fit_have_a_page_of_their_own() -> None:
    many = tuple(f"問{number}：この判断の根拠を、誰が、いつまでに、どの記録に残しますか。" for number in range(1, 6))
    for size in (NARROW, WIDE):
        seen = Seen(replace(SHOWN, questions=many))
        count = pages(seen, QSizeF(*size))
        last = words(seen.on_page(count - 1), size)
        assert all(f"問{number}" in last for number in range(1, 6))
        assert CARD.title not in last


def test_a_countdown_changes_no_page() -> None:
    before, after = replace(SHOWN, left=450), replace(SHOWN, left=1)
    assert pages(Seen(before), QSizeF(*NARROW)) == pages(Seen(after), QSizeF(*NARROW))


def test_a_screen_reader_is_told_all_of_it_but_not_each_second() -> None:
    shown = replace(SHOWN, questions=("誰が決めますか。",), left=450)
    for part in ("EXERCISE", "TLP:AMBER", "7月4日", CARD.title, "監視の画面", "誰が決めますか。", "07:30"):
        assert part in said.spoken(shown)
    assert said.announced(shown) == said.announced(replace(shown, left=449))
    assert CARD.title not in said.spoken(replace(shown, mode="black"))
