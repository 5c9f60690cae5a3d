"""The lesson as it would be without our own widgets: the same cells, with their names taken from stock_widgets."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import stock_widgets

BENCH = Path(__file__).parent
LESSON = BENCH.parent / "notebooks" / "tms_outcomes.ipynb"
#: The modules whose names the stock lesson takes from stock_widgets, if it has them.
OURS = ("widgets", "nextsteps.charts")
#: The sources are a list written as HTML, with no widget to compare: both lessons show the same.
PLAIN = ("Sources",)


def write(target: Path) -> Path:
    """Write the stock lesson to `target`, which is made anew each time so that it cannot fall behind the lesson."""
    lesson, _ = _shared()
    for cell in lesson.cells:
        if cell.cell_type == "code":
            cell.source = _stock(cell.source)
    target.parent.mkdir(parents=True, exist_ok=True)
    # The kernel runs in the notebook's folder and finds the module beside it.
    (target.parent / "stock_widgets.py").write_text((BENCH / "stock_widgets.py").read_text("utf-8"), "utf-8")
    nbformat.write(lesson, target)
    return target


def write_ours(target: Path) -> Path:
    """Write the same part of the lesson, with our own widgets, to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(_shared()[0], target)
    return target


def left_out() -> list[str]:
    """The names of our widgets and charts that no page of the comparison shows, for want of a stock counterpart."""
    return _shared()[1]


def _shared() -> tuple[nbformat.NotebookNode, list[str]]:
    """The lesson without the cells that stock_widgets has no counterpart for, and the names that it lacks."""
    lesson = nbformat.read(LESSON, as_version=4)
    lacking: set[str] = set()
    kept = []
    for cell in lesson.cells:
        if cell.cell_type == "code":
            tree = ast.parse(cell.source)
            for node in [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module in OURS]:
                there = [alias for alias in node.names if alias.name in PLAIN or hasattr(stock_widgets, alias.name)]
                lacking |= {alias.name for alias in node.names if alias not in there}
                if there:
                    node.names = there
                else:
                    tree.body.remove(node)
            if any(isinstance(node, ast.Name) and node.id in lacking for node in ast.walk(tree)):
                continue
            cell.source = ast.unparse(tree)
            cell.outputs, cell.execution_count = [], None
        kept.append(cell)
    lesson.cells = kept
    return lesson, sorted(lacking)


def _stock(source: str) -> str:
    tree = ast.parse(source)
    for node in [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module in OURS]:
        taken = [alias for alias in node.names if alias.name not in PLAIN]
        kept = [alias for alias in node.names if alias.name in PLAIN]
        at = tree.body.index(node)
        tree.body[at : at + 1] = [
            ast.ImportFrom(module, names, level=0)
            for module, names in ((node.module, kept), ("stock_widgets", taken))
            if names
        ]
    return ast.unparse(tree)


if __name__ == "__main__":
    print(write(BENCH / ".work" / "stock" / "tms_outcomes_stock.ipynb"))
