"""The colours can be read by everybody, cover everything, and change while the program runs."""

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from exercise_studio import paths
from exercise_studio.desktop import stylesheet, theme
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.stylesheet import LOOKS, set_look
from exercise_studio.desktop.theme import LEVELS, TLP_COLOURS, TLP_GROUND, contrast, load, parse

THEMES = ("light", "dark")
READ = [  # ink, ground: text needs 4.5 : 1 (WCAG 2, AA)
    *(
        (ink, f"ground.{ground}")
        for ink in ("ink.text", "ink.muted")
        for ground in ("bg", "surface", "raised", "alternate")
    ),
    *(("ink.text", f"ground.{ground}") for ground in ("hover", "pressed", "selected", "field")),
    ("ink.on_selected", "ground.selected"),
    ("ink.link", "ground.bg"),
    ("ink.link", "ground.surface"),
    *((f"{kind}.on", f"{kind}.{state}") for kind in ("accent", "danger") for state in ("fill", "hover", "pressed")),
    *((f"{kind}.on_soft", f"{kind}.soft") for kind in ("accent", "danger")),
    ("danger.fill", "ground.bg"),
    ("danger.fill", "ground.surface"),
    ("notice.on", "notice.fill"),
    ("calm.on", "calm.fill"),
    ("mode.on_live", "mode.live"),
    ("mode.on_rehearsal", "mode.rehearsal"),
    ("mode.on_rehearsal", "mode.stripe"),
    *((f"rating.{level}.on", f"rating.{level}.fill") for level in LEVELS),
    *((f"team.{number}.on", f"team.{number}.fill") for number in range(8)),
    *(
        (f"inject.{state}", "ground.bg")
        for state in ("pending", "next", "firing", "fired", "recalled", "skipped", "waiting")
    ),
]
SEEN = [  # shapes, borders and rings need 3 : 1
    *((token, f"ground.{ground}") for token in ("line.border", "line.focus") for ground in ("bg", "surface")),
    *((f"rating.{level}.fill", "ground.bg") for level in LEVELS),
    *((f"{kind}.edge", f"{kind}.fill") for kind in ("notice", "calm")),
    ("accent.fill", "ground.bg"),
    ("mode.live", "ground.surface"),
    ("mode.rehearsal", "ground.surface"),
]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_can_be_read(name: str, ink: str, ground: str) -> None:
    found = load(name)
    assert contrast(found.value(ink), found.value(ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SEEN)
def test_shapes_can_be_seen(name: str, shape: str, ground: str) -> None:
    found = load(name)
    assert contrast(found.value(shape), found.value(ground)) >= 3.0


def test_tlp_colours_are_nobody_elses_and_readable_on_black() -> None:
    for name in THEMES:
        assert not set(TLP_COLOURS.values()) & {v for t, v in load(name).tokens().items() if v != "#FFFFFF"}
    assert all(contrast(colour, TLP_GROUND) >= 4.5 for colour in TLP_COLOURS.values())


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_themes_have_the_same_tokens() -> None:
    assert load("light").tokens().keys() == load("dark").tokens().keys()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('muted = "', 'muted_ = "'), "unknown token ink.muted_"),
        (lambda text: text.replace('muted = "#5B636E"', ""), "missing token ink.muted"),
        (lambda text: text.replace('muted = "#5B636E"', 'muted = "grey"'), "ink.muted is no colour"),
        (lambda text: text.replace("[rating.no]", "[rating.nought]"), "rating needs exactly the levels"),
    ],
)
def test_a_faulty_theme_is_named_by_its_token(change, said: str) -> None:
    text = paths.resources("themes", "light.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        parse(change(text))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("zoom", theme.ZOOMS)
def test_style_sheet_holds_only_colours_of_the_theme(name: str, zoom: int) -> None:
    sheet = stylesheet.build(load(name), zoom)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= set(load(name).tokens().values())
    assert "$" not in sheet


def test_every_look_of_the_style_sheet_is_known() -> None:
    sheet = stylesheet.build(load("light"), 100)
    used = set(re.findall(r'\[look="([\w-]+)"\]', sheet))
    assert used - LOOKS == {"page"}


def test_a_misspelt_look_is_refused(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    with pytest.raises(ValueError, match="primry"):
        set_look(button, "primry")


def test_switching_repaints_and_keeps_the_zoom(desk: Desk) -> None:
    app = QApplication.instance()
    told: list[str] = []
    desk.themes.changed.connect(lambda: told.append(theme.current().name))
    desk.themes.set_zoom(150)
    desk.themes.use("dark")
    assert told == ["light", "dark"]
    assert app.palette().color(QPalette.ColorRole.Window).name().upper() == load("dark").ground.surface
    assert app.font().pointSizeF() == pytest.approx(15)
    assert theme.scaled(24) == 36


def test_zoom_stays_within_its_bounds(desk: Desk) -> None:
    for _ in range(20):
        desk.themes.zoom_by(1)
    assert desk.themes.zoom == 200
    for _ in range(20):
        desk.themes.zoom_by(-1)
    assert desk.themes.zoom == 80
    desk.themes.set_zoom(1000)
    assert desk.themes.zoom == 200


def test_shipped_faces_are_used_and_clock_digits_have_one_width(desk: Desk) -> None:
    from PySide6.QtGui import QFontInfo, QFontMetricsF

    assert QFontInfo(theme.ui_font()).family() == "BIZ UDPGothic"
    metrics = QFontMetricsF(theme.clock_font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
