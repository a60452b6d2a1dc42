"""The reference page: chapters at the left, the chosen one at the right, a search over all, and names as of a day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QDate, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDateEdit, QFrame, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from exercise_studio.desktop import formats, texts, theme
from exercise_studio.desktop.actions import Act
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.dialogs import Choice, Question
from exercise_studio.desktop.page import Page
from exercise_studio.desktop.reference.chapters import CHAPTERS, Chapter, Entry, Section, Teller
from exercise_studio.desktop.reference.document import chapter_html, css, results_html
from exercise_studio.desktop.reference.tables import CeptoarPage, DependencyPage
from exercise_studio.desktop.stylesheet import set_look
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.watching import FolderWatch
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, EmptyState, Splitter, label, row
from exercise_studio.desktop.widgets.layout import column as two_lines
from exercise_studio.desktop.widgets.search import SearchBox, folded
from exercise_studio.desktop.widgets.stack import Stack
from exercise_studio.desktop.widgets.tables import Column, RowsModel, Table
from exercise_studio.domain.errors import fill
from exercise_studio.domain.reference import MODELS
from exercise_studio.domain.text import LANGUAGES, Lang
from exercise_studio.journeys.reference_data import (
    ReferenceInUse,
    copy_reference,
    own_reference,
    put_aside,
    reference_in_use,
)
from exercise_studio.language import N_, _, current, plural

MOST_PROBLEMS: Final = 3
MOST_MARKS: Final = 400


class ReferencePage(Page):
    """Attributes: used – the reference data that is shown, None until it is read; chapter – the one on screen."""

    ACTIONS = (
        Act("find", N_("Search in the reference data"), ("Ctrl+F",), icon="search"),
        Act("edit", N_("Copy into my folder and open"), ("Ctrl+E",), icon="edit"),
        Act("restore", N_("Back to the data of the program"), icon="undo"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.used: ReferenceInUse | None = None
        self.chapter = CHAPTERS[0]
        self._index: list[tuple[Chapter, list[tuple[str, Entry]]]] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        whole = Stack()
        whole.addWidget(inside)
        self.body.addWidget(whole)
        column.addLayout(self._tools())
        self.faults = _Faults()
        column.addWidget(self.faults)
        self.chapters = RowsModel(
            (Column(N_("Chapter"), lambda c: _(c.title), width=0, least=120), Column("", self._own_mark, width=28)),
            CHAPTERS,
            parent=self,
        )
        self.table = Table(self.chapters, name=N_("Chapters"))
        self.table.horizontalHeader().hide()
        self.table.current_changed.connect(self._chosen)
        split = Splitter("reference", desk.settings, sizes=(215, 880))
        split.addWidget(self.table)
        split.addWidget(self._right())
        split.setStretchFactor(1, 1)
        split.restore()
        column.addWidget(split, 1)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self.reload)
        texts.on_language(self._write)
        desk.themes.changed.connect(self._write)
        self.reload()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"find": self.find, "edit": self.edit, "restore": self.ask_restore}

    # building

    def _tools(self) -> Any:
        self.search = SearchBox(N_("Search in the reference data"))
        self.search.setMaximumWidth(theme.scaled(320))
        self.search.searched.connect(self._searched)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy/MM/dd")
        self.day.setDate(QDate.currentDate())
        self.day.dateChanged.connect(self._day_changed)
        texts.name(self.day, N_("Names as of"))
        tr(self.day.setToolTip, N_("Ministries and bodies are named and answer for sectors as they did on that day."))
        self.edit_button = self.acts.button("edit")
        self.restore_button = self.acts.button("restore", "quiet")
        line = row(self.search, spacing=INSIDE)
        line.addSpacing(BETWEEN)
        line.addWidget(label(N_("Names as of"), "muted"))
        line.addWidget(self.day)
        line.addStretch(1)
        line.addWidget(self.edit_button)
        return line

    def _right(self) -> QWidget:
        self.title = label(look="section", wrap=True)
        self.origin = label(look="caption", wrap=True)
        self.text, self.results = self._browser(), self._browser()
        texts.name(self.results, N_("What the search found"))
        self.ceptoar = CeptoarPage(self.desk, self._browser())
        self.dependencies = DependencyPage(self.desk, self._browser())
        self.not_found = EmptyState(N_("Nothing fits the search"), N_("Esc in the search field shows all again."))
        self.stack = Stack()
        for widget in (self.text, self.ceptoar, self.dependencies, self.results, self.not_found):
            self.stack.addWidget(widget)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(BETWEEN, 0, 0, 0)
        column.setSpacing(GRID)
        head = row(spacing=INSIDE)
        head.addLayout(two_lines(self.title, self.origin, spacing=GRID), 1)
        head.addWidget(self.restore_button)
        self.restore_button.hide()
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        return right

    def _browser(self) -> QTextBrowser:
        made = QTextBrowser()
        set_look(made, "paper")
        made.setOpenLinks(False)
        made.anchorClicked.connect(self._link)
        made.document().setDocumentMargin(theme.scaled(12))
        texts.name(made, N_("Text of the chapter"))
        return made

    def _own_mark(self, chapter: Chapter) -> str:
        return "✎" if self.used is not None and chapter.id in self.used.own else ""

    # reading

    def reload(self) -> None:
        """Read the data anew; the chapter and the place in it stay."""
        self.desk.tasks.run(reference_in_use, then=self._read, latest=self, compute=True)

    def arrived(self) -> None:
        self.table.setFocus()

    def open_exercise(self) -> None:
        """An exercise has a day of its own, whose names it shows."""
        exercise = self.desk.exercise
        day = exercise.plan.as_of if exercise is not None else date.today()  # noqa: DTZ011  the user's own calendar
        self.day.setDate(QDate(day.year, day.month, day.day))

    def _read(self, used: ReferenceInUse) -> None:
        self.used = used
        folder = own_reference()
        self._watch.watch([folder, *(file for kind in MODELS if (file := folder / f"{kind}.yaml").exists())])
        self.faults.show_problems(used)
        self.ceptoar.show_data(used.data)
        self.dependencies.show_data(used.data)
        self.chapters.touched()
        if self.table.current_row is None:
            self.table.select_row(0)
        self._write()

    # showing

    @property
    def on(self) -> date:
        """The day whose names are shown."""
        day = self.day.date()
        return date(day.year(), day.month(), day.day())

    def _teller(self, lang: Lang | None = None) -> Teller:
        assert self.used is not None
        return Teller(self.used.data, self.on, lang or ("ja" if current() == "ja" else "en"))

    def _chosen(self, chapter: Chapter | None) -> None:
        if chapter is None or (chapter is self.chapter and not self.search.text()):
            return
        self.chapter = chapter
        self.search.clear()
        self._write(keep=False)

    def _day_changed(self) -> None:
        self._write()

    def _write(self, *, keep: bool = True) -> None:
        """The chapter in the language in use, with the names of the day."""
        if self.used is None:
            return
        self._index = []
        chapter, say = self.chapter, self._teller()
        file = getattr(self.used.data, chapter.id)
        tr(self.title.setText, chapter.title)
        own = chapter.id in self.used.own
        tr(self.origin.setText, lambda: _origin(file, own))
        sections = list(chapter.write(say))
        view: QWidget = self.text
        shown = self.text
        if chapter.id == "ceptoar":
            view, shown = self.ceptoar, self.ceptoar.text
            known = {one.id for one in self.used.data.ceptoar.ceptoars}
            sections = [s for s in sections if not {entry.id for entry in s.entries} & known]
        elif chapter.id == "dependencies":
            view, shown = self.dependencies, self.dependencies.text
            sections = [s for s in sections if s.entries[0].id == "lag"]
        at = shown.verticalScrollBar().value() if keep else 0
        self._put(shown, chapter_html(say.s(file.provenance), sections, last=view is not self.text))
        shown.verticalScrollBar().setValue(at)
        self.acts.describe(
            "edit", N_("Open my file") if self._has_file(chapter.id) else N_("Copy into my folder and open")
        )
        self.acts["restore"].setEnabled(self._has_file(chapter.id))
        self.restore_button.setVisible(own or self._has_file(chapter.id))
        if self.search.text():
            self._searched(self.search.text())
        else:
            self.stack.setCurrentWidget(view)

    def _put(self, browser: QTextBrowser, html: str) -> None:
        document = browser.document()
        document.setDefaultFont(theme.ui_font(theme.BODY))
        document.setDefaultStyleSheet(css(theme.current().tokens()))
        browser.setHtml(html)

    @staticmethod
    def _has_file(kind: str) -> bool:
        return (own_reference() / f"{kind}.yaml").exists()

    # searching

    def find(self) -> None:
        """Into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def search_for(self, query: str) -> list[tuple[Chapter, list[Entry]]]:
        """Entries in which every word stands, in either language, chapter by chapter."""
        if not self._index and self.used is not None:
            self._index = [(chapter, self._entries(chapter)) for chapter in CHAPTERS]
        words = folded(query).split()
        found = []
        for chapter, entries in self._index:
            fitting = [entry for said, entry in entries if all(word in said for word in words)]
            if fitting:
                found.append((chapter, fitting))
        return found

    def _entries(self, chapter: Chapter) -> list[tuple[str, Entry]]:
        """The entries in the language in use, each with what it says in both languages, folded for the search."""
        by_language = {lang: list(_searched_in(chapter.write(self._teller(lang)))) for lang in LANGUAGES}
        shown = by_language["ja" if current() == "ja" else "en"]
        return [
            (folded("\n".join(by_language[lang][number].words() for lang in LANGUAGES)), entry)
            for number, entry in enumerate(shown)
        ]

    def _searched(self, query: str) -> None:
        if self.used is None:
            return
        if not query.strip():
            self._write()
            return
        found = self.search_for(query)
        count = sum(len(entries) for _chapter, entries in found)
        tr(self.title.setText, lambda: plural("{n} entry found", "{n} entries found", count))
        tr(self.origin.setText, N_("A title leads to the place in its chapter."))
        if not found:
            self.stack.setCurrentWidget(self.not_found)
            return
        self._put(self.results, results_html((c.id, _(c.title), entries) for c, entries in found))
        self._highlight(query)
        self.results.verticalScrollBar().setValue(0)
        self.stack.setCurrentWidget(self.results)

    def _highlight(self, query: str) -> None:
        """Mark the words where they stand as they were typed."""
        marks: list[QTextEdit.ExtraSelection] = []
        for word in query.split():
            cursor = self.results.document().find(word)
            while not cursor.isNull() and len(marks) < MOST_MARKS:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                mark.format.setBackground(theme.color("notice.fill"))
                mark.format.setForeground(theme.color("notice.on"))
                marks.append(mark)
                cursor = self.results.document().find(word, cursor)
        self.results.setExtraSelections(marks)

    def _link(self, url: QUrl) -> None:
        chapter, _slash, entry = url.fragment().partition("/")
        self.go(chapter, entry)

    def go(self, chapter: str, entry: str = "") -> None:
        """Show a chapter, and an entry of it."""
        self.search.clear()
        number = next((n for n, one in enumerate(CHAPTERS) if one.id == chapter), None)
        if number is None:
            return
        self.chapter = CHAPTERS[number]
        self.table.select_row(number)
        self._write(keep=False)
        if not entry:
            return
        view = {"ceptoar": self.ceptoar, "dependencies": self.dependencies}.get(chapter)
        if view is None:
            self.text.scrollToAnchor(entry)
        elif not view.select(entry):
            view.text.scrollToAnchor(entry)

    # editing

    def edit(self) -> None:
        """Copy the chapter's file into the user's folder, unless it is there, and open it."""
        self.desk.tasks.run(copy_reference, self.chapter.id, then=self._copied, compute=True)

    def _copied(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        self.desk.tell(
            N_(
                "{file} in your folder takes the place of the program's own; what you save in it is shown here at once."
            ),
            kind="calm",
            key="reference",
            file=file.name,
        )
        self.reload()

    def ask_restore(self) -> None:
        """Ask before the user's own file is put aside."""
        Question(
            N_("Go back to the data of the program?"),
            N_("Your file {file} is kept beside it under another name."),
            (Choice("restore", N_("Go back to the data of the program"), "primary"),),
            back=N_("Keep my data"),
            parent=self,
            file=f"{self.chapter.id}.yaml",
        ).ask(self._restore)

    def _restore(self, answer: str) -> None:
        if answer == "restore":
            self.desk.tasks.run(put_aside, self.chapter.id, then=self._restored, compute=True)

    def _restored(self, aside: Path) -> None:
        self.desk.tell(
            N_("The data of the program holds again; yours is kept as {file}."),
            kind="calm",
            key="reference",
            file=aside.name,
        )
        self.reload()

    # pictures

    def gallery_states(self) -> Iterable[tuple[str, Callable[[], object]]]:
        for chapter in CHAPTERS[1:]:
            yield chapter.id, partial(self.go, chapter.id)
        yield "search", self._picture_of_search

    def _picture_of_search(self) -> None:
        self.search.setText("水道" if current() == "ja" else "water")
        self._searched(self.search.text())


def _searched_in(sections: Iterable[Section]) -> Iterable[Entry]:
    """The entries, and before them what their heading says: it leads to the first of them."""
    for section in sections:
        if section.title and section.entries:
            yield Entry(section.entries[0].id, section.title, text=section.note)
        yield from section.entries


def _origin(file: Any, own: bool) -> str:
    said = _("As of {day}", day=formats.day(file.as_of, weekday=False))
    return " · ".join([said, _("From your own file")]) if own else said


class _Faults(QFrame):
    """What is wrong with the user's own files, as long as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner-danger")
        self.said = label(wrap=True)
        line = row(self.said, spacing=BETWEEN)
        line.setContentsMargins(BETWEEN, INSIDE, BETWEEN, INSIDE)
        self.setLayout(line)
        self.hide()

    def show_problems(self, used: ReferenceInUse) -> None:
        """Show the problems, or nothing."""
        self.setVisible(bool(used.problems))
        if used.problems:
            tr(self.said.setText, lambda: _fault_text(used))


def _fault_text(used: ReferenceInUse) -> str:
    lines = [_("Part of your own reference data cannot be used; the data of the program stands in its place.")]
    for problem in used.problems[:MOST_PROBLEMS]:
        name = Path(problem.file).name
        place = f"{name}:{problem.line}" if problem.line else name
        said = fill(current(), problem.message, problem.params)
        lines.append(_("{place}: {problem}", place=place, problem=said))
    return "\n".join(lines)
