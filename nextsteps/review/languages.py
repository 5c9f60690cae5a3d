"""What a clinician who speaks the language has not yet confirmed: texts of each catalogue, and each lesson's sibling.

A text is confirmed by a comment above it in the catalogue, `# confirmed: AB, 2026-12-01`; where its English changes, it
is marked `fuzzy` there, which ends that. A lesson is confirmed by `"confirmed": "AB, 2026-12-01"` in its metadata.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po

from nextsteps.evidence.registry import FOLDER
from nextsteps.review.lessons import LESSONS

CATALOGUES = FOLDER.parent / "wording" / "locale"
MARK = "confirmed:"


def waiting_text(catalogues: Path = CATALOGUES, lessons: Path = LESSONS) -> str:
    """For each language, how many of its texts wait and where they stand, then its lessons that wait."""
    said = []
    for path in sorted(catalogues.glob("*.po")):
        with path.open(encoding="utf-8") as file:
            texts = [message for message in read_po(file) if message.id]
        waiting = [m for m in texts if m.fuzzy or not any(c.startswith(MARK) for c in m.user_comments)]
        # The texts of a claim count as one place; the first place of a sentence names it.
        places = Counter(
            "texts of the registry" if m.context else str(m.locations[0][0]) if m.locations else "?" for m in waiting
        )
        said += [
            f"\nLanguage {path.stem}: {len(waiting):,} of {len(texts):,} texts wait for a clinician who speaks it "
            f"({path.name}).",
            *(f"  {place}: {count:,}" for place, count in sorted(places.items())),
        ]
        said += [
            f"  lesson {path.stem}/{lesson.name}: waits"
            for lesson in sorted((lessons / path.stem).glob("*.ipynb"))
            if not str(json.loads(lesson.read_bytes())["metadata"].get("confirmed", "")).strip()
        ]
    return "\n".join([*said, ""]) if said else ""
