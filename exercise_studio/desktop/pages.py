"""The pages of the window, in the order of the rail: a new page is one line here."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from exercise_studio.language import N_

if TYPE_CHECKING:
    from exercise_studio.desktop.page import Page


def load(where: str) -> Any:
    """What stands at "module:name" below exercise_studio.desktop."""
    module, _, name = where.partition(":")
    return getattr(import_module(f"exercise_studio.desktop.{module}"), name)


@dataclass(frozen=True)
class Entry:
    """A page that can be shown.

    Attributes:
        id: how the code and the gallery call it.
        title: message id for the rail and the heading.
        icon: SVG of resources/icons.
        where: "module:Class" below exercise_studio.desktop, imported when first shown.
        needs_exercise: whether it is empty without an open exercise.
    """

    id: str
    title: str
    icon: str
    where: str
    needs_exercise: bool = True

    def load(self) -> "type[Page]":
        """The page's class."""
        found: type[Page] = load(self.where)
        return found


NEW_EXERCISE: Final = "editor.new_exercise:NewExercise"
"""The dialog that sets up a new exercise: NewExercise(desk, scenario_id, parent)."""

PAGES: Final[tuple[Entry, ...]] = (
    Entry("home", N_("Home"), "home", "home.page:HomePage", needs_exercise=False),
    Entry("plan", N_("Plan"), "edit", "editor.page:PlanPage"),
    Entry("live", N_("Live"), "play", "control.page:LivePage"),
    Entry("observe", N_("Observe"), "rate", "observer.page:ObserverPage"),
    Entry("debrief", N_("Debrief"), "finding", "debrief.page:DebriefPage"),
    Entry("report", N_("Report"), "report", "report.page:ReportPage"),
    Entry("library", N_("Library"), "library", "library.page:LibraryPage", needs_exercise=False),
    Entry("reference", N_("Reference"), "info", "reference.page:ReferencePage", needs_exercise=False),
)
