"""Home: the exercises of the workspace, the scenario library, and the ways to begin."""

from exercise_studio.desktop.page import Page
from exercise_studio.desktop.widgets.layout import label
from exercise_studio.language import N_


class HomePage(Page):
    """The first page."""

    def __init__(self, desk, parent=None):
        super().__init__(desk, parent)
        self.body.addWidget(label(N_("Exercises"), "title"))
        self.body.addStretch(1)
