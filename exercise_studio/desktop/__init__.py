"""The windows: Qt, and the only place that imports PySide6."""

import builtins
from collections.abc import Iterator
from contextlib import contextmanager

# Read before PySide6 replaces it: this package is imported before any of its modules.
_plain_import = builtins.__import__


@contextmanager
def plain_imports() -> Iterator[None]:
    """Imports inside are not looked through by PySide6, which reads the source of every module for its `__feature__` switch.

    For modules without Qt only. It takes a quarter off the time until the program is ready (SQLAlchemy alone: 50 of 190 ms).
    """
    looking = builtins.__import__
    builtins.__import__ = _plain_import
    try:
        yield
    finally:
        builtins.__import__ = looking
