"""The windows: Qt, and the only place that imports PySide6."""
