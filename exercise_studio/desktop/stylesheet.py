"""The style sheet, generated from a theme's tokens: what Fusion and the palette alone do not give.

Widgets ask for a look through the dynamic property `look` (`set_look(button, "primary")`), not by colours of their own.
"""

from string import Template
from typing import Final

from PySide6.QtWidgets import QWidget

from exercise_studio import paths
from exercise_studio.desktop.theme import CAPTION, SECTION, STRONG, TITLE, Theme

LOOKS: Final = frozenset(
    {
        "primary", "danger", "quiet", "link", "segment", "rail", "chip", "menu", "quietmenu", "small",  # buttons
        "card", "panel", "toolbar", "header", "footer", "well", "paper",  # frames
        "title", "section", "strong", "muted", "caption", "error", "value",  # labels
        "banner-notice", "banner-danger", "banner-calm",
    }
)  # fmt: skip
"""Every look there is; `set_look` refuses others, so that a misspelt one does not go unseen."""


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget a look of LOOKS, at once also when it is already shown."""
    if look and look not in LOOKS:
        raise ValueError(f"unknown look {look!r}")
    widget.setProperty("look", look)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()


def build(theme: Theme, zoom: int) -> str:
    """The style sheet of a theme at a zoom in percent."""
    values = {token.replace(".", "_").replace("-", "_"): value for token, value in theme.tokens().items()}
    for pixels in (*range(1, 13), 14, 16, 20, 23, 24, 32):
        values[f"px{pixels}"] = f"{max(1, round(pixels * zoom / 100))}px"
    for name, points in {"caption": CAPTION, "strong": STRONG, "section": SECTION, "title": TITLE}.items():
        values[f"pt_{name}"] = f"{points * zoom / 100:g}pt"
    for way in ("down", "up"):
        values[f"arrow_{way}"] = paths.resources("themes", f"arrow-{way}-{theme.name}.svg").as_posix()
    values["check"] = paths.resources("themes", f"check-{theme.name}.svg").as_posix()
    return Template(paths.resources("themes", "style.qss").read_text(encoding="utf-8")).substitute(values)
