"""The sheet without a window: counts, filters, gaps, tags."""

from exercise_studio.desktop.observer import sheet
from exercise_studio.domain.payloads import RatingValue
from exercise_studio.journeys.observing import RatingRow


def row(item: str, value: RatingValue | None = None, note: str = "", phase: str = "detect") -> RatingRow:
    return RatingRow("t/csirt", "CSIRT", item, phase, f"Title of {item}", "", False, {}, value, note, None)


def test_22_blank_not_observed_and_one_are_counted_apart() -> None:
    held = sheet.coverage([row("A"), row("B", "NO"), row("C", 1), row("D", 4)])

    assert (held.applicable, held.blank, held.not_observed, held.valued, held.done) == (4, 1, 1, 2, 3)
    assert held.levels == {4: 1, 3: 0, 2: 0, 1: 1}
    assert held.completion == 0.75


def test_a_low_rating_without_a_note_is_a_gap_and_a_blank_comes_first() -> None:
    rows = [row("A", 1), row("B", 4), row("C"), row("D", 2, "prompted twice")]

    assert sheet.next_gap(rows, 0) == 2
    assert sheet.next_gap(rows, 2) == 2, "round to the start and back to itself: it is still the only blank"
    filled = [*rows[:2], row("C", "NO"), rows[3]]
    assert sheet.next_gap(filled, 2) == 0, "only the × without a note is left"
    assert sheet.next_gap([row("B", 4)], 0) is None


def test_filters_narrow_by_kind_phase_and_words() -> None:
    rows = [row("A-1", 1), row("A-2", None), row("B-1", "NO", phase="bcp")]

    assert [r.item for r in sheet.shown(rows, "low")] == ["A-1"]
    assert [r.item for r in sheet.shown(rows, "blank")] == ["A-2"]
    assert [r.item for r in sheet.shown(rows, "unseen")] == ["B-1"]
    assert [r.item for r in sheet.shown(rows, phase="bcp")] == ["B-1"]
    assert [r.item for r in sheet.shown(rows, words="ａ-２")] == ["A-2"], "full width is the same"


def test_tags_are_read_in_either_width_and_put_in_once() -> None:
    assert sheet.tags_in("促された ＃遅れ、その後 #担当不在") == ("遅れ", "担当不在")
    once = sheet.with_tag("促された", "遅れ")
    assert once == "促された #遅れ"
    assert sheet.with_tag(once, "遅れ") == once
