"""The tag tree reads as a person reads, on real files; what PDF/UA-1 and PDF/A-2 ask for is there."""

import io
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pdfua
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from exercise_studio.domain.text import Lang
from exercise_studio.language import LANGUAGES
from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Block, Column, Heading, Points, Prose, ReportContent, Run, Table
from exercise_studio.reporting.pdf import write_pdf
from exercise_studio.reporting.pdfa import colour_profile
from exercise_studio.reporting.writers import write
from tests.reporting.sample import sample_content
from tests.reporting.small import every_block, report
from tests.reporting.tagtree import Element, content_of, tree_of

NASTY = (
    "<para><b>太字</b></para>", "]]>&amp;<!--", "x" * 10_000, "あ" * 10_000, "\x00\x07\x1b[31m", "\u202eevil\u202c",
    "עברית العربية", "😀👩\u200d👩\u200d👧", "{braces} {0} %s %(name)s", "\n" * 50, "\ud800", "a\u0301\u3099",
    "/Artifact BMC EMC Q Q 1 0 0 rg (x) Tj", "\\(()) <FEFF> %PDF-1.7 endobj endstream", "\ufffe\ufdd0 \U0001ffff", " ", "",
)  # fmt: skip


@cache
def content_in(lang: Lang) -> ReportContent:
    # Once: entries of the sample are numbered through a process.
    return sample_content(lang)


@cache
def made(lang: Lang, mono: bool = False) -> bytes:
    return write_pdf(content_in(lang), mono=mono).data


@cache
def full(lang: Lang) -> Element:
    return tree_of(made(lang))


def small(*blocks: Block, lang: Lang = "en") -> Element:
    return tree_of(write_pdf(report(*blocks, lang=lang)).data)


