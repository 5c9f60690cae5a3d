"""Numbers that changed since a revision, and the lessons that show them: a draft for the changelog.

A changed crisis line comes first, and without lessons: the lines for everybody stand on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nextsteps.evidence.records import NOT_REPORTED
from nextsteps.evidence.registry import FOLDER
from nextsteps.review.beside import FILES, beside_changes
from nextsteps.review.lessons import LESSONS, lessons_with
from nextsteps.review.revision import claims_at, claims_now, lines_at, lines_now

Table = Mapping[str, Any]
_BOUNDS = {"at_least": "at least", "at_most": "at most"}


def _written(number: object) -> str:
    return f"{number:.10g}" if isinstance(number, int | float) else str(number)


def _number(table: Table) -> str:
    parts = [_written(table["value"])] if "value" in table else []
    if "count" in table or "of" in table:
        parts.append(f"{_written(table.get('count'))} of {_written(table.get('of'))}")
    parts += [f"from {_span(table['range'])}"] if "range" in table else []
    parts += [f"{words} {_written(table[key])}" for key, words in _BOUNDS.items() if key in table]
    return ", ".join(parts) or "no number"


def _span(pair: object) -> str:
    return " to ".join(_written(n) for n in pair) if isinstance(pair, list) else str(pair)


def _interval(table: Table) -> str:
    return _span(table.get("interval", NOT_REPORTED))


def _comparison(table: Table) -> str:
    compared = table.get("compared_with", "not given")
    if not isinstance(compared, dict):
        return str(compared)
    words, interval = f"{compared.get('what')}: {_number(compared)}", _interval(compared)
    return words if interval == NOT_REPORTED else f"{words} (interval {interval})"


def _text(key: str, empty: str) -> Callable[[Table], str]:
    return lambda table: _written(table.get(key, empty))


#: What a changelog tells of a claim, in words, so that two ways of writing the same thing are no change.
ASPECTS: dict[str, Callable[[Table], str]] = {
    "number": _number,
    "unit": _text("unit", "not given"),
    "interval": _interval,
    "compared with": _comparison,
    "people": _text("n", "not given"),
    "source": _text("source", "not given"),
    "verification": _text("verification", "not given"),
    "caveat": _text("caveat", "none"),
    "for authors": _text("for_authors", "none"),
    "open": _text("open", "no"),
}
#: What a changelog tells of a crisis line: a wrong one of these leaves a caller alone.
LINE_ASPECTS: dict[str, Callable[[Table], str]] = {
    key: _text(key, "none") for key in ("service", "way", "number", "press", "word", "hours", "language", "open")
}
_TOLD = {"value", "count", "of", "range", "at_least", "at_most", "compared_with", "n", *ASPECTS}


def numbers_that_changed(revision: str, folder: Path = FOLDER, notebooks: Path = LESSONS) -> str:
    """What is new, changed or removed between a revision and the folder, as Markdown.

    Raises EvidenceError, one sentence, if either side or a lesson cannot be read.
    """
    commit, old = claims_at(revision, folder)
    new = claims_now(folder)
    both = sorted(old.keys() & new.keys())
    told = {id: lines for id in both if (lines := _changes(old[id], new[id]))}
    words = {id: keys for id in both if id not in told and (keys := _other_keys(old[id], new[id]))}
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    lessons = lessons_with({*told, *words, *added, *removed}, notebooks)

    def entry(id: str, lines: list[str]) -> str:
        return "\n".join(
            [f"- `{id}`", *(f"  - {line}" for line in lines), f"  - lessons: {', '.join(lessons[id]) or 'none'}"]
        )

    groups = {
        "Crisis lines": _crisis_lines(lines_at(commit, folder), lines_now(folder)),
        **{
            title: beside_changes(file, lines_at(commit, folder, file), lines_now(folder, file))
            for file, (title, _) in FILES.items()
        },
        "Changed": [entry(id, lines) for id, lines in told.items()],
        "New": [entry(id, _whole(new[id])) for id in added],
        "Removed": [entry(id, _whole(old[id])) for id in removed],
        "Changed in other parts": [entry(id, [", ".join(keys)]) for id, keys in words.items()],
    }
    since = revision if revision == commit else f"{revision} ({commit})"
    blocks = [f"**{title} ({len(entries)})**\n\n" + "\n".join(entries) for title, entries in groups.items() if entries]
    if not blocks:
        return f"No claim and no crisis line has changed since {since}.\n"
    return "\n\n".join([f"### Numbers that changed since {since}", *blocks]) + "\n"


def _crisis_lines(old: Mapping[str, Table], new: Mapping[str, Table]) -> list[str]:
    """An entry for each line that changed, is new or was removed."""
    entries = []
    for id in sorted(old.keys() | new.keys()):
        if id not in old or id not in new:
            told = [f"{name}: {say(new.get(id) or old[id])}" for name, say in LINE_ASPECTS.items()]
            lines = ["removed" if id in old else "new", *(line for line in told if not line.endswith(": none"))]
        else:
            lines = _changes(old[id], new[id], LINE_ASPECTS)
            others = sorted(k for k in old[id].keys() | new[id].keys() if k not in LINE_ASPECTS)
            lines += [key for key in others if old[id].get(key) != new[id].get(key)]
        if lines:
            entries.append("\n".join([f"- `{id}`", *(f"  - {line}" for line in lines)]))
    return entries


def _changes(old: Table, new: Table, aspects: Mapping[str, Callable[[Table], str]] = ASPECTS) -> list[str]:
    return [f"{name}: {say(old)} → {say(new)}" for name, say in aspects.items() if say(old) != say(new)]


def _other_keys(old: Table, new: Table) -> list[str]:
    keys = sorted(key for key in old.keys() | new.keys() if key not in _TOLD)
    return [key for key in keys if old.get(key) != new.get(key)]


def _whole(table: Table) -> list[str]:
    """The claim's sentence, then each aspect that it fills; what it leaves empty says nothing in a changelog."""
    filled = {name: say(table) for name, say in ASPECTS.items() if say(table) != say({})}
    return [f"says: {table.get('statement')}", *(f"{name}: {words}" for name, words in filled.items())]
