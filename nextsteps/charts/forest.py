"""Every study on one line: what each group did, and how far chance alone could move it. No estimate of our own."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Figure

from nextsteps.charts.chart import Chart
from nextsteps.charts.out_of_100 import BOTH, LINE, SHAM, TMS, Place, lay_out, marks, pointed_at, spread
from nextsteps.evidence import EvidenceError
from nextsteps.models.outcome import Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import interval, people_of


def forest(name: str, outcomes: Sequence[Outcome], w: Words) -> Chart:
    """A chart of the outcomes in the order given, those with a comparison first.

    Raises ValueError if there is no outcome to draw, and EvidenceError for one that does not belong beside sham.
    """
    if not outcomes:
        raise ValueError(f"The chart {name!r} has no outcome to draw; name at least one claim.")
    for o in outcomes:
        if not o.claim.outcome:
            raise EvidenceError(
                f"{o.claim.file}, {o.claim.id}: the chart cannot say what was counted; "
                "set its outcome to response or remission."
            )
        if o.compared is not None and not o.beside_sham:
            raise EvidenceError(
                f"{o.claim.file}, {o.claim.id}: {o.compared_with} is not sham; draw this claim in a chart of its own."
            )
    ordered = sorted(outcomes, key=lambda o: o.compared_with == "no comparison group")
    return Chart(
        name=name,
        title=w.say("How many people got better, study by study"),
        sentence=_sentence(ordered, w),
        how_to_read=w.say(
            "How to read this: each mark is the number of people, out of 100, who got better in one group. "
            "A longer line through a mark means the number is less sure. "
            "No line means that the study’s summary gave no range. A thick bar is a spread between ways of counting."
        ),
        figure=_figure(ordered, w),
        columns=[w.say("Study"), w.say("What counts"), w.say("With TMS"), w.say("Compared with"), w.say("Range")],
        rows=[_row(o, w) for o in ordered],
        table_title=w.say("The same numbers as a table"),
    )


def _sentence(outcomes: Sequence[Outcome], w: Words) -> str:
    compared = [o for o in outcomes if o.compared is not None]
    none = [o for o in outcomes if o.compared_with == "both groups together"]
    better = [o for o in compared if _more(o) > 0]
    said = []
    if compared or none:
        said.append(
            w.say_count(
                "The number was higher with TMS than with sham in {better} of {count} result.",
                "The number was higher with TMS than with sham in {better} of {count} results.",
                len(compared) + len(none),
                better=len(better),
            )
        )
    for o in none:
        said.append(w.say("In the {study} it was not.", study=o.claim.label))
    for outcome in ("response", "remission"):
        shares = [
            s
            for o in outcomes
            if o.compared_with == "no comparison group" and o.claim.outcome == outcome
            for s in (o.treated.range or (o.treated.people,))
            if s is not None
        ]
        if shares:
            ends = {"low": min(shares), "high": max(shares)}
            counted = {
                "response": w.say(
                    "Without a comparison group, clinics counted {low} to {high} of 100 as better.", **ends
                ),
                "remission": w.say(
                    "Without a comparison group, clinics counted {low} to {high} of 100 as having few or no symptoms.",
                    **ends,
                ),
            }
            said.append(counted[outcome])
    return " ".join(said)


def _more(o: Outcome) -> float:
    assert o.compared is not None
    return (o.treated.share or 0) - (o.compared.share or 0)


def _row(o: Outcome, w: Words) -> list[str]:
    compared = (
        w.say("sham: {people}", people=people_of(w, o.compared))
        if o.compared
        else w.say("TMS and sham together")
        if o.compared_with == "both groups together"
        else w.say("no comparison group")
    )
    ranges = interval(w, o.treated) if o.treated.range is None else w.say("a spread, not a range of chance")
    if o.compared:
        ranges = w.say("TMS: {range}", range=ranges) + "; " + w.say("sham: {range}", range=interval(w, o.compared))
    return [o.claim.label, _counted(w, o.claim.outcome), people_of(w, o.treated), compared, ranges]


def _figure(outcomes: Sequence[Outcome], w: Words) -> Figure:
    figure = Figure()
    texts, lines, depth = _layout(outcomes, w)
    series: list[tuple[str, str, str, list[Place]]] = [
        (w.say("With TMS"), TMS, "circle", []),
        (w.say("With sham"), SHAM, "diamond-open", []),
        (w.say("TMS and sham together"), BOTH, "square", []),
    ]
    spreads: list[tuple[float, Outcome]] = []
    for y, o in zip(lines, outcomes, strict=True):
        if o.treated.range is not None:
            spreads.append((y, o))
            continue
        of = series[2 if o.compared_with == "both groups together" else 0][3]
        of.append((y, o.treated, pointed_at(o, o.treated, w)))
        if o.compared is not None:
            series[1][3].append((y + LINE, o.compared, pointed_at(o, o.compared, w)))
    for label, colour, symbol, places in series:
        if places:
            figure.add_trace(marks(label, colour, symbol, places))
    for y, o in spreads:
        name = w.say("A spread between ways of counting")
        figure.add_trace(spread(name, TMS, y, o, w, first=y == spreads[0][0]))
    return lay_out(figure, depth, texts, w.say("People out of 100"))


def _layout(outcomes: Sequence[Outcome], w: Words) -> tuple[list[tuple[float, str, int]], list[float], int]:
    """Where everything stands, in pixels from the top: texts as (y, text, size), each outcome's first line, the depth.

    Names stand above their lines, not beside them, so that the lines keep the whole width of a phone.
    """
    texts: list[tuple[float, str, int]] = []
    lines: list[float] = []
    y, part, study = 0, "", ""
    for o in outcomes:
        now = w.say("No comparison group") if o.compared_with == "no comparison group" else w.say("Beside sham")
        if now != part:
            y += 34 if part else 16
            texts.append((y, f"<b>{now.upper()}</b>", 12))
            y += 10
            part, study = now, ""
        if o.claim.label != study:
            y += 24
            texts.append((y, f"<b>{o.claim.label}</b>", 14))
            study = o.claim.label
        y += 21
        texts.append((y, _counted(w, o.claim.outcome), 13))
        y += 19
        lines.append(y)
        y += (LINE if o.compared else 0) + 8
    return texts, lines, y + 10


def _counted(w: Words, outcome: str) -> str:
    # Not "half better": in some clinics a doctor's overall rating counted as a response.
    return {"response": w.say("Better (response)"), "remission": w.say("Few or no symptoms (remission)")}[outcome]
