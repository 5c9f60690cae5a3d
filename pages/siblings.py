"""A lesson in another language beside its English one: the same cells, claims and widgets, with prose of its own.

`notebooks/es/index.ipynb` is the sibling of `notebooks/index.ipynb`. Its code differs only in the language that each
widget is asked for and in the words that a cell hands to a widget. Each of its cells keeps, in its metadata, a hash of
the English cell that somebody read beside it; when the English changes, the hash no longer fits, and the cell waits
until somebody confirms it.

    python -m pages sibling es notebooks/index.ipynb    begin a sibling: the code is done, the prose is still English
    python -m pages confirm notebooks/es/index.ipynb    the prose fits the English of today (name cells for some only)
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat

from nextsteps.wording.language import LANGUAGES
from pages.render import RenderError, read_notebook

#: Where a sibling keeps what its English said when somebody confirmed it: in the metadata of a cell and of the lesson.
HASH = "english"
#: What a reader's own words may find a cell by. It is prose, and so in each language its own.
FOUND_BY = "words"


def english_of(path: Path) -> Path | None:
    """The English lesson beside which the sibling at `path` stands, or None if it is no sibling."""
    known = path.parent.name in LANGUAGES and path.parent.name != "en"
    return path.parent.parent / path.name if known else None


def begin(english: Path, language: str) -> Path:
    """Write a sibling of `english` whose code is done and whose prose waits. Raises RenderError if there is one."""
    if language not in LANGUAGES or language == "en":
        raise RenderError(
            f"There is no catalogue of the language {language!r}; add {language}.po first (docs/translating.md).",
            authored=True,
        )
    path = english.parent / language / english.name
    if path.exists():
        raise RenderError(f"{path} is there already; write in it, then run python -m pages confirm {path}.")
    notebook = read_notebook(english)
    notebook.metadata |= {"lang": language, HASH: ""}
    for cell in notebook.cells:
        cell.metadata[HASH] = ""
        if cell.cell_type == "code":
            cell.source, cell.outputs, cell.execution_count = in_language(cell.source, language), [], None
            if not _words(cell.source):
                cell.metadata[HASH] = said(read_notebook(english), cell.id)
    path.parent.mkdir(exist_ok=True)
    _write(path, notebook)
    return path


def confirm(path: Path, cells: Sequence[str] = ()) -> list[str]:
    """Keep, with each cell of the sibling (or only with `cells`), what its English says today; return their ids.

    "title" of no cell stands for the title and the description: `lesson`. Raises RenderError for a cell that is not
    there or that is word for word its English.
    """
    english = _beside(path)
    notebook = read_notebook(path)
    theirs, ours = {c.id: c for c in english.cells}, {c.id: c for c in notebook.cells}
    unknown = [id for id in cells if id != LESSON and not (id in ours and id in theirs)]
    if unknown:
        raise RenderError(
            f"{path} and its English have no cell {unknown[0]!r} in common; they have: {', '.join(ours)}.",
            authored=True,
        )
    chosen = list(cells) or [LESSON, *(id for id in ours if id in theirs)]
    for id in chosen:
        if id == LESSON:
            if notebook.metadata["title"] == english.metadata["title"]:
                raise RenderError(f"{path}: the title is still English; write it before you confirm.", authored=True)
            notebook.metadata[HASH] = said(english, id)
            continue
        if _words_of(ours[id]) and _words_of(ours[id]) == _words_of(theirs[id]):
            raise RenderError(f"{path}, cell {id}: it is still English; write it before you confirm.", authored=True)
        ours[id].metadata[HASH] = said(english, id)
    _write(path, notebook)
    return chosen


#: What stands for the title and the description where a cell is named.
LESSON = "lesson"


def said(english: Any, id: str) -> str:
    """A short hash of what the English lesson says in the cell `id`, or in its title and description."""
    if id == LESSON:
        text = [english.metadata["title"], english.metadata.get("description", "")]
    else:
        cell = next(c for c in english.cells if c.id == id)
        text = [cell.source, cell.metadata.get(FOUND_BY, "")]
    return hashlib.sha256(json.dumps(text).encode()).hexdigest()[:12]


def differences(path: Path) -> Iterator[str]:
    """What keeps the sibling at `path` from being its English lesson in another language, in sentences.

    Raises RenderError if one of the two is no lesson.
    """
    english, sibling = _beside(path), read_notebook(path)
    name, language = f"{path.parent.name}/{path.name}", path.parent.name
    if sibling.metadata.get("lang") != language:
        yield f'{name}: its metadata must say "lang": "{language}".'
    if sibling.metadata.get("audience") != english.metadata.get("audience"):
        yield f"{name}: its audience is not that of the English lesson; make both the same."
    if sibling.metadata.get(HASH) != said(english, LESSON):
        yield _review(name, LESSON, "the English title or description")
    theirs, ours = [c.id for c in english.cells], [c.id for c in sibling.cells]
    if theirs != ours:
        first = next((a or b for a, b in _side_by_side(theirs, ours) if a != b), "")
        yield (
            f"{name}, cell {first}: its cells are not those of the English lesson in the same order; "
            "add, remove or move cells until the ids agree."
        )
        return
    for own, other in zip(sibling.cells, english.cells, strict=True):
        yield from _differs(f"{name}, cell {own.id}", own, other, language)
        if own.metadata.get(HASH) != said(english, own.id):
            yield _review(name, own.id, "the English cell")


def _differs(where: str, own: Any, other: Any, language: str) -> Iterator[str]:
    if own.cell_type != other.cell_type:
        yield f"{where}: it is of type {own.cell_type}, the English cell of type {other.cell_type}."
        return
    if _marks(own) != _marks(other):
        yield f"{where}: its metadata (parts, tags, slides) are not those of the English cell; make them the same."
    if own.cell_type == "code":
        if _shape(own.source) != _shape(in_language(other.source, language)):
            wanted = in_language(other.source, language)
            yield f"{where}: its code is not that of the English cell in another language, which would be:\n{wanted}"
        if _skeletons(own) != _skeletons(other):
            yield f"{where}: it does not show the same widgets; run python -m pages execute on both lessons."
        return
    if claims(own.source) != claims(other.source):
        ours, theirs = (", ".join(claims(c.source)) or "none" for c in (own, other))
        yield f"{where}: it does not link to the same claims as the English cell: {ours} instead of {theirs}."
    if lessons(own.source) != lessons(other.source):
        yield f"{where}: it does not link to the same lessons or telephone numbers as the English cell."


def _review(name: str, cell: str, what: str) -> str:
    return (
        f"{name}, cell {cell}: needs review, because {what} is not the one that somebody confirmed it by; "
        f"read both, mend this one, then run python -m pages confirm notebooks/{name} {cell}."
    )


def claims(markdown: str) -> list[str]:
    """The claims that the prose links to, once for each link, sorted: a language has its own order of words."""
    return sorted(re.findall(r"\]\(#([a-z0-9-]+\.[a-z0-9-]+)\)", markdown))


def lessons(markdown: str) -> list[str]:
    """The lessons and the telephone numbers that the prose links to, sorted; a place within one has its own name."""
    return sorted(re.findall(r"\]\((tel:\d+|sms:\d+|[\w./-]+\.ipynb)", markdown))


def in_language(code: str, language: str) -> str:
    """English code with each widget, and the words of each chart, asked for in `language`."""
    tree = ast.parse(code)
    shown = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "widgets"
        for alias in node.names
    }
    made = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if not isinstance(name, ast.Name):
            continue
        if name.id in shown or (name.id[:1].isupper() and not name.id.isupper()):
            made.append((_offset(code, node), f'language="{language}"', bool(node.args or node.keywords)))
        elif name.id == "words" and node.args:
            made.append((_offset(code, node), "", False))
    for end, argument, more in sorted(made, reverse=True):
        if not argument:
            code = f'{code[:end].removesuffix(chr(34) + "en" + chr(34))}"{language}"{code[end:]}'
        elif code[:end].endswith(",\n"):
            code = f"{code[:end]}    {argument},\n{code[end:]}"
        elif code[:end].endswith("\n"):
            code = f"{code[:end].rstrip()},\n    {argument},\n{code[end:]}"
        else:
            code = f"{code[:end]}{', ' if more else ''}{argument}{code[end:]}"
    return code


def _offset(code: str, node: ast.Call) -> int:
    """Where the closing parenthesis of a call stands."""
    assert node.end_lineno is not None and node.end_col_offset is not None  # a parsed node has both
    lines = code.splitlines(keepends=True)
    return (
        sum(map(len, lines[: node.end_lineno - 1]))
        + len(lines[node.end_lineno - 1].encode()[: node.end_col_offset].decode())
        - 1
    )


def _shape(code: str) -> str:
    """The code without its layout, and without the words that it hands to a widget for a reader."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            node.value = "words for a reader"
    return ast.dump(tree)


