"""Nothing of the controllers' is in the players' window: neither in its object tree nor in anything it paints."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from exercise_studio.conduct.run import fold
from exercise_studio.conduct.showing import shown
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import pages, paint
from exercise_studio.desktop.player.window import PlayerWindow
from exercise_studio.domain import payloads as p
from tests.conduct.test_showing import MOVES, secretive
from tests.desktop.player.seen import drawn
from tests.plans import entry, minutes, plan

WORD = "SENTINEL"


def nodes(root: QObject) -> Iterator[QObject]:
    """The whole tree."""
    yield root
    for child in root.children():
        yield from nodes(child)


def texts_of(node: QObject) -> list[str]:
    """Every property of a node, Qt's and those added while running."""
    meta = node.metaObject()
    found = [str(node.property(meta.property(at).name())) for at in range(meta.propertyCount())]
    found += [str(node.property(bytes(name.data()).decode())) for name in node.dynamicPropertyNames()]
    found += [repr(value) for value in vars(node).values()]
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=8), organisation=st.sampled_from(["", "alpha", "gamma"]), both=st.booleans())
def test_34_no_note_prompt_checklist_or_future_inject_is_in_the_tree_or_the_render(
    qtbot: QtBot, moves: list[Any], organisation: str, both: bool
) -> None:
    state = fold(
        plan(**secretive()),
        "run",
        [entry(p.RunStarted(mode="live", plan_hash=""), 0)]
        + [entry(said, minutes(at + 1), **({"scope": of} if of else {})) for at, (said, of) in enumerate(moves)],
    )
    window = PlayerWindow()
    try:
        window.resize(1024, 768)
        end = minutes(len(moves) + 2)
        seen = Seen(shown(state, end, "ja", organisation), shown(state, end, "en", organisation) if both else None)
        window.show_this(seen)
        painted = []
        for page in range(pages(seen, QRectF(window.rect()).size())):
            with drawn() as found:
                image = QImage(1024, 768, QImage.Format.Format_RGB32)
                painter = QPainter(image)
                paint(painter, QRectF(window.rect()), seen.on_page(page))
                painter.end()
                window.grab()
            painted += [text for text, _height in found]
        assert any("演習" in text for text in painted)
        # A line may break the word in two, so it is looked for in all that is written as well.
        assert WORD not in "".join(painted).replace(" ", "")
        assert not [text for node in nodes(window) for text in texts_of(node) if WORD in text]
    finally:
        window.deleteLater()


def test_34_the_search_finds_what_a_facilitator_put_up(qtbot: QtBot) -> None:
    """The same search does find a word that is there: a question that somebody ticked."""
    asked = p.DisplayChanged(mode="live", questions=(f"{WORD}ですか。",))
    state = fold(
        plan(**secretive()), "run", [entry(p.RunStarted(mode="live", plan_hash=""), 0), entry(asked, minutes(1))]
    )
    window = PlayerWindow()
    qtbot.addWidget(window)
    window.resize(1024, 768)
    with drawn() as found:
        window.show_this(Seen(shown(state, minutes(2), "ja")))
        window.grab()
    assert WORD in "".join(text for text, _height in found)
    assert [text for node in nodes(window) for text in texts_of(node) if WORD in text]
