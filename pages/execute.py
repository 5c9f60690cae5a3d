"""Lessons run from top to bottom and kept as committed: with outputs, without what changes by chance."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from pages.render import RenderError, read_notebook

#: A live widget's address is random, and without its kernel JupyterLab could only say that it is missing.
_LIVE = "application/vnd.jupyter.widget-view+json"


def execute(path: Path) -> None:
    """Run the lesson at `path` and write its outputs into it. Raises RenderError; then the file is as it was."""
    notebook = read_notebook(path)
    try:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    except CellExecutionError as error:
        raise RenderError(f"{path}: a cell failed with {error.ename}: {error.evalue}", authored=True) from error
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(_LIVE, None)
    text = nbformat.writes(notebook) + "\n"
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise RenderError(f"{path} cannot be written ({error}); it is as it was.", authored=True) from error
