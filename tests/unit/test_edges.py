"""Where evidence meets words and pictures at its edges: each of these once misled a reader or ended in a traceback."""

import dataclasses
import json

import pytest
from test_claim_refusals import CLAIM, SOURCES, TMS, folder, put, refusal  # noqa: F401
from test_wording import W, found
from traitlets import TraitError

from nextsteps.charts import forest
from nextsteps.evidence import Comparison, EvidenceError, Measurement, Registry, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording.outcomes import group_names, other_side, sentence
from widgets import IconArray

REAL = Registry.read()


@pytest.mark.parametrize("cut", ["value = 0.1, c", "label =", "follow_up"])
def test_a_cut_off_file_is_named_with_its_line(folder, cut):  # noqa: F811
    (folder / TMS).write_text(CLAIM[: CLAIM.index(cut) + len(cut)], "utf-8")
    assert "line " in refusal(folder)


def test_a_day_with_a_time_is_refused_in_a_sentence(folder):  # noqa: F811
    (folder / TMS).write_text(put("checked", "2026-11-24T10:00:00")(CLAIM), "utf-8")
    assert "tms.made-up" in refusal(folder)


@pytest.mark.parametrize("number", ["nan", "inf"])
def test_no_number_at_all_is_refused_in_any_unit(folder, number):  # noqa: F811
    text = CLAIM
    for line in ("count = 30\n", "of = 100\n", "interval = [0.2, 0.4]\n"):
        text = text.replace(line, "")
    text = put("unit", '"minutes"')(put("value", number)(put("compared_with", '"no comparison group"')(text)))
    (folder / TMS).write_text(text, "utf-8")
    assert "value" in refusal(folder)


def test_a_range_is_never_drawn_as_nobody_getting_better():
    with pytest.raises(EvidenceError, match="a range between ways of counting cannot be drawn"):
        IconArray("range", ["tms.maker-registry-response"])


def test_a_claim_asked_for_is_never_dropped_in_silence():
    with pytest.raises(EvidenceError, match="clinics-response-by-doctor has the same study and outcome"):
        IconArray("both", ["tms.clinics-response-by-doctor", "tms.clinics-response-by-patient"])


def test_a_group_that_had_another_treatment_is_never_called_sham():
    other = Comparison("standard 10 Hz TMS", Measurement(value=0.27))
    o = outcome(dataclasses.replace(REAL.record("tms.itbs-remission"), compared_with=other))
    assert "With standard 10 Hz TMS, 27 of 100 did." in sentence(W, o)
    assert "sham" not in sentence(W, o) + other_side(W, o) + " ".join(group_names(W, o))
    drawn = forest("x", [o], W)
    assert "With the other treatment (standard 10 Hz TMS), 27 of 100 did." in drawn.sentence
    assert "sham" not in drawn.sentence + " ".join(cell for row in drawn.rows for cell in row)


def test_a_comparison_that_was_not_read_is_not_called_missing():
    o = outcome(dataclasses.replace(REAL.claim("tms.uk-clinic-remission"), compared_with="comparison not read"))
    assert sentence(W, o).endswith("We have not read the number of the comparison group.")


@pytest.mark.parametrize(("tms", "sham"), [(0.1, 0.3), (0.3, 0.3)])
def test_fewer_and_as_many_are_not_called_more(tms, sham):
    said = sentence(W, found(Measurement(value=tms), Measurement(value=sham)))
    assert "-" not in said
    assert "0 more" not in said


def test_a_bound_alone_is_refused_in_a_sentence():
    with pytest.raises(EvidenceError, match="a bound alone cannot be drawn as people"):
        outcome(claim("breakthrough.up-to-one-third"))


def test_a_claim_without_an_outcome_is_refused_by_the_chart_in_a_sentence():
    with pytest.raises((EvidenceError, ValueError), match="benefit-lasting"):
        forest("x", [outcome(claim("tms.benefit-lasting-3-months"))], W)


def test_a_chart_of_remission_alone_says_who_counted():
    o = outcome(claim("tms.uk-clinic-remission"))
    assert not forest("x", [o], W).sentence.startswith("They")


def test_no_markup_in_the_json_can_change_how_a_browser_reads_the_script():
    # After "<!--<script" a browser no longer ends the element at the next </script>: the rest of the page is lost.
    chart = forest("x", [found(Measurement(value=0.3), Measurement(value=0.1))], W)
    bad = dataclasses.replace(chart, rows=[["<!--<script>", *chart.rows[0][1:]]])
    bad.figure.data[0].text = ["<!--<script>"]
    inside = bad.html().split('class="ns-figure">')[1].split("</script>")[0]
    assert "<!--" not in inside
    assert json.loads(inside)


def test_the_name_of_a_widget_cannot_break_its_markup():
    with pytest.raises(TraitError, match="cannot be the name of a widget"):
        IconArray('a" onclick="x', ["tms.sham-trials-response"])
