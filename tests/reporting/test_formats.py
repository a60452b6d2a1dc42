"""The report for Word and for spreadsheets, read again by other programs."""

import csv
import dataclasses
import io
import re
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from exercise_studio.domain.text import Lang
from exercise_studio.reporting.document import (
    Card,
    DataSheet,
    Figure,
    Prose,
    ReportContent,
    Section,
    SheetColumn,
    Table,
)
from exercise_studio.reporting.formats.csv import MISSING, lost_in_cp932, sheet_csv, write_csv, write_csv_cp932
from exercise_studio.reporting.formats.docx import clean, write_docx
from exercise_studio.reporting.formats.xlsx import FORMULA_SIGNS, write_xlsx
from exercise_studio.reporting.sheets import sheets
from tests.reporting.sample import sample_content, sample_material

FORMULAS = ("=1+1", "+81-3", "-2", "@SUM(A1)", "\t=1", "\r=2", '=HYPERLINK("http://x","y")')


@cache
def full(lang: Lang) -> ReportContent:
    return dataclasses.replace(sample_content(lang), sheets=sheets(sample_material(lang)))


@cache
def as_word(lang: Lang) -> bytes:
    return write_docx(full(lang))


def word(lang: Lang) -> Any:
    return docx.Document(io.BytesIO(as_word(lang)))


def texts_of(document: Any) -> str:
    body = document.element.body
    return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


# Word


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_word_document_has_every_heading_as_a_heading(lang: Lang) -> None:
    found = [p.text for p in word(lang).paragraphs if p.style.name == "Heading 1"]
    assert found == [f"{section.number}　{section.title}" for section in full(lang).sections]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_word_document_says_all_that_the_report_says(lang: Lang) -> None:
    said = texts_of(word(lang)).replace("\n", "")
    for section in full(lang).sections:
        for block in section.blocks:
            if isinstance(block, Prose) and isinstance(block.text, str):
                assert clean(block.text).replace("\n", "") in said
            if isinstance(block, Card):
                assert clean(block.title) in said
            if isinstance(block, Table):
                assert all(column.title in said for column in block.columns)


def test_word_tables_repeat_their_heading_and_keep_rows_whole() -> None:
    long = max(word("ja").tables, key=lambda table: len(table.rows))
    assert len(long.rows) > 40
    first, second = long.rows[0]._tr.trPr, long.rows[1]._tr.trPr
    names = [child.tag.rpartition("}")[2] for child in first]
    assert "tblHeader" in names
    assert "cantSplit" in [child.tag.rpartition("}")[2] for child in second]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_word_figures_are_pictures_with_words(lang: Lang) -> None:
    figures = [block for section in full(lang).sections for block in section.blocks if isinstance(block, Figure)]
    shapes = word(lang).inline_shapes
    assert len(shapes) >= len(figures) > 3
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    # One of many rows goes on in a further picture with the same words.
    assert list(dict.fromkeys(told)) == list(dict.fromkeys(clean(figure.alt) for figure in figures))
    assert all(len(words) > 20 for words in told)


def test_every_page_of_the_word_document_carries_its_mark() -> None:
    document = word("ja")
    for section in document.sections:
        head, foot = (part.paragraphs[0].text for part in (section.header, section.footer))
        assert "TLP:AMBER" in head
        assert "TLP:AMBER" in foot
    xml = document.sections[0].footer._element.xml
    assert "PAGE" in xml
    assert "NUMPAGES" in xml


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_docx(full("ja")) == as_word("ja")
    assert write_xlsx(full("ja")) == write_xlsx(full("ja"))
    assert write_csv(full("ja")) == write_csv(full("ja"))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_word_document(text: str) -> None:
    section = Section("x", "1", text, (Prose(text), Table((_column(text),), ((text,),), caption=text)))
    content = dataclasses.replace(sample_content("ja"), sections=(section,), front=False, header=text, subject=text)
    document = docx.Document(io.BytesIO(write_docx(content)))
    said = texts_of(document)
    assert all(part in said for part in re.split(r"[\n\t]", clean(text)))


def _column(title: str) -> Any:
    from exercise_studio.reporting.document import Column

    return Column(title)


# spreadsheets


