"""Weak references to bound methods, of our classes and of Qt's, that notice when the C++ object is gone."""

import weakref
from collections.abc import Callable
from typing import Any

import shiboken6


class WeakCall:
    """A bound method held weakly. Calling `get()` gives the method, or None when its object is gone."""

    __slots__ = ("_function", "_name", "_owner")

    def __init__(self, method: Callable[..., Any]) -> None:
        owner = getattr(method, "__self__", None)
        if owner is None:
            raise TypeError("a bound method is needed: a plain function would keep what it mentions alive")
        self._owner = weakref.ref(owner)
        self._name = method.__name__
        # A method of Qt's own classes is made anew at each look-up, so only its name is kept.
        self._function = getattr(method, "__func__", None)

    def get(self) -> Callable[..., Any] | None:
        """The method, or None."""
        owner = self._owner()
        if owner is None or not alive(owner):
            return None
        return self._function.__get__(owner) if self._function else getattr(owner, self._name)


def alive(owner: object) -> bool:
    """Whether an object's C++ side still exists; True for what has none."""
    return shiboken6.isValid(owner) if isinstance(owner, shiboken6.Object) else True
