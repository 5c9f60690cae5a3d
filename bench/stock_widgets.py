"""The lesson's widgets the usual way, for comparison: stock ipywidgets controls, and a plotly FigureWidget per picture.

The names and arguments are those of our own, so that the same lesson runs with either. Left out are the details of who
was counted: a few kilobytes in favour of this page, and less that could fall behind our own.
"""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as ipw
from markupsafe import Markup
from plotly.graph_objects import Figure, FigureWidget, Scatter

from nextsteps import charts
from nextsteps.evidence import registry
from nextsteps.models.outcome import Group, Outcome, outcome
from nextsteps.wording import outcomes as say
from nextsteps.wording.language import Words, words

OUTCOMES = ("response", "remission")
FULL, EMPTY = "#1f8a84", "#c9d3d2"


class IconArray(ipw.VBox):
    """Dots for the people of a study: two RadioButtons, two FigureWidgets, and the words beside them as HTML."""

    def __init__(self, name: str, claims: Sequence[str], *, language: str = "en") -> None:
        self.words = words(language)
        self.found: dict[str, dict[str, Outcome]] = {}
        for id in claims:
            found = outcome(registry().claim(id))
            self.found.setdefault(found.claim.source, {})[found.claim.outcome] = found
        w = self.words
        labels = [(next(iter(by.values())).claim.label, study) for study, by in self.found.items()]
        self.outcome = ipw.RadioButtons(
            options=[(say.outcome_name(w, o), o) for o in OUTCOMES], layout={"width": "auto"}
        )
        self.study = ipw.RadioButtons(options=labels, layout={"width": "auto"})
        self.sentence, self.other_side = ipw.HTML(), ipw.HTML()
        # Drawn before it becomes a widget: what changes between then and its first display never reaches the browser.
        found, _ = self._chosen()
        self.panels = [FigureWidget(_panel(w, title, group)) for title, group in _groups(w, found)]
        self._say()
        for control in (self.outcome, self.study):
            control.observe(self._redraw, names="value")
        super().__init__(
            [
                ipw.HTML(w.say("What counts as better?")),
                self.outcome,
                ipw.HTML(w.say("Choose a study")),
                self.study,
                self.sentence,
                ipw.HBox(self.panels),
                self.other_side,
                ipw.HTML(_table(w, self.found)),
            ]
        )

    def _chosen(self) -> tuple[Outcome, str]:
        """What the reader chose, and a sentence that leads to it where the study has no such number."""
        w, by_outcome = self.words, self.found[self.study.value]
        if self.outcome.value in by_outcome:
            return by_outcome[self.outcome.value], ""
        found = next(iter(by_outcome.values()))
        return found, w.say(
            "This study’s summary has no number for “{missing}”. Here is “{given}”.",
            missing=say.outcome_name(w, self.outcome.value),
            given=say.outcome_name(w, found.claim.outcome),
        )

    def _redraw(self, *_: object) -> None:
        w, (found, _) = self.words, self._chosen()
        for panel, (title, group) in zip(self.panels, _groups(w, found), strict=True):
            drawn = _panel(w, title, group)
            with panel.batch_update():
                for old, new in zip(panel.data, drawn.data, strict=True):
                    old.x, old.y = new.x, new.y
                panel.layout.title.text = drawn.layout.title.text
        # Last, as in our own: a changed sentence then means a changed picture too.
        self._say()

    def _say(self) -> None:
        w, (found, lead) = self.words, self._chosen()
        self.other_side.value = say.other_side(w, found)
        self.sentence.value = str(Markup("<p>{}</p>").format(f"{lead} {say.sentence(w, found)}".strip()))


class EveryStudy(ipw.VBox):
    """Our own chart of the studies, with its sentence and table, drawn by a FigureWidget; without the two filters."""

    def __init__(self, name: str, chart: str, claims: Sequence[str], *, language: str = "en") -> None:
        outcomes = [outcome(registry().claim(id)) for id in claims]
        super().__init__(_drawn(charts.forest(chart, outcomes, words(language))))


def lasting(name: str, outcomes: Sequence[Outcome], w: Words) -> ipw.VBox:
    """Our own chart of how long a benefit lasted, drawn by a FigureWidget."""
    return ipw.VBox(_drawn(charts.lasting(name, outcomes, w)))


def _drawn(chart: charts.Chart) -> list[ipw.DOMWidget]:
    said = Markup("<h3>{}</h3><p>{}</p><p>{}</p>").format(chart.title, chart.sentence, chart.how_to_read)
    table = _details(chart.table_title, chart.columns, chart.rows)
    return [ipw.HTML(str(said)), FigureWidget(chart.figure), ipw.HTML(table)]


def _groups(w: Words, found: Outcome) -> list[tuple[str, Group | None]]:
    return list(zip(say.group_names(w, found), (found.treated, found.compared), strict=True))


def _panel(w: Words, title: str, group: Group | None) -> Figure:
    """A dot for each person of the group: those who got better in colour, the others pale."""
    people, of = (group.people or 0, group.of) if group else (0, 0)
    across = 10 if of >= 50 else 5
    x, y = [i % across for i in range(of)], [i // across for i in range(of)]
    figure = Figure(
        [
            Scatter(x=xs, y=ys, mode="markers", marker={"size": 15, "color": colour}, hoverinfo="skip")
            for xs, ys, colour in ((x[:people], y[:people], FULL), (x[people:], y[people:], EMPTY))
        ]
    )
    figure.update_layout(
        title={"text": f"{title} <b>{say.people_of(w, group)}</b>" if group else ""},
        width=300,
        height=340,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, autorange="reversed")
    return figure


def _table(w: Words, found: dict[str, dict[str, Outcome]]) -> str:
    return _details(
        w.say("All of these numbers as a table"),
        [w.say("Study"), w.say("What counts"), w.say("With TMS"), w.say("With sham"), w.say("In words")],
        [
            [
                o.claim.label,
                say.outcome_name(w, o.claim.outcome),
                say.people_of(w, o.treated),
                say.people_of(w, o.compared) if o.compared else o.compared_with,
                say.sentence(w, o),
            ]
            for by_outcome in found.values()
            for o in by_outcome.values()
        ],
    )


def _details(title: str, columns: list[str], rows: list[list[str]]) -> str:
    head = Markup().join(Markup("<th>{}</th>").format(column) for column in columns)
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(Markup("<td>{}</td>").format(cell) for cell in row)) for row in rows
    )
    return str(Markup("<details><summary>{}</summary><table><tr>{}</tr>{}</table></details>").format(title, head, body))
