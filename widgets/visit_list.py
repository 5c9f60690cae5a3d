"""What may apply, to tick: each becomes a line for a visit. Nothing is scored, and one item opens crisis help."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

import traitlets

from nextsteps.evidence import registry
from nextsteps.wording import words
from nextsteps.wording.crisis import help_now
from nextsteps.wording.language import Words
from nextsteps.wording.visit import VisitWords, checks, for_tms, reasons, signs
from widgets.lesson_widget import LessonWidget

LISTS: dict[str, Callable[[Words], VisitWords]] = {
    "reasons": reasons,
    "signs": signs,
    "checks": checks,
    "for-tms": for_tms,
}


class VisitList(LessonWidget):
    """A list for a visit. State: `chosen`, the keys of the items that are ticked; `states` gives each one's line.

    >>> VisitList("signs-to-tell", of="signs")   # doctest: +SKIP
    """

    stem = "visit_list"
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True, choice=True)

    def __init__(self, name: str, of: str, *, language: str = "en", **chosen: Any) -> None:
        """`of` is "reasons", "signs", "checks" or "for-tms". ValueError for another; EvidenceError without a claim."""
        if of not in LISTS:
            raise ValueError(f"There is no list of {of!r} for a visit; use one of: {', '.join(LISTS)}.")
        self.words = words(language)
        self.list = LISTS[of](self.words)
        for item in self.list.items:
            for id in item.claims:
                registry().claim(id)
        states = {item.key: item.line for item in self.list.items}
        super().__init__(**{"name": name, "states": states, "plan_title": self.list.plan_title, **chosen})

    @traitlets.validate("chosen")
    def _known_items(self, proposal: Any) -> list[str]:
        known = [item.key for item in self.list.items]
        for key in proposal["value"]:
            if key not in known:
                raise traitlets.TraitError(f"There is no item {key!r} on this list; choose among: {', '.join(known)}")
        return [key for key in known if key in proposal["value"]]

    def content(self) -> dict[str, Any]:
        w = self.words
        urgent = any(item.urgent for item in self.list.items)
        return {
            "ask": self.list.ask,
            "groups": [(heading, list(group)) for heading, group in groupby(self.list.items, lambda item: item.group)],
            "chosen": self.chosen,
            "list_title": self.list.list_title,
            "lines": [item.line for item in self.list.items if item.key in self.chosen],
            "empty": w.say("Your list is empty. What you tick above will stand here, in words that you can bring."),
            "added": w.say("It is on your list now."),
            "removed": w.say("It is off your list now."),
            "copy": w.say("Copy my list"),
            "copied": w.say("Your list is copied. You can paste it into a message or a note."),
            "marked": w.say("Your list is marked. Copy it with the menu of your device."),
            "here": w.say("It stays on this device. Nothing here is scored, and nothing is sent."),
            "no_script": w.say("Below each one are words that you can bring to a visit."),
            "now": help_now(w) if urgent else None,
        }

    def every_state(self) -> list[str]:
        return [
            f"{item.label}{' (opens crisis help)' if item.urgent else ''}: {item.line}"
            + (f" [{', '.join(item.claims)}]" if item.claims else "")
            for item in self.list.items
        ]
