"""One stylesheet for everything: a widget's rule must not reach into another widget, where it could hide a curve."""

import re
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Every stylesheet by its name: each widget's, and the page's own, which are all joined into one.
SHEETS = {
    path.stem: path
    for path in [*sorted((ROOT / "widgets").glob("*.css")), ROOT / "pages/static/page.css"]
    if path.stem != "tokens"
}
#: What the page lays out, prints or hides, and a widget dresses.
OF_BOTH = {"ns-controls", "ns-group", "ns-widget", "ns-wrap"}


def selectors(css: str) -> list[str]:
    """Every selector of a stylesheet, one by one, without comments and at-rules."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [s.strip() for group in re.findall(r"([^{}]+)\{", plain) for s in group.split(",") if "@" not in group]


def reaching(name: str) -> set[str]:
    """The classes that a stylesheet styles wherever they stand: alone, below no class of its own."""
    found = (re.match(r"\.(ns-[\w-]+)[^ >+~]*(?:[ >+~].*)?$", s) for s in selectors(SHEETS[name].read_text("utf-8")))
    return {match[1] for match in found if match}


@pytest.mark.parametrize(("one", "other"), list(combinations(SHEETS, 2)))
def test_a_class_has_one_owner_so_that_no_widget_hides_or_moves_a_part_of_another(one: str, other: str):
    both = (reaching(one) & reaching(other)) - (OF_BOTH if other == "page" else set())
    assert not both, f"{one}.css and {other}.css both style {sorted(both)} anywhere; put the root's class before it"


def test_the_stylesheets_are_read_as_a_browser_would():
    assert selectors("/* a */ .ns-a, .ns-b p { x: y } @media print { .ns-c { x: y } }") == [".ns-a", ".ns-b p", ".ns-c"]