def book(content: ReportContent) -> Any:
    return CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(content)))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_workbook_holds_actions_findings_ratings_and_the_log(lang: Lang) -> None:
    content = full(lang)
    opened = book(content)
    assert opened.sheet_names == [sheet.title for sheet in content.sheets]
    for sheet in content.sheets:
        read = opened.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        assert read[0] == [column.title for column in sheet.columns]
        assert len(read) == len(sheet.rows) + 1
        assert len(sheet.rows) > 0


def test_dates_and_numbers_are_no_texts() -> None:
    content = full("ja")
    sheet = next(s for s in content.sheets if s.id == "actions")
    due = [column.id for column in sheet.columns].index("due")
    read = book(content).get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    assert [row[due] for row in read[1:]] == [row[due] for row in sheet.rows]
    assert all(isinstance(row[due], date) for row in sheet.rows)
    ratings = next(s for s in content.sheets if s.id == "ratings")
    at = [column.id for column in ratings.columns].index("rating")
    shown = [row[at] for row in book(content).get_sheet_by_name(ratings.title).to_python(skip_empty_area=False)[1:]]
    assert {value for value in shown if isinstance(value, float)} <= {1.0, 2.0, 3.0, 4.0}
    assert any(isinstance(value, float) for value in shown)


def sheet_of(*values: Any) -> DataSheet:
    columns = tuple(SheetColumn(f"c{at}", f"c{at}") for at in range(len(values)))
    return DataSheet("s", "=s/[x]", columns, (values,))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    content = dataclasses.replace(sample_content("ja"), sheets=(sheet_of(text, "安全"),))
    with zipfile.ZipFile(io.BytesIO(write_xlsx(content))) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in page
        assert 'quotePrefix="1"' in packed.read("xl/styles.xml").decode()
    assert book(content).get_sheet_by_index(0).to_python()[1][0].strip() == text.strip()
    line = list(csv.reader(io.StringIO(sheet_csv(sheet_of(text)).decode("utf-8-sig"), newline="")))[1]
    assert not line[0].startswith(FORMULA_SIGNS)
    assert line[0] == f"'{text}"


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(st.text(max_size=40), st.integers(-(10**6), 10**6), st.none(), st.dates(date(1950, 1, 1))),
        min_size=1,
        max_size=4,
    )
)
def test_any_value_can_be_written(values: list[Any]) -> None:
    content = dataclasses.replace(sample_content("ja"), sheets=(sheet_of(*values),))
    shown = book(content).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert shown[0] == [column.title for column in content.sheets[0].columns]
    assert len(shown) == 2 or not any(values)
    assert write_csv(content)
    assert write_csv_cp932(content)


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    content = dataclasses.replace(sample_content("ja"), sheets=(sheet_of("𠮷" * 20_000),))
    (shown,) = book(content).get_sheet_by_index(0).to_python()[1]
    assert shown.endswith("…")
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767


def test_csv_opens_by_double_click_and_reads_back() -> None:
    content = full("ja")
    with zipfile.ZipFile(io.BytesIO(write_csv(content))) as packed:
        assert packed.namelist() == [f"{sheet.id}.csv" for sheet in content.sheets]
        data = packed.read("log.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    log = next(sheet for sheet in content.sheets if sheet.id == "log")
    assert rows[0] == [column.title for column in log.columns]
    assert [row[-1] for row in rows[1:]] == [row[-1] for row in log.rows]


def test_cp932_says_what_it_lacks() -> None:
    content = dataclasses.replace(sample_content("ja"), sheets=(sheet_of("髙橋と𠮷野家", "◎○△×①"),))
    assert lost_in_cp932(content) == {"𠮷": 1}
    with zipfile.ZipFile(io.BytesIO(write_csv_cp932(content))) as packed:
        said = packed.read("s.csv").decode("cp932")
    assert f"髙橋と{MISSING}野家" in said
    assert "◎○△×①" in said


def test_hidden_columns_are_not_in_the_csv() -> None:
    actions = next(sheet for sheet in full("en").sheets if sheet.id == "actions")
    head = sheet_csv(actions).decode("utf-8-sig").splitlines()[0]
    assert "base" not in head
    assert head.startswith("No.")


def test_moments_keep_their_seconds(tmp_path: Path) -> None:
    content = dataclasses.replace(sample_content("en"), sheets=(sheet_of(datetime(2026, 7, 4, 9, 5, 7)),))
    assert book(content).get_sheet_by_index(0).to_python()[1] == [datetime(2026, 7, 4, 9, 5, 7)]
