"""A report of a few blocks, for tests that look at one of them."""

from exercise_studio.domain.text import Lang
from exercise_studio.reporting.document import (
    Block,
    Card,
    Column,
    Cover,
    Facts,
    Figure,
    Heading,
    Lead,
    Part,
    Points,
    Prose,
    ReportContent,
    Run,
    Section,
    Small,
    Table,
    Tile,
    Tiles,
)
from exercise_studio.reporting.figures.data import Legend, StackRow, Stacks

LEGEND = Legend(("Fully", "Mostly", "Partly", "Not"), "Not observed", "Blank")


def report(
    *blocks: Block, lang: Lang = "en", text: str = "text", front: bool = True, one_page: bool = False
) -> ReportContent:
    """The blocks as a chapter `one`, with `text` wherever cover and margins have some."""
    cover = Cover(
        kind="Report", title=text, subtitle=text,
        lines=(("Date", text), ("Edition", "1"), ("As of", text), ("Department", text), ("Copy", "")),
        approval_title="Approval", approvals=("Drafted", "Checked", "Approved"), distribution_title="Distribution",
        distribution=(text, "Board"), history=Table((Column("Edition"), Column("Change", 3)), (("1", text),), caption="History"),
        contents_title="Contents", notice=text,
    )  # fmt: skip
    sections = (
        Section("one", "1", text, blocks, one_page=one_page),
        Section("two", "2", "Second", (Prose("Second text."),)),
    )
    return ReportContent(
        language=lang, edition="full", tlp="AMBER", header=text, version="1st edition", handling=text, as_of="3 August 2026",
        page="{page} / {pages}", cover=cover, sections=sections, continued="continued", created="20260803000000",
        subject=text, front=front,
    )  # fmt: skip


def every_block(text: str) -> tuple[Block, ...]:
    """One of each sort of block, with the text wherever one can stand."""
    stacks = Stacks((StackRow(text, (1, 2, 3, 4), 1, 0, "2.5", text),), LEGEND, text)
    return (
        Lead(text),
        Heading(text),
        Prose((Run(text, True), Run(text, False, "#881828"), Run(text, link="https://example.jp/a"))),
        Prose(text, label="fact", basis="fact"),
        Prose(text, to_write=True),
        Heading(text, 3),
        Points((text, (Run(text, True),))),
        Points((text,), numbered=True),
        Small(text),
        Table((Column(text), Column("b", 2)), ((text, text), ("", text)), caption=text, note=text, bold_first=True),
        Table(
            (Column("a"), Column("b"), Column(text, 2)), ((text, "", text), ("", "", text), ("c", "d", "e")), spanning=2
        ),
        Facts((("name", text), (text, "value"))),
        Tiles((Tile("12", text, text, text), Tile(text, "%", "title", "n = 3"))),
        Card("F-1", text, (text, "high"), (Part(text, text, "fact", "fact"), Part("Effect", text))),
        Figure("stacks", stacks, text, text, note=text),
        Table((Column(text), Column("b", 2)), ((text, text),), wide=True),
    )
