"""A figure drawn as SVG when the lesson runs, so that the chart is there before any script, without one, and on paper.

It draws what our figures hold: marks with their intervals, bars, words and a horizontal axis. Places along the axis are
percentages, so the drawing follows the width of a phone without shrinking its words. Plotly takes over where a reader
points at the chart.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from plotly.graph_objects import Figure

from nextsteps.charts.out_of_100 import NEXT_LINE

_SHAPES = {
    "circle": '<circle r="6.5" fill="{colour}"/>',
    "square": '<rect x="-6" y="-6" width="12" height="12" fill="{colour}"/>',
    "square-open": '<rect x="-5.5" y="-5.5" width="11" height="11" fill="var(--ns-paper)" stroke="{colour}" '
    'stroke-width="2"/>',
    "diamond-open": '<path d="M0-7.5 7.5 0 0 7.5-7.5 0Z" fill="var(--ns-paper)" stroke="{colour}" stroke-width="2"/>',
}
_BAR = '<path d="M-9 0H9" stroke="{colour}" stroke-width="8" opacity=".6"/>'


def svg(figure: Figure) -> Markup:
    """The figure as a legend and an SVG of the same height, in pixels, as its layout asks for.

    Raises ValueError for a kind of trace or mark that cannot be drawn here.
    """
    x_low, x_high = figure.layout.xaxis.range
    depth = figure.layout.yaxis.range[0]

    def at(x: float) -> str:
        return f"{round((x - x_low) / (x_high - x_low) * 100, 2):g}%"

    parts = [
        Markup(
            '<line class="ns-grid" stroke="#8884" x1="{x}" x2="{x}" y1="0" y2="{y}"/>'
            '<text class="ns-tick" text-anchor="middle" x="{x}" y="{t}">{n}</text>'
        ).format(x=at(tick), y=f"{depth:g}", t=f"{depth + 20:g}", n=tick)
        for tick in range(int(x_low), int(x_high) + 1, int(figure.layout.xaxis.dtick))
    ]
    for note in figure.layout.annotations:
        words = str(note.text)
        bold = words.startswith("<b>")
        lines = words.removeprefix("<b>").removesuffix("</b>").split("<br>")
        parts.append(
            Markup('<text x="0" y="{y}" dy=".35em" font-size="{size}"{weight}>{words}</text>').format(
                y=f"{note.y - NEXT_LINE * (len(lines) - 1) // 2:g}",
                size=note.font.size,
                weight=Markup(' font-weight="600"') if bold else "",
                words=_in_lines(lines, "0"),
            )
        )
    for trace in figure.data:
        parts += [_bar(trace, at)] if trace.mode == "lines" else _marks(trace, at)
    parts.append(
        Markup('<text class="ns-tick" text-anchor="middle" x="50%" y="{y}">{title}</text>').format(
            y=f"{depth + 44:g}", title=_in_lines(str(figure.layout.xaxis.title.text).split("<br>"), "50%")
        )
    )
    drawn = Markup(
        '<svg class="ns-drawing" fill="currentColor" font-size="14" width="100%" height="{height}">{parts}</svg>'
    ).format(height=f"{depth + figure.layout.margin.b:g}", parts=Markup("").join(parts))
    return _legend(figure) + drawn


def _in_lines(lines: list[str], x: str) -> Markup:
    """Words as they stand in an SVG text, each line but the first in a part of its own that begins at `x`."""
    further = Markup(' <tspan x="{x}" dy="{down}">{line}</tspan>')
    return escape(lines[0]) + Markup("").join(further.format(x=x, down=NEXT_LINE, line=line) for line in lines[1:])


def _marks(trace: Any, at: Any) -> list[Markup]:
    colour, shape = trace.marker.color, _shape(trace.marker.symbol)
    drawn = []
    for x, y, more, less in zip(trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus, strict=True):
        if more or less:
            drawn.append(
                Markup('<line x1="{a}" x2="{b}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"/>').format(
                    a=at(x - less), b=at(x + more), y=f"{y:g}", colour=colour
                )
            )
        drawn.append(
            Markup('<svg x="{x}" y="{y}" overflow="visible">{shape}</svg>').format(
                x=at(x), y=f"{y:g}", shape=Markup(shape).format(colour=colour)
            )
        )
    return drawn


def _bar(trace: Any, at: Any) -> Markup:
    (low, high), (y, _) = trace.x, trace.y
    return Markup('<line x1="{a}" x2="{b}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="8" opacity=".6"/>').format(
        a=at(low), b=at(high), y=f"{y:g}", colour=trace.line.color
    )


def _shape(symbol: str) -> str:
    if symbol not in _SHAPES:
        raise ValueError(f"The mark {symbol!r} cannot be drawn; use one of: {', '.join(_SHAPES)}.")
    return _SHAPES[symbol]


def _legend(figure: Figure) -> Markup:
    named = [trace for trace in figure.data if trace.showlegend is not False]
    entries = [
        Markup('<li><svg width="20" height="16" viewBox="-10 -8 20 16">{shape}</svg> {name}</li>').format(
            shape=Markup(_BAR if trace.mode == "lines" else _shape(trace.marker.symbol)).format(
                colour=trace.line.color if trace.mode == "lines" else trace.marker.color
            ),
            name=trace.name,
        )
        for trace in named
    ]
    return Markup('<ul class="ns-legend">{}</ul>').format(Markup("").join(entries))
