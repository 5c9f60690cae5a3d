"""The lesson worked out once, as JSON, so that each peer is asked only to show it: prose, choices, charts, sources.

It is taken from the stock lesson's own objects, state by state, so that every page of the comparison shows the same.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

import nbformat

BENCH = Path(__file__).parents[1]
sys.path.insert(0, str(BENCH))
import stock_notebook  # noqa: E402  bench is no package: its files find each other by this path
import stock_widgets  # noqa: E402


def write(target: Path) -> Path:
    """Write the lesson to `target`: a list of parts, each of one kind (prose, html, choices or chart)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(stock_notebook.write(target.parent / "stock.ipynb"), as_version=4)
    names: dict[str, Any] = {}
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append({"kind": "prose", "text": cell.source})
        else:
            shown = _run(cell.source, names)
            if shown is not None:
                parts += _parts(shown)
    target.write_text(json.dumps(parts, ensure_ascii=False), "utf-8")
    return target


def _run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return what its last line shows, as a notebook would."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def _parts(shown: Any) -> list[dict[str, Any]]:
    if isinstance(shown, stock_widgets.IconArray):
        return [_choices(shown)]
    if hasattr(shown, "html"):
        return [{"kind": "html", "html": shown.html()}]
    before, figure, after = shown.children
    return [
        {"kind": "html", "html": before.value},
        {"kind": "chart", "figure": _plain(figure)},
        {"kind": "html", "html": after.value},
    ]


def _choices(array: stock_widgets.IconArray) -> dict[str, Any]:
    """Two questions, and what stands below them for each pair of answers, by "outcome study"."""
    outcomes, studies = dict(array.outcome.options), dict(array.study.options)
    states = {}
    for outcome in outcomes.values():
        for study in studies.values():
            array.outcome.value, array.study.value = outcome, study
            states[f"{outcome} {study}"] = {
                "sentence": array.sentence.value.removeprefix("<p>").removesuffix("</p>"),
                "other_side": array.other_side.value,
                "panels": [_plain(panel) for panel in array.panels],
            }
    first, _, second, *_, table = array.children
    return {
        "kind": "choices",
        "questions": [first.value, second.value],
        "outcomes": outcomes,
        "studies": studies,
        "states": states,
        "table": table.value,
    }


def _plain(figure: Any) -> dict[str, Any]:
    return json.loads(figure.to_json())


if __name__ == "__main__":
    print(write(BENCH / ".work" / "peers" / "lesson.json"))
