"""Line breaks: what may not begin or end a line never does, words and numbers stay whole."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.reporting import fonts
from exercise_studio.reporting.breaking import (
    INSEPARABLE,
    NOT_AT_END,
    NOT_AT_START,
    break_lines,
    broken,
    gaps_of,
)

PASSAGES = (
    "「通信が止まった」という第一報は、午前6時45分に入った。しかし、CSIRTへの連絡は7時20分であった。",
    "ターミナル・オペレーション・システム（TOS）のサーバーが、ランサムウェアにより暗号化された……その後、復旧は進まなかった。",
    "「どうする？」「止めるしかない！」――現場の判断は早かったが、記録が残っていない。",
    "連絡先は、【本社】経営企画部（内線1234）〈夜間〉危機管理室『当直』である。メール：csirt@example.jp。",
    "対応は◎（達成）、○（おおむね）、△（課題あり）、×（未実施）の4段階で、評価率は98％（252/256）であった。",
    "ウィルスチェックソフトのバージョンアップをスケジュールどおりにリリースしなかったケースが、ティーチングの際に指摘された。",
    "費用は￥1,200,000（税抜）、約$8,000であり、№12の契約に基づく。気温は25℃、湿度は60％。",
    "佐々木々々、云々、人々、日々、「〃」、一ヶ月、二ヵ所、三ヶ日、あゝ野麦、いすゞ、などの々ゝゞを含む。",
    "手順書（第3版。2026年7月4日改訂。）には、「第一報は15分以内に、電話（不通のときは衛星電話）で行う。」とある。",
    "ｶﾅ､ｱﾙﾌｧﾍﾞｯﾄ｡｢半角｣ﾓ混ｼﾞﾙ･･･長音ｰﾄ濁点ﾞ半濁点ﾟﾓｱﾙ｡",
    "港湾・物流・化学の3分野において、取扱区分（TLP:AMBER）を守りつつ、情報を共有した〜その結果〜。",
    "！？‼⁇「（『【〔［｛〈《》〉｝］〕】』）」、。，．・：；",
)


def lines_of(text: str, width: float) -> list[str]:
    """The lines of a text in which every character is as wide as in the report's font."""
    face = fonts.face(fonts.REGULAR)
    advance = [face.advance.get(char, 1.0) for char in text]
    return [text[line.start : line.end] for line in break_lines(text, advance, width)]


def allowed(lines: list[str]) -> list[str]:
    """Lines that break a rule."""
    wrong = [line for line in lines[1:] if line[0] in NOT_AT_START]
    wrong += [line for line in lines[:-1] if line[-1] in NOT_AT_END]
    wrong += [one + other for one, other in pairwise(lines) if one[-1] == other[0] and one[-1] in INSEPARABLE]
    return wrong


def test_the_set_is_large_enough() -> None:
    assert sum(len(lines_of(text, width)) for text in PASSAGES[:-1] for width in range(8, 40)) >= 200


