"""How common? One dot plot of what each rule counted. The reader chooses a rule; no number stands without its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.outcome import Outcome, outcome
from nextsteps.wording import words
from nextsteps.wording.how_common import both_true, rule
from nextsteps.wording.outcomes import interval, people_of
from widgets.lesson_widget import LessonWidget


class HowCommon(LessonWidget):
    """The rules as rows of a plot, each a choice. State: `rule`, the id of a claim; `states` gives each one's sentence.

    >>> HowCommon("how-common", ["trd.us-claims-humana", "trd.us-treated-estimate"])   # doctest: +SKIP
    """

    stem = "how_common"
    rule = traitlets.Unicode().tag(sync=True, choice=True)

    def __init__(self, name: str, claims: Sequence[str], *, language: str = "en", **chosen: Any) -> None:
        """`claims` are ids of shares of people, in the order of the rows.

        Raises EvidenceError for fewer than two, since one rule alone would look like the answer, and for a claim
        whose rule has no words.
        """
        if len(claims) < 2:
            raise EvidenceError(
                f"The plot {name!r} has fewer than two rules, and one alone would look like the answer; name more."
            )
        self.words = words(language)
        self.found: dict[str, Outcome] = {id: outcome(registry().claim(id)) for id in claims}
        self.rules = {id: rule(self.words, found) for id, found in self.found.items()}
        states = {id: said.sentence for id, said in self.rules.items()}
        super().__init__(**{"name": name, "rule": claims[0], "states": states, **chosen})

    @traitlets.validate("rule")
    def _known_rule(self, proposal: Any) -> str:
        if proposal["value"] not in self.found:
            raise traitlets.TraitError(
                f"There is no rule {proposal['value']!r} in this plot; choose one of: {', '.join(self.found)}"
            )
        return str(proposal["value"])

    def both(self) -> str:
        """Why the lowest and the highest number can both be true."""
        # A spread has no place between single numbers, so it is neither end.
        counted = sorted((o for o in self.found.values() if o.treated.people is not None), key=_share)
        return both_true(self.words, counted[0], counted[-1])

    def content(self) -> dict[str, Any]:
        w = self.words
        rows: list[dict[str, Any]] = [
            {
                "id": id,
                "name": self.rules[id].name,
                "who": self.rules[id].who,
                "people": people_of(w, found.treated),
                "at": None if found.treated.share is None else round(100 * found.treated.share, 1),
                "spread": found.treated.range,
                "chance": self._chance(found),
                "sentence": self.states[id],
            }
            for id, found in self.found.items()
        ]
        return {
            "chosen": self.rule,
            "choose": w.say("Choose a rule, and see what that study counted"),
            "axis": w.say("People out of 100 who count as treatment-resistant"),
            "rows": rows,
            "table_rows": [(row["name"], row["who"], _in_table(row), row["chance"]) for row in rows],
            "about": w.say("Who was counted, and how sure is it?"),
            "how_to_read": w.say(
                "How to read this: a dot is what one study counted. A bar is a spread between rules or studies. "
                "Do not rank them: each row has its own rule and its own people. None has a comparison group."
            ),
            "both": self.both(),
            "table_title": w.say("All rules as a table"),
            "columns": [w.say("Rule"), w.say("Who was counted"), w.say("Out of 100"), w.say("How sure")],
        }

    def _chance(self, found: Outcome) -> str:
        w = self.words
        if found.treated.people is None:
            return w.say("a spread between studies, not a range of chance")
        return interval(w, found.treated)

    def every_state(self) -> list[str]:
        return [
            *(f"{said.name} ({said.who}): {said.sentence} [{id}]" for id, said in self.rules.items()),
            self.both(),
        ]


def _share(found: Outcome) -> float:
    return found.treated.share or 0


def _in_table(row: dict[str, Any]) -> str:
    """The number of a row with its range, for the table. A spread is a range already."""
    if not row["spread"] or row["at"] is None:
        return str(row["people"])
    return f"{row['people']} ({row['spread'][0]}–{row['spread'][1]})"
