"""No figure of TMS stands alone: wherever a widget or chart gives one, its comparison, or that it has none, is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

LESSON = Path(__file__).parents[2] / "notebooks/tms_outcomes.ipynb"
#: "29 of 100", "11 of 14", "6 of 1,000": how every picture of this lesson counts people.
FIGURE = re.compile(r"\b[\d,]+ of [\d,]+\b")
#: What a TMS figure may stand beside. Coils are compared with coils.
FAIR = re.compile(r"\bsham\b|no comparison group|both groups together|[Ff]igure-8", re.IGNORECASE)


def unfair(text: str) -> bool:
    """Whether the text gives people out of a number without what they are compared with."""
    return bool(FIGURE.search(text)) and not FAIR.search(text)


def states(html: str) -> Iterator[str]:
    """Each state of a widget as its reader sees it, each row of a table, and each panel of a picture, as text."""
    page = BeautifulSoup(html, "html.parser")
    for script in page.select("script.ns-state"):
        for state in json.loads(script.string or "{}")["states"].values():
            yield BeautifulSoup(json.dumps(state, ensure_ascii=False), "html.parser").get_text(" ")
    for row in page.select("tbody tr"):
        head = row.find_parent("table").thead
        yield f"{head.get_text(' ') if head else ''} {row.get_text(' ')}"
    for sentence in page.select(".ns-side-by-side > p, .ns-sentence, figcaption > p"):
        yield sentence.get_text(" ")


def shown() -> Iterator[tuple[str, str]]:
    for cell in json.loads(LESSON.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code" and cell["id"] != "sources":
            for output in cell["outputs"]:
                for text in states("".join(output.get("data", {}).get("text/html", ""))):
                    yield cell["id"], text


def test_no_state_of_any_widget_or_chart_shows_tms_without_its_comparison_or_that_there_was_none() -> None:
    seen = [(cell, " ".join(text.split())) for cell, text in shown()]
    assert sum(bool(FIGURE.search(text)) for _, text in seen) > 40, "the states were not found"
    assert [(cell, text[:200]) for cell, text in seen if unfair(text)] == []


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("58 of 100 people were counted as better after TMS.", True),
        ("58 of 100 people were counted as better. There was no comparison group.", False),
        ("With TMS, 29 of 100. With sham, 10 of 100 did.", False),
        ("20 to 30 visits.", False),
    ],
)
def test_a_figure_alone_is_seen_as_such(text: str, alone: bool) -> None:
    assert unfair(text) is alone


def test_the_pictures_put_both_groups_in_one_frame() -> None:
    pictures = 0
    for cell in json.loads(LESSON.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            page = BeautifulSoup("".join(output.get("data", {}).get("text/html", "")), "html.parser")
            for script in page.select("script.ns-state"):
                for state in json.loads(script.string or "{}")["states"].values():
                    if isinstance(state, dict) and "picture" in state:
                        frame = BeautifulSoup(state["picture"], "html.parser")
                        kinds = {k for g in frame.select(".ns-group") for k in g["class"]} - {"ns-group"}
                        together = "together" in frame.get_text(" ")
                        assert "ns-compared" in kinds or together or "no comparison group" in frame.get_text(" ")
                        pictures += 1
    assert pictures >= 10
