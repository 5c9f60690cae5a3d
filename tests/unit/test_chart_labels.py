"""A name above a line of a chart stays on a small phone: it goes on in a second line, and what is below moves down."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from plotly.graph_objects import Figure

from nextsteps.charts.drawing import svg
from nextsteps.charts.out_of_100 import NEXT_LINE, TMS, in_lines, lay_out, marks
from nextsteps.models.outcome import Group

LONG = "42 clínicas de Estados Unidos, según los pacientes"


def drawn(name: str, axis: str = "Out of 100") -> BeautifulSoup:
    """A chart of two marks, each below its name; the first name is `name`."""
    group = Group(29, 100, (26, 32), False, None, 100, 0.29)
    figure = Figure(marks("With TMS", TMS, "circle", [(40, group, "29 of 100"), (124, group, "29 of 100")]))
    texts = [(16, f"<b>{name}</b>", 14), (100, "<b>VA clinics</b>", 14)]
    return BeautifulSoup(svg(lay_out(figure, 168, texts, axis)), "html.parser")


def test_a_long_name_is_written_in_lines_of_much_the_same_length() -> None:
    assert in_lines(f"<b>{LONG}</b>", 14) == "<b>42 clínicas de Estados<br>Unidos, según los pacientes</b>"
    assert in_lines("VA clinics", 14) == "VA clinics"
    assert in_lines("Contraindicación" * 3, 14).count("<br>") == 0, "no word is broken"


def test_what_stands_below_a_second_line_moves_down_with_its_mark() -> None:
    short, long = drawn("VA trial"), drawn(LONG)
    assert [float(mark["y"]) for mark in short.select(".ns-drawing > svg")] == [40, 124]
    assert [float(mark["y"]) for mark in long.select(".ns-drawing > svg")] == [40 + NEXT_LINE, 124 + NEXT_LINE]
    names = long.select(".ns-drawing > text:not(.ns-tick)")
    assert [float(name["y"]) for name in names] == [16, 100 + NEXT_LINE]
    assert names[0].tspan["dy"] == str(NEXT_LINE)
    assert re.sub(r"\s+", " ", names[0].get_text()) == LONG


def test_a_long_axis_has_room_for_its_second_line() -> None:
    one, two = drawn("VA trial"), drawn("VA trial", "De cada 100 personas que habían respondido")
    heights = [float(chart.select_one(".ns-drawing")["height"]) for chart in (one, two)]
    assert heights[1] - heights[0] == NEXT_LINE
