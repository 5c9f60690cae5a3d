"""The committed notebooks: executed, titled, and checked by nbval in a way that would notice a changed number."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nextsteps.evidence import registry

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=[str(p.relative_to(ROOT / "notebooks")) for p in LESSONS])
#: Of Spanish prose, the ease of Fernández Huerta at or above which it counts as plain: 60 to 70 is "normal".
PLAIN_SPANISH = 65


def cells(path: Path, kind: str) -> list[dict]:
    return [c for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == kind]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_are_lessons_to_check() -> None:
    assert LESSONS


@each_lesson
def test_every_code_cell_was_executed_or_nbval_would_pass_over_it(path: Path) -> None:
    assert [source(c) for c in cells(path, "code") if c["execution_count"] is None] == []


@each_lesson
def test_cells_were_run_once_from_top_to_bottom(path: Path) -> None:
    counts = [c["execution_count"] for c in cells(path, "code")]
    assert counts == list(range(1, len(counts) + 1))


@each_lesson
def test_no_cell_is_kept_from_nbval(path: Path) -> None:
    for cell in cells(path, "code"):
        assert not re.search(r"NBVAL_(IGNORE|SKIP|RAISES)", source(cell))
        assert not {t for t in cell["metadata"].get("tags", []) if t.startswith("nbval") or t == "raises-exception"}


@each_lesson
def test_outputs_hold_nothing_that_changes_by_chance(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "widget-view+json" not in text
    assert "widgets" not in json.loads(text)["metadata"]
    assert not re.search(r"object at 0x[0-9a-f]+", text)


@each_lesson
def test_a_lesson_has_a_title_a_description_and_a_language(path: Path) -> None:
    metadata = json.loads(path.read_text("utf-8"))["metadata"]
    assert metadata["title"].strip()
    assert metadata["description"].strip()
    assert metadata["lang"] == ("es" if path.parent.name == "es" else "en")


@each_lesson
def test_every_number_in_the_prose_points_to_a_claim_that_may_be_shown(path: Path) -> None:
    linked = [m for c in cells(path, "markdown") for m in re.findall(r"\]\(#([a-z0-9-]+\.[a-z0-9-]+)\)", source(c))]
    assert linked
    for id in linked:
        registry().claim(id)


def nbval(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(path)],
        capture_output=True,
        text=True,
        cwd=path.parent,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("tms.toml", "value = 0.293", "value = 0.303"),
        ("tms.toml", "count = 13", "count = 14"),
        ("tms-safety.toml", "about 6 in 1,000 patients", "about 5 in 1,000 patients"),
    ],
)
def test_nbval_fails_when_one_claim_changes(tmp_path: Path, file: str, before: str, after: str) -> None:
    for package in ("nextsteps", "widgets"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    lesson = Path(shutil.copy(ROOT / "notebooks/tms_outcomes.ipynb", tmp_path))
    unchanged = nbval(lesson, PYTHONPATH=str(tmp_path))
    assert unchanged.returncode == 0, unchanged.stdout
    claims = tmp_path / "nextsteps/evidence/claims" / file
    text = claims.read_text("utf-8")
    assert before in text
    # The number and its printed value belong together, or the registry would refuse it before nbval sees it.
    claims.write_text(text.replace(before, after, 1).replace("value = 0.141\n", "", 1), "utf-8")
    changed = nbval(lesson, PYTHONPATH=str(tmp_path))
    assert changed.returncode == 1, changed.stdout
    assert "failed" in changed.stdout