def _skeletons(cell: Any) -> list[tuple[str, str]]:
    """The widgets and charts that a cell shows, by what they are and what they are called."""
    html = "".join("".join(o.get("data", {}).get("text/html", "")) for o in cell.outputs)
    found = re.findall(r'<div class="ns-widget" data-widget="(\w+)" id="([\w-]+)"', html)
    found += [("figure", id) for id in re.findall(r'<figure [^>]*id="([\w.-]+)"', html)]
    return found + [("claim", id) for id in re.findall(r'<li id="([\w.-]+)" class="ns-claim"', html)]


def _marks(cell: Any) -> dict[str, Any]:
    marks = {key: value for key, value in cell.metadata.items() if key != HASH}
    return marks | ({FOUND_BY: True} if FOUND_BY in marks else {})


def _side_by_side(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
    longest = max(len(a), len(b))
    padded = ([*row, *[""] * (longest - len(row))] for row in (a, b))
    yield from zip(*padded, strict=True)


def _words_of(cell: Any) -> list[str]:
    """What a translator writes of a cell: its prose, or the words that its code hands to a widget."""
    return _words(cell.source) if cell.cell_type == "code" else [cell.source]


def _words(code: str) -> list[str]:
    constants = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return [value for value in constants if isinstance(value, str) and " " in value]


def _beside(path: Path) -> Any:
    english = english_of(path)
    if english is None:
        raise RenderError(
            f"{path} is in no folder of a language; siblings stand in one, such as notebooks/es/{path.name}.",
            authored=True,
        )
    return read_notebook(english)


def _write(path: Path, notebook: Any) -> None:
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
