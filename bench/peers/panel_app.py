"""The lesson in Panel, as its documentation would have it: widgets watched by functions on the server."""

import json
import os
from pathlib import Path

import panel as pn
import plotly.graph_objects as go

pn.extension("plotly")


def choices(part):
    outcome = pn.widgets.RadioBoxGroup(options=part["outcomes"], value=next(iter(part["outcomes"].values())))
    study = pn.widgets.RadioBoxGroup(options=part["studies"], value=next(iter(part["studies"].values())))

    def shown(what):
        return pn.bind(lambda o, s: what(part["states"][f"{o} {s}"]), outcome, study)

    # A pane for each figure that stays, and takes the next figure.
    panels = [pn.pane.Plotly(shown(lambda state, i=i: go.Figure(state["panels"][i]))) for i in range(2)]
    return [
        pn.pane.HTML(part["questions"][0]),
        outcome,
        pn.pane.HTML(part["questions"][1]),
        study,
        pn.pane.Markdown(shown(lambda state: state["sentence"])),
        pn.Row(*panels),
        pn.pane.HTML(shown(lambda state: state["other_side"])),
        pn.pane.HTML(part["table"]),
    ]


page = pn.Column()
for part in json.loads(Path(os.environ["BENCH_LESSON"]).read_text("utf-8")):
    if part["kind"] == "prose":
        page.append(pn.pane.Markdown(part["text"]))
    elif part["kind"] == "html":
        page.append(pn.pane.HTML(part["html"]))
    elif part["kind"] == "chart":
        page.append(pn.pane.Plotly(go.Figure(part["figure"])))
    else:
        page.extend(choices(part))
page.servable(title="What TMS can and cannot do")
