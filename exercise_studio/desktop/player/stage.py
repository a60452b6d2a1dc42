"""Paints the players' screen: the same code for their window, for its small picture in the control room and for printed pictures."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from exercise_studio.conduct.showing import Shown
from exercise_studio.desktop import theme
from exercise_studio.desktop.player import words
from exercise_studio.desktop.player.brush import SMALL, TITLE, Brush, width_of, wrapped
from exercise_studio.desktop.player.forms import paint_card
from exercise_studio.desktop.player.pages import (
    BAND,
    HEIGHT,
    MARGIN,
    QUESTION,
    Plan,
    Seen,
    inside,
    page_of,
    planned,
    width_for,
)
from exercise_studio.desktop.player.setting import LEADING
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, translate

CENTER = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight


def pages(seen: Seen, size: QSizeF) -> int:
    """How many pages a screen of this size needs for what is shown."""
    return len(planned(seen, width_for(size.width(), size.height())).sheets)


def paint(painter: QPainter, target: QRectF, seen: Seen) -> None:
    """The whole screen into a rectangle of any size."""
    width = width_for(target.width(), target.height())
    scale = min(target.width() / width, target.height() / HEIGHT)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    ground = "ink.text" if seen.first.mode == "black" else "ground.pressed"
    painter.fillRect(target, QColor("#000000") if seen.first.mode == "black" else theme.load("light").color(ground))
    painter.translate(
        target.x() + (target.width() - width * scale) / 2, target.y() + (target.height() - HEIGHT * scale) / 2
    )
    painter.scale(scale, scale)
    brush = Brush(painter)
    shown = seen.first
    if shown.mode == "black":
        painter.setOpacity(0.45)
        _marks(brush, shown, width, "line.border")
        painter.setOpacity(1.0)
    else:
        _band(brush, shown, width)
        if shown.mode == "live":
            _live(brush, seen, width)
        else:
            _full(brush, seen, width)
    painter.restore()


# over everything: the word EXERCISE, the story's time, the TLP mark


def _band(brush: Brush, shown: Shown, width: float) -> None:
    rect = QRectF(0, 0, width, BAND)
    brush.fill(rect, "accent.pressed")
    if shown.rehearsal:
        brush.hatch(QRectF(0, BAND - 8, width, 8), "accent.on")
    right = _marks(brush, shown, width, "accent.on")
    room = QRectF(right[0], 0, right[1] - right[0] - 20, BAND)
    times = words.clocks(shown.clock, shown.lang, shown.era)
    time = next((one for one in times if width_of(one, 32, bold=True) <= room.width()), times[-1])
    if time and shown.mode == "live":
        brush.say(room, time, 32, "accent.on", bold=True, align=RIGHT)


def _marks(brush: Brush, shown: Shown, width: float, ink: str) -> tuple[float, float]:
    """EXERCISE and TLP, which nothing may hide; returns where the room between them begins and ends."""
    mark = words.EXERCISE
    if shown.rehearsal:
        mark = f"{mark}　{translate(shown.lang, N_('Rehearsal'))}"
    wide = width_of(mark, 32, bold=True) + 30
    brush.say(QRectF(MARGIN, 0, wide, BAND), mark, 32, ink, bold=True)
    label = f"TLP:{shown.tlp}"
    chip_width = width_of(label, SMALL, bold=True) + 28
    chip = QRectF(width - MARGIN - chip_width, (BAND - 44) / 2, chip_width, 44)
    painter = brush.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.TLP_GROUND))
    painter.drawRoundedRect(chip, 4, 4)
    brush.say_in(chip, label, SMALL, QColor(theme.TLP_COLOURS.get(shown.tlp, "#FFFFFF")))
    return MARGIN + wide, chip.left()


# cards that fill the screen


def _full(brush: Brush, seen: Seen, width: float) -> None:
    shown = seen.first
    card = QRectF(MARGIN, BAND + MARGIN, width - 2 * MARGIN, HEIGHT - BAND - 2 * MARGIN)
    stopped = shown.mode == "frozen"
    brush.fill(card, "ground.bg", 4)
    if stopped:
        for edge in (
            QRectF(card.left(), card.top(), card.width(), 26),
            QRectF(card.left(), card.bottom() - 26, card.width(), 26),
        ):
            brush.hatch(edge, "danger.fill")
        brush.frame(card, "danger.fill", 3, 4)
    else:
        brush.fill(QRectF(card.left(), card.top(), card.width(), 10), "accent.fill", 4)
    langs: tuple[Lang, Lang] = ("en", "ja") if shown.lang == "en" else ("ja", "en")
    y = card.top() + 70
    title = wrapped(shown.exercise, 40, card.width() - 160, bold=True, balanced=True)
    y = brush.lines(
        title, card.left() + 80, y, card.width() - 160, 40, "ink.muted" if stopped else "accent.on_soft", align="center"
    )
    if shown.organisation:
        brush.say(
            QRectF(card.left() + 80, y + 4, card.width() - 160, 48), shown.organisation, 32, "ink.muted", align=CENTER
        )
    y = card.center().y() - 50 + (10 if len(title) > 2 else 0)
    for number, lang in enumerate(langs):
        size = _one_line(translate(lang, words.FULL[shown.mode]), card.width() - 100) if number == 0 else 40.0
        said = wrapped(
            translate(lang, words.FULL[shown.mode]), size, card.width() - 90, bold=number == 0, balanced=True
        )
        ink = ("danger.fill" if stopped else "ink.text") if number == 0 else "ink.muted"
        y = brush.lines(said, card.left() + 45, y, card.width() - 90, size, ink, align="center") + 6
    beneath = words.BENEATH.get(shown.mode)
    if beneath:
        said = wrapped(translate(shown.lang, beneath), 32, card.width() - 160, balanced=True)
        brush.lines(said, card.left() + 80, y + 30, card.width() - 160, 32, "ink.text", align="center")
    elif shown.clock is not None and shown.mode == "holding":
        _large_clock(brush, shown, card)


def _one_line(text: str, width: float) -> float:
    """The largest size in which a sentence stands on one line."""
    return next((size for size in (64.0, 56.0, 50.0) if width_of(text, size, bold=True) <= width), TITLE)


def _large_clock(brush: Brush, shown: Shown, card: QRectF) -> None:
    room = QRectF(card.left(), card.bottom() - 150, card.width(), 110)
    label = translate(shown.lang, N_("Scenario time"))
    brush.say(QRectF(room.left(), room.top(), room.width(), 40), label, SMALL, "ink.muted", align=CENTER)
    time = words.clock(shown.clock, shown.lang, shown.era)
    brush.say(QRectF(room.left(), room.top() + 40, room.width(), 64), time, TITLE, "ink.text", bold=True, align=CENTER)


# what is live


def _live(brush: Brush, seen: Seen, width: float) -> None:
    shown = seen.first
    plan = planned(seen, width)
    page = page_of(seen, plan)
    sheet = plan.sheets[page]
    if sheet.questions or shown.card is None:
        _asked(brush, plan, shown, page, len(plan.sheets))
    else:
        part_lang = sheet.parts[0].lang if sheet.parts else shown.lang
        of_page = seen.second if seen.second is not None and part_lang == seen.second.lang else shown
        of_page = replace(of_page, card=of_page.card or shown.card)
        paint_card(brush, plan.card, of_page, sheet, page, len(plan.sheets))
        if sheet.picture >= 0:
            _attached(brush, plan.card, seen, sheet.picture)
    if not plan.aside.isEmpty():
        (_beside if plan.beside else _under)(brush, plan, shown)


def _asked(brush: Brush, plan: Plan, shown: Shown, page: int, count: int) -> None:
    """The questions as large as an inject, where they are alone or too many to stand beside it."""
    card = plan.card
    brush.fill(card, "ground.bg", 4)
    brush.frame(card, "accent.fill", 3, 4)
    brush.say(
        QRectF(card.left() + 30, card.top() + 20, 600, 56),
        translate(shown.lang, N_("Discuss")),
        TITLE,
        "accent.fill",
        bold=True,
    )
    if count > 1:
        text = f"{page + 1}/{count}"
        brush.say(
            QRectF(card.right() - 230, card.top() + 20, 200, 56), text, SMALL, "accent.fill", bold=True, align=RIGHT
        )
    y = card.top() + 96
    size = 36.0 if len(shown.questions) <= 4 else 32.0
    for number, question in enumerate(shown.questions, 1):
        brush.say(QRectF(card.left() + 30, y, 50, size * LEADING), str(number), size, "accent.fill", bold=True)
        y = (
            brush.lines(
                wrapped(question, size, card.width() - 120), card.left() + 84, y, card.width() - 120, size, "ink.text"
            )
            + 14
        )


def _attached(brush: Brush, card: QRectF, seen: Seen, number: int) -> None:
    """A picture that came with the inject, as large as the card lets it be, and its title under it."""
    assert seen.first.card is not None
    _file, title = seen.first.card.pictures[number]
    room = inside(card, seen.first.card.form)
    foot = QRectF(room.left(), room.bottom() - 48, room.width(), 48)
    brush.say(foot, title, SMALL, "ink.text", align=CENTER)
    picture = seen.pictures[number] if number < len(seen.pictures) else QImage()
    place = room.adjusted(0, 0, 0, -56)
    if picture.isNull():
        said = translate(seen.first.lang, N_("The picture cannot be shown."))
        brush.say(place, said, SMALL, "ink.muted", align=CENTER)
        return
    scale = min(place.width() / picture.width(), place.height() / picture.height())
    size = QSizeF(picture.width() * scale, picture.height() * scale)
    target = QRectF(place.center().x() - size.width() / 2, place.top(), size.width(), size.height())
    brush.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    brush.painter.drawImage(target, picture)
    brush.frame(target, "line.border", 1)


def _beside(brush: Brush, plan: Plan, shown: Shown) -> None:
    """To the right of the card: the discussion's time, the questions, and what came earlier."""
    aside = plan.aside
    y = aside.top()
    x, width = aside.left() + 20, aside.width() - 40
    if shown.left is not None:
        box = QRectF(aside.left(), y, aside.width(), 128)
        over = shown.left == 0
        brush.fill(box, "danger.fill" if over else "accent.fill", 4)
        label = translate(shown.lang, N_("Time is up") if over else N_("Time left to discuss"))
        brush.say(QRectF(x, y + 8, width, 40), label, SMALL, "accent.on", align=CENTER)
        brush.say(
            QRectF(x, y + 44, width, 78), words.left(shown.left), 64, "accent.on", bold=True, fixed=True, align=CENTER
        )
        y += 144
    if plan.questions:
        high = sum((line.above if n else 0) + LEADING for n, line in enumerate(plan.questions)) * QUESTION
        extra = any(sheet.questions for sheet in plan.sheets)
        high = 46 if extra else high
        box = QRectF(aside.left(), y, aside.width(), high + 66)
        brush.fill(box, "ground.bg", 4)
        brush.fill(QRectF(box.left(), box.top(), 8, box.height()), "accent.fill", 0)
        brush.say(QRectF(x, y + 6, width, 44), translate(shown.lang, N_("Discuss")), SMALL, "accent.fill", bold=True)
        if extra:
            brush.say(QRectF(x, y + 52, width, 44), translate(shown.lang, N_("See the last page")), SMALL, "ink.text")
        else:
            brush.lines(plan.questions, x, y + 52, width, QUESTION, "ink.text")
        y = box.bottom() + 16
    if shown.earlier and aside.bottom() - y > 130:
        _earlier_list(brush, shown, QRectF(aside.left(), y, aside.width(), aside.bottom() - y))


