"""Dates, moments and lengths as the window writes them, in the language in use."""

from datetime import date, datetime

from exercise_studio import language
from exercise_studio.language import _, plural

_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(of: date, *, weekday: bool = True) -> str:
    """2026/11/23(月), or Mon 23 Nov 2026."""
    name = _WEEKDAYS[language.current()][of.weekday()]
    if language.current() == "ja":
        return f"{of:%Y/%m/%d}({name})" if weekday else f"{of:%Y/%m/%d}"
    return (
        f"{name} {of.day} {_MONTHS[of.month - 1]} {of.year}"
        if weekday
        else f"{of.day} {_MONTHS[of.month - 1]} {of.year}"
    )


def moment(of: datetime, *, weekday: bool = False) -> str:
    """A day with hours and minutes, 24 hours."""
    return f"{day(of, weekday=weekday)} {of:%H:%M}"


def length(milliseconds: int) -> str:
    """A length in minutes, or in hours and minutes from an hour on."""
    minutes = round(milliseconds / 60_000)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return plural("{n} minute", "{n} minutes", minutes)
    if not rest:
        return plural("{n} hour", "{n} hours", hours)
    return _("{hours} h {minutes} min", hours=hours, minutes=rest)


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Names in a row."""
    return ("、" if language.current() == "ja" else ", ").join(names)