@pytest.mark.parametrize("width", range(8, 40))
@pytest.mark.parametrize("text", PASSAGES[:-1])
def test_no_line_begins_or_ends_with_what_it_may_not(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert allowed(lines) == []
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_nothing_hangs_into_the_margin() -> None:
    face = fonts.face(fonts.REGULAR)
    for text in PASSAGES:
        advance = [face.advance.get(char, 1.0) for char in text]
        for width in range(6, 40):
            assert all(line.width <= width + 1e-6 for line in break_lines(text, advance, width))


def test_latin_words_and_item_ids_stay_whole() -> None:
    text = "項目BCM-01とINF-02はconfidentialityとavailabilityの観点でChecklistに載る。"
    words = ("BCM-01", "INF-02", "confidentiality", "availability", "Checklist")
    for width in range(10, 40):
        lines = lines_of(text, width)
        assert all(any(word in line for line in lines) for word in words), lines


def test_numbers_stay_with_their_units() -> None:
    text = "演習は2026年7月4日13時30分に始まり、付与07を含む18件の状況付与を、約3時間15分で終えた。目標は第2版による。"
    for width in range(6, 30):
        joined = "\n".join(lines_of(text, width))
        for piece in ("2026年", "7月", "4日", "13時", "30分", "付与07", "18件", "15分", "第2版"):
            assert piece in joined, joined


def test_an_address_breaks_at_its_points_and_an_endless_word_anywhere() -> None:
    lines = lines_of("https://example.jp/reports/2026/07/port-terminal-ransomware/index.html?lang=ja&edition=full", 20)
    assert all(line[-1] in "/-?&=.:" for line in lines[:-1])
    assert len(lines_of("x" * 10_000, 30)) > 100
    assert "".join(lines_of("x" * 10_000, 30)) == "x" * 10_000


def test_signs_alone_are_still_set() -> None:
    assert "".join(lines_of("。" * 100, 10)) == "。" * 100
    assert "".join(lines_of(PASSAGES[-1], 8)) == PASSAGES[-1]


def test_a_quarter_em_stands_between_japanese_and_latin_but_not_in_dates() -> None:
    assert gaps_of("情報CSIRTへ") == [1, 6]
    assert gaps_of("7月4日") == []
    assert gaps_of("、CSIRT。") == []
    assert gaps_of("日本語だけ") == []


def test_the_last_line_is_not_a_single_character() -> None:
    text = "あ" * 20 + "い"
    assert [len(line) for line in lines_of(text, 21 * 0.9)][-1] != 1


@pytest.mark.parametrize(("width", "ragged", "last"), [(40, False, 3), (40, True, 3), (20, False, 2), (20, True, 3)])
def test_a_last_line_takes_no_more_than_stretching_can_make_up_for(width: int, ragged: bool, last: int) -> None:
    text = "港" * (width + 1)
    lines = broken(text, [1.0] * len(text), width, ragged=ragged)[0]
    assert [line.end - line.start for line in lines] == [width + 1 - last, last]


def test_where_there_is_a_choice_the_last_line_begins_with_a_word() -> None:
    text = "認証の基盤を他より先に隔離する"
    lines = broken(text, [1.0] * len(text), 13, ragged=True)[0]
    assert [text[line.start : line.end] for line in lines] == ["認証の基盤を他より先に", "隔離する"]


def test_a_tiny_last_word_takes_the_one_before_it_along() -> None:
    text = "The duty manager decided to stop the quay cranes and the gate at 9."
    lines = broken(text, [0.5] * len(text), 32.5, ragged=True)[0]
    assert [text[line.start : line.end] for line in lines][-1] == "at 9."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "工数は外部支援を含めておよそ10人日と見込み、3営業日以内に着手して15分間で終える。",
            ("10人日", "3営業日", "15分間"),
        ),
        (
            "令和8年11月23日(月)に開いた会議で、12チームの4段階の評価を確かめ、2億円の費用を認めた。",
            ("令和8", "23日(月)", "12チーム", "4段階", "2億円"),
        ),
        (
            "全角の１２３４と１，２００円、１：３０、ＣＳＩＲＴも語として扱い、途中で切らない。",
            ("１２３４", "１，２００円", "１：３０", "ＣＳＩＲＴ"),
        ),
        ('担当は"緊急"と"至急"を区別し、"いつ分かるのか"を必ず問うこととした。', ('"緊', '急"', '"至', '"い', 'か"')),
        ("午前9時\u00a00分、Room\u00a012、5\u202fkmは離れない。", ("9時\u00a00分", "Room\u00a012", "5\u202fkm")),
        (
            "On 23 November 2026 the team of 12 people lost 3 hours over Figure 7 and 4 kW.",
            ("23 November", "12 people", "3 hours", "Figure 7", "4 kW"),
        ),
    ],
)
def test_what_belongs_together_stays_together(text: str, kept: tuple[str, ...]) -> None:
    for width in range(9, 40):
        joined = "\n".join(lines_of(text, width))
        assert all(piece in joined for piece in kept), joined


def test_a_ragged_line_ends_before_a_word_of_katakana_and_a_full_one_may_end_in_it() -> None:
    text = "事業の戦略マネジメント層"
    for ragged, first in ((True, "事業の戦略"), (False, "事業の戦略マネジ")):
        lines = broken(text, [1.0] * len(text), 8, ragged=ragged)[0]
        assert text[lines[0].start : lines[0].end] == first


def test_so_many_findings_are_no_name_with_a_number() -> None:
    assert gaps_of("課題7件と良好事例3件") == [1, 8]
    assert gaps_of("課題7を見る") == [2]


def test_spaces_at_the_end_of_a_line_are_not_carried_over() -> None:
    assert all(not line.startswith(" ") for line in lines_of("one two three four five six seven eight " * 5, 9))


@given(st.text(max_size=400), st.floats(min_value=1.0, max_value=60.0))
def test_any_text_is_broken_without_loss(text: str, width: float) -> None:
    text = fonts.clean(text).replace("\n", "")
    advance = [1.0] * len(text)
    lines = break_lines(text, advance, width)
    kept = "".join(text[line.start : line.end] for line in lines)
    spaces = "".join(char for char in text if unicodedata.category(char) == "Zs")
    assert len(kept) >= len(text) - len(spaces)
    assert [line.start for line in lines] == sorted({line.start for line in lines})
    assert lines[-1].last
