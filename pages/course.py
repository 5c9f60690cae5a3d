"""The lessons of a folder in the order they are read, what each says about itself, and how long it takes to read.

A lesson's own words (title, description, language, audience) stand in its notebook's metadata; the order stands here,
in one list, because only the whole course knows it.
"""

from __future__ import annotations

import json
import logging
import math
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

log = logging.getLogger("nextsteps.pages")
#: The course, first lesson first. A lesson that is not named here comes after these, before the reviewers' pages.
ORDER = (
    "index",
    "breakthrough_depression",
    "trd_criteria",
    "tms_outcomes",
    "next_steps",
    "questions",
)
#: The elements of HTML that have no end.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Words a minute, a convention of ours and no measurement: unhurried, for a tired reader, and easy to check by hand.
WORDS_A_MINUTE = 150


@dataclass(frozen=True)
class Lesson:
    """What a lesson says about itself. `name` is its path from the folder of the lessons, as in "es/index.ipynb"."""

    name: str
    title: str
    description: str
    language: str
    audience: str
    minutes: int

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    @property
    def folder(self) -> str:
        """The folder below that of the lessons, or "": each language but the first has one."""
        parent = Path(self.name).parent.as_posix()
        return "" if parent == "." else parent


#: The last good reading of each notebook, by the state of its file: a menu is asked for often, and files change rarely.
_read: dict[Path, tuple[tuple[int, int], Lesson]] = {}


def course(root: Path) -> list[Lesson]:
    """Every lesson below `root` in reading order, the first language's before those of its folders.

    A notebook that cannot be read just now (someone is saving it) is what it was; one that never could is left out,
    and whoever renders it tells of it.
    """
    found = filter(None, (_lesson(root / name, root) for name in lesson_names(root)))
    return sorted(found, key=lambda lesson: (lesson.folder, reading_order(lesson)))


def lesson_names(root: Path) -> list[str]:
    """The lessons below `root`, as paths from it, sorted; folders that start with a dot hold none."""
    found = (p.relative_to(root) for p in root.rglob("*.ipynb"))
    return sorted(p.as_posix() for p in found if not any(part.startswith(".") for part in p.parts))


def page_file(name: str) -> str:
    """The file of a lesson's page, or of its slides, by the lesson's name: es/index.html."""
    return name.removesuffix(".ipynb") + ".html"


def reading_minutes(notebook: dict[str, Any]) -> int:
    """Whole minutes to read a notebook (its JSON), at least one: its words in sight / WORDS_A_MINUTE, rounded up.

    In sight are the prose and what widgets and charts say. Not counted: notes for educators, code, drawings, and what
    a reader must open first (folded parts, the papers of the numbers).
    """
    return max(1, math.ceil(len(re.findall(r"\w[\w'’.,-]*", _in_sight(notebook))) / WORDS_A_MINUTE))


def reading_order(lesson: Lesson) -> tuple[bool, int, str]:
    """By this the lessons of one language are sorted: as in ORDER, then the rest, then what only reviewers read."""
    place = ORDER.index(lesson.stem) if lesson.stem in ORDER else len(ORDER)
    return lesson.audience == "reviewers", place, lesson.stem


def _lesson(path: Path, root: Path) -> Lesson | None:
    try:
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        if path not in _read or _read[path][0] != state:
            notebook = json.loads(path.read_text("utf-8"))
            said = {key: str(value) for key, value in notebook["metadata"].items() if isinstance(value, str)}
            if not said.get("title", "").strip():
                return None
            _read[path] = (
                state,
                Lesson(
                    path.relative_to(root).as_posix(),
                    said["title"],
                    said.get("description", ""),
                    said.get("lang", "en"),
                    said.get("audience", ""),
                    reading_minutes(notebook),
                ),
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.debug("%s cannot be read just now: %s", path, error)
    return _read[path][1] if path in _read and path.exists() else None


def _in_sight(notebook: dict[str, Any]) -> str:
    said = []
    for cell in notebook["cells"]:
        metadata = cell.get("metadata", {})
        if metadata.get("slideshow", {}).get("slide_type") == "notes" or "notes" in metadata.get("tags", []):
            continue
        if cell["cell_type"] == "markdown":
            said.append(re.sub(r"\]\([^)]*\)", "] ", "".join(cell["source"])))
        for output in cell.get("outputs", []):
            html = "".join(output.get("data", {}).get("text/html", ""))
            said.append(_Words.of(html))
    return " ".join(said)


class _Words(HTMLParser):
    """The words of markup that stand there without opening anything."""

    HIDDEN = ("script", "style", "svg", "details", "dialog", "template")

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.said: list[str] = []

    @classmethod
    def of(cls, html: str) -> str:
        words = cls()
        words.feed(html)
        words.close()
        return " ".join(words.said)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        # The list of sources is there to look something up.
        kept = dict(attributes)
        out = tag in self.HIDDEN or "hidden" in kept or "ns-sources" in (kept.get("class") or "").split()
        if (self.within or out) and tag not in VOID:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.within:
            while self.within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)
