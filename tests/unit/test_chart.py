"""A chart is a drawing, a sentence and a table of the same numbers; the table alone must be enough."""

import dataclasses
import json
import re

import pytest
from bs4 import BeautifulSoup

from nextsteps.charts import forest
from nextsteps.charts.chart import CONFIG
from nextsteps.evidence import Comparison, Measurement, Registry
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from nextsteps.wording.outcomes import people_of

REAL = Registry.read()
W = words("en")
OUTCOMES = [outcome(c) for c in REAL if c.label and c.outcome and not c.open and c.verification != "recalled"]
CHART = forest("every-study", OUTCOMES, W)
HOSTILE = '</script><script>alert("x")</script><b>&amp;'


def page(chart) -> BeautifulSoup:
    return BeautifulSoup(chart.html(), "html.parser")


def drawn(figure) -> list[float]:
    """Every place on the axis of people out of 100 at which the figure has a mark or an end of a bar."""
    return [float(x) for trace in figure.data for x in trace.x if x is not None]


def of(measured: Measurement, compared: Measurement | str = "no comparison group", **changes):
    """The outcome of a claim with these two measurements."""
    other = Comparison("sham (dummy) treatment", compared) if isinstance(compared, Measurement) else compared
    claim = REAL.record("tms.sham-trials-response")
    return outcome(dataclasses.replace(claim, measured=measured, compared_with=other, **changes))


def test_every_outcome_has_its_row():
    assert len(CHART.rows) == len(OUTCOMES)
    assert all(len(row) == len(CHART.columns) for row in CHART.rows)
    for o in OUTCOMES:
        told = people_of(W, o.treated)
        assert any(row[0] == o.claim.label and row[2].partition(" (")[0] == told for row in CHART.rows), o.claim.id


@pytest.mark.parametrize("o", OUTCOMES, ids=lambda o: o.claim.id)
def test_every_outcome_has_its_marks(o):
    places = drawn(forest("one", [o], W).figure)
    for group in (g for g in (o.treated, o.compared) if g is not None):
        for share in group.range or (100 * group.share,):
            assert any(abs(x - share) < 0.1 for x in places), f"no mark at {share:g} of 100"


def test_no_mark_is_lost_when_all_outcomes_share_a_figure():
    places = drawn(CHART.figure)
    for o in OUTCOMES:
        for group in (g for g in (o.treated, o.compared) if g is not None):
            for share in group.range or (100 * group.share,):
                place = min(places, key=lambda x: abs(x - share))
                assert abs(place - share) < 0.1, f"{o.claim.id} has no mark of its own at {share:g} of 100"
                places.remove(place)


def test_those_treated_are_never_in_a_row_without_those_compared():
    for row in CHART.rows:
        [o] = [o for o in OUTCOMES if o.claim.label == row[0] and f"({o.claim.outcome})" in row[1]]
        assert row[2].startswith(people_of(W, o.treated))
        beside = row[3]
        if o.compared is not None:
            assert people_of(W, o.compared) in beside
        else:
            assert beside in ("no comparison group", "TMS and sham together")


def test_a_range_stands_in_brackets_beside_its_number_and_says_when_it_is_ours() -> None:
    rows = {row[0]: row for row in CHART.rows}
    assert rows["US government trial"][2:4] == ["14 of 100 (8 to 23, ours)", "sham: 5 of 100 (2 to 12, ours)"]
    assert rows["29 older trials, put together"][2] in ("29 of 100", "19 of 100"), (
        "no range was reported, so none is shown"
    )
    assert all(len(cell) <= 50 for row in CHART.rows for cell in row), "a cell that is a sentence is no cell"
    assert all(len(column) <= 24 for column in CHART.columns)
    assert "“Ours” means that we worked it out." in page(CHART).select_one("details p").get_text()


def test_a_reader_is_told_how_to_read_a_thick_bar_only_where_there_is_one() -> None:
    beside_sham = forest("sham", [o for o in OUTCOMES if o.beside_sham], W)
    assert "thick bar" in CHART.how_to_read
    assert "thick bar" not in beside_sham.how_to_read


def test_studies_with_a_comparison_come_before_those_without():
    beside = [" ".join(row) for row in CHART.rows]
    without = ["no comparison group" in text for text in beside]
    assert without == sorted(without)
    assert any(without)
    assert not all(without)


