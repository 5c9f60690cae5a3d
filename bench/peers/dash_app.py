"""The lesson in Dash, as its documentation would have it: one callback that answers both questions."""

import json
import os
import sys
from pathlib import Path

import dash
from dash import Input, Output, dcc, html

app = dash.Dash("lesson", title="What TMS can and cannot do")
shown = []
for part in json.loads(Path(os.environ["BENCH_LESSON"]).read_text("utf-8")):
    if part["kind"] == "prose":
        shown.append(dcc.Markdown(part["text"]))
    elif part["kind"] == "html":
        shown.append(dcc.Markdown(part["html"], dangerously_allow_html=True))
    elif part["kind"] == "chart":
        shown.append(dcc.Graph(figure=part["figure"]))
    else:
        options = [[{"label": k, "value": v} for k, v in part[which].items()] for which in ("outcomes", "studies")]
        states = part["states"]
        shown += [
            html.Label(part["questions"][0]),
            dcc.RadioItems(options[0], options[0][0]["value"], id="outcome"),
            html.Label(part["questions"][1]),
            dcc.RadioItems(options[1], options[1][0]["value"], id="study"),
            html.P(id="sentence"),
            html.Div([dcc.Graph(id=f"panel-{i}") for i in range(2)]),
            dcc.Markdown(id="other-side", dangerously_allow_html=True),
            dcc.Markdown(part["table"], dangerously_allow_html=True),
        ]
app.layout = html.Main(shown)


@app.callback(
    Output("sentence", "children"),
    Output("panel-0", "figure"),
    Output("panel-1", "figure"),
    Output("other-side", "children"),
    Input("outcome", "value"),
    Input("study", "value"),
)
def answer(outcome, study):
    state = states[f"{outcome} {study}"]
    return state["sentence"], *state["panels"], state["other_side"]


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), debug=False)
