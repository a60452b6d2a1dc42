"""Texts that follow the language while the program runs: set through `tr`, and set again after each change."""

import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import shiboken6

from exercise_studio import language
from exercise_studio.desktop.weak import WeakCall, alive
from exercise_studio.language import _

Source = str | Callable[[], str] | Any
"""A message id, a bilingual `domain.text.Text`, or a function without arguments that gives the text."""

MARKS: Final = {"ja": "[EN]", "en": "[JA]"}
"""Put behind an authored text that is missing in the language in use and therefore stands in the other one."""


def tr(setter: Callable[..., object], source: Source, /, **params: Any) -> None:
    """Set a text now and after each change of language: `tr(label.setText, N_("Fire {number}"), number=7)`.

    `setter` is a bound method of the widget, or `partial(tabs.setTabText, 0)` of one; only a weak reference to the
    widget is kept. Calling again for the same setter replaces the text. Parameters may be functions without arguments
    and bilingual texts: both are read anew each time. A function that mentions the widget keeps it alive, so pass
    bound methods, which are held weakly.
    """
    method: Any
    method, fixed = (setter.func, setter.args) if isinstance(setter, partial) else (setter, ())
    owner = getattr(method, "__self__", None)
    if owner is None:
        raise TypeError("tr needs a bound method of a widget: a plain function would never be let go")
    held = {name: _weakly(value) for name, value in params.items()}
    binding = _Binding(method.__name__, fixed, _weakly(source), held)
    _bindings.setdefault(owner, {})[method.__name__, fixed] = binding
    binding.apply(owner)


def on_language(method: Callable[[], object]) -> None:
    """Call a bound method after each change of language, for models and painted widgets; held weakly."""
    _watchers.append(WeakCall(method))


def forget(owner: object) -> None:
    """Stop following the language for everything that was set on `owner`."""
    _bindings.pop(owner, None)


def resolve(source: Source, params: dict[str, Any] | None = None) -> str:
    """The text of a source in the language in use."""
    source = _strongly(source)
    given = {name: _value(_strongly(value)) for name, value in (params or {}).items()}
    if isinstance(source, str):
        return _(source, **given)
    if callable(source):
        return str(source())
    return authored(source)


def authored(text: Any) -> str:
    """A bilingual text in the language in use; the other language with a small mark where that one is missing."""
    if text is None:
        return ""
    lang = language.current()
    said = text.get(lang)
    return f"{said} {MARKS[lang]}" if text.missing(lang) else said


def name(widget: Any, source: Source, /, description: Source = "", **params: Any) -> None:
    """Give a widget its accessible name, and a description if there is one."""
    tr(widget.setAccessibleName, source, **params)
    if description:
        tr(widget.setAccessibleDescription, description, **params)


class _Binding:
    """One text of one widget."""

    __slots__ = ("fixed", "method", "params", "source")

    def __init__(self, method: str, fixed: tuple, source: Source, params: dict[str, Any]) -> None:
        self.method, self.fixed, self.source, self.params = method, fixed, source, params

    def apply(self, owner: object) -> None:
        getattr(owner, self.method)(*self.fixed, resolve(self.source, self.params))


_bindings: "weakref.WeakKeyDictionary[Any, dict[tuple, _Binding]]" = weakref.WeakKeyDictionary()
_watchers: list[WeakCall] = []


def _weakly(value: Any) -> Any:
    """A widget's bound method held weakly; everything else as it is."""
    return WeakCall(value) if isinstance(getattr(value, "__self__", None), shiboken6.Object) else value


def _strongly(value: Any) -> Any:
    if isinstance(value, WeakCall):
        return value.get() or ""
    return value


def _value(value: Any) -> Any:
    """A parameter as it is filled in: functions are called, bilingual texts are read."""
    if callable(value):
        return value()
    if hasattr(value, "missing") and hasattr(value, "get"):
        return authored(value)
    return value


def _apply_all(lang: str) -> None:
    for owner, bindings in list(_bindings.items()):
        if not alive(owner):
            _bindings.pop(owner, None)
            continue
        for binding in list(bindings.values()):
            binding.apply(owner)
    for watcher in list(_watchers):
        method = watcher.get()
        if method is None:
            _watchers.remove(watcher)
        else:
            method()


language.on_change(_apply_all)
