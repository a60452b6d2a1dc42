"""Debrief: the hot wash, values to settle, results, findings with their actions, and the improvement plan."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QTabWidget, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.actions import Act, Scope
from exercise_studio.desktop.debrief import settling, words
from exercise_studio.desktop.debrief.actions_panel import ActionsPanel
from exercise_studio.desktop.debrief.board import Board
from exercise_studio.desktop.debrief.figures import Weak
from exercise_studio.desktop.debrief.finding_form import blank
from exercise_studio.desktop.debrief.findings import KINDS as FINDING_KINDS
from exercise_studio.desktop.debrief.findings import Findings
from exercise_studio.desktop.debrief.results import Results
from exercise_studio.desktop.debrief.settling import Settling
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.texts import tr
from exercise_studio.evaluation.learning import Card
from exercise_studio.language import N_, _

TABS: Final = (N_("Hot wash"), N_("To settle"), N_("Results"), N_("Findings"), N_("Improvement plan"))
BOARD, SETTLE, RESULTS, FINDINGS, PLAN = range(5)


class DebriefPage(Page):
    """Five places on tabs; the page passes wishes from one to another, so that they need not know each other."""

    ACTIONS = (
        *(Act(f"tab.{n}", title, (f"Alt+{n + 1}",)) for n, title in enumerate(TABS)),
        Act("card.new", N_("Write a card"), ("N",), icon="plus", scope=Scope.WIDGET),
        Act("card.previous", N_("Cards of the column to the left"), ("Left",), scope=Scope.WIDGET),
        Act("card.next", N_("Cards of the column to the right"), ("Right",), scope=Scope.WIDGET),
        Act("card.left", N_("Move left"), ("Shift+Left",), icon="left", scope=Scope.WIDGET),
        Act("card.right", N_("Move right"), ("Shift+Right",), icon="right", scope=Scope.WIDGET),
        Act("vote", N_("Vote"), (), icon="plus"),
        Act("votes", N_("Give the card as many votes (1 to 9)"), ("1", "9"), native=True),
        Act("to_finding", N_("Make a finding"), ("F",), icon="finding", scope=Scope.WIDGET),
        Act("settle", N_("Settle the value"), ("Ctrl+Return",)),
        Act("finding.new", N_("New finding"), ("Ctrl+N",), icon="plus"),
        Act("finding.save", N_("Save the finding"), ("Ctrl+S",), icon="save"),
        Act("finding.withdraw", N_("Take out of the report…")),
        Act("projector", N_("Large cards"), ("Ctrl+Shift+W",), checkable=True),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.closing = False
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        texts.name(self.tabs, N_("Parts of the debrief"))
        self.board = Board(desk, self.acts)
        self.settling = Settling(desk, self.acts, self.roles)
        self.results = Results(desk, self.acts)
        self.findings = Findings(desk, self.acts, self.roles)
        self.plan = ActionsPanel(desk, self.roles, every=True)
        for number, (part, title) in enumerate(
            zip((self.board, self.settling, self.results, self.findings, self.plan), TABS, strict=True)
        ):
            self.tabs.addTab(part, "")
            tr(partial(self.tabs.setTabText, number), title)
        self.large = self.acts.button("projector", "quiet")
        self.tabs.setCornerWidget(self.large)
        self.body.addWidget(self.tabs)
        self._open = self._findings = 0
        self._late = 0
        self.settling.counted.connect(self._count_open)
        self.findings.counted.connect(self._count_findings)
        self.plan.counted.connect(self._count_plan)
        self.board.finding_wanted.connect(self.finding_of_card)
        self.results.finding_wanted.connect(self.finding_of_item)
        self.tabs.currentChanged.connect(self._tab_shown)
        self.acts.triggered.connect(self._act)
        self.acts.on("projector", self.board.set_projected)
        texts.on_language(self.retranslate)
        self._tab_shown(BOARD)

    def handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "card.new": self._new_card, "card.previous": self._left, "card.next": self._right, "card.left": self._move_left,
            "card.right": self._move_right, "vote": self._vote, "to_finding": self._to_finding, "settle": self._settle,
            "finding.new": self.new_finding, "finding.save": self._save, "finding.withdraw": self._withdraw,
        }  # fmt: skip

    # the exercise

    def open_exercise(self) -> None:
        for part in (self.board, self.settling, self.results, self.findings):
            part.open_exercise()
        self.plan.show_actions()

    def refresh(self, changes: Any) -> None:
        kinds = changes.kinds
        for part in (self.board, self.settling, self.results, self.findings):
            part.refresh(kinds)
        if kinds & FINDING_KINDS:
            self.plan.show_actions()

    def left(self) -> None:
        self.findings.save_what_is_typed()

    def has_unsaved_text(self) -> str:
        if self.findings.unsaved():
            return _("one finding")
        if self.findings.actions_panel.unsaved() or self.plan.unsaved():
            return _("one corrective action")
        return _("one card") if self.board.unsaved() else ""

    def may_close(self) -> bool:
        """What is half written is kept; what lacks a title or an owner cannot be, and is asked about."""
        self.board.keep_lines()
        self.findings.save_what_is_typed()
        panels = (self.findings.actions_panel, self.plan)
        for panel in panels:
            if panel.unsaved() and panel.complete:
                panel.keep_action()
        lost = self.findings.unsaved() and not self.findings.form.value().title
        lost = lost or any(panel.unsaved() and not panel.complete for panel in panels)
        if not lost or self.closing:
            return True
        question = Question(
            N_("Something in the debrief is half written"),
            N_(
                "A finding needs a title, and a corrective action an owner, before they can be kept. Close without them?"
            ),
            (Choice("close", N_("Close without them"), "danger"),),
            parent=self,
        )
        question.ask(self._close_answered)
        return False

    def _close_answered(self, answer: str) -> None:
        if answer == "close":
            self.closing = True
            self.window().close()

    def roles(self) -> list[str]:
        """Roles that can stand in the place of a person."""
        return words.roles(self.desk.exercise) if self.desk.exercise is not None else []

    def retranslate(self) -> None:
        """Everything that is not set through tr."""
        self.settling.retranslate()
        self.results.retranslate()
        self.findings.retranslate()
        self.plan.retranslate()

    # tabs

    def _act(self, name: str) -> None:
        family, _dot, number = name.partition(".")
        if family == "tab":
            self.tabs.setCurrentIndex(int(number))
            self.tabs.currentWidget().setFocus()

    def _tab_shown(self, number: int) -> None:
        self.large.setVisible(number == BOARD)
        if number != FINDINGS:
            self.findings.save_what_is_typed()
        if number == PLAN:
            self.plan.show_actions()

    def _count_open(self, waiting: int) -> None:
        self._open = waiting
        tr(partial(self.tabs.setTabText, SETTLE), self._settle_title)

    def _settle_title(self) -> str:
        return settling.caption(self._open)

    def _count_findings(self, n: int) -> None:
        self._findings = n
        tr(partial(self.tabs.setTabText, FINDINGS), N_("Findings ({n})") if n else N_("Findings"), n=n)

    def _count_plan(self, counts: tuple[int, int]) -> None:
        late = counts[1]
        source = N_("Improvement plan ({late} overdue)") if late else N_("Improvement plan")
        tr(partial(self.tabs.setTabText, PLAN), source, late=late)

    # wishes that go from one part to another

    def finding_of_card(self, card: Card) -> None:
        """A finding with the card's words and evidence, or the one that was made of it."""
        self.tabs.setCurrentIndex(FINDINGS)
        if card.finding:
            self.findings.open_finding(card.finding)
            return
        sort = "good_practice" if card.column == "keep" else "issue"
        self.findings.begin(blank(title=card.text.strip(), sort=sort, evidence=card.evidence), card.id)

    def finding_of_item(self, weak: Weak) -> None:
        """A finding about an item that went badly, with the observers' ratings as evidence."""
        exercise = self.desk.exercise
        if exercise is None or exercise.state is None:
            return
        item = exercise.plan.items[weak.item]
        ratings = exercise.state.ratings.get((weak.team, weak.item), {})
        notes = [f"{observer}: {rating.note}" for observer, rating in ratings.items() if rating.note]
        title = _("Not done well enough: {item}", item=texts.authored(item.title))
        self.tabs.setCurrentIndex(FINDINGS)
        self.findings.begin(
            blank(
                title=title, fact="\n".join(notes), severity="high" if item.critical else "middle", pillar=item.pillar,
                items=(weak.item,), teams=(weak.team,), evidence=tuple(rating.entry for rating in ratings.values()),
            )
        )  # fmt: skip

    # acts

    def new_finding(self) -> None:
        """An empty finding."""
        self.tabs.setCurrentIndex(FINDINGS)
        self.findings.begin_blank()

    def _save(self) -> None:
        if self.tabs.currentIndex() == FINDINGS:
            self.findings.save()

    def _withdraw(self) -> None:
        self.findings.withdraw()

    def _settle(self) -> None:
        if self.tabs.currentIndex() == SETTLE:
            self.settling.settle()

    def _new_card(self) -> None:
        self.board.new_card()

    def _vote(self) -> None:
        self.board.vote()

    def _to_finding(self) -> None:
        self.board.make_finding()

    def _left(self) -> None:
        self.board.go(-1)

    def _right(self) -> None:
        self.board.go(1)

    def _move_left(self) -> None:
        self.board.move(-1)

    def _move_right(self) -> None:
        self.board.move(1)

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        yield "settling", partial(self.tabs.setCurrentIndex, SETTLE)
        yield "results", partial(self.tabs.setCurrentIndex, RESULTS)
        yield "figures", self.results.show_figures
        yield "findings", partial(self.tabs.setCurrentIndex, FINDINGS)
        yield "actions", self._gallery_actions
        yield "plan", partial(self.tabs.setCurrentIndex, PLAN)

    def _gallery_actions(self) -> None:
        self.tabs.setCurrentIndex(FINDINGS)
        self.findings.form.tabs.setCurrentIndex(self.findings.actions_tab)
