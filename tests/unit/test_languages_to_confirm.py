"""Nobody is told that a clinician has read a Spanish text when none has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from nextsteps.review.languages import waiting_text

CATALOGUE = """msgid ""
msgstr ""
"Language: es_MX\\n"

# confirmed: AB, 2026-12-01
#: nextsteps/a.py
msgid "One."
msgstr "Uno."

#: nextsteps/a.py
msgid "Two."
msgstr "Dos."

# confirmed: AB, 2026-12-01
#: nextsteps/b.py
#, fuzzy
msgid "Three."
msgstr "Tres."

#: tms.a-claim
msgctxt "registry"
msgid "Four."
msgstr "Cuatro."
"""


def lesson(folder: Path, name: str, **metadata: str) -> None:
    (folder / name).write_text(json.dumps({"cells": [], "metadata": {"title": name, **metadata}}), "utf-8")


def test_a_text_counts_as_confirmed_only_with_a_name_beside_it_and_until_its_english_changes(tmp_path: Path) -> None:
    (tmp_path / "es.po").write_text(CATALOGUE, "utf-8")
    (tmp_path / "es").mkdir()
    lesson(tmp_path / "es", "index.ipynb")
    lesson(tmp_path / "es", "questions.ipynb", confirmed="AB, 2026-12-01")
    assert waiting_text(tmp_path, tmp_path) == (
        "\nLanguage es: 3 of 4 texts wait for a clinician who speaks it (es.po).\n"
        "  nextsteps/a.py: 1\n  nextsteps/b.py: 1\n  texts of the registry: 1\n"
        "  lesson es/index.ipynb: waits\n"
    )
    assert waiting_text(tmp_path / "es", tmp_path) == ""


def test_the_reviewers_report_ends_with_what_no_native_clinician_has_read() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "nextsteps.review", "report"], capture_output=True, text=True, timeout=60
    )
    assert made.returncode == 0, made.stderr
    assert "texts wait for a clinician who speaks it (es.po)." in made.stdout
    assert "  lesson es/index.ipynb: waits" in made.stdout
