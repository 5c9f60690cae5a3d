"""A reader is led through the lessons in one order, and told truly how long each takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from pages.course import ORDER, WORDS_A_MINUTE, course, reading_minutes

ROOT = Path(__file__).parents[2]


def write(folder: Path, name: str, **metadata: str) -> Path:
    notebook = nbformat.v4.new_notebook(metadata={"title": name, "lang": "en", **metadata})
    nbformat.write(notebook, folder / name)
    return folder / name


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}}


def prose(words: int, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": ["word " * words], "metadata": metadata}


def shown(html: str) -> dict[str, Any]:
    return {"cell_type": "code", "source": [], "metadata": {}, "outputs": [{"data": {"text/html": [html]}}]}


def test_lessons_come_in_the_order_a_reader_needs_them_and_the_reviewers_page_comes_last(tmp_path: Path) -> None:
    for name in ("evidence", "zest", "tms_outcomes", "index", "trd_criteria"):
        write(tmp_path, f"{name}.ipynb", audience="reviewers" if name == "evidence" else "patients")
    assert [lesson.stem for lesson in course(tmp_path)] == [
        "index",
        "trd_criteria",
        "tms_outcomes",
        "zest",
        "evidence",
    ]


def test_another_language_follows_in_its_own_folder_in_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    for name in ("es/tms_outcomes", "es/index", "tms_outcomes"):
        write(tmp_path, f"{name}.ipynb")
    assert [lesson.name for lesson in course(tmp_path)] == [
        "tms_outcomes.ipynb",
        "es/index.ipynb",
        "es/tms_outcomes.ipynb",
    ]


def test_every_committed_lesson_for_patients_has_its_place_in_the_course() -> None:
    for lesson in course(ROOT / "notebooks"):
        assert lesson.stem in ORDER or lesson.audience == "reviewers", f"name {lesson.stem} in pages/course.py"


def test_a_lesson_that_is_being_saved_does_not_fall_out_of_the_menu(tmp_path: Path) -> None:
    path = write(tmp_path, "index.ipynb", description="The start")
    before = course(tmp_path)
    path.write_text('{"cells": [', "utf-8")
    assert course(tmp_path) == before
    path.unlink()
    assert course(tmp_path) == []


def test_a_notebook_that_never_could_be_read_is_no_lesson_yet(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{", "utf-8")
    write(tmp_path, "untitled.ipynb", title=" ")
    assert course(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (WORDS_A_MINUTE, 1), (WORDS_A_MINUTE + 1, 2), (1500, 10)]
)
def test_the_time_is_the_words_by_the_rate_and_never_less_than_it_takes(words: int, minutes: int) -> None:
    assert reading_minutes(notebook(prose(words))) == minutes


def test_what_a_widget_says_in_sight_counts_and_what_must_be_opened_does_not() -> None:
    words = "word " * WORDS_A_MINUTE
    assert reading_minutes(notebook(prose(1), shown(f"<p>{words}</p>"))) == 2
    for hidden in (
        f"<details><summary>More</summary><br><p>{words}</p></details>",
        f'<section class="ns-sources"><p>{words}</p></section>',
        f"<script>{words}</script><svg><text>{words}</text></svg>",
        f"<p hidden>{words}</p>",
    ):
        assert reading_minutes(notebook(shown(hidden))) == 1, hidden
        assert reading_minutes(notebook(shown(hidden + f"<p>{words} more</p>"))) == 2, "what follows counts again"


def test_an_educators_notes_and_the_addresses_of_links_cost_a_patient_no_time() -> None:
    notes = prose(WORDS_A_MINUTE, slideshow={"slide_type": "notes"})
    tagged = prose(WORDS_A_MINUTE, tags=["notes"])
    assert reading_minutes(notebook(prose(5), notes, tagged)) == 1
    link = {"cell_type": "markdown", "source": ["[one](#tms.a-claim-with-a-name) " * WORDS_A_MINUTE], "metadata": {}}
    assert reading_minutes(notebook(link)) == 1


def test_the_committed_lessons_are_counted_from_their_outputs_too() -> None:
    path = ROOT / "notebooks/tms_outcomes.ipynb"
    whole = json.loads(path.read_text("utf-8"))
    bare = {**whole, "cells": [cell for cell in whole["cells"] if cell["cell_type"] == "markdown"]}
    assert reading_minutes(whole) > reading_minutes(bare) > 1
