"""The forms in which an inject stands on the players' screen: one for each channel, and one for corrections and time jumps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from exercise_studio.conduct.showing import Card, Shown
from exercise_studio.desktop.player import words
from exercise_studio.desktop.player.brush import SMALL, Brush, colour, width_of
from exercise_studio.desktop.player.pages import (
    AFTER_HEAD,
    BELOW,
    HEAD_LINE,
    PAD,
    STRIP,
    TITLE_LEADING,
    Part,
    Sheet,
    inside,
)
from exercise_studio.desktop.player.setting import LEADING
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, translate

RIGHT: Final = Qt.AlignmentFlag.AlignRight
CENTER: Final = Qt.AlignmentFlag.AlignHCenter
FROM: Final = {"from": N_("From"), "to": N_("To")}


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is told from the others: icon, ground of the card, its edge, fill and ink of the head strip."""

    icon: str
    ground: str
    edge: str
    strip: str
    ink: str
    radius: float = 4


LOOKS: Final = {
    "mail": Look("mail", "ground.bg", "accent.fill", "accent.soft", "accent.on_soft"),
    "phone": Look("phone", "notice.fill", "notice.edge", "notice.fill", "notice.edge", 2),
    "notice": Look("info", "ground.bg", "calm.edge", "ground.bg", "calm.edge", 0),
    "news": Look("news", "ground.bg", "ink.text", "ink.text", "ground.bg", 0),
    "post": Look("people", "ground.bg", "line.divider", "ground.bg", "ink.muted", 26),
    "chat": Look("chat", "calm.fill", "calm.edge", "calm.edge", "ground.bg", 12),
    "form": Look("checklist", "ground.bg", "ink.text", "ground.surface", "ink.text", 0),
    "alert": Look("warning", "ground.bg", "danger.fill", "danger.fill", "danger.on", 0),
    "in_person": Look("people", "ground.surface", "accent.fill", "ground.surface", "accent.on_soft", 4),
    "document": Look("report", "ground.bg", "line.border", "ground.bg", "ink.muted", 0),
    "jump": Look("jump", "accent.pressed", "accent.pressed", "accent.pressed", "accent.on", 4),
    "correction": Look("recall", "ground.bg", "danger.fill", "danger.soft", "danger.on_soft", 4),
}


def paint_card(brush: Brush, card: QRectF, shown: Shown, sheet: Sheet, page: int, pages: int) -> None:
    """A page of an inject in the form of its channel."""
    said = shown.card
    assert said is not None
    look = LOOKS[said.form]
    brush.fill(card, look.ground, look.radius)
    _DECOR.get(said.form, _plain)(brush, card, look, shown, sheet)
    _strip(brush, card, look, shown, said, page, pages)
    ink = look.ink if said.form == "jump" else "ink.text"
    y = inside(card, said.form).top()
    for number, part in enumerate(sheet.parts):
        if number:
            brush.rule(inside(card, said.form).left(), card.right() - PAD, y + 16, "line.border", 1)
            y += BELOW
        y = _part(brush, card, said, part, y, ink)


def _strip(brush: Brush, card: QRectF, look: Look, shown: Shown, said: Card, page: int, pages: int) -> None:
    """Over every card: the channel, the number, whom it is for, and the page."""
    lang = shown.lang
    x, right, y = card.left() + 20, card.right() - 20, card.top()
    brush.icon(look.icon, x, y + 12, 32, look.ink)
    word = translate(lang, words.CHANNELS[said.form])
    x += 44
    wide = width_of(word, SMALL, bold=True) + 20
    brush.say(QRectF(x, y, wide, STRIP), word, SMALL, look.ink, bold=True)
    x += wide
    if pages > 1:
        text = f"{page + 1}/{pages}"
        pill = QRectF(right - 76, y + 9, 76, STRIP - 18)
        brush.fill(pill, look.ink, 19)
        brush.say(pill, text, SMALL, look.strip if look.strip != look.ink else look.ground, bold=True, align=CENTER)
        right -= 90
    if said.number and said.form != "correction":
        number = words.called(said.number, lang)
        wide = width_of(number, SMALL) + 24
        brush.say(QRectF(x, y, wide, STRIP), number, SMALL, look.ink)
        x += wide
    if said.to:
        to = translate(lang, N_("To: {who}"), who=said.to)
        brush.say(QRectF(x, y, right - x, STRIP), to, SMALL, look.ink, align=RIGHT)


