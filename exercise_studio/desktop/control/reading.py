"""The reading pane of the live room: an entry of the log in full, or a checklist item with what each level looks like."""

import tempfile
from html import escape
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.log_list import EXTENTS, LogModel, author_name
from exercise_studio.desktop.control.wording import countdown
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.widgets.clock import format_span
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, column, label, row
from exercise_studio.domain.checklist import GLYPHS, Item
from exercise_studio.domain.errors import KnownError
from exercise_studio.journeys.log_detail import EntryDetail, KeptFile, entry_detail
from exercise_studio.journeys.logging_acts import OTHER, media_type, safe_name
from exercise_studio.journeys.room import ChecklistRow
from exercise_studio.journeys.session import Session, local_of
from exercise_studio.language import N_, _

PREVIEW: Final = 120
"""Pixels of a picture's preview."""
PIXELS: Final = 100_000_000
"""Pictures with more than this are not decoded: a small file may claim to be enormous."""


def fetch(session: Session, sha256: str) -> bytes:
    """The bytes of a file, on the database thread."""
    return session.workspace.get_blob(sha256)


def preview_of(data: bytes, side: int) -> QImage:
    """A picture made small while it is decoded; a null image where it is none or too large. For another thread than the window's."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > PIXELS:
        return QImage()
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()


def write_copy(data: bytes, name: str, folder: Path | None = None) -> Path:
    """A copy of a file under a safe name in a folder of its own, for another program to open."""
    place = Path(tempfile.mkdtemp(prefix="exercise-studio-", dir=folder))
    file = place / safe_name(name)
    file.write_bytes(data)
    return file


def write_to(data: bytes, path: Path) -> Path:
    """A copy of a file where somebody wants it. Raises OSError."""
    path.write_bytes(data)
    return path


class FileCard(QFrame):
    """One file of an entry: a small picture where it is one, its name, and what can be done with it.

    Signals:
        removed: the entry that attached it.
    """

    removed = Signal(str)

    def __init__(self, desk: Desk, file: KeptFile, may_remove: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.file = desk, file
        self._then: Any = None
        self._target = Path()
        self.setProperty("look", "card")
        self.picture = QLabel()
        self.picture.setAccessibleName(_("Preview of {name}", name=file.name))
        self.picture.hide()
        name = label(look="strong", wrap=True)
        name.setText(file.name)
        size = label(look="caption")
        size.setText(_size(file.size))
        self.open_button = button(N_("Open a copy"), self.open, icon="open")
        self.open_button.setVisible(media_type(file.name) != OTHER)
        self.save_button = button(N_("Save as…"), self.save, icon="save")
        self.remove_button = button(N_("Remove"), self._remove, "quiet", icon="trash")
        self.remove_button.setVisible(may_remove)
        right = column(
            name, size, row(self.open_button, self.save_button, self.remove_button, 1, spacing=GRID), spacing=GRID
        )
        self.setLayout(row(self.picture, spacing=INSIDE, margin=INSIDE))
        self.layout().addLayout(right, 1)  # type: ignore[attr-defined]
        if file.media_type.startswith("image/"):
            self._fetch(self._preview)

    def _fetch(self, then: Any) -> None:
        if self.desk.exercise is not None:
            self._then = then
            self.desk.exercise.ask(fetch, self.file.sha256, then=then)

    def _preview(self, data: bytes) -> None:
        self.desk.tasks.run(preview_of, data, theme.scaled(PREVIEW), then=self._show, compute=True)

    def _show(self, image: QImage) -> None:
        if not image.isNull():
            self.picture.setPixmap(QPixmap.fromImage(image))
            self.picture.show()

    def open(self) -> None:
        """Open a copy with the program that this computer has for such files."""
        self._fetch(self._opened)

    def _opened(self, data: bytes) -> None:
        self.desk.tasks.run(write_copy, data, self.file.name, then=self._launch, failed=self._failed, compute=True)

    def _launch(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.desk.tell(N_("No program for “{name}” was found. Save it and open it yourself."), name=self.file.name)

    def save(self) -> None:
        """Save it where somebody wants it."""
        dialog = QFileDialog(self, _("Save the file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(safe_name(self.file.name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Save it under a path."""
        self._target = Path(path)
        self._fetch(self._save)

    def _save(self, data: bytes) -> None:
        self.desk.tasks.run(write_to, data, self._target, then=self._saved, failed=self._failed, compute=True)

    def _saved(self, path: Path) -> None:
        self.desk.tell(N_("Saved as {name}."), kind="calm", key="saved-file", name=path.name)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self.desk.tell(N_("“{name}” could not be written there. The exercise still has it."), name=self.file.name)
        elif isinstance(error, KnownError):
            self.desk.tell_error(error)
        else:
            self.desk.bug(error)

    def _remove(self) -> None:
        self.removed.emit(self.file.entry)


