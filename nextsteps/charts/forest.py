"""Every study on one line: what each group did, and how far chance alone could move it. No estimate of our own."""

from __future__ import annotations

from collections.abc import Sequence

from plotly.graph_objects import Figure

from nextsteps.charts.chart import Chart
from nextsteps.charts.out_of_100 import BOTH, LINE, SHAM, TMS, Place, lay_out, marks, spread
from nextsteps.evidence import EvidenceError
from nextsteps.evidence.records import NOT_REPORTED
from nextsteps.models.outcome import Group, Outcome
from nextsteps.wording.language import Words
from nextsteps.wording.outcomes import brackets, compared_name, people_of, with_interval

#: What stood beside TMS, in the order of the chart: the fairest comparison first.
DESIGNS = ("sham", "head-to-head", "none")
#: Whose rating counted. A study that does not say belongs to neither, and one that mixed both to each.
RATERS = ("doctor", "patient")
#: What another treatment's mark is drawn in: mid-tone, and open like sham's, since neither is TMS.
OTHER = "#a0703c"


def design_of(o: Outcome) -> str:
    """What stood beside TMS: one of DESIGNS."""
    if o.compared_with == "both groups together" or o.beside_sham:
        return "sham"
    return "none" if o.compared is None else "head-to-head"


def raters_of(o: Outcome) -> frozenset[str]:
    """Who rated the outcome: those of RATERS whom the study names."""
    rater = o.claim.rater
    doctor = "clinician" in rater or rater == "masked rater"
    return frozenset(who for who, rated in zip(RATERS, (doctor, "patient" in rater), strict=True) if rated)


def forest(name: str, outcomes: Sequence[Outcome], w: Words) -> Chart:
    """A chart of the outcomes: those beside sham first, then beside another treatment, then without a comparison.

    In each part the largest study comes first; one study's outcomes stay together, in the order given.
    Raises ValueError if there is no outcome to draw, and EvidenceError for one that cannot stand among them.
    """
    if not outcomes:
        raise ValueError(f"The chart {name!r} has no outcome to draw; name at least one claim.")
    for o in outcomes:
        if not o.claim.outcome:
            raise EvidenceError(
                f"{o.claim.file}, {o.claim.id}: the chart cannot say what was counted; "
                "set its outcome to response or remission."
            )
        if o.compared_with == "comparison not read":
            raise EvidenceError(
                f"{o.claim.file}, {o.claim.id}: its comparison group was not read, so its number cannot be shown "
                "beside it; choose another claim."
            )
    ordered = sorted(outcomes, key=lambda o: (DESIGNS.index(design_of(o)), -(o.claim.people or 0)))
    return Chart(
        name=name,
        title=w.say("How many people got better, study by study"),
        sentence=_sentence(ordered, w),
        how_to_read=_how_to_read(ordered, w),
        figure=_figure(ordered, w),
        columns=[
            w.say("Study"),
            w.say("What counts"),
            w.say("With TMS (likely range)"),
            w.say("Beside it (likely range)"),
            w.say("Rated by"),
            w.say("People"),
        ],
        rows=[_row(o, w) for o in ordered],
        table_title=w.say("Every study as a table"),
        table_note=brackets(w),
    )


def _how_to_read(outcomes: Sequence[Outcome], w: Words) -> str:
    """How to read the marks that are there: a reader need not learn a mark that the chart does not have."""
    said = [
        w.say("How to read this: each mark is the number of people, out of 100, who got better in one group."),
        w.say("A longer line through a mark means the number is less sure."),
        w.say("No line means that the study’s summary gave no range."),
    ]
    if any(o.treated.range for o in outcomes):
        said.append(w.say("A thick bar is a spread between ways of counting."))
    said.append(w.say("They counted other people in other ways, so do not rank them."))
    return " ".join(said)


