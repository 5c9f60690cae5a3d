"""The lesson in Streamlit, as its documentation would have it: the script runs anew at every choice."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

st.set_page_config(page_title="What TMS can and cannot do")
for place, part in enumerate(json.loads(Path(os.environ["BENCH_LESSON"]).read_text("utf-8"))):
    if part["kind"] == "prose":
        st.markdown(part["text"])
    elif part["kind"] == "html":
        st.html(part["html"])
    elif part["kind"] == "chart":
        st.plotly_chart(go.Figure(part["figure"]), width="content", theme=None, key=f"chart-{place}")
    else:
        outcome = st.radio(part["questions"][0], list(part["outcomes"]))
        study = st.radio(part["questions"][1], list(part["studies"]))
        state = part["states"][f"{part['outcomes'][outcome]} {part['studies'][study]}"]
        st.markdown(state["sentence"])
        for column, (i, panel) in zip(st.columns(len(state["panels"])), enumerate(state["panels"]), strict=True):
            column.plotly_chart(go.Figure(panel), width="content", theme=None, key=f"panel-{i}")
        st.html(state["other_side"])
        st.html(part["table"])
