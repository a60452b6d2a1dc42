"""The players' screens: windows that are given only what players may see."""
