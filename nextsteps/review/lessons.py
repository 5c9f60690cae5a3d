"""Which lessons mention a claim, in what they say or in what they show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from nextsteps.evidence import EvidenceError
from nextsteps.evidence.registry import FOLDER

LESSONS = FOLDER.parents[1] / "notebooks"


def lessons_with(ids: set[str], folder: Path = LESSONS) -> dict[str, list[str]]:
    """For each id the notebooks under `folder` with a cell, or an output of one, that has it, as paths within `folder`.

    Outputs count, because a widget may know its claims by itself. Raises EvidenceError if a notebook cannot be read.
    """
    if not folder.is_dir():
        raise EvidenceError(f"There is no folder of lessons at {folder}; name it with --notebooks.")
    found: dict[str, list[str]] = {id: [] for id in sorted(ids)}
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        name = path.relative_to(folder).as_posix()
        mentioned = {
            word for text in _texts(_cells(path, name)) for word in re.findall(r"[a-z0-9-]+\.[a-z0-9-]+", text)
        }
        for id in ids & mentioned:
            found[id].append(name)
    return found


def _cells(path: Path, name: str) -> object:
    try:
        return json.loads(path.read_bytes())["cells"]
    except (ValueError, KeyError, TypeError):
        raise EvidenceError(f"The lesson {name} is not a notebook that can be read; restore it from git.") from None


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
