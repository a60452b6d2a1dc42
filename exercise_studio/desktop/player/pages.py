"""What stands on each page of the players' screen: pure layout in design pixels, 768 high, before anything is painted."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from exercise_studio.conduct.showing import Card, Shown
from exercise_studio.desktop.player.brush import SMALL, TITLE, measure, width_of, wrapped
from exercise_studio.desktop.player.setting import (
    LEADING,
    LINES,
    WIDTH,
    Line,
    Message,
    height_of,
    paged,
    set_text,
    take_apart,
)
from exercise_studio.domain.text import Lang

HEIGHT: Final = 768.0
NARROW: Final = 1024.0
WIDE: Final = 1365.0
BESIDE: Final = 1240.0
"""From so wide on, questions and earlier injects stand beside the card instead of under it."""
BAND: Final = 68.0
MARGIN: Final = 24.0
STRIP: Final = 56.0
"""Height of a card's head strip."""
PAD: Final = 30.0
HEAD_LINE: Final = 40.0
AFTER_HEAD: Final = 12.0
BELOW: Final = 32.0
"""Between one language and the other under it."""
TITLE_LEADING: Final = 1.22
QUESTION: Final = 30.0
ASIDE: Final = 400.0
WITH_HEAD: Final = ("mail", "form", "notice", "document")
"""Forms whose sender and receiver stand as lines of a head; in the others they stand in one line."""

MOST_HEAD: Final = 4
COPIES: Final = ("写し", "CC", "Cc", "Copy")
"""Head lines that make way first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a screen shows: in one language, or in two."""

    first: Shown
    second: Shown | None = None
    pictures: tuple[QImage, ...] = ()
    """Of the first one's card, as far as they were read."""

    def on_page(self, page: int) -> "Seen":
        """The same with another page up."""
        return replace(self, first=replace(self.first, page=page))


