"""What JupyterLab shows of a lesson: from which folder it takes the other lessons, and where it begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.preview import asset, lessons_folder, start

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("notebook", "folder"),
    [
        ("/room/notebooks/index.ipynb", "/room/notebooks"),
        ("/room/notebooks/es/index.ipynb", "/room/notebooks"),
        ("/room/index.ipynb", "/room"),
        ("/room/essays/index.ipynb", "/room/essays"),
    ],
)
def test_a_lesson_in_spanish_keeps_its_english_one_and_its_menu(notebook: str, folder: str) -> None:
    assert lessons_folder(Path(notebook), Path("/room")) == Path(folder)


def test_jupyter_opened_in_the_spanish_folder_shows_nothing_from_above_it() -> None:
    assert lessons_folder(Path("/room/es/index.ipynb"), Path("/room/es")) == Path("/room/es")


def test_a_folder_of_lessons_opens_at_its_start_and_no_other_does(tmp_path: Path) -> None:
    assert start(ROOT / "notebooks/es") == ROOT / "notebooks/es/index.ipynb"
    assert start(tmp_path) is None
    assert start(ROOT / "notebooks/index.ipynb") is None


def test_only_what_a_page_asked_for_is_given_out(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/notes.js").write_text("private")
    assert asset(tmp_path / "assets/notes.js") is None
