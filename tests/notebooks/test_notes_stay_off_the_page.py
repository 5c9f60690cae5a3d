"""Slide types and notes are for whoever presents: the page of a reader is the same with them and without."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pages.render import render_now

ROOT = Path(__file__).parents[2]


def test_slide_types_and_notes_change_no_letter_of_the_page(tmp_path: Path) -> None:
    """A reader at night must not meet what is said to whoever presents, nor a gap where it stands."""
    plain, tagged = tmp_path / "plain" / "index.ipynb", tmp_path / "tagged" / "index.ipynb"
    for path in (plain, tagged):
        path.parent.mkdir()
        shutil.copy(ROOT / "notebooks/index.ipynb", path)
    content = json.loads(plain.read_text("utf-8"))
    slide_type = lambda cell: cell["metadata"].get("slideshow", {}).get("slide_type")  # noqa: E731
    assert any(slide_type(cell) == "notes" for cell in content["cells"])
    without = [cell for cell in content["cells"] if slide_type(cell) != "notes"]
    for cell in without:
        cell["metadata"].pop("slideshow", None)
    plain.write_text(json.dumps({**content, "cells": without}), "utf-8")
    for cell, kind in zip(content["cells"], ["slide", "fragment", "-", "subslide", "skip"], strict=False):
        if slide_type(cell) != "notes":
            cell["metadata"]["slideshow"] = {"slide_type": kind}
    tagged.write_text(json.dumps(content), "utf-8")
    assert render_now(plain) == render_now(tagged)
