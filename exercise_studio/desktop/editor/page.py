"""The plan page: set-up, injects and checklist of the exercise on screen, kept as they are written, frozen when a run starts."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStackedWidget, QTabBar

from exercise_studio.design.plan_checks import check_plan
from exercise_studio.desktop import texts
from exercise_studio.desktop.actions import Act
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.editor.changes import changed_injects
from exercise_studio.desktop.editor.checklist_panel import ChecklistPanel
from exercise_studio.desktop.editor.drafts import PlanDraft
from exercise_studio.desktop.editor.msel_tab import ACTS, MselTab
from exercise_studio.desktop.editor.problems import ProblemsBar, inject_of, marks_of
from exercise_studio.desktop.editor.setup import SetupTab
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, button, label, row
from exercise_studio.domain.errors import KnownError, Problem
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys import authoring
from exercise_studio.journeys.flagging import flagged
from exercise_studio.journeys.session import Session, local_of, wall_clock
from exercise_studio.language import N_, _

SETUP, INJECTS, CHECKLIST = range(3)
CHECK_AFTER_MS = 250
"""The checks wait so long after a change, so that they never slow typing down."""


def draft_of(session: Session) -> Plan:
    """The plan for the next run."""
    return session.draft


class PlanPage(Page):
    """The plan of the exercise on screen.

    Attributes:
        draft: the plan in the making, with its undo steps.
        kept: the plan that is known to be on disk.
    """

    ACTIONS = (
        *ACTS,
        Act("undo", N_("Undo"), ("Ctrl+Z",), icon="undo"),
        Act("redo", N_("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), icon="redo"),
        Act("problem", N_("Next problem"), ("Ctrl+.",), icon="next"),
        Act(
            "start",
            N_("Start…"),
            ("Ctrl+Shift+Return",),
            icon="play",
            hint=N_("Goes to the live page; nothing starts yet."),
        ),
        Act("sheet", N_("Print the run sheet…"), ("Ctrl+P",), icon="print"),
    )

    def __init__(self, desk: Desk, parent=None) -> None:
        super().__init__(desk, parent)
        self._exercise: OpenExercise | None = None
        self._saving = self._again = self._failed = False
        self._saved_at = ""
        self.kept: Plan | None = None
        self.draft: PlanDraft | None = None
        self._checking = QTimer(self)
        self._checking.setSingleShot(True)
        self._checking.setInterval(CHECK_AFTER_MS)
        self._checking.timeout.connect(self.check)
        self.body.setSpacing(INSIDE)

    def handlers(self):
        names = ("add", "edit", "duplicate", "earlier", "later", "move", "remove", "find")
        found = {name: getattr(self, f"_{name}") for name in names}
        return {
            **found,
            "undo": self.undo,
            "redo": self.redo,
            "problem": self._problem,
            "start": self.start,
            "sheet": self.print_sheet,
        }

    # building, once there is a plan

    def _build(self, plan: Plan) -> None:
        self.draft = PlanDraft(plan, self, read_only=self._frozen())
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        texts.name(self.tabs, N_("Parts of the plan"))
        for number, name in enumerate((N_("Set-up"), N_("Injects"), N_("Checklist"))):
            self.tabs.addTab("")
            tr(partial(self.tabs.setTabText, number), name)
        self.saved = label(look="muted")
        start = QPushButton()
        start.setProperty("look", "primary")
        self.acts.attach(start, "start")
        self.start_button = start
        line = row(self.tabs, 1, self.saved)
        line.addWidget(self.acts.button("undo", "quiet", icon_only=True))
        line.addWidget(self.acts.button("redo", "quiet", icon_only=True))
        line.addWidget(self.acts.button("sheet", "quiet"))
        line.addSpacing(INSIDE)
        line.addWidget(start)
        self.notice = _Notice()
        self.notice_text = label(wrap=True)
        self.again = button(N_("Change the plan for another run"), self._prepare_next)
        notice = row(self.notice_text, self.again, margin=INSIDE, spacing=BETWEEN)
        notice.setStretch(0, 1)
        self.notice.setLayout(notice)
        self.setup = SetupTab(self.draft)
        self.msel = MselTab(self.desk, self.draft, self.acts)
        self.checklist = ChecklistPanel(self.draft, self.desk.settings)
        self.stack = _Stack()
        for widget in (self.setup, self.msel, self.checklist):
            self.stack.addWidget(widget)
        self.problems = ProblemsBar(self.acts)
        self.body.addLayout(line)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.problems)
        self.tabs.currentChanged.connect(self._tab)
        self.problems.picked.connect(self.go_to)
        self.problems.only_these.connect(self.msel.show_only_marked)
        self.draft.changed.connect(self._changed)
        # Only now does the stack know where it stands: within a step its index is still the one before.
        self.draft.stack.indexChanged.connect(self._say_steps)
        self.draft.refused.connect(self.desk.tell_error)
        texts.on_language(self._say_saved)
        self.tabs.setCurrentIndex(INJECTS)

    def print_sheet(self) -> None:
        """The dialog of the run sheet, of the plan as it is kept now."""
        from exercise_studio.desktop.printing import RunSheetDialog

        self.flush()
        if self.desk.exercise is not None:
            dialog = RunSheetDialog(self.desk, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    # the frame's calls

    def open_exercise(self) -> None:
        self.flush()
        self._exercise = self.desk.exercise
        if self._exercise is None:
            return
        self._saved_at, self._failed, self._again = "", False, False
        self._show(self._exercise.plan, self._frozen())

    def refresh(self, changes: object) -> None:
        if self._exercise is None or self.draft is None or not isinstance(changes, ChangeSet):
            return
        if "run_started" in changes.kinds or (self.draft.read_only and "plan_amended" in changes.kinds):
            self._show(self._exercise.plan, self._frozen())
        elif "run_ended" in changes.kinds:
            self._notice()
        if changes.kinds & {"marker_dropped", "entry_withdrawn", "run_started"}:
            self.msel.show_flags(flagged(self._exercise.entries))

    def arrived(self) -> None:
        if self.draft is not None:
            self._notice()
            self.check()

    def left(self) -> None:
        self.flush()

    def has_unsaved_text(self) -> str:
        self.flush()
        if self.draft is None:
            return ""
        if self.msel.inspector.delivery.unsaved_condition() is not None:
            return _("a condition that cannot be read yet")
        return _("changes of the plan") if self._failed else ""

    def gallery_states(self):
        yield "delivery", self._show_delivery
        yield "facilitation", self._show_facilitation
        yield "preview", self._show_preview
        yield "problems", self._show_problems
        yield "setup", self._show_setup
        yield "checklist", self._show_checklist

    @classmethod
    def gallery_dialogs(cls):
        from exercise_studio.desktop.editor.new_exercise import gallery_wizards

        yield from gallery_wizards()

    # showing

    def _frozen(self) -> bool:
        exercise, workspace = self.desk.exercise, self.desk.workspace
        return exercise is None or exercise.live is not None or bool(workspace is not None and workspace.read_only)

    def _show(self, plan: Plan, frozen: bool) -> None:
        self.kept = plan
        if self.draft is None:
            self._build(plan)
        else:
            self.draft.replace(plan, read_only=frozen)
        self._changed()
        self._say_steps()
        self.msel.show_flags(flagged(self._exercise.entries) if self._exercise is not None else {})
        self.msel.reshow()
        self._notice()
        self._say_saved()
        self.check()

    def _notice(self) -> None:
        """Why the plan can only be read, if so, and the way on."""
        exercise = self._exercise
        if exercise is None or self.draft is None:
            return
        ended = exercise.mode == "ended"
        writable_workspace = not (self.desk.workspace is not None and self.desk.workspace.read_only)
        if not self.draft.read_only:
            source = N_("You are changing the plan for the next run. The run that was played keeps its own plan.")
        elif exercise.live is None:
            source = N_("This workspace can only be read, so the plan cannot be changed here.")
        elif ended:
            source = N_("This is the plan as it was played. It was frozen when the run started and stays as it is.")
        else:
            source = N_(
                "The run has started, so the plan is frozen. You can read everything here; the run is led on the live page."
            )
        tr(self.notice_text.setText, source)
        under_way = exercise.live is not None and not ended
        self.acts.describe("start", N_("To the live page") if under_way else N_("Start…"))
        self.notice.setVisible(self.draft.read_only or exercise.live is not None)
        self.again.setVisible(self.draft.read_only and ended and writable_workspace)

    def _changed(self) -> None:
        self._checking.start()
        self._keep()

    def _say_steps(self) -> None:
        """What undo and redo would do."""
        draft = self.draft
        assert draft is not None
        self.acts["undo"].setEnabled(draft.stack.canUndo())
        self.acts["redo"].setEnabled(draft.stack.canRedo())
        if draft.stack.canUndo():
            self.acts.describe("undo", N_("Undo: {what}"), what=draft.undo_words)
        else:
            self.acts.describe("undo", N_("Undo"))
        if draft.stack.canRedo():
            self.acts.describe("redo", N_("Redo: {what}"), what=draft.redo_words)
        else:
            self.acts.describe("redo", N_("Redo"))

    def check(self) -> None:
        """Look for problems now."""
        self._checking.stop()
        if self.draft is None:
            return
        plan = self.draft.plan
        found = check_plan(plan)
        typed = self.msel.inspector.delivery.unsaved_condition()
        if typed is not None:
            number = [inject.id for inject in plan.scenario.injects].index(self.msel.inspector.inject_id)
            path = f"injects.{number}.when"
            found.insert(0, Problem(typed.severity, typed.check, typed.message, typed.params, path=path))
        self.problems.show_problems(found, plan)
        self.msel.show_marks(marks_of(found, plan))

    def go_to(self, problem: Problem) -> None:
        """Show the place of a problem."""
        if self.draft is None:
            return
        inject, rest = inject_of(problem, self.draft.plan)
        part, _dot, name = problem.path.partition(".")
        if inject:
            self.tabs.setCurrentIndex(INJECTS)
            self.msel.show_inject(inject)
            self.msel.inspector.focus_field(rest)
        elif part == "assignments":
            self.tabs.setCurrentIndex(CHECKLIST)
            self.checklist.show_team(name)
        elif part in ("organisations", "observers", "title"):
            self.tabs.setCurrentIndex(SETUP)
            targets = {
                "organisations": self.setup.participants,
                "observers": self.setup.observers,
                "title": self.setup.general,
            }
            self.setup.ensureWidgetVisible(targets[part])

    def _tab(self, number: int) -> None:
        self.flush()
        self.stack.setCurrentIndex(number)

    # keeping

    def flush(self) -> None:
        """Hand on what was typed anywhere on the page; it is then kept."""
        if self.draft is not None:
            self.setup.flush()
            self.msel.flush()

    def _keep(self) -> None:
        draft, exercise = self.draft, self._exercise
        if draft is None or exercise is None or draft.read_only or draft.plan == self.kept:
            return
        if self._saving:
            self._again = True
            return
        self._saving = True
        self._waiting = (exercise, draft.plan)
        exercise.do(authoring.keep_draft, draft.plan, then=self._kept, failed=self._not_kept)
        self._say_saved()

    def _kept(self, _changes: object) -> None:
        exercise, plan = self._waiting
        self._saving, self._failed = False, False
        if exercise is self._exercise:
            self.kept = plan
            zone = plan.time_zone
            self._saved_at = f"{local_of(wall_clock(), zone):%H:%M}"
        self.desk.resolved.emit("plan not kept")
        self._once_more()

    def _not_kept(self, error: Exception) -> None:
        self._saving, self._failed = False, True
        if isinstance(error, KnownError):
            text = _Told(error)
            self.desk.tell(text, kind="danger", action=N_("Try again"), then=self._keep, key="plan not kept")
        else:
            self.desk.bug(error)
        self._again = False
        self._say_saved()

    def _once_more(self) -> None:
        again, self._again = self._again, False
        if again:
            self._keep()
        self._say_saved()

    def _say_saved(self) -> None:
        if self.draft is None:
            return
        if self.draft.read_only:
            said = ""
        elif self._failed:
            said = _("Not saved yet")
        elif self._saving:
            said = _("Saving…")
        else:
            said = _("Saved {time} ✓", time=self._saved_at) if self._saved_at else _("Saved ✓")
        self.saved.setText(said)
        self.saved.setAccessibleName(said)

    def _prepare_next(self) -> None:
        if self._exercise is not None:
            self._exercise.ask(draft_of, then=self._next_plan)

    def _next_plan(self, plan: Plan) -> None:
        self._show(plan, False)

    # acts

    def undo(self) -> None:
        """Take the last step back and show where it was."""
        self._step("undo")

    def redo(self) -> None:
        """Do the step again that was taken back."""
        self._step("redo")

    def _step(self, way: str) -> None:
        draft = self.draft
        if draft is None:
            return
        self.flush()
        before = draft.plan
        getattr(draft.stack, way)()
        touched = changed_injects(before, draft.plan)
        if touched and self.stack.currentWidget() is self.msel:
            self.msel.show_inject(touched[0])

    def start(self) -> None:
        """Go to the live page, where the run is prepared and started."""
        self.flush()
        self.desk.go("live")

    def _problem(self) -> None:
        if self.draft is not None:
            self.problems.go_to_next()

    def _add(self) -> None:
        self.msel.add()

    def _edit(self) -> None:
        self.msel.edit()

    def _duplicate(self) -> None:
        self.msel.duplicate()

    def _earlier(self) -> None:
        self.msel.earlier()

    def _later(self) -> None:
        self.msel.later()

    def _move(self) -> None:
        self.msel.move()

    def _remove(self) -> None:
        self.msel.remove()

    def _find(self) -> None:
        self.tabs.setCurrentIndex(INJECTS)
        self.msel.find()

    # pictures

    def _show_delivery(self) -> None:
        self.msel.show_inject("I07")
        self.msel.inspector.tabs.setCurrentIndex(1)

    def _show_facilitation(self) -> None:
        self.msel.show_inject("I03")
        self.msel.inspector.tabs.setCurrentIndex(2)

    def _show_preview(self) -> None:
        self.msel.show_inject("I02")
        self.msel.inspector.tabs.setCurrentIndex(3)

    def _show_problems(self) -> None:
        self.msel.inspector.tabs.setCurrentIndex(0)
        self.problems.toggle.setChecked(True)

    def _show_setup(self) -> None:
        self.problems.toggle.setChecked(False)
        self.tabs.setCurrentIndex(SETUP)

    def _show_checklist(self) -> None:
        self.tabs.setCurrentIndex(CHECKLIST)


class _Stack(QStackedWidget):
    """The tabs. They scroll inside; asked for a height, a stack would want the tallest of them whole."""

    def hasHeightForWidth(self) -> bool:
        return False


class _Notice(QFrame):
    """Why the plan can only be read. It knows its own height, so that the page does not ask every part for one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "banner-notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(200, layout.heightForWidth(max(200, self.width())) if layout else 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class _Told:
    """A known error as a text in the language in use."""

    def __init__(self, error: KnownError) -> None:
        self._error = error

    def __call__(self) -> str:
        from exercise_studio.language import current

        return self._error.text(current())
