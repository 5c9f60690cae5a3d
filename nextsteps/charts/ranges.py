"""How often depression came back in people on their medicine: what each study counted, and why no two agree."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Figure

from nextsteps.charts.chart import Chart
from nextsteps.charts.out_of_100 import BOTH, LINE, SHAM, TMS, Place, lay_out, marks, pointed_at, spread
from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import brackets, people_of, with_interval

#: The pixels that one study takes: its name, what it counted, and its two lines.
STUDY = 84


def ranges(name: str, outcomes: Sequence[Outcome], w: Words) -> Chart:
    """A chart of the outcomes in the order given: a bar for a spread between studies, else a mark with its interval.

    Raises ValueError without a spread and a trial to set against it, and EvidenceError for a claim whose counting
    nobody has put into words.
    """
    if not any(o.treated.range for o in outcomes) or not any(o.compared for o in outcomes):
        raise ValueError(
            f"The chart {name!r} needs a review that gives a spread, and a trial with a comparison group; name both."
        )
    return Chart(
        name=name,
        title=w.say("How often depression came back on the medicine"),
        sentence=_sentence(outcomes, w),
        how_to_read=w.say(
            "How to read this: a filled mark is people who stayed on their medicine. An open mark is people who did "
            "not. A thick bar is a spread between studies. A thin line shows how far chance alone could move a mark."
        ),
        figure=_figure(outcomes, w),
        columns=[w.say("Study"), w.say("Counted"), w.say("Stayed on it"), w.say("Compared")],
        rows=[_row(o, w) for o in outcomes],
        table_title=w.say("What each study counted, as a table"),
        table_note=" ".join(
            [
                brackets(w),
                w.say(
                    "The US study did not look at missed doses. "
                    "In the older trials, those on the dummy pill often stopped fast."
                ),
            ]
        ),
    )


def _sentence(outcomes: Sequence[Outcome], w: Words) -> str:
    low, high = next(o.treated.range for o in outcomes if o.treated.range)
    pairs = [(o.treated.people or 0, o.compared.people or 0) for o in outcomes if o.compared is not None]
    return w.say(
        "The studies do not agree. In one review of many, depression came back in {low} to {high} of 100 people who "
        "stayed on their medicine. In trials that compared two groups, it came back in {stayed_low} to {stayed_high} "
        "of 100 on the medicine, and in {other_low} to {other_high} of 100 without it.",
        low=low,
        high=high,
        stayed_low=min(stayed for stayed, _ in pairs),
        stayed_high=max(stayed for stayed, _ in pairs),
        other_low=min(other for _, other in pairs),
        other_high=max(other for _, other in pairs),
    )


def _counted(o: Outcome, w: Words) -> tuple[str, str]:
    """What the study counted, in a few words for the drawing, and in fewer for the table."""
    said = {
        "breakthrough.range-in-reviews": (
            w.say("Counted in many ways: a spread"),
            w.say("in many ways; a spread"),
        ),
        "breakthrough.cohort-maintenance-intervals": (
            w.say("Stretches of steady treatment"),
            w.say("stretches of treatment, not people"),
        ),
        "breakthrough.antler-relapse-while-staying": (
            w.say("People with a relapse within a year"),
            w.say("people within a year, by interview"),
        ),
        "breakthrough.geddes-relapse-while-staying": (
            w.say("People who relapsed, mostly in a year"),
            w.say("people, mostly within a year"),
        ),
        "breakthrough.kato-relapse-while-staying": (
            w.say("People who relapsed within a year"),
            w.say("people within a year, by each trial’s rule"),
        ),
    }
    if o.claim.id not in said:
        raise EvidenceError(
            f"{o.claim.file}, {o.claim.id}: nobody has put into words what it counted; add them to charts/ranges.py."
        )
    return said[o.claim.id]


def _row(o: Outcome, w: Words) -> list[str]:
    stayed = with_interval(w, people_of(w, o.treated), o.treated)
    if o.compared is None:
        return [w.entry(o.claim.label), _counted(o, w)[1], stayed, w.say("no comparison group")]
    people = with_interval(w, people_of(w, o.compared), o.compared)
    tapered = o.compared_with == "tapered to placebo"
    compared = (
        w.say("tapered off: {people}", people=people) if tapered else w.say("dummy pill: {people}", people=people)
    )
    return [w.entry(o.claim.label), _counted(o, w)[1], stayed, compared]


def _figure(outcomes: Sequence[Outcome], w: Words) -> Figure:
    figure = Figure()
    places: dict[str, list[Place]] = {"stayed": [], "other": [], "alone": []}
    spreads: list[tuple[float, Outcome]] = []
    notes: list[tuple[float, str, int]] = []
    for i, o in enumerate(outcomes):
        top = 16 + i * STUDY
        line = top + 40
        notes += [(top, f"<b>{w.entry(o.claim.label)}</b>", 14), (top + 21, _counted(o, w)[0], 13)]
        if o.treated.range:
            spreads.append((line, o))
            continue
        places["alone" if o.compared is None else "stayed"].append((line, o.treated, pointed_at(o, o.treated, w)))
        if o.compared is not None:
            places["other"].append((line + LINE, o.compared, pointed_at(o, o.compared, w)))
    for kind, label, colour, symbol in (
        ("stayed", w.say("Stayed on the medicine"), TMS, "circle"),
        ("other", w.say("Tapered off, or had a dummy pill"), SHAM, "diamond-open"),
        ("alone", w.say("On the medicine, no comparison group"), BOTH, "square"),
    ):
        if places[kind]:
            figure.add_trace(marks(label, colour, symbol, places[kind]))
    for y, o in spreads:
        name = w.say("A spread between studies, no comparison group")
        figure.add_trace(spread(name, BOTH, y, o, w, first=y == spreads[0][0]))
    return lay_out(figure, 16 + len(outcomes) * STUDY, notes, w.say("Out of 100"))
