"""A table whose rows have room for two lines: titles of findings and items say at their end what tells them apart."""

from typing import Any

from exercise_studio.desktop import theme
from exercise_studio.desktop.widgets.tables import RowsModel, Table

HEIGHT = {"compact": 36, "normal": 38, "projector": 52}


class TwoLines(Table):
    """Wraps instead of cutting after the first line."""

    def __init__(self, model: RowsModel, *args: Any, **named: Any) -> None:
        super().__init__(model, *args, **named)
        self.setWordWrap(True)

    def set_density(self, density: str) -> None:
        """Rows of 36, 38 or 52 pixels: two lines and never a third squeezed in."""
        super().set_density(density)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(HEIGHT[density]))