@pytest.mark.parametrize(("counted", "said_as"), [("response", "as better"), ("remission", "few or no symptoms")])
def test_the_lowest_and_highest_of_the_sentence_are_those_of_the_table(counted, said_as):
    figures = [
        int(n)
        for row in CHART.rows
        if "no comparison group" in row and f"({counted})" in row[1]
        for n in re.findall(r"(\d+)(?= to | of )", row[2])
    ]
    assert len(figures) > 2
    [(low, high)] = re.findall(rf"(\d+) to (\d+) of 100[^.]*{said_as}", CHART.sentence)
    assert (int(low), int(high)) == (min(figures), max(figures))


def test_the_sentence_counts_how_often_tms_did_better_and_names_where_it_did_not():
    better, beside = re.search(r"in (\d+) of (\d+) results", CHART.sentence).groups()
    compared = [o for o in OUTCOMES if o.beside_sham]
    together = [o for o in OUTCOMES if o.compared_with == "both groups together"]
    assert int(beside) == len(compared) + len(together)
    assert int(better) == sum(o.treated.share > o.compared.share for o in compared)
    assert together
    assert all(o.claim.label in CHART.sentence for o in together)


def test_a_trial_in_which_sham_did_better_is_not_counted_for_tms():
    good, bad = of(Measurement(value=0.3), Measurement(value=0.1)), of(Measurement(value=0.1), Measurement(value=0.3))
    assert "in 1 of 2 results" in forest("two", [good, bad], W).sentence


def test_a_single_result_is_not_plural():
    assert "in 1 of 1 result." in forest("one", [of(Measurement(value=0.3), Measurement(value=0.1))], W).sentence


def test_a_chart_of_nothing_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"^The chart 'empty' has no outcome to draw; name at least one claim\.$"):
        forest("empty", [], W)


def test_nothing_of_the_reader_can_leave_through_the_chart_and_no_button_covers_it():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displayModeBar"] is False


@pytest.mark.parametrize("carried", ["the page", "JupyterLab"])
def test_the_chart_carries_its_settings_and_not_the_library_s_template(carried):
    if carried == "the page":
        figure = json.loads(page(CHART).find("script", type="application/json").string)
    else:
        figure = json.loads(json.dumps(CHART._repr_mimebundle_()["application/vnd.plotly.v1+json"]))
    assert figure["config"] == CONFIG
    assert figure["data"]
    assert "template" not in figure["layout"]


def test_the_page_has_title_sentence_and_table_before_anything_is_drawn():
    found = page(CHART)
    whole = found.find("figure", id="every-study")
    for attribute, text in (("aria-labelledby", CHART.title), ("aria-describedby", CHART.sentence)):
        named = whole.find(id=whole[attribute])
        assert named.get_text() == text
        assert named.find_parent("figcaption")
    assert [th.get_text() for th in whole.select("thead th[scope=col]")] == CHART.columns
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in whole.select("tbody tr")]
    assert rows == CHART.rows
    assert all(row.th["scope"] == "row" for row in whole.select("tbody tr"))
    assert whole.find(class_="ns-plot")["aria-hidden"] == "true", "the drawing repeats the table; one of them is enough"


def test_a_reviewer_reads_the_sentence_and_every_row_as_text():
    text = repr(CHART)
    assert CHART.title in text
    assert CHART.sentence in text
    assert len(text.splitlines()) == 4 + len(CHART.rows)
    for row in CHART.rows:
        assert any(all(cell in line for cell in row) for line in text.splitlines())


def test_the_text_for_reviewers_is_the_same_in_every_run():
    assert repr(forest("every-study", OUTCOMES, W)) == repr(CHART)


def test_words_of_a_record_can_never_become_a_script_of_the_page():
    chart = forest("hostile", [of(Measurement(value=0.3), Measurement(value=0.1), label=HOSTILE)], W)
    found = page(chart)
    scripts = found.find_all("script")
    assert [s["type"] for s in scripts] == ["application/json"]
    assert "alert(" in json.dumps(json.loads(scripts[0].string)), (
        "the label did not reach the figure, so this tests nothing"
    )
    assert found.find("b") is None
    assert found.select_one("tbody th").get_text() == HOSTILE
