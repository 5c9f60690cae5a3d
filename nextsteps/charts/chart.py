"""A chart and what must never be missing beside it: a title, a sentence and a table of the same numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from plotly.graph_objects import Figure

from nextsteps.charts.drawing import svg

#: How a chart behaves wherever it is drawn: no buttons, no logo, no upload, no zoom that traps a finger.
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "responsive": True,
}


def data_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], id: str = "", note: str = ""
) -> Markup:
    """A folded table of text, whose first column names the row. On a phone each row is a card: no number of a treatment
    stands there while what it is compared with lies beyond the edge.

    `note` stands above the table and says once what would make its cells long.
    """
    head = Markup().join(Markup('<th scope="col">{}</th>').format(c) for c in columns)
    body = Markup().join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup().join(
                Markup('<td data-label="{}">{}</td>').format(column, cell)
                for column, cell in zip(columns[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    )
    return Markup(
        '<details class="ns-table"{id}><summary>{title}</summary>{note}'
        '<div class="ns-scroll" tabindex="0" role="region" aria-label="{title}">'
        '<table class="ns-rows"><thead><tr>{head}</tr></thead>'
        "<tbody>{body}</tbody></table></div></details>"
    ).format(
        id=Markup(' id="{}"').format(id) if id else "",
        title=title,
        note=Markup('<p class="ns-small">{}</p>').format(note) if note else "",
        head=head,
        body=body,
    )


@dataclass(frozen=True)
class Chart:
    """A figure with its words.

    name      its id on the page; the table's is name-table
    columns   the table's headings; the first names the row
    rows      the table's cells as text, one list per row, as long as `columns`
    """

    name: str
    title: str
    sentence: str
    how_to_read: str
    figure: Figure
    columns: list[str]
    rows: list[list[str]]
    table_title: str
    table_note: str = ""

    def html(self, *, table: bool = True) -> str:
        """The whole chart as HTML that needs no script: the drawing is added where one runs.

        Without `table` for a chart that is chosen among others whose one table stands below them all.
        """
        # "<" could end or change the script element; JSON may write it as a number.
        drawn = json.dumps({**self._json(), "config": CONFIG}, separators=(",", ":"))
        figure = Markup(drawn.replace("<", "\\u003c"))
        return str(
            Markup(
                '<figure class="ns-chart" id="{name}" '
                'aria-labelledby="{name}-title" aria-describedby="{name}-sentence">'
                '<figcaption><h3 id="{name}-title">{title}</h3><p id="{name}-sentence">{sentence}</p>'
                '<p class="ns-how">{how}</p></figcaption>'
                '<div class="ns-plot" aria-hidden="true" style="min-height:{height}px">{drawing}</div>'
                '<script type="application/json" class="ns-figure">{figure}</script>'
                "{table}</figure>"
            ).format(
                name=self.name,
                title=self.title,
                sentence=self.sentence,
                how=self.how_to_read,
                height=self.figure.layout.height,
                drawing=svg(self.figure),
                figure=figure,
                table=self.table() if table else "",
            )
        )

    def table(self) -> Markup:
        """The table alone, folded."""
        return data_table(self.table_title, self.columns, self.rows, f"{self.name}-table", self.table_note)

    def __repr__(self) -> str:
        """The sentence and the table as text: what a reviewer reads, and what nbval compares."""
        widths = [max(len(row[i]) for row in [self.columns, *self.rows]) for i in range(len(self.columns))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in [self.columns, *self.rows]
        ]
        return "\n".join([self.title, self.sentence, "", *lines])

    def _json(self) -> dict[str, Any]:
        figure: dict[str, Any] = json.loads(self.figure.to_json())
        figure["layout"].pop("template", None)
        return figure

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Plotly's own picture in JupyterLab, complete HTML for a page, text for reviewers."""
        plotly = {**self._json(), "config": CONFIG}
        return {"application/vnd.plotly.v1+json": plotly, "text/html": self.html(), "text/plain": repr(self)}
