"""Every study on one line: the reader chooses what stood beside TMS, and who rated; picture and words follow.

It begins with the studies beside sham, so that a tired reader meets few lines. The table below holds every study,
whatever is chosen: without scripts, and on paper, no number is out of reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets
from markupsafe import Markup

from nextsteps.charts.forest import DESIGNS, RATERS, design_of, forest, part_name, raters_of
from nextsteps.evidence import registry
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from widgets.lesson_widget import LessonWidget

ALL = "all"


class EveryStudy(LessonWidget):
    """The forest plot with its two filters. State: `design` ("sham", "head-to-head", "none" or "all") and `rater`
    ("all", "doctor" or "patient"). Each state is a whole chart, drawn in Python, and the words that say what it shows.

    >>> studies = EveryStudy("choose-studies", "every-study", ["tms.nih-trial-remission"])   # doctest: +SKIP
    >>> studies.design = "all"                                                               # doctest: +SKIP
    """

    stem = "every_study"
    design = traitlets.Enum((*DESIGNS, ALL), DESIGNS[0]).tag(sync=True, choice=True)
    rater = traitlets.Enum((ALL, *RATERS), ALL).tag(sync=True, choice=True)

    def __init__(self, name: str, chart: str, claims: Sequence[str], *, language: str = "en", **chosen: str) -> None:
        """`chart` is the id of the chart on the page, and `claims` the ids of what it draws.

        Raises EvidenceError for a claim that may not be shown or cannot stand among the others.
        """
        self.words, self.chart = words(language), chart
        self.outcomes = [outcome(registry().claim(id)) for id in claims]
        self.text: dict[str, str] = {}
        states = {f"{d} {r}": self._state(d, r) for d in (*DESIGNS, ALL) for r in (ALL, *RATERS)}
        super().__init__(**{"name": name, "states": states, **chosen})

    def _state(self, design: str, rater: str) -> dict[str, str]:
        w = self.words
        shown = [o for o in self.outcomes if design in (ALL, design_of(o)) and (rater == ALL or rater in raters_of(o))]
        # Words for every pair of choices would be the same words again; a reader hears the two that are in force.
        said = w.say("Shown: {design}. {rater}.", design=self._designs()[design], rater=self._raters()[rater])
        if rater != ALL and shown:
            said += " " + w.say("Studies that do not say who rated are left out.")
        if not shown:
            said += " " + w.say("No study here is of that kind. Choose another kind, or any rater.")
            self.text[f"{design} {rater}"] = said
            return {"said": said, "chart": ""}
        chart = forest(self.chart, shown, w)
        self.text[f"{design} {rater}"] = (
            f"{said}\n{chart!r}" if (design, rater) == (ALL, ALL) else f"{said} {chart.sentence}"
        )
        return {"said": said, "chart": chart.html(table=False)}

    def _designs(self) -> dict[str, str]:
        return {**{d: part_name(self.words, d) for d in DESIGNS}, ALL: self.words.say("Every study")}

    def _raters(self) -> dict[str, str]:
        w = self.words
        return {
            ALL: w.say("Rated by anyone"),
            "doctor": w.say("Rated by a doctor or trained rater"),
            "patient": w.say("Rated by patients themselves"),
        }

    def content(self) -> dict[str, Any]:
        w, state = self.words, self.states[f"{self.design} {self.rater}"]
        return {
            "choices": [
                ("design", w.say("Which studies?"), self.design, list(self._designs().items())),
                ("rater", w.say("Who rated?"), self.rater, list(self._raters().items())),
            ],
            "said": state["said"],
            "chart": Markup(state["chart"]),
            "table": forest(self.chart, self.outcomes, w).table(),
        }

    def every_state(self) -> list[str]:
        return list(self.text.values())
