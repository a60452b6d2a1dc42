"""Pages are filled as a reader wants them: headings with what follows, groups together, wide blocks turned."""

from exercise_studio.reporting.blocks import HeadingFlow, RuleFlow
from exercise_studio.reporting.compose import Composer, NewPage, Together, height_of
from exercise_studio.reporting.paragraph import Paragraph
from exercise_studio.reporting.theme import Theme, frame_of
from exercise_studio.reporting.typeset import Typesetter

THEME, SETTER = Theme("ja"), Typesetter()
WIDTH, HEIGHT = frame_of("tall")[2:]


def paragraph(lines: int = 1) -> Paragraph:
    return Paragraph(SETTER, "\n".join("行" for _ in range(lines)), THEME.body)


def heading() -> HeadingFlow:
    return HeadingFlow(SETTER, "見出し", THEME.heading, key="h")


def filled(left: float) -> list[Paragraph]:
    """Paragraphs that leave about so many points of the first page."""
    one = THEME.body.leading + THEME.body.after
    return [paragraph() for _ in range(int((HEIGHT - left) // one))]


def test_a_heading_never_ends_a_page() -> None:
    for left in range(20, 120, 6):
        composer = Composer()
        composer.add([NewPage(), *filled(left), heading(), paragraph(6)])
        for page in composer.pages:
            assert not isinstance(page.placed[-1].flowable, HeadingFlow), left


def test_a_group_that_fits_a_page_stays_on_one() -> None:
    group = Together((paragraph(3), paragraph(3), paragraph(3)))
    composer = Composer()
    composer.add([NewPage(), *filled(100), group])
    last = composer.pages[-1]
    assert len(composer.pages) == 2
    assert [placed.flowable for placed in last.placed] == list(group.parts)


def test_a_group_higher_than_its_share_is_let_go() -> None:
    group = Together(tuple(paragraph(5) for _ in range(8)), share=0.2)
    composer = Composer()
    composer.add([NewPage(), *filled(200), group])
    assert any(placed.flowable is group.parts[0] for placed in composer.pages[0].placed)


def test_a_wide_page_is_turned_and_no_empty_page_is_left() -> None:
    composer = Composer()
    composer.add([NewPage(), paragraph(), NewPage("wide"), paragraph(), NewPage("tall"), NewPage("tall"), paragraph()])
    assert [page.sheet for page in composer.pages] == ["tall", "wide", "tall"]


def test_keys_know_their_pages() -> None:
    composer = Composer()
    composer.add([NewPage(), *filled(30), heading(), paragraph()])
    assert composer.numbers == {"h": 2}


def test_what_is_too_high_for_any_page_is_still_placed() -> None:
    composer = Composer()
    composer.add([NewPage(), RuleFlow(thickness=2 * HEIGHT), paragraph()])
    assert len(composer.pages) == 2


def test_height_of_counts_gaps_between() -> None:
    assert height_of([paragraph(), paragraph()], WIDTH) == 2 * THEME.body.leading + THEME.body.after
