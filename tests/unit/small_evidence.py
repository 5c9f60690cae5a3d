"""A folder of five small claims, for tests that change it; its sources are real ones, whatever their fields."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from nextsteps.evidence.registry import FOLDER

SOURCES = tuple(re.findall(r'^\["([a-z0-9-]+)"\]', (FOLDER / "sources.toml").read_text("utf-8"), re.MULTILINE)[:2])
CLAIM = """
["{id}"]
statement = "With it, 3 of 10 people got better."
unit = "proportion"
value = 0.3
count = 3
of = 10
compared_with = {{ what = "sham", count = 1, of = 10 }}
population = "people of a test"
follow_up = "4 weeks"
design = "cohort"
source = "{source}"
also = ["{also}"]
locator = "abstract"
certainty = "not graded"
verification = "{verification}"
caveat = "Small."
checked = {checked}
"""
HEADER = "# Kept by reviewers.\n# A second line of the comment.\n"


def written(id: str, *, verification: str = "primary", checked: str = "2026-01-15", more: str = "") -> str:
    """One claim as it stands in its file."""
    claim = CLAIM.format(id=id, source=SOURCES[0], also=SOURCES[1], verification=verification, checked=checked)
    return claim + more


def small_evidence(folder: Path) -> Path:
    """Write the folder: two plain claims, a secondary, an open and a recalled one, and an empty ledger."""
    (folder / "claims").mkdir(parents=True)
    for name in ("sources.toml", "crisis.toml", "drugs.toml", "phq9.toml"):
        shutil.copy(FOLDER / name, folder / name)
    (folder / "next_steps.toml").write_text(
        "# None: a step names claims, and these tests change the claims.\n", "utf-8"
    )
    (folder / "claims" / "tms.toml").write_text(written("tms.first") + written("tms.second"), "utf-8")
    (folder / "claims" / "trd.toml").write_text(
        written("trd.told", verification="secondary")
        + written("trd.waiting", more='open = "interval not read"\n')
        + written("trd.remembered", verification="recalled", more='open = "source not read"\n'),
        "utf-8",
    )
    (folder / "signoffs.toml").write_text(HEADER, "utf-8")
    return folder


def change(file: Path, old: str, new: str, times: int = 1) -> None:
    """Replace the first `times` places of `old`, which must be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, times), "utf-8")
