"""How the editor names the codes of a plan; the names it shares with the report come from there."""

from typing import Final, cast

from exercise_studio.domain.text import Lang
from exercise_studio.language import N_, _, current
from exercise_studio.reporting.labels import CHANNELS, LAYERS, PILLARS_SHORT, SECTORS

LANGUAGE_NAMES: Final[dict[Lang, str]] = {"ja": "日本語", "en": "English"}
"""Each language in its own words, whatever the window's language."""

TYPES: Final = {
    "tech": N_("Technical event"),
    "field": N_("Report from the field"),
    "external": N_("Contact from outside"),
    "info_provide": N_("Information provided"),
    "decision": N_("Decision to be taken"),
    "media": N_("Media"),
    "official": N_("Authorities"),
    "spillover": N_("Spill-over to others"),
    "supplier": N_("Supplier"),
    "legal": N_("Legal"),
    "human": N_("People"),
}
KINDS: Final = {
    "normal": N_("Normal"),
    "contingency": N_("Contingency (only if needed)"),
    "information": N_("For controllers only"),
}
GUARDS: Final = {"normal": N_("Normal: one GO"), "major": N_("Major: arm, then fire")}
SYSTEM_KINDS: Final = {"it": "IT", "ot": "OT", "iot": "IoT", "none": N_("No system")}
FORMS: Final = {
    "gathered": N_("Everybody in one place"),
    "own_workplace": N_("Each at their own workplace"),
    "online": N_("Online"),
}
TLPS: Final = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
STARTS: Final = {
    "detection": N_("after the first sign"),
    "declaration": N_("after a plan was activated"),
    "receipt": N_("after the inject was received"),
    "endex": N_("after the end of the exercise"),
    "always": N_("at any time"),
}

__all__ = ["CHANNELS", "LAYERS", "PILLARS_SHORT", "SECTORS"]


def in_use() -> Lang:
    """The window's language."""
    return cast(Lang, current())


def clock(milliseconds: int) -> str:
    """A moment of play as the lists write it: hours and minutes, seconds only where there are any ("0:25", "1:05:30")."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def span(milliseconds: int) -> str:
    """A length of time in words ("2 h 30 min")."""
    minutes = round(milliseconds / 60_000)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min", minutes=rest)
    return _("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else _("{hours} h", hours=hours)
