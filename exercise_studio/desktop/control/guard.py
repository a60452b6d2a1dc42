"""GO as a guarded state machine: ready, armed, counting, locked. Without Qt, driven by the time it is given.

The rules are UX.md's second decision: a lockout between GOs, a countdown that can be cancelled, a release of the key before
the next GO, arm-then-fire (or holding GO down) for major injects, and every refusal reported with its reason instead of
being swallowed.
"""

from dataclasses import dataclass
from typing import Literal

from exercise_studio.domain.exercise import Guards

GuardState = Literal["closed", "ready", "armed", "holding", "counting", "locked"]
Reason = Literal["closed", "nothing", "locked", "counting", "held", "settling"]
Happening = Literal["armed", "disarmed", "holding", "let go", "counting", "cancelled", "fire", "refused", "ready"]

SETTLE = 500
"""Milliseconds after arming in which a second GO is taken for the same nervous double press."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call to the guard led to.

    Attributes:
        inject: the inject it is about, or "".
        reason: why a GO was refused, or why a countdown or an arming ended.
    """

    what: Happening
    inject: str = ""
    reason: str = ""


@dataclass(slots=True)
class Guard:
    """Everything in milliseconds of one steady clock; `now` must not run backwards.

    Attributes:
        rules: how long lockout, countdown and arming last.
        open: whether the clock runs, so that anything may be fired at all.
        state: what the operator sees.
        inject: the inject that is armed or counting, or was fired last.
        until: when the present state ends by itself; 0 where it does not.
    """

    rules: Guards
    open: bool = False
    state: GuardState = "closed"
    inject: str = ""
    until: int = 0
    since: int = 0
    key_down: bool = False

    def press(self, now: int, inject: str, *, major: bool = False, key: bool = False) -> Outcome:
        """GO, by key or by pointer, for the inject that is next ("" when there is none)."""
        self.tick_quietly(now)
        if key:
            if self.key_down:
                return Outcome("refused", inject, "held")
            self.key_down = True
        if not self.open:
            return Outcome("refused", inject, "closed")
        if self.state == "locked":
            return Outcome("refused", inject, "locked")
        if self.state in ("counting", "holding"):
            return Outcome("refused", inject, "counting")
        if not inject:
            return Outcome("refused", "", "nothing")
        if major and self.rules.style == "hold":
            self._enter("holding", now, self.rules.hold, inject)
            return Outcome("holding", inject)
        if major and not (self.state == "armed" and self.inject == inject):
            self._enter("armed", now, self.rules.arm, inject)
            return Outcome("armed", inject)
        if major and now - self.since < SETTLE:
            return Outcome("refused", inject, "settling")
        if self.rules.countdown == 0:
            return self._fire(now, inject)
        self._enter("counting", now, self.rules.countdown, inject)
        return Outcome("counting", inject)

    def release(self) -> None:
        """The GO key came up: only now another press of it counts."""
        self.key_down = False

    def let_go(self, now: int) -> Outcome | None:
        """GO came up, by key or by pointer: held long enough it has fired, else nothing is fired."""
        if self.state != "holding":
            return None
        return self.tick(now) if now >= self.until else self.cancel("let go")

    def cancel(self, reason: str = "by hand") -> Outcome | None:
        """Ends a countdown, an arming or a holding without firing; None when there was none."""
        if self.state not in ("counting", "armed", "holding"):
            return None
        what: Happening = {"counting": "cancelled", "armed": "disarmed", "holding": "let go"}[self.state]  # type: ignore[assignment]
        inject = self.inject
        self._rest()
        return Outcome(what, inject, reason)

    def tick(self, now: int) -> Outcome | None:
        """Lets time pass: the end of a countdown fires, the end of an arming disarms, the end of a lockout frees."""
        if not self.until or now < self.until:
            return None
        if self.state in ("counting", "holding"):
            return self._fire(self.until, self.inject, now)
        if self.state == "armed":
            return self.cancel("expired")
        self._rest()
        return Outcome("ready")

    def tick_quietly(self, now: int) -> None:
        """Lets a lockout or an arming that is over end before a press is judged; a countdown is never jumped over."""
        if self.state in ("locked", "armed") and self.until and now >= self.until:
            self._rest()

    def opens(self, is_open: bool) -> Outcome | None:
        """The run's clock starts or stands still: a countdown ends when it stops."""
        if is_open == self.open:
            return None
        self.open = is_open
        if is_open:
            if self.state == "closed":
                self._rest()
            return Outcome("ready")
        ended = self.cancel("closed")
        if self.state != "locked":
            self.state, self.until = "closed", 0
        return ended

    def follow(self, following: str) -> Outcome | None:
        """Another inject became the next one: an arming of the old one ends, a countdown goes on for its own inject."""
        if self.state in ("armed", "holding") and following != self.inject:
            return self.cancel("another")
        return None

    def drop(self, inject: str) -> Outcome | None:
        """An inject is no longer to be fired (skipped, held, fired elsewhere): what was under way for it ends."""
        return self.cancel("gone") if inject == self.inject else None

    def left(self, now: int) -> int:
        """Milliseconds until the present state ends by itself; 0 where it does not."""
        return max(0, self.until - now) if self.until else 0

    def part(self, now: int) -> float:
        """How much of the present state is still to come, 1 at its beginning and 0 at its end."""
        whole = self.until - self.since
        return self.left(now) / whole if self.until and whole > 0 else 0.0

    def _fire(self, at: int, inject: str, now: int | None = None) -> Outcome:
        # The lockout counts from the moment of firing, but a late tick must not shorten what the operator sees of it.
        start = max(at, now or at)
        if self.rules.lockout:
            self._enter("locked", start, self.rules.lockout, inject)
        else:
            self._rest()
        return Outcome("fire", inject)

    def _enter(self, state: GuardState, now: int, length: int, inject: str) -> None:
        self.state, self.since, self.until, self.inject = state, now, now + length, inject

    def _rest(self) -> None:
        self.state = "ready" if self.open else "closed"
        self.until, self.inject = 0, ""
