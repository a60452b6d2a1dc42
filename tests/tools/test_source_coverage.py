"""Every requirement of the source document has a row, and no pointer of a row is dead."""

import re

from tools import source_coverage


def test_no_pointer_is_dead_and_the_page_is_fresh() -> None:
    rows = source_coverage.requirements()
    assert source_coverage.dead_pointers(rows) == []
    assert source_coverage.PAGE.read_text("utf-8") == source_coverage.page(rows)


def test_each_part_of_the_source_is_there_without_gaps() -> None:
    """The source's parts and how many requirements each has: the frame, five pillars and the CEPTOAR page."""
    counts: dict[str, list[int]] = {}
    for row in source_coverage.requirements():
        part, number = re.fullmatch(r"(F|P[1-5]|K)-(\d\d)", row["id"]).groups()  # type: ignore[union-attr]
        counts.setdefault(part, []).append(int(number))
    wanted = {"F": 12, "P1": 11, "P2": 7, "P3": 10, "P4": 8, "P5": 9, "K": 7}
    assert counts == {part: list(range(1, last + 1)) for part, last in wanted.items()}


def test_a_dead_pointer_and_an_empty_row_are_named() -> None:
    rows = [{"id": "F-01", "stands": ["item:NO-99", "data:nothing.yaml"]}, {"id": "F-02", "stands": []}]
    faults = source_coverage.dead_pointers(rows)
    assert [fault.split(":")[0] for fault in faults] == ["F-01", "F-01", "F-02"]
