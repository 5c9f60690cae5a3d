"""100 people walk the four steps of STAR*D, with both readings of where that ends. All is drawn: nothing to press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.four_steps import walk
from nextsteps.models.outcome import outcome
from nextsteps.wording import four_steps, outcomes, words
from widgets.lesson_widget import MARKUP

#: How many dots stand in a row.
ACROSS = 10


@dataclass(frozen=True)
class Frame:
    """100 people under a title: the first `before` were well at an earlier step, those up to `people` are well now."""

    title: str
    said: str
    people: int
    before: int = 0
    kind: str = "treated"
    claim: str = ""

    @property
    def drawing(self) -> dict[str, str]:
        """The dots as one dashed stroke a row for each part: `before`, `now` and `others`."""
        ends = {"before": (0, self.before), "now": (self.before, self.people), "others": (self.people, 100)}
        return {part: _dashes(start, end) for part, (start, end) in ends.items()}


def _dashes(start: int, end: int) -> str:
    """The dots from `start` up to `end`, counted along the rows."""
    strokes = []
    for row in range(start // ACROSS, -(-end // ACROSS)):
        first, last = max(start, row * ACROSS), min(end, (row + 1) * ACROSS)
        strokes.append(f"M{first % ACROSS * 10 + 5} {row * 10 + 5}h{(last - first - 1) * 10}.1")
    return "".join(strokes)


class FourSteps:
    """The walk, the two readings of its end, and the dispute. Plain HTML: the same on paper and without scripts.

    >>> FourSteps()   # doctest: +SKIP
    """

    def __init__(self, name: str = "four-steps", *, language: str = "en") -> None:
        """Raises EvidenceError if the steps no longer add up to the total that the first report gave."""
        self.name, self.words = name, words(language)
        w, known = self.words, registry()
        counted = {
            id: outcome(known.claim(id)) for id in (*four_steps.STEPS, four_steps.FIRST_REPORT, four_steps.SECOND_LOOK)
        }
        self.numbers = {id: outcomes.people_of(w, o.treated) for id, o in counted.items()}
        self.numbers[four_steps.DISPUTE] = w.number(known.claim(four_steps.DISPUTE).value or 0)
        well = walk([counted[id].treated.share or 0 for id in four_steps.STEPS])
        total = counted[four_steps.FIRST_REPORT]
        if well[-1] != total.treated.people:
            raise EvidenceError(
                f"{total.claim.file}, {total.claim.id}: its {total.treated.people} of 100 is not the {well[-1]} that "
                "the four steps add up to; read the paper again and correct the one that is wrong."
            )
        self.walk = [
            Frame(title, outcomes.counted(w, people, 100), people, before)
            for title, people, before in zip(four_steps.after_each_step(w), well, (0, *well), strict=False)
        ]
        self.readings = [
            Frame(title, self.numbers[id], counted[id].treated.people or 0, kind=kind, claim=id)
            for title, id, kind in (
                (w.say("The first report"), four_steps.FIRST_REPORT, "treated"),
                (w.say("The second look"), four_steps.SECOND_LOOK, "compared"),
            )
        ]

    def html(self) -> str:
        """The pictures and their sentences as HTML, each number a link to its entry among the sources."""
        w = self.words
        link = Markup('<a href="#{}">{}</a>').format
        linked = {id: link(id, said) for id, said in self.numbers.items()}
        return MARKUP.get_template("four_steps.html").render(
            name=self.name,
            walk_title=w.say("As first reported, step by step"),
            walked=four_steps.walked(w, self._totals(linked)),
            steps_title=w.say("Each step by itself, as a table"),
            steps_columns=four_steps.of_each_step(w),
            steps=self._table(linked),
            walk=self.walk,
            key=w.say("A full dot is a person who got there at this step. A faded dot got there at an earlier one."),
            granted=four_steps.taken_for_granted(w, linked),
            readings_title=w.say("Two readings of the same study"),
            readings=self.readings,
            dispute=four_steps.two_readings(w, linked),
            secondary=w.say("We read the second number in reports about that study, not in the study itself."),
        )

    def _totals(self, said: Mapping[str, str]) -> list[str]:
        """How many were well after each step. The first and the last are claims; those between add up to the last."""
        _, *between, _ = (str(frame.people) for frame in self.walk)
        return [said[four_steps.STEPS[0]], *between, said[four_steps.FIRST_REPORT]]

    def _table(self, said: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Each step, how many of those who took it got well, and how many of all the 100 were well after it."""
        names = four_steps.numbered(self.words)
        return [
            (name, said[id], frame.said) for name, id, frame in zip(names, four_steps.STEPS, self.walk, strict=True)
        ]

    def __repr__(self) -> str:
        w = self.words
        return "\n".join(
            [
                f"FourSteps {self.name}",
                four_steps.walked(w, self._totals(self.numbers)),
                *(f"{frame.title}: {frame.said}" for frame in self.walk),
                *(f"{name}: {alone}; {total}" for name, alone, total in self._table(self.numbers)),
                four_steps.taken_for_granted(w, self.numbers),
                *(f"{frame.title}: {frame.said} [{frame.claim}]" for frame in self.readings),
                *four_steps.two_readings(w, self.numbers),
            ]
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": repr(self)}
