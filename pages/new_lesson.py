"""A new lesson to write on: short, true from its first line, and already held to its claim.

    python -m pages new-lesson sleep --title "Sleep and mood" --claim tms.sham-trials-response

It says one thing that the registry knows, in the claim's own words, and ends with its papers. What comes next is the
author's: the notebook is an ordinary one, for JupyterLab.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nextsteps.evidence import Comparison, Registry
from pages.render import RenderError

#: What a lesson starts from if its author names no claim: a comparison in plain words, read in its source.
CLAIM = "tms.sham-trials-response"
#: A name that is a file, an address and a heading's neighbour alike.
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_TITLE = """\
# {title}

> **In short.** {statement} No study can say what will happen to you."""
_KNOWN = """\
## What we know

- **Who took part:** {population}.
- **What it was compared with:** {comparison}.
- Tap a number or an underlined word to see where it comes from."""
_NEXT = """\
## What you can do now

1. **Write down what matters to you.** One thing is enough.
2. **Ask at your next visit.** You can say: “What does this mean for me?”
3. **Do not stop a medicine on your own.** A clinician can help you change it step by step."""


def begin(folder: Path, name: str, title: str = "", claim: str = CLAIM) -> Path:
    """Write `folder/name.ipynb` and return its path. Nothing that is there already is touched.

    The title is `title`, or the name in words. Raises RenderError for a name that no address can hold or a lesson that
    is there, and EvidenceError for a claim that the registry does not know or may not show.
    """
    name = name.removesuffix(".ipynb")
    if not NAME.fullmatch(name):
        raise RenderError(
            f"A lesson cannot be called {name!r}; use small letters, digits and “_”, beginning with a letter, "
            "for example sleep_and_mood.",
            authored=True,
        )
    path = folder / f"{name}.ipynb"
    if path.exists():
        raise RenderError(f"{path} is there already; choose another name, or open it and write.", authored=True)
    shown = Registry.read().claim(claim)

    def link(said: str) -> str:
        return f"[{said}](#{claim})"

    beside = shown.compared_with
    # Where there is no comparison the claim says so in words of its own.
    comparison = link(beside.what) if isinstance(beside, Comparison) else beside
    title = title.strip() or name.replace("_", " ").capitalize()
    papers = f'from widgets import Sources\n\nSources(\n    prose=[\n        "{claim}",\n    ]\n)'
    cells = [
        new_markdown_cell(_TITLE.format(title=title, statement=link(shown.statement)), id="title"),
        new_markdown_cell(_KNOWN.format(population=link(shown.population), comparison=comparison), id="known"),
        new_markdown_cell(_NEXT, id="next"),
        new_code_cell(papers, id="sources"),
    ]
    metadata = {
        "title": title,
        "description": f"{title}: what a study found, and what to ask at your next visit.",
        "lang": "en",
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    folder.mkdir(parents=True, exist_ok=True)
    # "x" refuses a lesson that somebody else began in the meantime.
    with path.open("x", encoding="utf-8") as file:
        file.write(nbformat.writes(new_notebook(cells=cells, metadata=metadata)) + "\n")
    return path
