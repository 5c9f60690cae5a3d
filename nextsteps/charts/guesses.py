"""How far apart the guesses of a room are: bars of ten, drawn before the answer is shown, with words and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from plotly.graph_objects import Bar, Figure

from nextsteps.charts.chart import data_table
from nextsteps.charts.out_of_100 import SHAM
from nextsteps.wording.language import Words

#: Guesses from 0 to 100 stand together by tens; the last group has 100 as well.
GROUPS = [(low, low + 9 if low < 90 else 100) for low in range(0, 100, 10)]


@dataclass(frozen=True)
class Spread:
    """What a room guessed: in a sentence, as bars, and as a folded table."""

    sentence: str
    figure: Figure
    table: Markup


def guesses(counts: Sequence[int], w: Words) -> Spread:
    """`counts[n]` people guessed n of a hundred, for n from 0 to 100. Raises ValueError for other counts than these."""
    if len(counts) != 101 or min(counts) < 0:
        raise ValueError(f"Guesses go from 0 to 100; {len(counts)} counts were given, which are not 101 whole numbers.")
    grouped = [sum(counts[low : high + 1]) for low, high in GROUPS]
    names = [w.say("{low} to {high}", low=low, high=high) for low, high in GROUPS]
    figure = Figure(Bar(x=names, y=grouped, marker={"color": SHAM}, hoverinfo="x+y"))
    figure.update_layout(
        margin={"l": 44, "r": 10, "t": 10, "b": 60},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, sans-serif", "size": 18},
        bargap=0.15,
        dragmode=False,
    )
    figure.update_xaxes(type="category", fixedrange=True, title={"text": w.say("Guess, out of a hundred people")})
    figure.update_yaxes(
        fixedrange=True, rangemode="tozero", tickformat="d", nticks=5, title={"text": w.say("How many guessed so")}
    )
    table = data_table(
        w.say("The guesses, as a table"),
        [w.say("Guess, out of a hundred people"), w.say("How many guessed so")],
        [[name, str(count)] for name, count in zip(names, grouped, strict=True)],
    )
    return Spread(_sentence(counts, w), figure, table)


def _sentence(counts: Sequence[int], w: Words) -> str:
    total = sum(counts)
    given = [n for n, count in enumerate(counts) if count]
    if not given:
        return w.say("There are no guesses yet.")
    if len(given) == 1:
        return w.say_count(
            "One guess is in: {low} of a hundred. No guess is wrong.",
            "{count} guesses are in, and all say {low} of a hundred. No guess is wrong.",
            total,
            low=given[0],
        )
    return w.say(
        "{n} guesses are in. They go from {low} to {high} of a hundred. No guess is wrong.",
        n=total,
        low=given[0],
        high=given[-1],
    )
