"""Who opens the site meets a lesson for patients first; who is on a page does not wait for the others."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from pages.library import Library, Page
from pages.render import RenderError

ROOT = Path(__file__).parents[2]


def write(folder: Path, name: str, **metadata: str) -> None:
    notebook = nbformat.v4.new_notebook(metadata={"title": name, "lang": "en", **metadata})
    nbformat.write(notebook, folder / name)


def test_a_reviewers_page_is_not_the_first_thing_a_patient_meets(tmp_path: Path) -> None:
    write(tmp_path, "evidence.ipynb", audience="reviewers")
    write(tmp_path, "tms_outcomes.ipynb")
    assert Library(tmp_path).home() == "tms_outcomes.ipynb"


def test_a_lesson_called_index_is_the_start_whatever_else_there_is(tmp_path: Path) -> None:
    write(tmp_path, "about.ipynb")
    write(tmp_path, "index.ipynb")
    assert Library(tmp_path).home() == "index.ipynb"


def test_a_folder_with_reviewers_pages_alone_still_has_a_start(tmp_path: Path) -> None:
    write(tmp_path, "evidence.ipynb", audience="reviewers")
    assert Library(tmp_path).home() == "evidence.ipynb"


def test_a_lesson_in_another_language_is_not_the_start_of_this_one(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    write(tmp_path, "es/criteria.ipynb")
    write(tmp_path, "tms_outcomes.ipynb")
    assert Library(tmp_path).home() == "tms_outcomes.ipynb"


def test_a_notebook_that_cannot_be_read_does_not_hide_the_lessons_after_it(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{", "utf-8")
    write(tmp_path, "tms_outcomes.ipynb")
    assert Library(tmp_path).home() == "broken.ipynb", "the server tells of it when it starts"


def test_an_empty_folder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="name the folder that holds the lessons"):
        Library(tmp_path).home()


def test_the_committed_site_does_not_open_with_the_evidence_page() -> None:
    assert Library(ROOT / "notebooks").home() != "evidence.ipynb"


def test_after_a_change_the_page_that_a_reader_is_on_is_made_anew_before_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    library = Library(tmp_path)
    monkeypatch.setattr(library, "rendering", asked.append)
    for name in ("about", "index", "tms_outcomes"):
        library._pages[f"{name}.ipynb"] = Page(tmp_path / f"{name}.ipynb", made_from="before the change")
        write(tmp_path, f"{name}.ipynb")
    library.ready("tms_outcomes.ipynb")
    assert asked == ["tms_outcomes.ipynb", "about.ipynb", "index.ipynb"]
