"""The forest plot’s filters: each choice shows the studies of its kind, in picture and words; one table holds all."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
import traitlets
from bs4 import BeautifulSoup

from nextsteps.charts.forest import DESIGNS, RATERS, design_of, raters_of
from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from nextsteps.wording.outcomes import people_of
from widgets import EveryStudy

CLAIMS = [
    "tms.sham-trials-response",
    "tms.nih-trial-remission",
    "tms.veterans-trial-no-difference",
    "accelerated-tms.second-trial-response",
    "tms.versus-switch-us-response",
    "tms.clinics-response-by-doctor",
    "tms.clinics-response-by-patient",
    "tms.va-clinics-response",
    "tms.uk-clinic-response",
    "tms.maker-registry-response",
]
STUDIES = EveryStudy("choose", "studies", CLAIMS)
LESSON = Path(__file__).parents[2] / "notebooks/tms_outcomes.ipynb"
SHOWN = {
    "sham all": CLAIMS[:4],
    "sham doctor": ["tms.nih-trial-remission", "accelerated-tms.second-trial-response"],
    "sham patient": [],
    "head-to-head all": ["tms.versus-switch-us-response"],
    "head-to-head doctor": ["tms.versus-switch-us-response"],
    "head-to-head patient": [],
    "none all": CLAIMS[5:],
    "none doctor": ["tms.clinics-response-by-doctor", "tms.uk-clinic-response", "tms.maker-registry-response"],
    "none patient": ["tms.clinics-response-by-patient", "tms.va-clinics-response", "tms.maker-registry-response"],
}


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def studies_in(html: str) -> set[str]:
    """The studies that a chart names, among those of the claims."""
    written = {" ".join(t.get_text(" ").split()) for t in page(html).select("svg.ns-drawing text")}
    return written & {outcome(registry().claim(id)).claim.label for id in CLAIMS}


def rows(html: str) -> list[list[str]]:
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page(html).select("tbody tr")]


@pytest.mark.parametrize("state", SHOWN)
def test_a_filter_shows_the_studies_of_its_kind_and_no_other(state: str) -> None:
    wanted = [outcome(registry().claim(id)) for id in SHOWN[state]]
    assert studies_in(STUDIES.states[state]["chart"]) == {o.claim.label for o in wanted}
    assert bool(wanted) is bool(STUDIES.states[state]["chart"])


@pytest.mark.parametrize("state", STUDIES.states)
def test_picture_and_sentence_follow_the_filter_together(state: str) -> None:
    shown = STUDIES.states[state]
    chart = page(shown["chart"])
    if not shown["chart"]:
        assert "No study here is of that kind." in shown["said"]
        return
    written = {t.get_text() for t in chart.select("svg.ns-drawing text")}
    sentence = chart.find(id="studies-sentence").get_text()
    design = state.split()[0]
    assert ("sham" in sentence) is (design in ("all", "sham") and "Beside sham".upper() in written)
    assert ("another treatment" in sentence) is ("BESIDE ANOTHER TREATMENT" in written)
    assert ("Without a comparison group" in sentence) is ("NO COMPARISON GROUP" in written)


def test_every_study_is_of_one_design_and_those_of_the_filters_together_are_all() -> None:
    outcomes = [outcome(registry().claim(id)) for id in CLAIMS]
    assert [design_of(o) for o in outcomes] == ["sham"] * 4 + ["head-to-head"] + ["none"] * 5
    each = [studies_in(STUDIES.states[f"{d} all"]["chart"]) for d in DESIGNS]
    assert set.union(*each) == studies_in(STUDIES.states["all all"]["chart"])
    assert sum(map(len, each)) == len(set.union(*each))


def test_a_study_that_does_not_say_who_rated_is_in_neither_filter_and_the_words_say_so() -> None:
    unsaid = outcome(registry().claim("tms.sham-trials-response"))
    assert raters_of(unsaid) == frozenset()
    for rater in RATERS:
        assert unsaid.claim.label not in STUDIES.states[f"all {rater}"]["chart"]
        assert "do not say who rated are left out" in STUDIES.states[f"all {rater}"]["said"]
    assert "left out" not in STUDIES.states["all all"]["said"]


@pytest.mark.parametrize("design", DESIGNS)
def test_in_each_part_the_largest_study_comes_first_so_that_no_number_ranks_them(design: str) -> None:
    kind = {outcome(registry().claim(id)).claim.label for id in SHOWN[f"{design} all"]}
    sizes = [int(row[-1].replace(",", "")) for row in rows(STUDIES.html()) if row[0] in kind]
    assert sizes and sizes == sorted(sizes, reverse=True)


def test_the_lesson_shows_the_negative_trial_a_head_to_head_trial_and_a_registry_without_industry_and_no_sum() -> None:
    code = "".join(
        line
        for cell in json.loads(LESSON.read_text("utf-8"))["cells"]
        for line in cell["source"]
        if cell["cell_type"] == "code"
    )
    for id in ("tms.veterans-trial-no-difference", "tms.versus-switch-us-response", "tms.va-clinics-response"):
        assert f'"{id}"' in code
    assert len(rows(STUDIES.html())) == len(CLAIMS), "a row that is no study would be an estimate of our own"
    everything = STUDIES.states["all all"]["chart"]
    assert not re.search(
        r"\b(overall|pooled|average of|summary estimate)\b", page(everything).get_text(), re.IGNORECASE
    )


def test_a_tired_reader_begins_with_few_lines_and_without_scripts_the_table_still_holds_every_study() -> None:
    found = page(STUDIES.html())
    assert [i["value"] for i in found.select("input[checked]")] == ["sham", "all"]
    assert studies_in(str(found)) == {outcome(registry().claim(id)).claim.label for id in SHOWN["sham all"]}
    w = words("en")
    told = [(row[0], row[2].partition(" (")[0]) for row in rows(str(found))]
    wanted = [outcome(registry().claim(id)) for id in CLAIMS]
    assert sorted(told) == sorted((o.claim.label, people_of(w, o.treated)) for o in wanted)
    assert not page(STUDIES.states["all all"]["chart"]).table, "a second table would say the same again"


def test_a_choice_made_in_python_is_the_choice_on_the_page() -> None:
    chosen = EveryStudy("choose", "studies", CLAIMS, design="none", rater="patient")
    found = page(chosen.html())
    assert [i["value"] for i in found.select("input[checked]")] == ["none", "patient"]
    assert studies_in(str(found.select_one(".ns-chosen"))) == {
        outcome(registry().claim(id)).claim.label for id in SHOWN["none patient"]
    }


def test_a_kind_of_study_that_does_not_exist_is_refused_and_the_choice_stays() -> None:
    studies = EveryStudy("choose", "studies", CLAIMS)
    with pytest.raises(traitlets.TraitError, match=r"sham.*head-to-head"):
        studies.design = "best"
    assert studies.design == "sham"


def test_a_claim_that_may_not_be_shown_is_refused_here_too() -> None:
    with pytest.raises(EvidenceError, match="still open"):
        EveryStudy("choose", "studies", ["tms.itbs-response"])


def test_a_reviewer_reads_every_state_as_text() -> None:
    text = repr(EveryStudy("choose", "studies", CLAIMS))
    for design, rater in product(("all", *DESIGNS), ("all", *RATERS)):
        assert STUDIES.states[f"{design} {rater}"]["said"] in text
        chart = page(STUDIES.states[f"{design} {rater}"]["chart"])
        if sentence := chart.find(id="studies-sentence"):
            assert sentence.get_text() in text
