"""The drawing that stands before any script: every mark, interval and word of the figure, in its place."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from plotly.graph_objects import Figure, Scatter

from nextsteps.charts import forest
from nextsteps.charts.drawing import svg
from nextsteps.evidence import registry
from nextsteps.models.outcome import outcome
from nextsteps.wording import words

DRAWN = [c.id for c in registry() if c.label and c.outcome and not c.open]
FIGURE = forest("x", [outcome(registry().record(id)) for id in DRAWN], words("en")).figure
PAGE = BeautifulSoup(str(svg(FIGURE)), "html.parser")


def place(x: float) -> str:
    return f"{round(x / 101 * 100, 2):g}%"


def marks(trace):
    return list(zip(trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus, strict=True))


def test_every_group_of_every_study_has_its_mark_where_its_number_is():
    wanted = {(place(x), f"{y:g}") for t in FIGURE.data if t.mode == "markers" for x, y, _, _ in marks(t)}
    found = {(m["x"], m["y"]) for m in PAGE.select(".ns-drawing > svg")}
    assert len(wanted) > 20
    assert found == wanted


def test_every_interval_is_drawn_from_its_lowest_to_its_highest_and_none_is_made_up():
    wanted = {
        (place(x - less), place(x + more), f"{y:g}")
        for t in FIGURE.data
        if t.mode == "markers"
        for x, y, more, less in marks(t)
        if more or less
    }
    spreads = {(place(t.x[0]), place(t.x[1]), f"{t.y[0]:g}") for t in FIGURE.data if t.mode == "lines"}
    found = {(b["x1"], b["x2"], b["y1"]) for b in PAGE.select(".ns-drawing > line:not(.ns-grid)")}
    assert wanted
    assert spreads
    assert found == wanted | spreads


def test_every_word_of_the_figure_is_written():
    said = [t.get_text() for t in PAGE.select("text")]
    for note in FIGURE.layout.annotations:
        assert note.text.removeprefix("<b>").removesuffix("</b>") in said
    assert "People out of 100" in said
    assert [t for t in said if t.isdigit()] == ["0", "20", "40", "60", "80", "100"]


def test_the_legend_names_each_kind_of_mark_once():
    named = [t.name for t in FIGURE.data if t.showlegend is not False]
    assert [e.get_text(strip=True) for e in PAGE.select(".ns-legend li")] == named
    assert len(set(named)) == len(named)


def test_words_of_a_study_cannot_break_the_drawing():
    figure = Figure(FIGURE)
    figure.layout.annotations[0].text = "<script>alert()</script>"
    assert "<script>" not in svg(figure)


def test_a_mark_that_cannot_be_drawn_is_refused_in_a_sentence():
    figure = Figure(FIGURE)
    figure.add_trace(
        Scatter(
            x=[1], y=[1], mode="markers", marker={"symbol": "star"}, error_x={"array": [0], "arrayminus": [0]}, name="a"
        )
    )
    with pytest.raises(ValueError, match="The mark 'star' cannot be drawn; use one of: circle"):
        svg(figure)
