"""A reader of Spanish gets the same lesson: the same parts, claims and pictures, and prose for today's English."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from pages.markdown import LessonMarkdown
from pages.render import RenderError
from pages.siblings import begin, confirm, differences, english_of, in_language

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.rglob("*.ipynb"))
SIBLINGS = [path for path in LESSONS if english_of(path)]
each_sibling = pytest.mark.parametrize("path", SIBLINGS, ids=[f"{p.parent.name}/{p.stem}" for p in SIBLINGS])


def links(path: Path) -> list[str]:
    """Where the prose of a lesson leads within the lessons."""
    prose = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    return [a for text in prose for a in re.findall(r"\]\(([^)]+\.ipynb[^)]*|#[^).]+)\)", text)]


def places(path: Path) -> set[str]:
    """The ids that a page of the lesson has: of its headings, and of the parts of its widgets."""
    cells = nbformat.read(path, 4).cells
    prose = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    headings = re.findall(r'<h\d id="([^"]+)"', MarkdownWithMath(renderer=LessonMarkdown(None)).render(prose))
    shown = [output.data["text/html"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    return {*headings, *re.findall(r' id="([^"]+)"', "".join(shown))}


def cell(id: str, source: str, **metadata: object) -> nbformat.NotebookNode:
    made = nbformat.v4.new_markdown_cell(source, id=id, metadata=metadata)
    return made


@pytest.fixture
def sibling(tmp_path: Path) -> Path:
    """A small Spanish lesson beside its English one, as they should be, to be spoilt."""
    code = 'from widgets import Sources\n\nSources(prose=["crisis.988-reach"])'
    output = nbformat.v4.new_output(
        "execute_result", {"text/html": '<li id="crisis.988-reach" class="ns-claim">x</li>'}
    )
    run = nbformat.v4.new_code_cell(code, id="sources", outputs=[output])
    english = nbformat.v4.new_notebook(
        metadata={"title": "Start here", "description": "Why.", "lang": "en"},
        cells=[
            cell("title", "# Start here"),
            cell("where", "You can stop at any time.", part="ways"),
            cell("help", "[Call 911](tel:911), [any time](#crisis.988-reach), [a lesson](other.ipynb)."),
            run,
        ],
    )
    nbformat.write(english, tmp_path / "index.ipynb")
    path = begin(tmp_path / "index.ipynb", "es")
    spanish = nbformat.read(path, 4)
    spanish.metadata |= {"title": "Empiece aquí", "description": "Por qué."}
    for own, text in zip(
        spanish.cells, ("# Empiece aquí", "Puede parar.", spanish.cells[2].source + " Ya."), strict=False
    ):
        own.source = text
    spanish.cells[3].outputs = [output]
    nbformat.write(spanish, path)
    confirm(path)
    assert list(differences(path)) == []
    return path


def change(path: Path, cell: str, before: str, after: str) -> None:
    notebook = nbformat.read(path, 4)
    (found,) = [c for c in notebook.cells if c.id == cell]
    assert before in found.source
    found.source = found.source.replace(before, after)
    nbformat.write(notebook, path)


@each_sibling
def test_a_lesson_has_the_same_cells_claims_and_widgets_in_both_languages_and_was_read_beside_its_english(
    path: Path,
) -> None:
    assert "\n".join(differences(path)) == ""


@each_sibling
def test_a_reader_who_follows_a_link_comes_to_a_lesson_and_to_a_place_in_it(path: Path) -> None:
    for address in links(path):
        lesson, _, place = unquote(address).partition("#")
        target = path.parent / lesson if lesson else path
        if not target.is_file():  # until it is written, the page leads to the English one
            assert (path.parent.parent / lesson).is_file(), f"{path} points to {lesson}, which is in no language"
        else:
            assert not place or place in places(target), f"{path} points to {address}; there is no such heading"


def test_a_changed_english_sentence_waits_for_somebody_to_read_the_spanish_one_again(sibling: Path) -> None:
    change(sibling.parent.parent / "index.ipynb", "where", "You can stop at any time.", "You can stop when you like.")
    (told,) = differences(sibling)
    assert told.startswith("es/index.ipynb, cell where: needs review")
    assert told.endswith("run python -m pages confirm notebooks/es/index.ipynb where.")
    assert confirm(sibling, ["where"]) == ["where"]
    assert list(differences(sibling)) == []


def test_a_changed_english_title_waits_too(sibling: Path) -> None:
    english = sibling.parent.parent / "index.ipynb"
    notebook = nbformat.read(english, 4)
    notebook.metadata["title"] = "Begin here"
    nbformat.write(notebook, english)
    assert [told.partition(":")[0] for told in differences(sibling)] == ["es/index.ipynb, cell lesson"]
    confirm(sibling, ["lesson"])
    assert list(differences(sibling)) == []


@pytest.mark.parametrize(
    ("cell", "before", "after", "told"),
    [
        ("help", "#crisis.988-reach", "#crisis.988-text", "does not link to the same claims"),
        ("help", "(other.ipynb)", "(another.ipynb)", "does not link to the same lessons or telephone numbers"),
        ("help", "tel:911", "tel:912", "does not link to the same lessons or telephone numbers"),
        ("sources", '"crisis.988-reach"', '"crisis.988-text"', "its code is not that of the English cell"),
        ("sources", 'language="es"', 'language="en"', "its code is not that of the English cell"),
        ("sources", ', language="es"', "", "its code is not that of the English cell"),
    ],
)
def test_a_sibling_that_says_something_else_is_refused_with_its_cell(
    sibling: Path, cell: str, before: str, after: str, told: str
) -> None:
    change(sibling, cell, before, after)
    assert any(said.startswith(f"es/index.ipynb, cell {cell}:") and told in said for said in differences(sibling))


def test_a_sibling_without_one_of_the_cells_is_refused_with_the_first_that_differs(sibling: Path) -> None:
    notebook = nbformat.read(sibling, 4)
    del notebook.cells[1]
    nbformat.write(notebook, sibling)
    (told,) = differences(sibling)
    assert told.startswith("es/index.ipynb, cell where: its cells are not those of the English lesson")


def test_a_widget_that_was_not_run_in_both_languages_is_told_of(sibling: Path) -> None:
    notebook = nbformat.read(sibling, 4)
    notebook.cells[-1].outputs = []
    nbformat.write(notebook, sibling)
    assert "it does not show the same widgets" in "".join(differences(sibling))


def test_english_prose_cannot_be_confirmed_as_spanish(sibling: Path) -> None:
    sibling.unlink()
    assert begin(sibling.parent.parent / "index.ipynb", "es") == sibling
    waiting = [told.split(":")[0].rpartition(" ")[2] for told in differences(sibling) if "needs review" in told]
    assert waiting == ["lesson", "title", "where", "help"]
    with pytest.raises(RenderError, match="the title is still English"):
        confirm(sibling)
    with pytest.raises(RenderError, match="cell where: it is still English"):
        confirm(sibling, ["where"])
    with pytest.raises(RenderError, match="is there already"):
        begin(sibling.parent.parent / "index.ipynb", "es")


def test_a_cell_that_is_not_there_cannot_be_confirmed(sibling: Path) -> None:
    with pytest.raises(RenderError, match="no cell 'wher' in common; they have: title, where, help, sources"):
        confirm(sibling, ["wher"])
    with pytest.raises(RenderError, match="is in no folder of a language"):
        confirm(sibling.parent.parent / "index.ipynb")


def test_a_sibling_in_a_language_without_a_catalogue_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="no catalogue of the language 'xx'"):
        begin(tmp_path / "index.ipynb", "xx")


def test_code_changes_only_in_the_language_that_is_asked_for() -> None:
    code = (
        "from widgets import IconArray, SideBySide\n\n"
        'CLAIMS = [\n    "a.b",\n]\n'
        'IconArray("é", CLAIMS)\n'
        'SideBySide.of_trials(\n    "x",\n    CLAIMS,\n)\n'
        'ranges("y", [outcome(claim(id)) for id in CLAIMS], words("en"))\n'
    )
    assert in_language(code, "es") == (
        "from widgets import IconArray, SideBySide\n\n"
        'CLAIMS = [\n    "a.b",\n]\n'
        'IconArray("é", CLAIMS, language="es")\n'
        'SideBySide.of_trials(\n    "x",\n    CLAIMS,\n    language="es",\n)\n'
        'ranges("y", [outcome(claim(id)) for id in CLAIMS], words("es"))\n'
    )