class ReadingPane(QWidget):
    """In place of the cue list.

    Attributes:
        entry: the entry that is read, or "".
        item: (team, item) that is read, or None.
    Signals:
        left: back to the list.
        removed: the entry of a file that is to go.
    """

    left = Signal()
    removed = Signal(str)

    def __init__(self, desk: Desk, log: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._log = desk, log
        self.entry = ""
        self._item: tuple[ChecklistRow, Item, str] | None = None
        self._detail: EntryDetail | None = None
        self.cards: list[FileCard] = []
        self.heading = label(look="section", wrap=True)
        self.about = label(look="muted", wrap=True)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, INSIDE, 0)
        self._column.setSpacing(INSIDE)
        for part in (self.heading, self.about, self.text):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        texts.name(self.area, N_("The entry in full"))
        back = button(N_("Back to the list"), self.leave, "quiet", icon="left")
        whole = column(row(back, 1), spacing=INSIDE)
        whole.addWidget(self.area, 1)
        self.setLayout(whole)
        texts.on_language(self.renew)

    def read_entry(self, entry: str) -> bool:
        """Show an entry; False where the run does not have it."""
        self.entry, self._item = entry, None
        self._detail = None
        self.renew()
        self.area.verticalScrollBar().setValue(0)
        return self._detail is not None

    def read_item(self, said: ChecklistRow, item: Item, done_by: str) -> None:
        """Show a checklist item; `done_by` is who logged that it was done."""
        self.entry, self._item = "", (said, item, done_by)
        self.renew()
        self.area.verticalScrollBar().setValue(0)

    def leave(self) -> None:
        """Back."""
        self.entry, self._item = "", None
        self.left.emit()

    def renew(self) -> None:
        """Say it anew: the log went on, or the language is another."""
        exercise = self.desk.exercise
        if self._item is not None:
            self._show_item(*self._item)
        elif self.entry and exercise is not None and exercise.live is not None:
            detail = entry_detail(
                exercise.live, self.entry, language.current(), notes=self._log.notes, by_id=exercise.by_id,  # type: ignore[arg-type]
            )  # fmt: skip
            if detail is not None:
                self._show_entry(detail, exercise.plan.time_zone)

    def _show_entry(self, detail: EntryDetail, zone: str) -> None:
        before, self._detail = self._detail, detail

        def clock(at: int) -> str:
            return local_of(at, zone).strftime("%H:%M:%S")

        began = detail.began_at or detail.committed_at
        latest = next((v for v in reversed(detail.versions) if not v.struck), detail.versions[-1])
        self.heading.setText(latest.text)
        who = " · ".join(filter(None, (detail.team, _("written by {who}", who=author_name(detail.author)))))
        self.about.setText(who)
        lines = [
            (_("Wall clock"), _("{began} first key, {written} written", began=clock(began), written=clock(detail.committed_at))),
            (_("Play"), f"T+{format_span(detail.play)}"),
            (_("Scenario time"), detail.scenario.strftime("%m/%d %H:%M:%S")),
            *detail.facts,
        ]  # fmt: skip
        lines += [(f"{EXTENTS[extent]} {item}", title) for item, title, extent in detail.items]
        lines += [(_("Receipt confirmed"), f"{who} {clock(at)}") for who, at in detail.receipts]
        parts = [_table(lines)]
        if len(detail.versions) > 1 or any(v.struck for v in detail.versions):
            parts.append(f"<p><b>{escape(_('Versions'))}</b></p>")
            for version in detail.versions:
                said = escape(version.text).replace("\n", "<br>")
                said = f"<s>{said}</s>" if version.struck else said
                reason = f"<br>{escape(_('Withdrawn: {reason}', reason=version.reason))}" if version.reason else ""
                parts.append(f"<p>{clock(version.at)} ✎ {escape(author_name(version.author))}<br>{said}{reason}</p>")
        self._say("".join(parts))
        if before is None or before.files != detail.files:
            self._show_files(detail.files)

    def _show_item(self, said: ChecklistRow, item: Item, done_by: str) -> None:
        self._show_files(())
        self.heading.setText(f"{item.id} {texts.authored(item.title)}")
        words = [
            said.team_name,
            _("Critical item") if item.critical else "",
            _("Expected all through") if said.standing else "",
        ]
        self.about.setText(" · ".join(filter(None, words)))
        lines = []
        if said.target is not None:
            lines.append((_("Target"), _("within {time}", time=countdown(said.target))))
        if said.latency is not None:
            lines.append((_("Took"), countdown(said.latency)))
        if done_by:
            lines.append((_("Logged by"), done_by))
        if said.expected_by:
            lines.append((_("Asked for by"), ", ".join(said.expected_by)))
        if item.evidence is not None:
            lines.append((_("Evidence"), texts.authored(item.evidence)))
        lines += [
            (f"{GLYPHS[level]} {level}", texts.authored(item.anchors[level]))
            for level in sorted(item.anchors, reverse=True)
        ]
        if item.references:
            lines.append((_("Sources"), " · ".join(item.references)))
        self._say(_table(lines))

    def _say(self, html: str) -> None:
        self.text.setFont(theme.ui_font(theme.BODY))
        self.text.setText(html)

    def _show_files(self, files: tuple[KeptFile, ...]) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [FileCard(self.desk, file, True) for file in files]
        for at, card in enumerate(self.cards):
            card.removed.connect(self.removed)
            self._column.insertWidget(2 + at, card)


def _table(lines: list[tuple[str, str]]) -> str:
    ink = theme.color("ink.muted").name()
    rows = "".join(
        f'<tr><td style="color:{ink}; padding-right:12px; white-space:nowrap">{escape(caption)}</td>'
        f"<td>{escape(said).replace(chr(10), '<br>')}</td></tr>"
        for caption, said in lines
    )
    return f'<table cellspacing="0" cellpadding="2">{rows}</table>'


def _size(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))} KB"
