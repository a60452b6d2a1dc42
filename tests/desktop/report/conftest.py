"""Exercises that were played already."""

from tests.desktop.played import played, played_once

__all__ = ["played", "played_once"]