def _part(brush: Brush, card: QRectF, said: Card, part: Part, y: float, ink: str) -> float:
    """Head lines, title and body of one language; returns where they end."""
    room = inside(card, said.form)
    for label, value in part.head:
        x = room.left()
        if label:
            named = translate(part.lang, FROM[label]) if label in FROM else label
            wide = 136.0 if part.lang == "en" else 104.0
            brush.say(QRectF(x, y, wide, HEAD_LINE), named, SMALL, "ink.muted")
            if said.form == "form":
                brush.rule(room.left(), room.right(), y + HEAD_LINE - 1, "line.border", 1)
            x += wide
        brush.say(QRectF(x, y, room.right() - x, HEAD_LINE), value, SMALL, "ink.muted" if not label else "ink.text")
        y += HEAD_LINE
    y += AFTER_HEAD if part.head else 0
    if part.title:
        size = part.title_size
        y = _title(brush, part, room, y, size, ink, center=said.form == "notice")
        y += 14
    if said.form == "phone":
        _ruled(brush, part, room, y)
    return brush.lines(part.body, room.left(), y, room.width(), part.size, ink)


def _title(brush: Brush, part: Part, room: QRectF, y: float, size: float, ink: str, *, center: bool) -> float:
    align = "center" if center else ""
    for line in part.title:
        # Set tighter than the body: a title is one thing.
        brush.lines([line], room.left(), y - size * (LEADING - TITLE_LEADING) / 2, room.width(), size, ink, align=align)
        y += size * TITLE_LEADING
    return y


# what only one form has


def _plain(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip, look.radius)
    brush.frame(card, look.edge, 2, look.radius)


def _mail(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """Head lines on a tinted ground, a line under them as mail programs have it."""
    high = inside(card, "mail").top() - card.top() + _head_height(sheet) + 4
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip, look.radius)
    if _head_height(sheet):
        brush.fill(QRectF(card.left(), card.top() + STRIP, card.width(), high - STRIP), "ground.surface")
        brush.rule(card.left(), card.right(), card.top() + high, "line.divider")
    brush.fill(QRectF(card.left(), card.top(), 10, card.height()), look.edge)
    brush.frame(card, "line.divider", 2, look.radius)


def _head_height(sheet: Sheet) -> float:
    return len(sheet.parts[0].head) * HEAD_LINE if sheet.parts else 0.0