def _sentence(outcomes: Sequence[Outcome], w: Words) -> str:
    compared = [o for o in outcomes if o.beside_sham]
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
        said.append(w.say("In the {study} it was not.", study=w.entry(o.claim.label)))
    for o in outcomes:
        if design_of(o) == "head-to-head" and o.compared is not None:
            told = {"tms": people_of(w, o.treated), "people": people_of(w, o.compared), "other": compared_name(w, o)}
            said.append(
                w.say(
                    "In a trial beside another treatment, {tms} people got at least half better with TMS. "
                    "With the other treatment ({other}), {people} did.",
                    **told,
                )
                if o.claim.outcome == "response"
                else w.say(
                    "In a trial beside another treatment, {tms} people got to few or no symptoms with TMS. "
                    "With the other treatment ({other}), {people} did.",
                    **told,
                )
            )
            if "open-label" in o.claim.design:
                said.append(w.say("There, people knew which of the two they got."))
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
    beside = _beside(o, w)
    return [
        w.entry(o.claim.label),
        _counted(w, o.claim.outcome),
        with_interval(w, people_of(w, o.treated), o.treated),
        beside if o.compared is None else with_interval(w, beside, o.compared),
        w.say("not reported") if o.claim.rater == NOT_REPORTED else w.entry(o.claim.rater),
        w.number(o.claim.people) if o.claim.people else w.say("not reported"),
    ]


def _beside(o: Outcome, w: Words) -> str:
    """What stands beside the number of those treated: the other group's, or why there is none."""
    if o.compared is None:
        together = o.compared_with == "both groups together"
        return w.say("TMS and sham together") if together else w.say("no comparison group")
    return w.say("{other}: {people}", other=compared_name(w, o), people=people_of(w, o.compared))


def _pointed_at(o: Outcome, group: Group, w: Words) -> str:
    """What is said where a reader points at a mark: never a number without what stands beside it."""
    told = {"study": w.entry(o.claim.label), "people": people_of(w, o.treated), "beside": _beside(o, w)}
    if group is o.compared:
        return w.say("{study}: {beside}. TMS: {people}", **told)
    return w.say("{study}: {people}. Beside it: {beside}", **told)


def _figure(outcomes: Sequence[Outcome], w: Words) -> Figure:
    figure = Figure()
    texts, lines, depth = _layout(outcomes, w)
    series: list[tuple[str, str, str, list[Place]]] = [
        (w.say("With TMS"), TMS, "circle", []),
        (w.say("With sham"), SHAM, "diamond-open", []),
        (w.say("TMS and sham together"), BOTH, "square", []),
        (w.say("With another treatment"), OTHER, "square-open", []),
    ]
    spreads: list[tuple[float, Outcome]] = []
    for y, o in zip(lines, outcomes, strict=True):
        if o.treated.range is not None:
            spreads.append((y, o))
            continue
        of = series[2 if o.compared_with == "both groups together" else 0][3]
        of.append((y, o.treated, _pointed_at(o, o.treated, w)))
        if o.compared is not None:
            series[1 if o.beside_sham else 3][3].append((y + LINE, o.compared, _pointed_at(o, o.compared, w)))
    for label, colour, symbol, places in series:
        if places:
            figure.add_trace(marks(label, colour, symbol, places, legend=True))
    for y, o in spreads:
        name = w.say("A spread between ways of counting")
        bar = spread(name, TMS, y, o, w, first=y == spreads[0][0])
        bar.text = [_pointed_at(o, o.treated, w)] * 2
        figure.add_trace(bar)
    return lay_out(figure, depth, texts, w.say("People out of 100"))


def _layout(outcomes: Sequence[Outcome], w: Words) -> tuple[list[tuple[float, str, int]], list[float], int]:
    """Where everything stands, in pixels from the top: texts as (y, text, size), each outcome's first line, the depth.

    Names stand above their lines, not beside them, so that the lines keep the whole width of a phone.
    """
    texts: list[tuple[float, str, int]] = []
    lines: list[float] = []
    y, part, study = 0, "", ""
    for o in outcomes:
        now = part_name(w, design_of(o))
        if now != part:
            y += 34 if part else 16
            texts.append((y, f"<b>{now.upper()}</b>", 12))
            y += 10
            part, study = now, ""
        if o.claim.label != study:
            y += 24
            texts.append((y, f"<b>{w.entry(o.claim.label)}</b>", 14))
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


def part_name(w: Words, design: str) -> str:
    """The name of a part of the chart, by what stood beside TMS in it."""
    return {
        "sham": w.say("Beside sham"),
        "head-to-head": w.say("Beside another treatment"),
        "none": w.say("No comparison group"),
    }[design]
