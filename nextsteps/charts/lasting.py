"""How long a benefit lasted, among people who had responded: one mark for each time, never joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Figure

from nextsteps.charts.chart import Chart
from nextsteps.charts.out_of_100 import TMS, lay_out, marks
from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import brackets, interval, people_of, with_interval

#: Pixels from one time to the next: its name, its mark, and room.
STEP = 52


def lasting(name: str, outcomes: Sequence[Outcome], w: Words) -> Chart:
    """A chart of the outcomes in the order given, each at its own follow-up.

    No line joins the marks: at each time other studies, and other people, were counted.
    Raises ValueError without an outcome, and EvidenceError for one without an interval or with a comparison group.
    """
    if not outcomes:
        raise ValueError(f"The chart {name!r} has no outcome to draw; name at least one claim.")
    for o in outcomes:
        if o.treated.interval is None or o.treated.people is None or o.compared_with != "no comparison group":
            raise EvidenceError(
                f"{o.claim.file}, {o.claim.id}: this chart shows a share with its interval and no comparison group; "
                "choose another claim."
            )
    said = [
        w.say("{people} at {when}", people=people_of(w, o.treated), when=w.entry(o.claim.follow_up)) for o in outcomes
    ]
    return Chart(
        name=name,
        title=w.say("Still better later, among people who had responded to TMS"),
        sentence=w.say(
            "Of those who had got better with TMS, still better were {list}. There was no comparison group.",
            list=w.list(said),
        ),
        how_to_read=w.say(
            "How to read this: each mark counts only people who had got better at first, not all who were treated. "
            "A longer line means the number is less sure. At each time, other people in other studies were counted."
        ),
        figure=_figure(outcomes, w),
        columns=[
            w.say("After"),
            w.say("Still better (likely range)"),
            w.say("Beside it"),
            w.say("Keep in mind"),
        ],
        rows=[
            [
                w.entry(o.claim.follow_up),
                with_interval(w, people_of(w, o.treated), o.treated),
                w.say("no comparison group"),
                w.entry(o.claim.caveat),
            ]
            for o in outcomes
        ],
        table_title=w.say("How long it lasted, as a table"),
        table_note=brackets(w),
    )


def _figure(outcomes: Sequence[Outcome], w: Words) -> Figure:
    lines = [42 + STEP * i for i in range(len(outcomes))]
    places = [
        (
            y,
            o.treated,
            w.say(
                "{when}: {people} of those who had responded ({range}); no comparison group",
                when=w.entry(o.claim.follow_up),
                people=people_of(w, o.treated),
                range=interval(w, o.treated),
            ),
        )
        for y, o in zip(lines, outcomes, strict=True)
    ]
    figure = Figure(marks(w.say("Still better, with no comparison group"), TMS, "circle", places, legend=True))
    names = [(y - 22, f"<b>{w.entry(o.claim.follow_up)}</b>", 14) for y, o in zip(lines, outcomes, strict=True)]
    return lay_out(figure, lines[-1] + 20, names, w.say("Of every 100 people who had responded"))
