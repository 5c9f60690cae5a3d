"""The lesson in marimo, as its documentation would have it: a cell for each part, run again when a choice changes."""

import marimo

app = marimo.App(app_title="What TMS can and cannot do")


@app.cell
def _():
    import json
    import os
    from pathlib import Path

    import marimo as mo
    import plotly.graph_objects as go

    parts = json.loads(Path(os.environ["BENCH_LESSON"]).read_text("utf-8"))
    at = next(i for i, part in enumerate(parts) if part["kind"] == "choices")
    asked = parts[at]

    def plain(part):
        if part["kind"] == "prose":
            return mo.md(part["text"])
        if part["kind"] == "html":
            return mo.Html(part["html"])
        return mo.ui.plotly(go.Figure(part["figure"]))

    return asked, at, go, mo, parts, plain


@app.cell
def _(at, mo, parts, plain):
    mo.vstack([plain(part) for part in parts[:at]])
    return


@app.cell
def _(asked, mo):
    outcome = mo.ui.radio(asked["outcomes"], value=next(iter(asked["outcomes"])), label=asked["questions"][0])
    study = mo.ui.radio(asked["studies"], value=next(iter(asked["studies"])), label=asked["questions"][1])
    mo.vstack([outcome, study])
    return outcome, study


@app.cell
def _(asked, go, mo, outcome, study):
    state = asked["states"][f"{outcome.value} {study.value}"]
    mo.vstack(
        [
            mo.md(state["sentence"]),
            mo.hstack([mo.ui.plotly(go.Figure(panel)) for panel in state["panels"]]),
            mo.Html(state["other_side"]),
            mo.Html(asked["table"]),
        ]
    )
    return


@app.cell
def _(at, mo, parts, plain):
    mo.vstack([plain(part) for part in parts[at + 1 :]])
    return


if __name__ == "__main__":
    app.run()
