"""How long a benefit lasts: whole people who had responded, their intervals, and no line from one study to another."""

import pytest
from bs4 import BeautifulSoup

from nextsteps.charts import lasting
from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording import words

IDS = [f"tms.benefit-lasting-{months}-months" for months in (3, 6, 12)]
OUTCOMES = [outcome(claim(id)) for id in IDS]
CHART = lasting("does-it-last", OUTCOMES, words("en"))


def test_the_sentence_names_who_is_counted_and_what_was_missing() -> None:
    assert CHART.sentence == (
        "Of those who had got better with TMS, still better were "
        "67 of 100 at 3 months, 53 of 100 at 6 months, and 46 of 100 at 12 months. There was no comparison group."
    )


def test_no_line_joins_the_times_because_other_people_were_counted_at_each() -> None:
    assert [trace.mode for trace in CHART.figure.data] == ["markers"]


@pytest.mark.parametrize("i", range(len(IDS)))
def test_each_mark_and_each_end_of_its_line_is_where_its_source_puts_it(i: int) -> None:
    [marks] = CHART.figure.data
    c = claim(IDS[i])
    assert marks.x[i] == pytest.approx(100 * c.measured.share, abs=0.1)
    low, high = marks.x[i] - marks.error_x.arrayminus[i], marks.x[i] + marks.error_x.array[i]
    assert (low, high) == pytest.approx([100 * end for end in c.measured.interval], abs=0.6), "ends are whole people"


def test_every_row_repeats_the_interval_and_that_there_was_no_comparison() -> None:
    assert [row[:3] for row in CHART.rows] == [
        ["3 months", "67 of 100 (57 to 75)", "no comparison group"],
        ["6 months", "53 of 100 (40 to 65)", "no comparison group"],
        ["12 months", "46 of 100 (33 to 61)", "no comparison group"],
    ]
    assert "In brackets stands the likely range" in CHART.html()


def test_the_drawing_writes_each_time_and_needs_no_script() -> None:
    drawing = BeautifulSoup(CHART.html(), "html.parser").select_one("svg.ns-drawing")
    assert [t.get_text() for t in drawing.select("text") if "months" in t.get_text()] == [
        "3 months",
        "6 months",
        "12 months",
    ]


@pytest.mark.parametrize("id", ["tms.sham-trials-response", "tms.va-clinics-response", "tms.maker-registry-response"])
def test_a_claim_without_interval_or_with_another_question_is_refused(id: str) -> None:
    with pytest.raises(EvidenceError, match="shows a share with its interval and no comparison group"):
        lasting("does-it-last", [outcome(claim(id))], words("en"))


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="has no outcome to draw"):
        lasting("empty", [], words("en"))
