"""How a report says things in its language: messages, dates, durations, and numbers that always name their n."""

import datetime as dt
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.text import Lang, Text
from exercise_studio.domain.times import HOUR, MINUTE
from exercise_studio.evaluation.scores import Score, level_of
from exercise_studio.language import plural, translate
from exercise_studio.reporting.labels import GLYPHS, NOT_OBSERVED_GLYPH

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_REIWA = dt.date(2019, 5, 1)


class Words:
    """The wording of one report.

    Attributes:
        lang: the report's language, whatever the window's is.
        plan: the plan whose time zone and era dates are shown in.
    """

    def __init__(self, lang: Lang, plan: Plan) -> None:
        self.lang, self.plan = lang, plan
        self.zone = ZoneInfo(plan.time_zone)

    def _(self, msgid: str, /, **params: object) -> str:
        """A message in the report's language."""
        return translate(self.lang, msgid, **params)

    def plural(self, one: str, many: str, n: int, /, **params: object) -> str:
        """A message that counts, in the report's language."""
        return plural(one, many, n, lang=self.lang, **params)

    def text(self, text: Text | None) -> str:
        """What a person wrote, with a mark where only the other language is there."""
        if text is None:
            return ""
        mark = f"[{'EN' if self.lang == 'ja' else 'JA'}] " if text.missing(self.lang) else ""
        return mark + " ".join(text.get(self.lang).split("\n")).strip()

    def listed(self, names: list[str] | tuple[str, ...]) -> str:
        """Names in a row."""
        return ("、" if self.lang == "ja" else ", ").join(names)

    # times

    def date(self, day: dt.date, *, weekday: bool = True) -> str:
        """A date with its weekday; in the Japanese era where the plan asks for it."""
        if self.lang == "ja":
            name = f"（{_WEEKDAYS_JA[day.weekday()]}）" if weekday else ""
            if self.plan.settings.era == "reiwa" and day >= _REIWA:
                year = day.year - 2018
                return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日{name}"
            return f"{day.year}年{day.month}月{day.day}日{name}"
        name = f" ({_WEEKDAYS_EN[day.weekday()]})" if weekday else ""
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}{name}"

    def short_date(self, day: dt.date) -> str:
        """A date for tables."""
        return f"{day.year}-{day.month:02d}-{day.day:02d}"

    def local(self, instant: int) -> datetime:
        """The wall clock of the exercise's zone at an instant, without a zone."""
        return datetime.fromtimestamp(instant / 1000, UTC).astimezone(self.zone).replace(tzinfo=None)

    def clock(self, moment: datetime) -> str:
        """Hours and minutes."""
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def day_and_time(self, moment: datetime) -> str:
        """A date and a time in a sentence."""
        return f"{self.date(moment.date())} {self.clock(moment)}"

    def scenario(self, moment: datetime) -> str:
        """The story's clock in a table: day and time."""
        return f"{moment.month}/{moment.day} {self.clock(moment)}"

    def play(self, milliseconds: int) -> str:
        """A moment of play, counted from the start."""
        minutes = milliseconds // MINUTE
        return f"T+{minutes // 60}:{minutes % 60:02d}"

    def duration(self, milliseconds: int) -> str:
        """A length of time in the largest two units that it fills; under a minute in seconds. Below zero: beforehand."""
        if milliseconds < 0:
            return self._("beforehand")
        if 0 < milliseconds < MINUTE:
            return self._("{seconds} s", seconds=max(1, round(milliseconds / 1000)))
        total = round(milliseconds / MINUTE)
        days, rest = divmod(total, 1440)
        hours, minutes = divmod(rest, 60)
        if days:
            if hours:
                return self._("{days} d {hours} h", days=days, hours=hours)
            return self._("{days} d", days=days)
        if hours:
            if minutes:
                return self._("{hours} h {minutes} min", hours=hours, minutes=minutes)
            return self._("{hours} h", hours=hours)
        return self._("{minutes} min", minutes=minutes)

    def minutes(self, milliseconds: int) -> str:
        """Minutes as a number, signed for differences."""
        return f"{milliseconds / MINUTE:+.0f}".replace("-", "−") if abs(milliseconds) >= MINUTE / 2 else "±0"

    # numbers

    def number(self, value: int) -> str:
        """A count with separators."""
        return f"{value:,}"

    def percent(self, part: int, whole: int) -> str:
        """A share with what it is a share of; a dash where there is no whole."""
        if not whole:
            return "－"
        said = self._("{percent}% ({part}/{whole})", percent=_rounded(part, whole), part=part, whole=whole)
        return said.replace(" ", "\u00a0")

    def share(self, part: int, whole: int) -> str:
        """A share alone, where its n stands beside it."""
        return f"{_rounded(part, whole)}%" if whole else "－"

    def signed(self, value: float) -> str:
        """A difference with its sign and one decimal."""
        text = f"{value:+.1f}"
        return "±0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")

    def difference(self, then: float, now: float) -> str:
        """The difference of two averages as a reader reckons it from the printed ones."""
        return self.signed(round(now, 1) - round(then, 1))

    def mean(self, value: float | None) -> str:
        """An average with one decimal; a dash where there is none."""
        return "－" if value is None else f"{value:.1f}"

    def average(self, score: Score) -> str:
        """An average beside its n."""
        if score.average is None:
            return self._("no value (n = 0)")
        said = self._("{average} (n = {n})", average=self.mean(score.average), n=self.number(score.valued))
        return said.replace(" ", "\u00a0")

    def level(self, value: float | None) -> str:
        """The glyph of a value's level."""
        return NOT_OBSERVED_GLYPH if value is None else GLYPHS[level_of(value)]

    def judged(self, score: Score) -> str:
        """Glyph and average of a group, as tables show it."""
        return (
            NOT_OBSERVED_GLYPH
            if score.average is None
            else f"{self.level(score.average)}\u00a0{self.mean(score.average)}"
        )

    def hours(self, milliseconds: int) -> str:
        """A length in hours with one decimal, for long targets."""
        return f"{milliseconds / HOUR:.1f}"


def _rounded(part: int, whole: int) -> int:
    """A percentage that says 0 or 100 only where it is exactly that."""
    percent = round(100 * part / whole)
    if percent == 100 and part < whole:
        return 99
    if percent == 0 and part > 0:
        return 1
    return percent