def _phone(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A slip from a block of telephone notes: perforated at its head, ruled."""
    pen = QPen(colour(look.edge), 3)
    pen.setStyle(Qt.PenStyle.DashLine)
    brush.painter.setPen(pen)
    brush.painter.drawLine(
        QPointF(card.left() + 10, card.top() + STRIP), QPointF(card.right() - 10, card.top() + STRIP)
    )
    brush.frame(card, look.edge, 2, look.radius)


def _ruled(brush: Brush, part: Part, room: QRectF, y: float) -> None:
    for number, line in enumerate(part.body):
        y += (line.above if number else 0.0) * part.size + LEADING * part.size
        brush.painter.setOpacity(0.25)
        brush.rule(room.left(), room.right(), y - 3, "notice.edge", 1)
        brush.painter.setOpacity(1.0)


def _notice(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A letterhead between two lines, and a double frame."""
    brush.frame(card, look.edge, 2)
    brush.frame(card.adjusted(7, 7, -7, -7), look.edge, 1)
    brush.rule(card.left() + PAD, card.right() - PAD, card.top() + STRIP + 2, look.edge, 3)
    brush.rule(card.left() + PAD, card.right() - PAD, card.top() + STRIP + 8, look.edge, 1)


def _news(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A dark head with a red block, and a ticker at the foot."""
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip)
    brush.fill(QRectF(card.left(), card.top(), 12, card.height()), "danger.fill")
    foot = QRectF(card.left(), card.bottom() - 50, card.width(), 50)
    brush.fill(foot, look.strip)
    flash = translate(shown.lang, N_("Breaking"))
    block = QRectF(foot.left(), foot.top(), width_of(flash, SMALL, bold=True) + 40, foot.height())
    brush.fill(block, "danger.fill")
    brush.say(block, flash, SMALL, "danger.on", bold=True, align=CENTER)
    if shown.card is not None:
        said = f"{shown.card.title}　◆　{shown.card.sender}"
        brush.say(QRectF(block.right() + 20, foot.top(), foot.right() - block.right() - 40, 50), said, SMALL, look.ink)
    brush.frame(card, look.edge, 2)


def _post(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A round picture with the sender's first letter, and the row of things that one can do with a post."""
    brush.frame(card, look.edge, 2, look.radius)
    _portrait(brush, card, shown, radius=28)
    foot = card.bottom() - 50
    brush.rule(card.left() + 24, card.right() - 24, foot - 4, "line.divider", 1)
    x = card.left() + 92
    for icon, word in (("chat", N_("Reply")), ("refresh", N_("Repost")), ("ok", N_("Like"))):
        said = translate(shown.lang, word)
        brush.icon(icon, x, foot + 6, 28, "ink.muted")
        brush.say(QRectF(x + 38, foot, 200, 42), said, SMALL, "ink.muted")
        x += 38 + width_of(said, SMALL) + 60


def _portrait(brush: Brush, card: QRectF, shown: Shown, *, radius: float) -> None:
    box = QRectF(card.left() + 20, inside(card, "post").top() + 2, 56, 56)
    brush.fill(box, "calm.edge", radius)
    letter = shown.card.sender[:1] if shown.card is not None and shown.card.sender else "?"
    brush.say(box, letter, 32, "ground.bg", bold=True, align=CENTER)


def _chat(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A speech bubble with its point at the sender's picture."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(card.left(), card.top(), card.width(), STRIP + 20), look.radius, look.radius)
    brush.painter.save()
    brush.painter.setClipRect(QRectF(card.left(), card.top(), card.width(), STRIP))
    brush.painter.fillPath(path, colour(look.strip))
    brush.painter.restore()
    _portrait(brush, card, shown, radius=10)
    room = inside(card, "chat")
    bubble = QRectF(room.left() - 16, room.top() + _head_height(sheet) - 2, 0, 0)
    bubble.setRight(card.right() - 16)
    bubble.setBottom(card.bottom() - 8)
    brush.fill(bubble, "ground.bg", 18)
    brush.painter.setPen(Qt.PenStyle.NoPen)
    brush.painter.setBrush(colour("ground.bg"))
    left, top = bubble.left(), bubble.top() + 20
    brush.painter.drawPolygon(
        QPolygonF([QPointF(left + 2, top), QPointF(left - 16, top - 4), QPointF(left + 2, top + 22)])
    )
    brush.frame(card, look.edge, 2, look.radius)


def _form(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """Boxes as on a printed form."""
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip)
    brush.rule(card.left(), card.right(), card.top() + STRIP, look.edge, 2)
    brush.frame(card, look.edge, 3)
    room = inside(card, "form")
    brush.frame(room.adjusted(-14, -8, 14, 12), "line.border", 1)


def _alert(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A hatched frame, which warns in greyscale too."""
    brush.hatch(card, look.edge)
    brush.fill(card.adjusted(14, 14, -14, -14), look.ground)
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip)
    brush.frame(card, look.edge, 2)


def _in_person(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """Somebody speaks: an opening bracket as tall as a picture, and a bar beside what is said."""
    brush.rule(card.left() + PAD, card.right() - PAD, card.top() + STRIP, "line.divider")
    brush.say(QRectF(card.left() + 14, inside(card, "in_person").top() - 16, 60, 90), "「", 72, look.edge, bold=True)
    brush.fill(QRectF(card.left(), card.top(), 8, card.height()), look.edge)
    brush.frame(card, "line.divider", 2, look.radius)


def _document(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    """A sheet of paper with a folded corner, punched at its side."""
    brush.frame(card, look.edge, 2)
    for part in (0.3, 0.7):
        hole = QPointF(card.left() + 34, card.top() + card.height() * part)
        brush.painter.setPen(QPen(colour("line.border"), 2))
        brush.painter.setBrush(colour("ground.surface"))
        brush.painter.drawEllipse(hole, 11, 11)
    brush.rule(card.left() + 76, card.right() - PAD, card.top() + STRIP, "line.divider")
    corner = 34.0
    brush.painter.setPen(QPen(colour(look.edge), 2))
    brush.painter.setBrush(colour("ground.pressed"))
    low = QPointF(card.right() - 1, card.bottom() - corner)
    fold = QPointF(card.right() - corner, card.bottom() - corner)
    brush.painter.drawPolygon(QPolygonF([low, fold, QPointF(card.right() - corner, card.bottom() - 1)]))


def _jump(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    brush.rule(card.left() + PAD, card.right() - PAD, card.top() + STRIP, "accent.on", 1)


def _correction(brush: Brush, card: QRectF, look: Look, shown: Shown, sheet: Sheet) -> None:
    brush.fill(QRectF(card.left(), card.top(), card.width(), STRIP), look.strip)
    brush.hatch(QRectF(card.left(), card.top() + STRIP, card.width(), 10), look.edge)
    brush.hatch(QRectF(card.left(), card.bottom() - 10, card.width(), 10), look.edge)
    brush.frame(card, look.edge, 3)


Decor = Callable[[Brush, QRectF, Look, Shown, Sheet], None]
_DECOR: Final[dict[str, Decor]] = {
    "mail": _mail, "phone": _phone, "notice": _notice, "news": _news, "post": _post, "chat": _chat, "form": _form,
    "alert": _alert, "in_person": _in_person, "document": _document, "jump": _jump, "correction": _correction,
}  # fmt: skip

__all__ = ["LOOKS", "Lang", "paint_card"]
