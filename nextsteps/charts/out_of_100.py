"""One axis from 0 to 100 people: marks with their intervals, bars for spreads, and the names above them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from plotly.graph_objects import Figure, Scatter

from nextsteps.models.outcome import Group, Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import interval, people_of

#: Mid-tones that keep 3:1 against the page in light and in dark; shape tells the groups apart without colour.
TMS, SHAM, BOTH = "#1f8a84", "#6f7fb0", "#8a7a5a"
#: Pixels between the line of those treated and the line of those compared.
LINE = 15
#: Pixels from a line of text to the next.
NEXT_LINE = 17
#: The pixels that words may take on the smallest phone, and how wide a letter is in parts of its size, in a wide font.
NARROW = 275
WIDE = {"plain": 0.53, "bold": 0.57, "capital": 0.72}

#: A group at its place: pixels from the top, the group, and what is said where a reader points at it.
Place = tuple[float, Group, str]


def pointed_at(o: Outcome, group: Group, w: Words) -> str:
    """What is said of a group of a study where a reader points at its mark."""
    return f"{w.entry(o.claim.label)}: {people_of(w, group)} ({interval(w, group)})"


def marks(label: str, colour: str, symbol: str, places: Sequence[Place], *, legend: bool | None = None) -> Scatter:
    """A mark for each group, with a line through it as long as its interval. `legend=True` shows a lone one's name."""
    at = [round(100 * (group.share or 0), 1) for _, group, _ in places]
    ends = [group.interval or (x, x) for x, (_, group, _) in zip(at, places, strict=True)]
    return Scatter(
        x=at,
        y=[y for y, _, _ in places],
        mode="markers",
        name=label,
        showlegend=legend,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
        error_x={
            "type": "data",
            "array": [round(high - x, 1) for x, (_, high) in zip(at, ends, strict=True)],
            "arrayminus": [round(x - low, 1) for x, (low, _) in zip(at, ends, strict=True)],
            "color": colour,
            "thickness": 2,
            "width": 3,
        },
        hoverinfo="text",
        text=[said for _, _, said in places],
    )


def spread(label: str, colour: str, y: float, o: Outcome, w: Words, *, first: bool) -> Scatter:
    """A thick bar for a spread between studies or ways of counting; the first of a figure names it in the legend."""
    assert o.treated.range is not None
    return Scatter(
        x=list(o.treated.range),
        y=[y, y],
        mode="lines",
        line={"color": colour, "width": 8},
        opacity=0.6,
        name=label,
        showlegend=first,
        hoverinfo="text",
        text=[f"{w.entry(o.claim.label)}: {people_of(w, o.treated)}"] * 2,
    )


def lay_out(figure: Figure, depth: float, texts: Sequence[tuple[float, str, int]], axis: str) -> Figure:
    """The figure, `depth` pixels deep, with its texts as (pixels from the top, text, size), and its axis named.

    A text that is longer than a small phone is wide goes on in a second line, and everything below it moves down.
    """
    lines = {y: in_lines(text, size) for y, text, size in texts}
    more = {y: NEXT_LINE * text.count("<br>") for y, text in lines.items()}

    def down(y: float) -> float:
        return y + sum(extra for above, extra in more.items() if above < y)

    for trace in figure.data:
        trace.y = [down(y) for y in trace.y]
    depth, axis = down(depth), in_lines(axis, 14)
    figure.update_layout(
        height=depth + 150 + NEXT_LINE * axis.count("<br>"),
        margin={"l": 8, "r": 14, "t": 96, "b": 54 + NEXT_LINE * axis.count("<br>")},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, sans-serif", "size": 14},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False, "itemdoubleclick": False},
        dragmode=False,
        hovermode="closest",
        annotations=[
            {
                "text": lines[y],
                "x": 0,
                "y": down(y) + more[y] // 2,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "font": {"size": size},
            }
            for y, _, size in texts
        ],
    )
    figure.update_xaxes(range=[0, 101], dtick=20, fixedrange=True, title={"text": axis}, zeroline=False)
    figure.update_yaxes(range=[depth, 0], visible=False, fixedrange=True)
    return figure


def in_lines(text: str, size: int) -> str:
    """The text with `<br>` where it must go on in another line to fit a small phone, its lines much alike in length."""
    bold = text.startswith("<b>")
    words = text.removeprefix("<b>").removesuffix("</b>")
    letter = size * WIDE["capital" if words.isupper() else "bold" if bold else "plain"]
    most = int(NARROW / letter)
    lines = wrap(words, most, break_long_words=False, break_on_hyphens=False)
    for width in range(len(words) // len(lines), most):
        if len(even := wrap(words, width, break_long_words=False, break_on_hyphens=False)) == len(lines):
            lines = even
            break
    said = "<br>".join(lines)
    return f"<b>{said}</b>" if bold else said
