"""What somebody who was given the files alone can tell: the exported PDF and the workbook beside it (behaviour 39)."""

import dataclasses
import io
import re
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from exercise_studio.domain.text import Lang
from exercise_studio.reporting.document import Tiles
from exercise_studio.reporting.sheets import sheets
from exercise_studio.reporting.writers import write
from tests.reporting.sample import sample_content, sample_material

MM = 72 / 25.4


@cache
def pdf(lang: Lang, form: str = "pdf") -> bytes:
    return write(sample_content(lang), form)


@pytest.fixture(params=["ja", "en"])
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param  # type: ignore[no-any-return]


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[at].get_textpage().get_text_bounded() for at in range(len(document))]


def test_39_every_page_is_a4(lang: Lang) -> None:
    document = pypdfium2.PdfDocument(pdf(lang))
    for page in document:
        sides = sorted(round(side / MM) for side in page.get_size())
        assert sides == [210, 297]


def test_39_fonts_are_embedded_and_japanese_can_be_extracted(lang: Lang, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(lang))
    told = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert told
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in told), told
    extracted = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "改善計画" in extracted if lang == "ja" else "Improvement plan" in extracted
    assert "手順書に第一報の担当と期限を定める" in re.sub(r"\s", "", extracted)


def test_39_each_page_carries_its_tlp_twice_and_its_number(lang: Lang) -> None:
    pages = texts(pdf(lang))
    for number, text in enumerate(pages, 1):
        flat = re.sub(r"\s", "", text)
        assert flat.count("TLP:AMBER") >= 2, number
        assert f"{number}/{len(pages)}" in flat


def test_39_chapters_are_bookmarks(lang: Lang) -> None:
    with pikepdf.open(io.BytesIO(pdf(lang))) as document, document.open_outline() as outline:
        titles = [str(one.title) for one in outline.root]
    assert [title.split()[0] for title in titles] == [section.number for section in sample_content(lang).sections]


def test_39_each_key_figure_is_in_the_workbook(lang: Lang) -> None:
    content = dataclasses.replace(sample_content(lang, earlier=False), sheets=sheets(sample_material(lang)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(content, "xlsx")))
    traced = book.get_sheet_by_name(content.sheets[-1].title).to_python()
    values = " ".join(str(row[2]) for row in traced[1:])
    tiles = [tile for s in content.sections for block in s.blocks if isinstance(block, Tiles) for tile in block.tiles]
    assert len(tiles) >= 3
    for tile in tiles:
        if re.fullmatch(r"[\d.]+", tile.value):
            assert tile.value in values, tile


def test_39_black_and_white_has_no_operator_of_colour() -> None:
    with pikepdf.open(io.BytesIO(pdf("ja", "pdf-mono"))) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("rg", "RG"):
                    red, green, blue = (float(value) for value in operands)
                    assert red == green == blue
                assert str(operator) not in ("k", "K", "sc", "SC", "scn", "SCN")


def test_39_no_name_of_a_person_is_in_it(lang: Lang) -> None:
    said = "".join(texts(pdf(lang)))
    for name in ("田中", "Tanaka", "佐藤", "鈴木"):
        assert name not in said
