"""A table's note never stands alone on a page."""

from itertools import pairwise

import pytest

from exercise_studio.reporting.compose import Composer, NewPage
from exercise_studio.reporting.document import Column, Section, Table
from exercise_studio.reporting.flow import Flow
from exercise_studio.reporting.paragraph import Paragraph
from exercise_studio.reporting.tables import TableFlow
from exercise_studio.reporting.theme import Theme
from exercise_studio.reporting.typeset import Typesetter


@pytest.mark.parametrize("count", range(30, 110))
def test_a_note_has_rows_of_its_table_above_it(count: int) -> None:
    rows = tuple((str(number), "対応の内容") for number in range(count))
    table = Table((Column("番号", 1), Column("内容", 4)), rows, caption="一覧", note="注記である。")
    composer = Composer()
    composer.add([NewPage("tall"), *Flow(Typesetter(), Theme("ja")).section(Section("log", "C", "記録", (table,)))])
    page = next(page for page in composer.pages if any(_is_note(one.flowable) for one in page.placed))
    parts = [one.flowable for one in page.placed]
    assert isinstance(parts[parts.index(next(one for one in parts if _is_note(one))) - 1], TableFlow)
    shown = [one.flowable for page in composer.pages for one in page.placed if isinstance(one.flowable, TableFlow)]
    assert [(one.first, one.last) for one in shown][-1][1] == count
    assert all(before.last == after.first for before, after in pairwise(shown))


def _is_note(flowable: object) -> bool:
    return isinstance(flowable, Paragraph) and flowable.stays_with_previous