def ran(data: bytes, *command: str) -> str:
    """The output of a program that reads the file, which must not complain."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.pdf")
        path.write_bytes(data)
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        return done.stdout


def ua_findings(data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.pdf")
        path.write_bytes(data)
        found = pdfua.validate(str(path))
    # pdfua 0.1.3 fails on headings with more than one kid; `tree_of` refuses empty headings itself.
    assert {one.rule_id for one in found.skipped} <= {"UA-14-001"}
    return [f"{one.rule_id} {one.message}" for one in found.findings]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_full_report_has_a_whole_tree(lang: Lang) -> None:
    tree = full(lang)
    content = content_in(lang)
    found = Counter(one.role for one in tree.all())
    assert found["Sect"] == len(content.sections) + 2
    assert found["H1"] == len(content.sections) + 1
    assert found["TOCI"] == found["Link"] == len(content.sections)
    for role in ("Figure", "Note", "Caption", "Lbl", "THead", "Title"):
        assert found[role], role


@pytest.mark.parametrize("lang", LANGUAGES)
def test_checkers_have_nothing_to_say(lang: Lang) -> None:
    assert ua_findings(made(lang)) == []
    assert "No syntax or stream encoding errors" in ran(made(lang), "qpdf", "--check")
    info = ran(made(lang), "pdfinfo")
    assert re.search("Tagged: +yes", info)
    assert re.search("Metadata Stream: +yes", info)
    document = pypdfium2.PdfDocument(made(lang))
    try:
        assert len(document) > 8
    finally:
        document.close()


def test_a_short_report_passes_every_check_that_the_checker_has() -> None:
    for lang in LANGUAGES:
        content = report(*every_block("words"), lang=lang)
        assert ua_findings(write_pdf(content).data) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_program_reads_it_in_the_same_order(lang: Lang) -> None:
    # A short one: poppler goes through a page again for every element on it.
    data = write_pdf(report(*every_block("some words"), lang=lang, text="a title")).data
    lines = ran(data, "pdfinfo", "-struct-text").splitlines()
    said = "".join(re.sub(r'^ *"|"$', "", line) for line in lines if re.match(' *"', line))
    ours = "".join(one.text for one in tree_of(data).all())
    assert "somewords" in re.sub(r"\s", "", ours)
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", ours)


def test_the_cover_is_read_from_its_title_to_its_notice() -> None:
    text = full("ja").kids[0].whole
    order = [
        "演習結果・改善報告書",
        "令和8年度 港湾分野横断演習",
        "演習実施日",
        "作成部署",
        "配布先",
        "経営会議",
        "承認欄",
        "起案",
        "架空の想定",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_headings_go_as_deep_as_they_are_nested_and_leave_no_level_out() -> None:
    tree = small(Heading("third first", 3), Heading("second"), Heading("third", 3), *every_block("x")[-3:-2])
    levels = [one.role for one in tree.all() if one.role in ("H1", "H2", "H3", "H4")]
    assert levels == ["H1", "H1", "H2", "H2", "H3", "H4", "H1"]


def test_a_table_of_three_pages_is_one_table_with_one_head() -> None:
    rows = tuple((f"R{n}", f"what is row {n}", "yes") for n in range(90))
    tree = small(Table((Column("No."), Column("What", 4), Column("Done")), rows, caption="Many rows", bold_first=True))
    table = next(one for one in tree.found("Table") if "Many rows" in one.whole)
    pages = {page for one in table.all() for page in one.pages}
    assert len(pages) == 3
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert [cell.whole for cell in table.kids[1].kids[0].kids] == ["No.", "What", "Done"]
    body = table.kids[2].kids
    assert [row.kids[0].whole for row in body] == [f"R{n}" for n in range(90)]
    assert all([cell.role for cell in row.kids] == ["TH", "TD", "TD"] for row in body)
    assert table.whole.count("What") == 1


def test_a_row_higher_than_a_page_is_one_row() -> None:
    tree = small(Table((Column("a"), Column("b", 3)), (("tall", "many words " * 900), ("low", "few"))))
    rows = next(one for one in tree.found("Table") if "tall" in one.whole).found("TR")
    assert len(rows) == 3
    assert len(rows[1].kids[1].pages) >= 2
    assert rows[1].kids[1].whole.split() == ["many", "words"] * 900


def test_what_spans_rows_is_said_once() -> None:
    rows = (("A", "one"), ("", "two"), ("", "three"), ("B", "four"))
    tree = small(Table((Column("group"), Column("item")), rows, spanning=1))
    body = next(one for one in tree.found("TBody") if "three" in one.whole)
    assert [[cell.whole for cell in row.kids] for row in body.kids] == [["A", "one"], ["two"], ["three"], ["B", "four"]]
    assert int(body.kids[0].kids[0].attributes["/RowSpan"]) == 3


def test_a_paragraph_over_a_page_break_is_one_paragraph_with_its_spaces() -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    tree = small(Prose("first"), Prose(words))
    found = next(one for one in tree.found("P") if "word77 " in one.whole)
    assert len(found.pages) >= 2
    assert found.whole.split() == words.split()


def test_lists_have_labels_and_bodies() -> None:
    tree = small(Points(("one", "two"), numbered=True), Points(("three",)))
    lists = [one for one in tree.found("L") if one.found("Lbl")]
    assert [str(one.attributes["/ListNumbering"]) for one in lists] == ["/Decimal", "/Disc"]
    assert [(item.kids[0].whole, item.kids[1].whole) for item in lists[0].kids] == [("1.", "one"), ("2.", "two")]


def test_figures_say_in_words_what_they_show() -> None:
    for lang in LANGUAGES:
        said = {str(one.source["/Alt"]) for one in full(lang).found("Figure")}
        wanted = {block.alt for one in content_in(lang).sections for block in one.blocks if hasattr(block, "alt")}
        assert said == wanted


def test_links_in_text_lead_where_they_say_and_nowhere_else() -> None:
    runs = (
        Run("See "), Run("our long-winded page", link="https://example.jp/a b"), Run(", "),
        Run("the second chapter", link="#s-two"), Run(" and "), Run("nothing", link="javascript:alert(1)"),
        Run(" or "), Run("gone", link="#s-gone"), Run("."),
    )  # fmt: skip
    tree = small(Prose(tuple(one._replace(link=one.link.replace(" b", "(b)日")) for one in runs)))
    found = next(one for one in tree.found("P") if "winded" in one.whole)
    assert found.whole == "See our long-winded page, the second chapter and nothing or gone."
    links = found.found("Link")
    assert [one.whole for one in links] == ["our long-winded page", "the second chapter"]
    assert links[0].links[0]["/URI"] == "https://example.jp/a(b)%E6%97%A5"
    assert links[1].links[0]["/Contents"] == "2 Second"
    assert "/Dest" in links[1].links[0]


def test_a_link_that_goes_on_in_the_next_line_is_one_link() -> None:
    tree = small(Prose((Run("a " * 60), Run("linked words " * 30, link="mailto:a@example.jp"), Run(" end"))))
    found = next(one for one in tree.found("P") if "linked" in one.whole).found("Link")
    assert len(found) == 1
    assert len(found[0].links) >= 3
    rects = [[float(value) for value in link["/Rect"]] for link in found[0].links]
    assert all(left < right and bottom < top for left, bottom, right, top in rects)
    assert len({rect[1] for rect in rects}) == len(rects)


def test_what_no_font_has_is_read_as_what_it_is() -> None:
    tree = small(Prose("before 😀עב after"), lang="ja")
    assert any(one.whole == "before 😀עב after" for one in tree.found("P"))


def test_characters_beyond_the_first_plane_come_back() -> None:
    data = write_pdf(report(Prose("𠮷野家の𩸽"), lang="ja")).data
    assert any(one.whole == "𠮷野家の𩸽" for one in tree_of(data).found("P"))


def test_words_of_another_language_are_marked() -> None:
    for lang, text, words, other in (
        ("en", "The team 対策本部 decided／did.", "対策本部", "ja"),
        ("ja", "いわゆる Traffic Light Protocol である。", "Traffic Light Protocol", "en"),
    ):
        tree = tree_of(write_pdf(report(Prose(text), lang=lang, front=False)).data)  # type: ignore[arg-type]
        assert [(one.whole, str(one.source["/Lang"])) for one in tree.found("Span")] == [(words, other)]
        assert any(one.whole == text for one in tree.found("P"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_print_in_black_and_white_has_no_colour_operators_and_the_same_words(lang: Lang) -> None:
    data = made(lang, True)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert not any(content_of(page).colours for page in document.pages)
    assert tree_of(data).whole == full(lang).whole
    page = pypdfium2.PdfDocument(data)[2].render(scale=1).to_numpy()
    assert (page[:, :, 0] == page[:, :, 1]).all()
    assert (page[:, :, 0] == page[:, :, 2]).all()
    assert "◎" in full(lang).whole


def test_a_grey_is_as_light_as_its_colour_and_text_is_left_alone() -> None:
    data = write_pdf(report(Prose((Run("1 0 0 rg (1 0 0 RG)", False, "#FF0000"),)), front=False), mono=True).data
    with pikepdf.open(io.BytesIO(data)) as document:
        stream = document.pages[0].Contents.read_bytes()
    assert b"0.4984 g" in stream
    assert any(one.whole == "1 0 0 rg (1 0 0 RG)" for one in tree_of(data).found("P"))


# what archives ask for


def test_metadata_say_what_the_information_dictionary_says() -> None:
    with pikepdf.open(io.BytesIO(made("ja"))) as document:
        root = ET.fromstring(document.Root["/Metadata"].read_bytes())
        text: dict[str, str] = {}
        for element in root.iter():
            text.setdefault(element.tag.split("}")[1], "".join(element.itertext()).strip())
        parts = [element.text for element in root.iter() if element.tag.endswith("}part")]
        assert "/Filter" not in document.Root["/Metadata"]
        info = document.docinfo
        assert text["title"] == str(info["/Title"])
        assert text["creator"] == str(info["/Author"])
        assert text["description"] == str(info["/Subject"])
        assert text["Keywords"] == str(info["/Keywords"])
        assert text["Producer"] == str(info["/Producer"])
        assert text["CreatorTool"] == str(info["/Creator"])
        assert re.sub(r"\D", "", text["CreateDate"]) == re.sub(r"\D", "", str(info["/CreationDate"])[:16])
        assert parts == ["2", "1"]
        assert text["conformance"] == "A"


def test_colours_are_those_of_a_profile_that_others_can_read() -> None:
    with pikepdf.open(io.BytesIO(made("ja"))) as document:
        (intent,) = document.Root["/OutputIntents"]
        assert intent["/S"] == "/GTS_PDFA1"
        data = intent["/DestOutputProfile"].read_bytes()
        assert data == colour_profile()
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert not {"/SMask", "/BM", "/ca", "/CA", "/JS", "/JavaScript", "/Encrypt"} & set(thing.keys())
    ours = ImageCms.ImageCmsProfile(io.BytesIO(data))
    theirs = ImageCms.createProfile("sRGB")
    change = ImageCms.buildTransform(ours, theirs, "RGB", "RGB")
    ramp = Image.new("RGB", (64, 1))
    ramp.putdata([(n * 4, 255 - n * 4, n * 2) for n in range(64)])
    moved = ImageCms.applyTransform(ramp, change)
    assert moved is not None
    assert all(abs(one - two) <= 1 for one, two in zip(ramp.tobytes(), moved.tobytes(), strict=True))


def test_fonts_are_whole_and_give_their_text_back() -> None:
    for lang in LANGUAGES:
        with pikepdf.open(io.BytesIO(made(lang))) as document:
            fonts = [
                one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
            ]
            tops = [font for font in fonts if font["/Subtype"] == "/Type0"]
            assert tops
            assert len({str(font["/BaseFont"]) for font in tops}) == len(tops)
            for font in tops:
                (below,) = font["/DescendantFonts"]
                assert re.match(r"/[A-Z]{6}\+", str(font["/BaseFont"]))
                assert below["/BaseFont"] == font["/BaseFont"] == below["/FontDescriptor"]["/FontName"]
                assert "/FontFile2" in below["/FontDescriptor"]
                widths = below["/W"][1]
                lines = font["/ToUnicode"].read_bytes()
                assert len(re.findall(rb"^<[0-9A-F]{4}> <[0-9A-F]+>$", lines, re.MULTILINE)) == len(widths) + 1
                assert b"<0000> <0000>" not in lines


def test_characters_that_share_a_glyph_look_alike_and_stay_apart() -> None:
    glyphs = fonts.face(fonts.REGULAR).font.face.charToGlyph
    first, second = " ", "\u00a0"
    assert glyphs[ord(first)] == glyphs[ord(second)]
    images = []
    for text in (f"一{first}a{second}b", f"一{second}a{first}b"):
        data = write_pdf(report(Prose(text), lang="ja", front=False)).data
        assert any(one.whole == text for one in tree_of(data).found("P"))
        images.append(pypdfium2.PdfDocument(data)[0].render(scale=1).to_numpy())
    assert (images[0] == images[1]).all()


def test_no_string_is_longer_than_archives_allow() -> None:
    long = "長い題名。" * 8000
    data = write_pdf(report(Heading(long), Prose("𓀀" * 20_000), lang="ja", text=long)).data
    with pikepdf.open(io.BytesIO(data)) as document:
        strings = [
            value
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary)
            for value in thing.values()
            if isinstance(value, pikepdf.String)
        ]
        assert max(len(bytes(value)) for value in strings) > 10_000
        assert all(len(bytes(value)) <= 32_767 for value in strings)


def test_streams_end_as_archives_want_it() -> None:
    data = made("en")
    for end in re.finditer(rb"endstream", data):
        assert data[end.start() - 1 : end.start()] == b"\n"
    with pikepdf.open(io.BytesIO(data)) as document:
        first, second = document.trailer["/ID"]
        assert bytes(first) == bytes(second)
        assert len(bytes(first)) == 16


# texts that mean harm


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_harmful_texts_leave_the_tree_whole(lang: Lang, text: str) -> None:
    content = report(*every_block(text), lang=lang, text=text)
    data = write_pdf(content).data
    tree_of(data)
    assert "No syntax or stream encoding errors" in ran(data, "qpdf", "--check")


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_leaves_the_tree_whole(text: str, lang: Lang) -> None:
    tree_of(write_pdf(report(*every_block(text), lang=lang, text=text)).data)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(), max_size=30), st.booleans(), st.text(max_size=20)), max_size=5))
def test_any_link_leaves_the_tree_whole(runs: list[tuple[str, bool, str]]) -> None:
    linked = tuple(Run(text, bold, "", link=f"https://{link}") for text, bold, link in runs)
    tree_of(write_pdf(report(Prose(linked), Table((Column("a"),), ((linked,),)))).data)


def test_a_summary_that_was_tried_in_several_sizes_is_in_the_tree_once() -> None:
    blocks = tuple(
        block for block in every_block("some words that take their room. " * 6) if not isinstance(block, Prose)
    )
    tree = tree_of(write_pdf(replace(report(*blocks[:7], one_page=True))).data)
    assert sum(one.whole.startswith("1  text") for one in tree.found("H1")) == 1
    assert sum("some words" in one.whole for one in tree.found("H2")) == 1


def test_a_table_of_tens_of_thousands_of_rows_has_them_all() -> None:
    rows = tuple((f"PRE-{n}", f"item {n}", "", "3.0") for n in range(5000))
    table = Table((Column("a"), Column("b", 3), Column("c"), Column("d")), rows, bold_first=True)
    data = write_pdf(report(table, front=False)).data
    with pikepdf.open(io.BytesIO(data)) as document:
        parts = document.Root["/StructTreeRoot"]["/K"]["/K"][0]["/K"]
        body = parts[1]["/K"][1]
        assert len(body["/K"]) == 5000
        last = body["/K"][4999]["/K"]
        assert [str(cell["/S"]) for cell in last] == ["/TH", "/TD", "/TD", "/TD"]
        assert "/K" not in last[2]


def test_black_and_white_is_a_format_of_its_own() -> None:
    content = report(Prose("words"))
    assert write(content, "pdf-mono") == write_pdf(content, mono=True).data != write(content, "pdf")
