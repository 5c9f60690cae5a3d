"""The start: every lesson is on its map with the time it takes, and every way from it leads somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from pages.course import Lesson, course
from pages.markdown import LessonMarkdown
from pages.surround import Site

FOLDER = Path(__file__).parents[2] / "notebooks"
PARTS = {
    c["id"]: "".join(c["source"])
    for c in json.loads((FOLDER / "index.ipynb").read_text("utf-8"))["cells"]
    if c["cell_type"] == "markdown"
}


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


def places(name: str) -> set[str]:
    """The ids of the headings of a notebook, as a page has them."""
    cells = json.loads((FOLDER / name).read_text("utf-8"))["cells"]
    prose = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return set(re.findall(r'<h\d id="([^"]+)"', MarkdownWithMath(renderer=LessonMarkdown(None)).render(prose)))


def test_the_map_holds_every_lesson_in_reading_order_by_its_own_title() -> None:
    lessons = [
        (other.title, other.name) for other in course(FOLDER) if not other.folder and other.name != "index.ipynb"
    ]
    assert re.findall(r"\[([^\]]+)\]\(([^)]+)\)", PARTS["map"]) == lessons


@pytest.mark.parametrize("name", ["index.ipynb", "questions.ipynb"])
def test_every_way_leads_to_a_lesson_and_to_a_place_in_it(name: str) -> None:
    cells = json.loads((FOLDER / name).read_text("utf-8"))["cells"]
    found = [a for c in cells if c["cell_type"] == "markdown" for a in links("".join(c["source"])) if ".ipynb" in a]
    assert len(found) > 5
    for address in found:
        lesson, _, place = address.partition("#")
        assert (FOLDER / lesson).is_file(), f"{name} points to {lesson}, which is not there"
        assert not place or unquote(place) in places(lesson), f"{name} points to {address}; there is no such heading"


def test_each_of_the_five_situations_has_one_way_that_a_thumb_finds_first() -> None:
    ways = PARTS["ways"].splitlines()
    assert [re.match(r"- \[\*\*(.+)\*\*\]\(([^)]+)\)", way).groups() for way in ways] == [
        ("My symptoms came back.", "breakthrough_depression.ipynb"),
        ("I never really got better.", "trd_criteria.ipynb"),
        ("I have tried two medicines or more.", "next_steps.ipynb"),
        ("I am thinking about TMS.", "tms_outcomes.ipynb"),
        ("I am here for someone else.", "#Supporting-someone"),
    ]
    assert "Supporting-someone" in places("index.ipynb")


def test_what_to_know_in_one_minute_takes_about_a_minute() -> None:
    words = re.sub(r"\]\([^)]*\)|[*#>\[-]", " ", PARTS["cards"]).split()
    assert len(words) <= 200
    assert PARTS["cards"].count("- ### ") == 4


def test_the_time_of_each_lesson_stands_beside_its_link_on_the_map_and_nowhere_else() -> None:
    def lesson(name: str, minutes: int, audience: str = "") -> Lesson:
        return Lesson(name, name, "", "en", audience, minutes)

    site = Site(
        (lesson("index.ipynb", 2), lesson("a.ipynb", 1), lesson("b.ipynb", 7), lesson("c.ipynb", 9, "reviewers"))
    )
    html = (
        '<a href="b.ipynb">B</a><div class="ns-map"><ol><li><a href="a.ipynb">A</a>: one.</li>\n'
        '<li><a href="b.ipynb">B</a>: two.</li>\n<li><a href="c.ipynb">C</a>: three.</li></ol></div>'
    )
    shown = site.surround(html, "index.ipynb")
    assert '<a href="a.ipynb">A</a> <span class="ns-time">(about 1 minute)</span>: one.' in shown
    assert '<a href="b.ipynb">B</a> <span class="ns-time">(about 7 minutes)</span>: two.' in shown
    assert shown.count("ns-time") == 2, "reviewers look things up; nobody reads their table from top to bottom"
