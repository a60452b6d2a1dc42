"""What the tabs of the inspector share: an inject of a draft, and how a change of it is said and kept."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.texts import Source
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, column, label
from exercise_studio.domain.scenario import Inject
from exercise_studio.journeys import authoring
from exercise_studio.language import N_


class InjectPanel(QScrollArea):
    """One tab of the inspector. Subclasses build into `body` and override `show_values`, `flush` and `set_read_only`.

    Attributes:
        draft: the plan in the making.
        inject_id: which inject is shown, empty for none.
    """

    def __init__(self, draft: PlanDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft, self.inject_id = draft, ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(GRID, BETWEEN, BETWEEN, GRID)
        self.body.setSpacing(BETWEEN)
        self.setWidget(inner)

    @property
    def inject(self) -> Inject | None:
        """The inject as the plan has it now."""
        return self.draft.plan.scenario.inject_by_id.get(self.inject_id)

    def show_inject(self, inject_id: str) -> None:
        """Show an inject; what was typed for the one before is handed on first."""
        if inject_id != self.inject_id:
            self.flush()
            self.inject_id = inject_id
        inject = self.inject
        if inject is not None:
            self.show_values(inject)

    def show_values(self, inject: Inject) -> None:
        """Write the inject's values into the fields."""

    def flush(self) -> None:
        """Hand on what was typed."""

    def set_read_only(self, on: bool) -> None:
        """Whether the values may only be read."""

    def put(self, field: Source, *, merge: bool = False, **updates: Any) -> None:
        """Change fields of the inject, said as "change {field} of {inject}"."""
        inject = self.inject
        if inject is None:
            return
        self.draft.change(
            authoring.with_inject(self.draft.plan, inject.changed(**updates)),
            N_("change {field} of {inject}"),
            f"{inject.id}/{','.join(updates)}" if merge else "",
            field=_Said(field),
            inject=inject.id,
        )


class _Said:
    """A source as a parameter of another message: read when it is shown."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __call__(self) -> str:
        return texts.resolve(self._source)


def said(source: Source) -> Any:
    """A message id as a parameter of another message."""
    return _Said(source)


def labelled(source: Source, widget: QWidget, *, stretch: bool = False) -> QVBoxLayout:
    """A field under its name."""
    name: QLabel = label(source, "caption")
    name.setBuddy(widget)
    name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    layout: QVBoxLayout = column(name, widget, spacing=2)
    if not stretch:
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return layout
