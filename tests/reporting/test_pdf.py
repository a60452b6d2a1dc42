"""The file: fonts, page marks, bookmarks, extracted text, the same bytes twice, and texts that mean harm."""

import io
import re
from functools import cache

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercise_studio.conduct.run import fold
from exercise_studio.domain import payloads as p
from exercise_studio.domain.findings import Finding
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import MINUTE
from exercise_studio.evaluation.learning import fold_learning
from exercise_studio.language import LANGUAGES
from exercise_studio.reporting.content import build
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.pdf import Pdf, write_pdf
from exercise_studio.reporting.writers import write
from tests.plans import entry, plan
from tests.reporting.sample import AS_OF, sample_content

NASTY = (
    "<para><b>太字</b></para>", "]]>&amp;<!--", "x" * 10_000, "あ" * 10_000, "\x00\x07\x1b[31m", "\u202eevil\u202c",
    "עברית العربية", "😀👩\u200d👩\u200d👧", "{braces} {0} %s %(name)s", "\n" * 50, "\ud800", "a\u0301\u3099",
)  # fmt: skip


@cache
def content_in(lang: Lang) -> ReportContent:
    # Once: entries of the sample are numbered through a process.
    return sample_content(lang)


@cache
def made(lang: Lang) -> Pdf:
    return write_pdf(content_in(lang))


def pages_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_has_the_length_of_a_real_report(lang: Lang) -> None:
    assert made(lang).pages >= 8
    assert made(lang).missing == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_carries_its_marks(lang: Lang) -> None:
    pages = pages_of(made(lang).data)
    content = content_in(lang)
    for number, text in enumerate(pages, 1):
        assert text.count("TLP:AMBER") == 2, number
        assert f"{number} / {len(pages)}" in text
        assert content.as_of in text
        assert content.handling in text


def test_only_embedded_subsets_are_listed() -> None:
    for lang in LANGUAGES:
        with pikepdf.open(io.BytesIO(made(lang).data)) as document:
            fonts = [
                one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
            ]
            assert fonts
            for font in fonts:
                assert re.match(r"/[A-Z]{6}\+", str(font["/BaseFont"])), font["/BaseFont"]
                descendants = font.get("/DescendantFonts", [font])
                assert all("/FontFile2" in one["/FontDescriptor"] for one in descendants)


def test_the_japanese_comes_back_as_text() -> None:
    text = "".join(pages_of(made("ja").data))
    assert "エグゼクティブサマリー" in text
    assert "所管省庁への第一報の担当が決まっていなかった" in text
    assert "令和8年度 港湾分野横断演習" in text


def test_the_bookmarks_are_the_chapters() -> None:
    with pikepdf.open(io.BytesIO(made("ja").data)) as document, document.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        assert titles == [f"{one.number} {one.title}" for one in content_in("ja").sections]
        assert [child.title for child in outline.root[5].children][:2] == ["検証課題別", "行動計画の柱別"]


def test_the_summary_is_one_page() -> None:
    for lang in LANGUAGES:
        content = content_in(lang)
        pages = pages_of(made(lang).data)
        titles = [one.title for one in content.sections[:2]]
        first, second = (next(n for n, text in enumerate(pages[2:], 2) if title in text) for title in titles)
        assert second == first + 1


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write(content_in("ja"), "pdf") == made("ja").data
    assert write_pdf(content_in("en")).data == made("en").data


def test_the_file_is_dated_by_its_content() -> None:
    with pikepdf.open(io.BytesIO(made("ja").data)) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260803")
        assert "演習結果・改善報告書" in str(document.docinfo["/Title"])
        assert str(document.Root["/Lang"]) == "ja"


def test_a_summary_with_too_much_to_say_still_fits_its_page() -> None:
    findings = [
        Finding(id=f"F-{number}", title="連絡体制の不備により対応が大幅に遅れたことの詳細な記述" * 12, severity="high")
        for number in range(1, 9)
    ]
    extra = tuple(entry(p.FindingWritten(finding=one), (700 + n) * MINUTE, run=None) for n, one in enumerate(findings))
    pages = pages_of(write_pdf(sample_content("ja", extra=extra)).data)
    first = next(n for n, text in enumerate(pages[2:], 2) if "エグゼクティブサマリー" in text)
    assert "演習の概要" in pages[first + 1]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_harmful_texts_are_printed_as_text(text: str) -> None:
    of = plan(title={"ja": text or "演習", "en": "x"}, department=text, distribution=[text], place=text)
    log = [
        entry(p.RunStarted(mode="live", plan_hash=""), 0),
        entry(p.ResponseLogged(team="alpha/csirt", text=text), MINUTE),
        entry(p.DecisionLogged(team="alpha/csirt", question=text, choice=text, ground=text, decided_by=text), MINUTE),
        entry(p.InformationShared(sender=text or "a", receiver=text or "b", content=text, means=text), MINUTE),
        entry(p.RunEnded(), 60 * MINUTE),
    ]
    finding = Finding(id="F-1", title=text, fact=text, effect=text, cause=text)
    outside = [
        entry(p.FindingWritten(finding=finding), 90 * MINUTE, run=None),
        entry(p.SectionEdited(section="summary.verdict", language="ja", text=text), 91 * MINUTE, run=None),
        entry(p.AnswersGiven(questionnaire="q", scores={"a": 1}, texts={"b": text}), 92 * MINUTE, run=None),
    ]
    content = build(of, fold(of, "run", log), log, fold_learning(outside), as_of=AS_OF, language="ja")
    made_of = write_pdf(content)
    assert len(pages_of(made_of.data)) == made_of.pages


@settings(max_examples=15)
@given(st.text(st.characters(), min_size=1, max_size=80))
def test_any_title_and_finding_prints(text: str) -> None:
    outside = [entry(p.FindingWritten(finding=Finding(id="F-1", title=text, fact=text)), 0, run=None)]
    content = build(plan(department=text), None, [], fold_learning(outside), as_of=AS_OF, language="en")
    assert write_pdf(content).pages >= 8
