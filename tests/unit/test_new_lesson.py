"""A lesson that somebody begins: readable and true before its author has written a word."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
import textstat

from nextsteps.evidence import EvidenceError, Registry
from pages.__main__ import main
from pages.execute import execute
from pages.lint import lint
from pages.new_lesson import begin
from pages.render import RenderError


def test_a_new_lesson_passes_the_lint_with_its_papers_on_the_page(tmp_path: Path) -> None:
    path = begin(tmp_path / "lessons", "sleep_and_mood", "Sleep and mood")
    execute(path)
    assert list(lint(path, Registry.read())) == []
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata["title"] == "Sleep and mood"
    assert "Berlim" in notebook.cells[-1].outputs[0].data["text/html"]
    prose = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert textstat.flesch_kincaid_grade(prose) <= 8
    assert "**What it was compared with:** [sham (dummy) treatment](#tms.sham-trials-response)" in prose


def test_a_lesson_from_a_claim_without_a_comparison_says_that_there_is_none(tmp_path: Path) -> None:
    path = begin(tmp_path, "harms", claim="tms-safety.seizure-per-patient")
    execute(path)
    assert list(lint(path, Registry.read())) == []
    known = nbformat.read(path, as_version=4).cells[1].source
    assert "**What it was compared with:** no comparison group." in known


def test_a_lesson_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = begin(tmp_path, "sleep")
    path.write_text("an evening's work", "utf-8")
    with pytest.raises(RenderError, match="is there already"):
        begin(tmp_path, "sleep.ipynb")
    assert path.read_text("utf-8") == "an evening's work"


@pytest.mark.parametrize("name", ["Sleep and mood", "../sleep", "sleep-", "", "índice"])
def test_a_name_that_no_address_can_hold_is_refused_with_one_that_can(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError, match="for example sleep_and_mood"):
        begin(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_claim_that_nobody_has_written_leaves_no_half_lesson(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError):
        begin(tmp_path, "sleep", claim="sleep.cures-all")
    with pytest.raises(SystemExit, match=r"sleep\.cures-all"):
        main(["new-lesson", "sleep", "--claim", "sleep.cures-all", "--to", str(tmp_path)])
    assert list(tmp_path.iterdir()) == []