@dataclass(frozen=True, slots=True)
class Part:
    """A card's text in one language on one page.

    Attributes:
        head: label (or "") and value of the lines over the title; only on the first page, as the title.
        size: of the body, design pixels.
    """

    lang: Lang
    head: tuple[tuple[str, str], ...]
    title: tuple[Line, ...]
    title_size: float
    body: tuple[Line, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: the parts on it (two where both languages fit), a picture, or the questions alone."""

    parts: tuple[Part, ...] = ()
    questions: bool = False
    picture: int = -1
    """Which of the card's pictures stands there alone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things stand on a screen of a size.

    Attributes:
        width: in design pixels; the height is 768.
        card: the card.
        aside: where questions, earlier injects and the discussion's time stand; empty where there are none.
        sheets: the pages.
    """

    width: float
    card: QRectF
    aside: QRectF
    beside: bool
    sheets: tuple[Sheet, ...]
    questions: tuple[Line, ...]


def width_for(width: float, height: float) -> float:
    """The design width of a screen: its own proportions between 4:3 and 16:9; beyond, margins are left."""
    return min(WIDE, max(NARROW, HEIGHT * width / max(1.0, height)))


def planned(seen: Seen, width: float) -> Plan:
    """The pages of what is shown, on a screen so many design pixels wide. What only counts down changes no page."""
    still = replace(seen.first, clock=None, left=None if seen.first.left is None else 0, page=0)
    second = seen.second.card if seen.second is not None else None
    return _planned(still, second, seen.second.lang if seen.second else "en", round(width))


@lru_cache(maxsize=32)
def _planned(shown: Shown, other: Card | None, second: Lang, width: int) -> Plan:
    beside = width >= BESIDE
    top, bottom = BAND + MARGIN, HEIGHT - MARGIN
    aside = QRectF()
    questions: tuple[Line, ...] = ()
    extra = False
    card = QRectF(MARGIN, top, width - 2 * MARGIN, bottom - top)
    if beside:
        card.setWidth(width - 3 * MARGIN - ASIDE)
        if shown.questions or shown.earlier or shown.left is not None:
            aside = QRectF(card.right() + MARGIN, top, ASIDE, bottom - top)
        else:
            card.moveLeft((width - card.width()) / 2)
        questions = tuple(_questions(shown, ASIDE - 2 * 20))
        extra = height_of(questions) * QUESTION > 400
    elif shown.questions or shown.earlier or shown.left is not None:
        questions = tuple(_questions(shown, card.width() - 2 * 20 - (220 if shown.left is not None else 0)))
        extra = len(questions) > 4
        rows = 1 if extra else len(questions)
        high = rows * QUESTION * LEADING + (44 if shown.earlier else 0) + (12 if rows else 0)
        high = max(high, 52 if shown.left is not None else 0)
        aside = QRectF(MARGIN, bottom - high, card.width(), high)
        card.setHeight(card.height() - high - 14)
    if shown.card is None:
        sheets = [Sheet(questions=True)] if shown.questions else [Sheet()]
        return Plan(width, card, aside, beside, tuple(sheets), ())
    sheets = _sheets(shown, other, second, card)
    sheets += [Sheet(picture=number) for number in range(len(shown.card.pictures))]
    if extra:
        sheets.append(Sheet(questions=True))
    return Plan(width, card, aside, beside, tuple(sheets), questions)


def _questions(shown: Shown, width: float) -> list[Line]:
    found: list[Line] = []
    for number, question in enumerate(shown.questions, 1):
        text = f"{number}. {question}" if len(shown.questions) > 1 else question
        lines = wrapped(text, QUESTION, width, balanced=True)
        found += [replace(lines[0], above=0.25 if found else 0.0), *lines[1:]]
    return found


def inside(card: QRectF, form: str) -> QRectF:
    """Where a card's text stands: never wider than a line may be."""
    left = 76.0 if form in ("in_person", "document") else 92.0 if form in ("post", "chat") else PAD
    low = 62.0 if form in ("news", "post") else PAD * 0.6
    room = card.adjusted(left, STRIP + PAD * 0.6, -PAD, -low)
    if form == "alert":
        room.adjust(14, 0, -14, -10)
    return room


def sizes(room: QRectF) -> tuple[float, ...]:
    """Sizes of the body in design pixels, the best first: a short text is set larger, a long one never below 32."""
    usual = max(32.0, min(36.0, room.width() / WIDTH))
    return (*(size for size in (48.0, 44.0, 40.0) if size > usual), usual)


def _sheets(shown: Shown, other: Card | None, second: Lang, card: QRectF) -> list[Sheet]:
    assert shown.card is not None
    room = inside(card, shown.card.form)
    parts = _parts(shown.card, shown.lang, room, TITLE)
    if other is None:
        return [Sheet((part,)) for part in parts]
    below = _parts(other, second, room, TITLE)
    if len(parts) == 1:
        # Both on one page where they fit, the second without the head that says the same.
        for size in sizes(room):
            one, two = (
                _parts(shown.card, shown.lang, room, TITLE, size),
                _parts(replace(other, sender="", to=""), second, room, 36.0, max(32.0, size * 0.8)),
            )
            if len(one) == len(two) == 1 and _height(one[0]) + BELOW + _height(two[0]) <= room.height():
                return [Sheet((one[0], two[0]))]
    return [Sheet((part,)) for part in [*parts, *below]]


def _height(part: Part) -> float:
    return _above(part.head, part.title, part.title_size) + height_of(part.body) * part.size


def _above(head: tuple[tuple[str, str], ...], title: tuple[Line, ...], size: float) -> float:
    """The room that head lines and title take."""
    return len(head) * HEAD_LINE + (AFTER_HEAD if head else 0) + len(title) * size * TITLE_LEADING + 14


def _parts(card: Card, lang: Lang, room: QRectF, title_size: float, only: float = 0.0) -> list[Part]:
    """The pages of one language; a text that fits on one page is set as large as that allows."""
    message = take_apart(card.body)
    if message.lead and width_of(message.lead, SMALL) > room.width():
        # Too long for one line over the title, so it stands as the text's first.
        message = replace(message, lead="", body=f"{message.lead}\n\n{message.body}")
    title = tuple(wrapped(card.title, title_size, room.width(), bold=True, balanced=True))
    head = _head(card, message)
    text = message.body
    if card.also:
        text = "\n".join([text, "", *(f"- **{number}** {told}" for number, told in card.also)])
    above = _above(head, title, title_size)
    pages: list[list[Line]] = []
    size = 0.0
    for size in (only,) if only else sizes(room):
        lines = set_text(text, measure, min(room.width() / size, WIDTH))
        pages = paged(lines, max(0.0, (room.height() - above) / size), room.height() / size, LINES)
        if len(pages) == 1 and above + height_of(pages[0]) * size <= room.height():
            break
    return [
        Part(lang, head if number == 0 else (), title if number == 0 else (), title_size, tuple(body), size)
        for number, body in enumerate(pages)
    ]


def _head(card: Card, message: Message) -> tuple[tuple[str, str], ...]:
    """Sender and receiver, or what a mail's own head says."""
    if card.form in ("jump", "correction") or not (card.sender or message.head):
        return ()
    if message.head and card.form in WITH_HEAD:
        head = message.head
        return head if len(head) <= MOST_HEAD else tuple(line for line in head if line[0] not in COPIES)[:MOST_HEAD]
    if card.form in WITH_HEAD:
        return (("from", card.sender),)
    return (("", message.lead or card.sender),)


def page_of(seen: Seen, plan: Plan) -> int:
    """The page that stands on the screen."""
    return max(0, min(seen.first.page, len(plan.sheets) - 1))


__all__ = ["SMALL", "Part", "Plan", "Seen", "Sheet", "inside", "page_of", "planned", "width_for"]
