"""What the gallery paints of the players' screen: every channel, every card, long texts, questions, both languages, two shapes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from exercise_studio.conduct.showing import Card, Shown, number_of
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import paint
from exercise_studio.domain.scenario import Inject, Scenario
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.library import find_scenario, list_scenarios
from exercise_studio.language import N_, translate

SIZES: Final = ((1024, 768), (1920, 1080))
FIRST: Final = "port-terminal-ransomware"


def paint_all(out: Path, lang: Lang) -> Iterator[Path]:
    """Paint them into a folder: player-STATE-LANGUAGE-WIDTHxHEIGHT.png."""
    for name, seen in states(lang):
        for width, height in SIZES:
            image = QImage(width, height, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            paint(painter, QRectF(0, 0, width, height), seen)
            painter.end()
            file = out / f"player-{name}-{lang}-{width}x{height}.png"
            image.save(str(file))
            yield file


def states(lang: Lang) -> Iterator[tuple[str, Seen]]:
    """Name and content of each picture."""
    found = _one_of_each_channel()
    scenario, _folder = find_scenario(FIRST)
    for channel, (source, inject) in sorted(found.items()):
        yield channel, Seen(_shown(source, inject, lang))
    source, inject = found["phone"]
    usual = _shown(source, inject, lang)
    asked = replace(usual, questions=tuple(prompt.get(lang) for prompt in inject.prompts[:2]), left=450)
    yield "questions", Seen(asked)
    yield "time-up", Seen(replace(asked, left=0))
    yield "page-2", Seen(replace(usual, page=1))
    if lang == "ja":
        yield "both-languages", Seen(usual, _shown(source, inject, "en"))
    recalled = Card(
        "I07", "07", "correction", translate(lang, N_("Correction: inject {number} has been withdrawn"), number="07"),
        translate(lang, N_("Please go on as if you had not received it.")),
    )  # fmt: skip
    yield "recall", Seen(replace(usual, card=recalled))
    jump = next(phase.jump for phase in scenario.phases if phase.jump is not None)
    also = tuple((number_of(one.id), one.title.get(lang)) for one in scenario.injects[8:11])
    told = Card("", "", "jump", translate(lang, N_("The scene changes")), jump.told.get(lang), also=also)
    yield "jump", Seen(replace(usual, card=told, clock=jump.to))
    card = replace(usual, card=None, earlier=(), era="reiwa")
    yield "holding", Seen(replace(card, mode="holding"))
    yield "holding-rehearsal", Seen(replace(card, mode="holding", rehearsal=True))
    yield "black", Seen(replace(card, mode="black"))
    yield "freeze", Seen(replace(card, mode="frozen"))
    yield "ended", Seen(replace(card, mode="ended"))


def _one_of_each_channel() -> dict[str, tuple[Scenario, Inject]]:
    found: dict[str, tuple[Scenario, Inject]] = {}
    first, _folder = find_scenario(FIRST)
    others = (find_scenario(card.id)[0] for card in list_scenarios() if card.id != FIRST)
    for scenario in (first, *others):
        for inject in scenario.injects:
            found.setdefault(inject.channel, (scenario, inject))
    return found


def _shown(scenario: Scenario, inject: Inject, lang: Lang) -> Shown:
    sender = scenario.member_by_id.get(inject.sender)
    card = Card(
        inject.id, number_of(inject.id), inject.channel, inject.title.get(lang), inject.body.get(lang),
        sender.title.get(lang) if sender else inject.sender, translate(lang, N_("All teams")),
    )  # fmt: skip
    at = scenario.injects.index(inject)
    earlier = tuple((number_of(one.id), one.title.get(lang)) for one in reversed(scenario.injects[max(0, at - 5) : at]))
    moment = scenario.clock.start + timedelta(milliseconds=inject.at or 0)
    tlp = (inject.tlp or "amber").upper()
    return Shown("live", lang, scenario.title.get(lang), tlp, clock=moment, card=card, earlier=earlier)
