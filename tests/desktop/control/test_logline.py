"""The log line's little language, as it is really typed: in haste, half-width and full-width mixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise_studio.desktop.control.logline import (
    Parsed,
    TeamName,
    Vocabulary,
    complete,
    find_team,
    fitting_receivers,
    line_of,
    parse,
)

KNOWN = Vocabulary(
    teams=(
        TeamName("terminal/executives", ("経営層", "Executives", "executives")),
        TeamName("terminal/csirt", ("システム担当・CSIRT", "CSIRT", "csirt")),
        TeamName("terminal/operations", ("事業・現業部門", "Operations", "operations")),
        TeamName("terminal/ot", ("制御系・設備担当", "OT and plant", "ot")),
    ),
    items={"DET-01": "発見者・時刻・現象を第一報で伝える", "DET-04": "ログを保全する", "CON-02": "停止を判断する"},
    tags=("遅延", "連絡"),
)


def test_14_full_width_tokens_are_read_like_half_width_ones() -> None:
    full = parse("＠経営　＃遅延　！　出荷を止めた", KNOWN)
    half = parse("@経営 #遅延 ! 出荷を止めた", KNOWN)
    assert full == half
    assert (full.team, full.tags, full.significant, full.text) == (
        "terminal/executives",
        ("遅延",),
        True,
        "出荷を止めた",
    )


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("DET-04 保全した", (("DET-04", "done"),)),
        ("DET-04△ 一部だけ", (("DET-04", "partly"),)),
        ("DET-04 △ 一部だけ", (("DET-04", "partly"),)),
        ("ＤＥＴ－０４× しなかった", (("DET-04", "missed"),)),
        ("det-04x しなかった", (("DET-04", "missed"),)),
        ("DETー04◎ した", (("DET-04", "done"),)),
        ("DET-01 DET-04△ 続けて", (("DET-01", "done"), ("DET-04", "partly"))),
        ("DET-99 そんな項目はない", ()),
    ],
)
def test_item_ids_tick_items_as_far_as_their_mark_says(line: str, items: tuple[tuple[str, str], ...]) -> None:
    assert parse(line, KNOWN).items == items


@pytest.mark.parametrize(
    ("line", "sort", "text"),
    [
        ("*夕刻まで公表しない", "decision", "夕刻まで公表しない"),
        ("＊ 公表しない", "decision", "公表しない"),
        ("@経営 *公表しない", "decision", "公表しない"),
        ("？承認者は誰か", "question", "承認者は誰か"),
        ("承認者は誰か？", "response", "承認者は誰か？"),
        ("対応完了！", "response", "対応完了！"),
        ("5 * 3 ではない", "decision", "5 3 ではない"),
    ],
)
def test_signs_lead_or_stand_alone_and_a_sentence_may_end_in_one(line: str, sort: str, text: str) -> None:
    parsed = parse(line, KNOWN)
    assert (parsed.sort, parsed.text) == (sort, text)
    assert not parsed.significant


def test_several_leading_signs_all_count() -> None:
    parsed = parse("!*止める", KNOWN)
    assert (parsed.sort, parsed.significant, parsed.text) == ("decision", True, "止める")


def test_a_name_that_is_no_team_stays_in_the_text_and_is_reported() -> None:
    parsed = parse("@総務 に連絡", KNOWN)
    assert (parsed.team, parsed.unknown, parsed.text) == ("", ("総務",), "@総務 に連絡")


def test_a_beginning_that_fits_two_teams_is_no_team() -> None:
    known = Vocabulary(teams=(TeamName("a/csirt", ("A社: CSIRT",)), TeamName("b/csirt", ("A社: 経営",))))
    assert find_team("A社", known) == ""


def test_line_breaks_and_inner_spaces_stay() -> None:
    assert parse("@csirt 一行目\n二行目  あり", KNOWN).text == "一行目\n二行目  あり"


def offered(line: str) -> list[str]:
    found = complete(line, len(line), KNOWN)
    return [candidate.insert for candidate in found.candidates] if found else []


def test_teams_items_and_tags_are_completed_at_the_cursor() -> None:
    assert offered("第一報 ＠経") == ["@経営層 "]
    assert offered("ｄｅ") == ["DET-01", "DET-04"]
    assert offered("ログを") == ["DET-04"]
    assert offered("＃") == ["#遅延 ", "#連絡 "]
    found = complete("第一報 @経 あと", 6, KNOWN)
    assert found is not None
    assert (found.start, found.end) == (4, 6)


def test_a_complete_item_id_offers_nothing_so_that_enter_commits() -> None:
    assert offered("DET-04") == []
    assert offered("DET-04△") == []


def test_the_completed_name_of_every_team_is_read_back() -> None:
    teams = {parse(f"{insert}x y", KNOWN).team for insert in offered("@")}
    assert teams == {team.address for team in KNOWN.teams}


@given(
    sort=st.sampled_from(["response", "decision", "question"]),
    significant=st.booleans(),
    items=st.dictionaries(st.sampled_from(["DET-01", "DET-04"]), st.sampled_from(["done", "partly", "missed"])),
    tags=st.lists(st.sampled_from(["遅延", "連絡"]), unique=True),
)
def test_a_line_made_of_an_entry_reads_back_as_it(
    sort: str, significant: bool, items: dict[str, str], tags: list[str]
) -> None:
    entry = Parsed(sort, "terminal/csirt", "本文 あり", tuple(items.items()), tuple(tags), significant, ())  # type: ignore[arg-type]
    assert parse(line_of(entry, "CSIRT"), KNOWN) == entry


RECEIVERS = Vocabulary(
    teams=(TeamName("a/csirt", ("情報システム班", "CSIRT")),),
    receivers=(
        TeamName("mot", ("国土交通担当省", "省庁", "しょうちょう", "ministry")),
        TeamName("mha", ("総務担当省", "省庁", "しょうちょう", "ministry")),
        TeamName("police", ("県警察", "警察", "けいさつ", "police")),
        TeamName("a/csirt", ("情報システム班", "CSIRT")),
    ),
)


def test_14_receivers_are_read_in_either_width_and_by_reading() -> None:
    said = parse("＞県警察 >ケイサツ ＞CSIRT 第一報", RECEIVERS)
    assert (said.receivers, said.text, said.sort) == (("police", "a/csirt"), "第一報", "response")


def test_a_receiver_that_may_be_several_or_nobody_stays_as_it_was_typed() -> None:
    assert parse(">省庁 >近くの工場 第一報", RECEIVERS).receivers == ("省庁", "近くの工場")
    assert fitting_receivers("省庁", RECEIVERS) == ("mot", "mha")
    assert fitting_receivers("近くの工場", RECEIVERS) == ()


def test_signs_that_only_look_like_a_receiver_are_words() -> None:
    said = parse("水温 >30 で 圧力 >= 2 > 引用", RECEIVERS)
    assert (said.receivers, said.text) == ((), "水温 >30 で 圧力 >= 2 > 引用")


def test_completion_of_a_receiver_inserts_a_name_that_reads_back() -> None:
    found = complete(">しょう", 4, RECEIVERS)
    assert found is not None
    assert [one.shown for one in found.candidates] == [">国土交通担当省", ">総務担当省"]
    for one in found.candidates:
        assert len(parse(f"{one.insert}x", RECEIVERS).receivers) == 1
        assert parse(f"{one.insert}x", RECEIVERS).receivers[0] in ("mot", "mha")
