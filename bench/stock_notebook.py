"""The lesson as it would be without our own widgets: the same cells, with their names taken from stock_widgets."""

from __future__ import annotations

import ast
import sys
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
    """Write the stock lesson to `target`, which is made anew each time so that it cannot fall behind the lesson.

    Exits with a sentence if the lesson shows a widget that stock_widgets has no counterpart of.
    """
    lesson = nbformat.read(LESSON, as_version=4)
    for cell in lesson.cells:
        if cell.cell_type == "code":
            cell.source = _stock(cell.source)
            cell.outputs, cell.execution_count = [], None
    target.parent.mkdir(parents=True, exist_ok=True)
    # The kernel runs in the notebook's folder and finds the module beside it.
    (target.parent / "stock_widgets.py").write_text((BENCH / "stock_widgets.py").read_text("utf-8"), "utf-8")
    nbformat.write(lesson, target)
    return target


def _stock(source: str) -> str:
    tree = ast.parse(source)
    for node in [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module in OURS]:
        taken = [alias for alias in node.names if alias.name not in PLAIN]
        for alias in taken:
            if not hasattr(stock_widgets, alias.name):
                sys.exit(
                    f"{LESSON.name} shows {alias.name}, which bench/stock_widgets.py has no counterpart of; "
                    "write one with stock ipywidgets, so that both pages show the same."
                )
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