def _earlier_list(brush: Brush, shown: Shown, room: QRectF) -> None:
    x, width, y = room.left() + 20, room.width() - 40, room.top()
    brush.say(QRectF(x, y, width, 44), translate(shown.lang, N_("Earlier")), SMALL, "ink.muted", bold=True)
    y += 46
    brush.rule(x, x + width, y - 2, "line.border", 1)
    for number, title in shown.earlier:
        lines = wrapped(title, SMALL, width - 66)
        if y + len(lines) * SMALL * LEADING > room.bottom():
            break
        brush.say(QRectF(x, y, 60, SMALL * LEADING), number, SMALL, "ink.muted", bold=True)
        y = brush.lines(lines, x + 66, y, width - 66, SMALL, "ink.text") + 8


def _under(brush: Brush, plan: Plan, shown: Shown) -> None:
    """Under the card on a screen of 4:3."""
    aside = plan.aside
    right = aside.right()
    y = aside.top()
    if shown.left is not None:
        box = QRectF(aside.right() - 200, aside.top(), 200, 52)
        over = shown.left == 0
        brush.fill(box, "danger.fill" if over else "accent.fill", 4)
        text = translate(shown.lang, N_("Time is up")) if over else words.left(shown.left)
        brush.say(box, text, SMALL if over else 36, "accent.on", bold=True, fixed=not over, align=CENTER)
        right = box.left() - 20
    x = aside.left() + 20
    if plan.questions:
        brush.fill(QRectF(aside.left(), aside.top(), 8, aside.height() - (44 if shown.earlier else 0)), "accent.fill")
        if any(sheet.questions for sheet in plan.sheets):
            said = translate(shown.lang, N_("Discuss: see the last page"))
            brush.say(QRectF(x, y, right - x, QUESTION * LEADING), said, QUESTION, "ink.text")
            y += QUESTION * LEADING
        else:
            y = brush.lines(plan.questions, x, y, right - x, QUESTION, "ink.text")
    if shown.earlier:
        label = translate(shown.lang, N_("Earlier"))
        wide = width_of(label, SMALL, bold=True) + 20
        low = QRectF(x, aside.bottom() - 42, wide, 42)
        end = right if y <= aside.top() + 10 else aside.right()
        brush.say(low, label, SMALL, "ink.muted", bold=True)
        said = "　".join(f"{number} {title}" for number, title in shown.earlier)
        brush.say(QRectF(low.right(), low.top(), end - low.right(), 42), said, SMALL, "ink.muted")
