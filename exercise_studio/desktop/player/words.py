"""The few words of the players' screen that are not the script's, in the language of the screen."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from exercise_studio.conduct.showing import Shown
from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, translate

DAYS: Final = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EXERCISE: Final = "演習　EXERCISE"
"""In both languages whatever the screen's: nobody who passes by may take it for real."""
CHANNELS: Final = {
    "mail": N_("E-mail"), "phone": N_("Telephone note"), "notice": N_("Official notice"), "news": N_("News"),
    "post": N_("Post on social media"), "chat": N_("Chat"), "form": N_("Form"), "alert": N_("Alert"),
    "in_person": N_("Told in person"), "document": N_("Written document"), "jump": N_("Time jump"), "correction": N_("Correction"),
}  # fmt: skip
FULL: Final = {
    "holding": N_("Please wait"),
    "frozen": N_("Exercise suspended – real event"),
    "ended": N_("The exercise has ended. Thank you."),
}
"""What a card that fills the screen says."""
BENEATH: Final = {
    "frozen": N_("Please stop playing and follow the instructions of those in charge."),
}


def clock(moment: datetime | None, lang: Lang, era: str) -> str:
    """The story's time: 7月4日(土) 06:42, 令和8年7月4日(土) 06:42, Sat 4 Jul 06:42."""
    if moment is None:
        return ""
    day = DAYS[lang][moment.weekday()]
    if lang == "en":
        return f"{day} {moment.day} {MONTHS[moment.month - 1]} {moment:%H:%M}"
    year = f"令和{moment.year - 2018}年" if era == "reiwa" and moment.year > 2018 else ""
    return f"{year.replace('令和1年', '令和元年')}{moment.month}月{moment.day}日({day}) {moment:%H:%M}"


def clocks(moment: datetime | None, lang: Lang, era: str) -> tuple[str, ...]:
    """The story's time, and shorter ways to say it where there is less room."""
    if moment is None:
        return ("",)
    return clock(moment, lang, era), clock(moment, lang, "western"), f"{moment:%H:%M}"


def left(seconds: int) -> str:
    """The rest of a discussion: 07:30."""
    return f"{seconds // 60:02}:{seconds % 60:02}"


def called(number: str, lang: Lang) -> str:
    """付与 07, Inject 07."""
    return translate(lang, N_("Inject {number}"), number=number)


def spoken(shown: Shown) -> str:
    """All that stands on the screen, for a screen reader."""
    t = shown.lang
    parts = ["演習 EXERCISE", f"TLP:{shown.tlp}"]
    if shown.mode == "black":
        return " / ".join(parts)
    parts.append(clock(shown.clock, t, shown.era))
    if shown.mode != "live":
        parts += [shown.exercise, translate(t, FULL[shown.mode])]
    if shown.card is not None:
        card = shown.card
        if card.number:
            parts.append(called(card.number, t))
        parts += [translate(t, CHANNELS[card.form]), card.sender, card.title, card.body]
        parts += [f"{number} {title}" for number, title in card.also]
    if shown.questions:
        parts.append(translate(t, N_("Discuss")))
        parts += [f"{number}. {question}" for number, question in enumerate(shown.questions, 1)]
    if shown.left is not None:
        parts.append(translate(t, N_("Discussion {time}"), time=left(shown.left)))
    return " / ".join(part for part in parts if part)


def announced(shown: Shown) -> str:
    """What is said aloud when it changes: clocks and countdowns change by themselves."""
    return spoken(replace(shown, clock=None, left=None))
