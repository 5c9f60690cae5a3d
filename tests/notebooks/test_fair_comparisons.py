"""No figure of TMS stands alone: where a widget or chart gives one, its comparison, or that it has none, is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

LESSON = Path(__file__).parents[2] / "notebooks/tms_outcomes.ipynb"
CELLS = [c for c in json.loads(LESSON.read_text("utf-8"))["cells"] if c["cell_type"] == "code" and c["id"] != "sources"]
#: "29 of 100", "11 of 14", "6 of 1,000": how every picture of this lesson counts people.
FIGURE = re.compile(r"\b[\d,]+ of [\d,]+\b")
#: What a TMS figure may stand beside. Coils are compared with coils, and one trial with a change of medicine.
FAIR = re.compile(
    r"\bsham\b|no comparison group|without a comparison group|both groups together|figure-8|\bswitch to\b",
    re.IGNORECASE,
)
#: A part that is read as one piece: a row, a point of a list, a paragraph, a sentence, or a picture with its groups.
PIECES = "tbody tr, li, p, output, .ns-groups"


def unfair(text: str) -> bool:
    """Whether the text gives people out of a number without what they are compared with."""
    return bool(FIGURE.search(text)) and not FAIR.search(text)


def told(prose: str) -> Iterator[str]:
    """Each sentence of a paragraph with those that may say its comparison for it.

    These are the one before or after it that begins "With …", and the next one without a number, which may say that
    there was no comparison group. A sentence may not borrow the comparison of another study's.
    """
    said = re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(prose.split()))
    for i, sentence in enumerate(said):
        beside = [s for s in (*said[max(0, i - 1) : i], *said[i + 1 : i + 2]) if s.startswith("With ")]
        after = next((s for s in said[i + 1 :] if not FIGURE.search(s)), "")
        yield " ".join([sentence, *beside, after]) if FIGURE.search(sentence) else sentence


def texts(html: str) -> Iterator[str]:
    """What a reader meets in this HTML, in each state, piece by piece, and what a chart says when pointed at."""
    page = BeautifulSoup(html, "html.parser")
    for script in page.select("script.ns-state"):
        for state in json.loads(script.string or "{}")["states"].values():
            yield from state_texts(state)
    for script in page.select("script.ns-figure"):
        yield from pointed_at(json.loads(script.string or "{}"))
    # A plain line belongs to its list, and a picture's fold, small print and pictures to its panel.
    for piece in page.select(PIECES):
        if piece.name == "tr":
            head = piece.find_parent("table").thead
            yield f"{head.get_text(' ') if head else ''} {piece.get_text(' ')}"
        elif piece.name == "li" and piece.find_parent("ul", class_="ns-plain"):
            yield piece.parent.get_text(" ")
        elif "ns-groups" in piece.get("class", []):
            spoken = " ".join(picture["aria-label"] for picture in piece.select("[aria-label]"))
            yield f"{before(piece)} {piece.get_text(' ')} {spoken}"
        elif piece.find_parent(["dd", "table", "details"]) is None:
            yield from told(piece.get_text(" "))


def before(picture: Any) -> str:
    """The sentence right above a picture, read with it: it may be what says that there is no comparison."""
    sentence = picture.find_previous_sibling(["p", "output"])
    return sentence.get_text(" ") if sentence else ""


def state_texts(state: Any) -> Iterator[str]:
    """The texts of one state: a picture and its own sentence are seen together, and all else is read by itself."""
    if isinstance(state, dict):
        if "picture" in state:
            picture = BeautifulSoup(state["picture"], "html.parser")
            groups = picture.select_one(".ns-groups")
            if groups is not None:
                yield f"{state.get('sentence', '')} {groups.get_text(' ')}"
                groups.decompose()
                yield from texts(str(picture))
            else:
                yield from texts(state["picture"])
        for key, value in state.items():
            if key != "picture":
                yield from state_texts(value)
    elif isinstance(state, list):
        for value in state:
            yield from state_texts(value)
    elif isinstance(state, str):
        yield from texts(state) if "<" in state else told(state)


def pointed_at(figure: dict[str, Any]) -> Iterator[str]:
    """What a live chart says of each mark."""
    for trace in figure["data"]:
        said = trace.get("text") or trace.get("hovertext") or []
        yield from [said] if isinstance(said, str) else said


def outputs() -> Iterator[tuple[str, str, str]]:
    """The name of each cell with a picture, its HTML and its lines for reviewers."""
    for cell in CELLS:
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/html" in data:
                yield cell["id"], "".join(data["text/html"]), "".join(data.get("text/plain", ""))


def seen(html: str) -> list[str]:
    return [" ".join(text.split()) for text in texts(html)]


@pytest.mark.parametrize(("cell", "html", "_"), list(outputs()), ids=[cell for cell, _, _ in outputs()])
def test_no_state_of_any_widget_or_chart_shows_tms_without_its_comparison_or_that_there_was_none(
    cell: str, html: str, _: str
) -> None:
    assert [text[:300] for text in seen(html) if unfair(text)] == []


def test_the_states_of_every_widget_are_looked_into_and_figures_are_found_in_each_kind_of_picture() -> None:
    found = {cell: sum(bool(FIGURE.search(text)) for text in seen(html)) for cell, html, _ in outputs()}
    assert len(found) >= 9
    html = "".join(html for _, html, _ in outputs())
    page = BeautifulSoup(html, "html.parser")
    assert {w["data-widget"] for w in page.select("[data-widget]")} >= {"icon_array", "every_study", "time_and_travel"}
    for place in (".ns-widget", ".ns-side-by-side", ".ns-chart"):
        assert page.select(place), f"nothing of {place} is on the page"
    assert sum(found.values()) > 250, "the states were not found"


@pytest.mark.parametrize(
    ("cell", "html"), [(cell, html) for cell, html, _ in outputs()], ids=[c for c, _, _ in outputs()]
)
def test_a_comparison_that_is_taken_away_anywhere_is_noticed(cell: str, html: str) -> None:
    if not any(FIGURE.search(text) for text in seen(html)):
        assert not FIGURE.search(BeautifulSoup(html, "html.parser").get_text(" "))
        return
    bare = re.sub(FAIR, "…", html)
    assert any(unfair(text) for text in seen(bare)), f"{cell} could lose its comparison and nobody would see it"


def test_what_a_reviewer_reads_of_each_state_is_fair_too() -> None:
    lines = [line for cell, _, plain in outputs() for line in plain.splitlines()]
    assert sum(bool(FIGURE.search(line)) for line in lines) > 40
    assert [line for line in lines if unfair(line)] == []


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("58 of 100 people were counted as better after TMS.", True),
        ("58 of 100 people were counted as better. There was no comparison group.", False),
        ("With TMS, 29 of 100. With sham, 10 of 100 did.", False),
        ("With TMS, 52 of 100. After a switch to another medicine, 36 of 100 did.", False),
        ("20 to 30 visits.", False),
    ],
)
def test_a_figure_alone_is_seen_as_such(text: str, alone: bool) -> None:
    assert unfair(text) is alone


@pytest.mark.parametrize(
    ("prose", "alone"),
    [
        (
            "Beside sham, 10 of 100 did. Clinics counted 58 of 100. Without a comparison group, 41 of 100 got well.",
            True,
        ),
        ("Doctors counted 58 of 100. Patients counted 56 of 100. There was no comparison group.", False),
        ("With TMS, 29 of 100 got better. With sham, 10 of 100 did.", False),
    ],
)
def test_a_sentence_does_not_borrow_the_comparison_of_another_study(prose: str, alone: bool) -> None:
    assert any(unfair(text) for text in told(prose)) is alone


def test_the_pictures_put_both_groups_in_one_frame() -> None:
    pictures = 0
    for _, html, _ in outputs():
        for script in BeautifulSoup(html, "html.parser").select("script.ns-state"):
            for state in json.loads(script.string or "{}")["states"].values():
                if isinstance(state, dict) and "picture" in state:
                    frame = BeautifulSoup(state["picture"], "html.parser")
                    kinds = {k for g in frame.select(".ns-group") for k in g["class"]} - {"ns-group"}
                    together = "together" in frame.get_text(" ")
                    assert "ns-compared" in kinds or together or "no comparison group" in frame.get_text(" ")
                    pictures += 1
    assert pictures >= 10
