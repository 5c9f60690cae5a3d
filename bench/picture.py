"""Bars on a logarithmic scale, as an SVG that reads in light and dark: the differences are too large for any other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

LINE, LEFT, WIDTH, GAP = 26, 190, 480, 34
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1d2b2a}.title{font-weight:600}"
    ".bar{fill:#8a9695}.ours{fill:#1f8a84}.line{stroke:#c9d3d2}"
    "@media(prefers-color-scheme:dark){text{fill:#e6eeed}.bar{fill:#74807f}.ours{fill:#4fb8b0}.line{stroke:#4a5655}}"
)


@dataclass(frozen=True)
class Panel:
    """One set of bars: each with its name, its value (above zero) and the value as written."""

    title: str
    bars: list[tuple[str, float, str]]


def draw(title: str, panels: list[Panel]) -> str:
    """The panels, one below the other. A bar's length is the logarithm of its value, and the value stands beside it."""
    rows, y = [], 0
    for panel in panels:
        if not panel.bars:
            continue
        y += GAP
        rows.append(
            Markup('<text class="title" x="0" y="{}">{} (each line is ten times more)</text>').format(
                y - 10, panel.title
            )
        )
        low = 10 ** math.floor(math.log10(min(value for _, value, _ in panel.bars)))
        span = math.log10(max(value for _, value, _ in panel.bars) / low)
        for step in range(math.floor(span) + 1):
            rows.append(
                Markup('<path class="line" d="M{} {}v{}"/>').format(
                    round(LEFT + WIDTH * step / max(span, 1)), y, LINE * len(panel.bars)
                )
            )
        for name, value, written in panel.bars:
            long = round(WIDTH * math.log10(value / low) / max(span, 1))
            rows.append(
                Markup(
                    '<text x="{}" y="{}" text-anchor="end">{}</text>'
                    '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/><text x="{}" y="{}">{}</text>'
                ).format(
                    LEFT - 8,
                    y + 16,
                    name,
                    "ours" if name.startswith("our") else "bar",
                    LEFT,
                    y + 3,
                    max(long, 2),
                    LINE - 8,
                    LEFT + long + 8,
                    y + 16,
                    written,
                )
            )
            y += LINE
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-label="{title}"><style>{style}</style>{rows}</svg>\n'
        ).format(width=LEFT + WIDTH + 90, height=y + 10, title=title, style=Markup(STYLE), rows=Markup("\n").join(rows))
    )
