"""How often depression came back: what each study counted, its comparison beside it, and no middle of a spread."""

import pytest

from nextsteps.charts import forest, ranges
from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording import words

IDS = [
    "breakthrough.range-in-reviews",
    "breakthrough.cohort-maintenance-intervals",
    "breakthrough.antler-relapse-while-staying",
    "breakthrough.geddes-relapse-while-staying",
    "breakthrough.kato-relapse-while-staying",
]
FOUND = [outcome(claim(id), people=False) for id in IDS]
CHART = ranges("how-often-studies", FOUND, words("en"))
TRACES = {trace.name: trace for trace in CHART.figure.data}


def test_the_sentence_gives_the_whole_spread_and_the_trials_beside_their_comparison():
    assert "9 to 57 of 100 people who stayed on their medicine" in CHART.sentence
    assert "18 to 39 of 100 on the medicine, and in 40 to 56 of 100 without it" in CHART.sentence


def test_every_study_says_what_it_counted_and_what_it_was_compared_with():
    assert [row[0] for row in CHART.rows] == [o.claim.label for o in FOUND]
    assert [row[3] for row in CHART.rows] == [
        "no comparison group",
        "no comparison group",
        "tapered off: 56 of 100 (50 to 63, ours)",
        "dummy pill: 41 of 100",
        "dummy pill: 40 of 100",
    ]
    assert all(row[1] for row in CHART.rows)


def test_the_table_has_short_cells_and_what_they_leave_out_stands_above_it_once():
    assert all(len(cell) <= 42 for row in CHART.rows for cell in row)
    assert "missed doses" in CHART.table_note and "often stopped fast" in CHART.table_note
    assert "“Ours” means that we worked it out" in CHART.table_note


def test_the_study_that_counted_stretches_of_treatment_never_speaks_of_people():
    assert CHART.rows[1][1] == "stretches of treatment, not people"


def test_a_spread_is_a_bar_without_a_middle():
    spread = TRACES["A spread between studies, no comparison group"]
    assert spread.mode == "lines"
    assert list(spread.x) == [9, 57]
    assert sum(len(t.x) for t in CHART.figure.data if t.mode == "markers") == 7


def test_the_marks_are_the_people_of_the_table():
    assert [round(x) for x in TRACES["Stayed on the medicine"].x] == [39, 18, 21]
    assert [round(x) for x in TRACES["Tapered off, or had a dummy pill"].x] == [56, 41, 40]
    assert [round(x) for x in TRACES["On the medicine, no comparison group"].x] == [25]


def test_each_study_keeps_its_own_line_with_its_comparison_right_below():
    stayed, other = TRACES["Stayed on the medicine"].y, TRACES["Tapered off, or had a dummy pill"].y
    assert all(0 < b - a < 20 for a, b in zip(stayed, other, strict=True))
    assert len({y for t in CHART.figure.data for y in t.y}) == 8


def test_words_in_the_drawing_fit_a_phone():
    for note in CHART.figure.layout.annotations:
        assert len(note.text.replace("<b>", "").replace("</b>", "")) <= 40


def test_a_study_whose_counting_nobody_has_described_is_refused():
    odd = outcome(claim("breakthrough.restart-did-not-work"))
    with pytest.raises(EvidenceError, match="nobody has put into words what it counted"):
        ranges("x", [*FOUND, odd], words("en"))


def test_a_spread_without_a_trial_beside_it_is_refused():
    with pytest.raises(ValueError, match="a trial with a comparison group"):
        ranges("x", FOUND[:1], words("en"))
    with pytest.raises(ValueError, match="a review that gives a spread"):
        ranges("x", FOUND[2:], words("en"))


def test_these_trials_are_kept_out_of_the_picture_of_tms():
    with pytest.raises(EvidenceError):
        forest("x", [FOUND[2]], words("en"))
