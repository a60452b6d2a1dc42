"""Which report is shown: its edition and what that needs to be told, its language, and the moment as of which it speaks."""

from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QDateTime, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.debrief.fields import fill_combo
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.report.rendering import Wish
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import FlowLayout, row
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.session import local_of, wall_clock
from exercise_studio.language import N_, _
from exercise_studio.reporting.content import EDITIONS
from exercise_studio.reporting.editions import MONTHS, TLP_LEVELS, Options

NAMES: Final = {
    "full": N_("Full report"),
    "organisation": N_("For one organisation"),
    "executive": N_("For the management, 2 pages"),
    "redacted": N_("Redacted by TLP"),
    "follow-up": N_("Follow-up"),
    "aar-ip": N_("AAR/IP form"),
}
"""What the editions are called here."""
LANGUAGES: Final = {"ja": N_("Japanese"), "en": N_("English")}
AFTER: Final = {3: N_("After 3 months"), 6: N_("After 6 months"), 12: N_("After 12 months")}


def name_of(edition: str) -> str:
    """An edition in words."""
    return _(NAMES.get(edition, edition))


class EditionBar(QWidget):
    """Signals:
    about_to_change: what is being typed is to be kept now, in the edition it was typed for.
    changed: another report is wanted (`wish`).
    moment_changed: the moment alone is another; somebody may be turning the hours.
    """

    about_to_change = Signal()
    changed = Signal()
    moment_changed = Signal()

    def __init__(self, lang: Lang, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lang: Lang = lang
        flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.editions = self._combo(NAMES, N_("Edition of the report"))
        self.houses = self._combo({}, N_("Organisation that the report is for"))
        self.houses.setMaximumWidth(theme.scaled(240))
        self.levels = self._combo({}, N_("Nothing above this TLP"))
        for level in TLP_LEVELS:
            self.levels.addItem(f"TLP:{level}", level)
        self.levels.setCurrentIndex(self.levels.findData("GREEN"))
        self.months = self._combo({}, N_("How long after the exercise"))
        for number, months in enumerate(MONTHS):
            self.months.addItem("", months)
            tr(partial(self.months.setItemText, number), AFTER[months])
        for combo in (self.editions, self.houses, self.levels, self.months):
            flow.addWidget(combo)
            combo.currentIndexChanged.connect(self._chosen)
        flow.addWidget(self._language_buttons())
        flow.addWidget(self._moment_fields())
        self._show_needed()

    def _combo(self, options: dict[str, str], title: str) -> QComboBox:
        combo = QComboBox(self)
        fill_combo(combo, options)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        texts.name(combo, title)
        tr(combo.setToolTip, title)
        return combo

    def _language_buttons(self) -> QWidget:
        self._languages = QButtonGroup(self)
        holder = QWidget(self)
        line = row(spacing=2)
        for lang, title in LANGUAGES.items():
            choice = _segment(title)
            choice.setProperty("lang", lang)
            choice.setChecked(lang == self.lang)
            self._languages.addButton(choice)
            line.addWidget(choice)
        self._languages.buttonClicked.connect(self._language_chosen)
        holder.setLayout(line)
        return holder

    def _moment_fields(self) -> QWidget:
        self.as_of_on = QCheckBox()
        tr(self.as_of_on.setText, N_("As of"))
        tr(self.as_of_on.setToolTip, N_("What was known at that minute; otherwise everything so far"))
        self.as_of = QDateTimeEdit()
        self.as_of.setCalendarPopup(True)
        self.as_of.setDisplayFormat("yyyy/MM/dd HH:mm")
        texts.name(self.as_of, N_("As of"))
        self.as_of_on.toggled.connect(self._moment_switched)
        self.as_of.dateTimeChanged.connect(self.moment_changed)
        holder = QWidget(self)
        holder.setLayout(row(self.as_of_on, self.as_of))
        self.as_of.setVisible(False)
        return holder

    # what is chosen

    def open_exercise(self, exercise: OpenExercise | None) -> None:
        """Begin with the full report of everything so far."""
        blocked = [QSignalBlocker(one) for one in (self.editions, self.houses, self.as_of, self.as_of_on)]
        self.editions.setCurrentIndex(0)
        self.as_of_on.setChecked(False)
        self.as_of.setVisible(False)
        texts.forget(self.houses)
        self.houses.clear()
        texts.name(self.houses, N_("Organisation that the report is for"))
        tr(self.houses.setToolTip, N_("Organisation that the report is for"))
        if exercise is not None:
            self.as_of.setDateTime(QDateTime(local_of(wall_clock(), exercise.plan.time_zone)))
            for number, house in enumerate(exercise.plan.organisations):
                self.houses.addItem("", house.id)
                tr(partial(self.houses.setItemText, number), house.name)
            self.houses.setCurrentIndex(0)
        self.offer(exercise)
        del blocked
        self._show_needed()

    def offer(self, exercise: OpenExercise | None) -> None:
        """Which editions can be had: one that tells of a run needs a run."""
        state = exercise.state if exercise is not None else None
        played = state is not None and state.clock.began is not None
        model: Any = self.editions.model()
        for number, name in enumerate(NAMES):
            possible = (played or not EDITIONS[name].run) and (self.houses.count() or not EDITIONS[name].organisation)
            model.item(number).setEnabled(bool(possible))

    @property
    def edition(self) -> str:
        """The id of the edition."""
        return str(self.editions.currentData())

    def wish(self) -> Wish:
        """The report that is wanted."""
        chosen = EDITIONS[self.edition]
        options = Options(
            organisation=self.houses.currentData() or "" if chosen.organisation else "",
            tlp=self.levels.currentData() if chosen.tlp else None,
            months=self.months.currentData() if chosen.months else 0,
        )
        return Wish(chosen.language or self.lang, self.moment(), self.edition, options)

    def moment(self) -> datetime | None:
        """The local time in the exercise's zone as of which the report speaks, whatever the machine's zone is."""
        if not self.as_of_on.isChecked():
            return None
        chosen = self.as_of.dateTime()
        day, at = chosen.date(), chosen.time()
        return datetime(day.year(), day.month(), day.day(), at.hour(), at.minute())  # noqa: DTZ001  the zone is the plan's

    def choose(self, edition: str) -> None:
        """Show an edition."""
        self.editions.setCurrentIndex(self.editions.findData(edition))

    def use_language(self, lang: Lang) -> None:
        """Show the report in a language."""
        if lang != self.lang:
            self.about_to_change.emit()
            self.lang = lang
            self._show_needed()
            self.changed.emit()

    # what is clicked

    def _chosen(self) -> None:
        self.about_to_change.emit()
        self._show_needed()
        self.changed.emit()

    def _show_needed(self) -> None:
        chosen = EDITIONS[self.edition]
        self.houses.setVisible(chosen.organisation)
        self.levels.setVisible(chosen.tlp)
        self.months.setVisible(chosen.months)
        shown = chosen.language or self.lang
        for choice in self._languages.buttons():
            choice.setChecked(choice.property("lang") == shown)
            choice.setEnabled(chosen.language in (None, choice.property("lang")))

    def _language_chosen(self, choice: QAbstractButton) -> None:
        self.use_language(choice.property("lang"))

    def _moment_switched(self, on: bool) -> None:
        self.as_of.setVisible(on)
        self.moment_changed.emit()


def _segment(title: str) -> QToolButton:
    choice = QToolButton()
    choice.setProperty("look", "segment")
    choice.setCheckable(True)
    choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tr(choice.setText, title)
    texts.name(choice, N_("Report in: {language}"), language=_Said(title))
    tr(choice.setToolTip, N_("Report in: {language}"), language=_Said(title))
    return choice


class _Said:
    """A message as a parameter of another one."""

    def __init__(self, msgid: str) -> None:
        self._msgid = msgid

    def __call__(self) -> str:
        return _(self._msgid)
