"""Text of the players' screen: Japanese line breaks, no more than 24 characters and nine lines, nothing lost between pages."""

from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.desktop.player.setting import LEADING, LINES, WIDTH, paged, set_text, take_apart
from exercise_studio.journeys.library import find_scenario, list_scenarios
from exercise_studio.reporting.breaking import NOT_AT_START


def full(char: str, _bold: bool) -> float:
    """Japanese is one em wide, the rest half of one."""
    return 0.5 if char.isascii() else 1.0


def text_of(said: str, width: float = WIDTH) -> list[str]:
    return [line.text for line in set_text(said, full, width)]


def test_no_line_is_longer_than_24_characters_or_begins_with_a_full_stop() -> None:
    said = "監視の画面が真っ黒になりましたので、いま現場を確かめています。" * 6
    lines = text_of(said)
    assert all(sum(full(char, False) for char in line) <= WIDTH for line in lines)
    assert not [line for line in lines if line[0] in NOT_AT_START]
    assert "".join(lines) == said


def test_a_number_stays_with_what_it_counts() -> None:
    for width in range(8, 24):
        assert not [
            line
            for line in text_of("次は付与07、期限は12分後の7月4日です。" * 3, width)
            if line.endswith(("付与", "付", "12", "7月4"))
        ]


def test_every_scenario_keeps_both_rules_on_every_page() -> None:
    for name in [card.id for card in list_scenarios()]:
        scenario, _folder = find_scenario(name)
        for inject in scenario.injects:
            for lang in ("ja", "en"):
                lines = set_text(take_apart(inject.body.get(lang)).body, full)
                assert lines
                pages = paged(lines, 6 * LEADING, LINES * LEADING)
                assert [line for page in pages for line in page] == lines
                assert all(len(page) <= LINES for page in pages)
                assert all(line.width <= WIDTH + 1e-6 for line in lines), (name, inject.id)


def test_the_head_of_a_mail_and_the_line_over_a_call_are_taken_from_the_text() -> None:
    mail = take_apart(
        "【演習】\n\n**差出人**: 弁護士 桐谷  \n**件名**: 方針について  \n\n---\n\n桐谷です。\n\n続きです。"
    )
    assert (mail.head, mail.body) == ((("差出人", "弁護士 桐谷"), ("件名", "方針について")), "桐谷です。\n\n続きです。")
    call = take_apart("【演習】電話 6時30分 南ゲート 手島\n\n「手島です。」")
    assert (call.lead, call.body) == ("電話 6時30分 南ゲート 手島", "「手島です。」")
    plain = take_apart("ここで時刻を進めます。\n\n次は翌日です。")
    assert (plain.lead, plain.head, plain.body) == ("", (), "ここで時刻を進めます。\n\n次は翌日です。")


def test_a_table_is_read_row_by_row() -> None:
    table = "| 項目 | 値 |\n|---|---|\n| 在庫 | 113トン |\n| 下限 | **30トン** |"
    assert text_of(table) == ["▪在庫　113トン", "▪下限　30トン"]
    wide = "| 案 | 内容 | 見込み |\n|---|---|---|\n| A | すぐ戻す | 今夜 |"
    assert text_of(wide) == ["▪A　内容 すぐ戻す　見込み 今夜"]


def test_bold_letters_stay_bold_across_lines() -> None:
    lines = set_text("前に" + "**" + "重要な記述" * 8 + "**" + "後に", full)
    assert len(lines) == 2
    assert [(run.text[:2], run.bold) for line in lines for run in line.runs] == [
        ("前に", False), ("重要", True), (lines[1].runs[0].text[:2], True), ("後に", False),
    ]  # fmt: skip


@given(st.text(alphabet="あ、。「」a1 *-|\n　", max_size=200), st.floats(0, 20), st.floats(2, 20))
def test_whatever_is_written_is_set_and_paged_without_loss(said: str, first: float, others: float) -> None:
    lines = set_text(said, full)
    pages = paged(lines, first, others)
    assert [line for page in pages for line in page] == lines
    assert all(len(page) <= LINES for page in pages)
    assert all(page for page in pages[1:])
