"""One stylesheet for everything: a widget's rule must not reach into another widget, where it could hide a curve."""

import re
from itertools import combinations
from pathlib import Path

import pytest

WIDGETS = Path(__file__).parents[2] / "widgets"
STEMS = sorted(path.stem for path in WIDGETS.glob("*.css") if path.stem != "tokens")


def selectors(css: str) -> list[str]:
    """Every selector of a stylesheet, one by one, without comments and at-rules."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return [s.strip() for group in re.findall(r"([^{}]+)\{", plain) for s in group.split(",") if "@" not in group]


def reaching(stem: str) -> set[str]:
    """The classes that a widget styles wherever they stand: alone, below no class of its own."""
    found = (
        re.match(r"\.(ns-[\w-]+)[^ >+~]*(?:[ >+~].*)?$", s) for s in selectors((WIDGETS / f"{stem}.css").read_text())
    )
    return {match[1] for match in found if match}


@pytest.mark.parametrize(("one", "other"), list(combinations(STEMS, 2)))
def test_a_class_has_one_owner_so_that_no_widget_hides_or_moves_a_part_of_another(one: str, other: str):
    both = reaching(one) & reaching(other)
    assert not both, f"{one}.css and {other}.css both style {sorted(both)} anywhere; put the root's class before it"


def test_the_stylesheets_are_read_as_a_browser_would():
    assert selectors("/* a */ .ns-a, .ns-b p { x: y } @media print { .ns-c { x: y } }") == [".ns-a", ".ns-b p", ".ns-c"]
