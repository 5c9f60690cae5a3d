"""The way to a visit: each step is said in words, and its link leads to a place that is there in both languages."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from widgets import WayToVisit

FOLDER = Path(__file__).parents[2] / "notebooks"
WAYS = ("start", "question", "symptoms-back", "list")


def page(of: str, language: str = "en") -> BeautifulSoup:
    return BeautifulSoup(WayToVisit("way", of=of, language=language).html(), "html.parser")


@pytest.mark.parametrize("of", WAYS)
def test_a_reader_without_eyes_or_scripts_has_every_step_in_words_in_a_list(of: str) -> None:
    found = page(of)
    steps = found.select("ol > li")
    assert len(steps) == len(WayToVisit("way", of=of).steps) >= 3
    for number, step in enumerate(steps, 1):
        assert step.strong.get_text().startswith(f"{number}. ")
        assert step.span.get_text()
        assert step.svg["aria-hidden"] == "true"
    assert not found.select("script, button, input")


@pytest.mark.parametrize("language", ["", "es"])
@pytest.mark.parametrize("of", WAYS)
def test_each_link_leads_to_a_cell_of_a_lesson_in_either_language(of: str, language: str) -> None:
    links = [step.link for step in WayToVisit("way", of=of).steps if step.link]
    assert "next_steps.ipynb#at-plan" in links, "the plan is what a reader takes along"
    for link in links:
        lesson, _, place = link.partition("#at-")
        cells = json.loads((FOLDER / language / lesson).read_text("utf-8"))["cells"]
        assert place in [cell["id"] for cell in cells if cell["cell_type"] == "markdown"]


def test_no_drawing_of_the_choices_points_to_one_of_them() -> None:
    choices = page("start").select("li")[1].svg
    assert choices.select_one("g path")["d"].count("M") == 2, "only the place where the reader stands is set apart"


def test_steps_that_nobody_has_drawn_are_refused() -> None:
    with pytest.raises(ValueError, match="no way to a visit of 'cure'; use one of: start, question"):
        WayToVisit("way", of="cure")
