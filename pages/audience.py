"""What a room guesses on its phones: counts in memory, nothing about anyone, and gone when the server stops.

A phone is handed a ticket with the question and gives it back with its guess: one ticket, one guess. A ticket is a
number that this process has signed, so those that are never used take no memory, and none says whose it is. Who asks
for a second ticket can guess twice, as anyone can raise two hands; nothing that would prevent it is anonymous.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

#: Guesses that one question takes: more than that is no workshop.
MOST = 500
#: Letters of a room's code: none that looks or sounds like another, and no vowel, so that no word comes out.
LETTERS = "BCDFGHJKMNPRTVWX"
CODE = 5
#: A guess as it is typed: a whole number from 0 to 100, as the lesson's own box takes it.
_GUESS = re.compile(r"\s{0,20}(\d{1,3})\s{0,20}", re.ASCII)


@dataclass(frozen=True)
class Question:
    """What is asked: `key` names it (lesson#widget), `ask` is the widget's own question, `lesson` its notebook."""

    key: str
    ask: str
    lesson: str = ""
    language: str = "en"


class Bucket:
    """A rate limit: `size` at once, and `per_second` after that. It holds one number, whoever asks."""

    def __init__(self, size: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.size, self.per_second, self.clock = size, per_second, clock
        self.left, self.looked = size, clock()

    def take(self) -> bool:
        """Whether there is room for one more now."""
        now = self.clock()
        self.left = min(self.size, self.left + (now - self.looked) * self.per_second)
        self.looked = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class Room:
    """One workshop: its code, the question that is open, and how many guessed what.

    `take` answers "taken", "again" (this ticket has guessed), "closed" (no question, or another one by now), "full", or
    "wrong" (no whole number from 0 to 100). Nothing else is remembered.
    """

    code: str = field(default_factory=lambda: "".join(secrets.choice(LETTERS) for _ in range(CODE)))
    most: int = MOST
    question: Question | None = None
    counts: list[int] = field(default_factory=lambda: [0] * 101)
    _used: set[str] = field(default_factory=set, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _asked: str = ""
    _open: bool = False

    @property
    def total(self) -> int:
        return len(self._used)

    @property
    def is_open(self) -> bool:
        return self._open

    def is_code(self, typed: str) -> bool:
        """Whether this is the room's code, however it was typed."""
        return hmac.compare_digest(typed.strip().upper().encode(), self.code.encode())

    def open(self, question: Question) -> None:
        """Ask a question. The same one goes on with the guesses it has; another begins with none."""
        if self.question != question:
            self.question = question
            self.clear()
        self._open = True

    def close(self) -> None:
        """Take no more guesses. What was guessed stays in sight."""
        self._open = False

    def clear(self) -> None:
        """Forget every guess, and every ticket that was handed out."""
        self.counts, self._asked = [0] * 101, secrets.token_urlsafe(6)
        self._used.clear()

    def ticket(self) -> str:
        """A ticket for the question that is open now."""
        number = secrets.token_urlsafe(9)
        return f"{number}.{self._signed(number)}"

    def take(self, ticket: str, guess: str) -> str:
        """Count a guess, or say in one word why not. A guess that is refused costs no ticket."""
        number, _, signature = ticket.partition(".")
        if not self._open or not hmac.compare_digest(signature.encode(), self._signed(number).encode()):
            return "closed"
        if number in self._used:
            return "again"
        found = _GUESS.fullmatch(guess)
        if not found or int(found[1]) > 100:
            return "wrong"
        if self.total >= self.most:
            return "full"
        self._used.add(number)
        self.counts[int(found[1])] += 1
        return "taken"

    def _signed(self, number: str) -> str:
        said = f"{self._asked} {number}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:24]
