"""Groups side by side: as many filled dots as the sentence says, and never without what they are compared with."""

import re

import pytest
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, registry
from widgets import SideBySide
from widgets.people_side_by_side import People

DOCTOR, PATIENT = "tms.clinics-response-by-doctor", "tms.clinics-response-by-patient"
FIRST, NEWER = "accelerated-tms.sham-trial-remission-any-visit", "accelerated-tms.second-trial-remission"
COILS = "tms-safety.seizure-deep-coil"
TITLES = ("One deep coil", "Figure-8 coils")


def dots(path: str) -> int:
    """How many dots a path of dashes draws: one at its start, and one after each ten units of length."""
    return sum(int(length) // 10 + 1 for length in re.findall(r"h(\d+)\.1", path))


@pytest.mark.parametrize(
    ("people", "of"), [(0, 14), (11, 14), (14, 14), (12, 24), (58, 100), (6, 1_000), (1, 10_000), (10_000, 10_000)]
)
def test_every_person_of_the_group_is_one_dot_and_none_is_drawn_twice(people: int, of: int) -> None:
    drawing = People("", "", people, of, "treated").drawing
    assert dots(drawing["filled"]) == people
    assert dots(drawing["empty"]) == of - people
    starts = re.findall(r"M(\d+) (\d+)h(\d+)", drawing["filled"] + drawing["empty"])
    places = [(int(x) + 10 * i, int(y)) for x, y, length in starts for i in range(int(length) // 10 + 1)]
    assert len(places) == len(set(places)) == of
    assert max(x for x, _ in places) < drawing["width"]
    assert max(y for _, y in places) < drawing["height"]


def test_the_same_people_stand_under_the_one_who_rated_them() -> None:
    shown = SideBySide.of_raters("pen", [DOCTOR, PATIENT])
    doctor, patient = shown.panels[0].groups
    assert (doctor.title, doctor.said) == ("Doctors’ rating (CGI-S)", "58 of 100")
    assert (patient.title, patient.said) == ("Patients’ own form (PHQ-9)", "56 of 100")
    assert "There was no comparison group." in shown.panels[0].sentence


def test_a_rating_by_patients_alone_is_refused_since_nothing_stands_beside_it() -> None:
    with pytest.raises(EvidenceError, match="one rating by clinicians and one or more by patients"):
        SideBySide.of_raters("pen", [PATIENT])


@pytest.mark.parametrize("other", ["tms.va-clinics-response", "tms.sham-trials-response"])
def test_other_people_are_never_shown_as_the_same_people_rated_twice(other: str) -> None:
    with pytest.raises(EvidenceError, match="not about the same people"):
        SideBySide.of_raters("pen", [DOCTOR, other])


def test_both_five_day_trials_stand_beside_their_own_sham_group_and_say_when_they_counted() -> None:
    shown = SideBySide.of_trials("five-day", [FIRST, NEWER])
    assert [[g.said for g in p.groups] for p in shown.panels] == [["11 of 14", "2 of 15"], ["12 of 24", "5 of 24"]]
    assert shown.panels[0].sentence.endswith("Counted at: any visit in 4 weeks.")
    assert shown.panels[1].sentence.endswith("Counted at: 1 month.")


def test_a_trial_without_sham_is_refused_before_it_looks_like_one_with() -> None:
    with pytest.raises(EvidenceError, match="no sham group to stand beside"):
        SideBySide.of_trials("five-day", [DOCTOR])


def test_a_rare_harm_is_drawn_out_of_the_same_number_for_both_coils() -> None:
    said = {
        of: [g.said for g in SideBySide.of_rates("coils", COILS, TITLES, of=of, sentence="").panels[0].groups]
        for of in (1_000, 10_000)
    }
    assert said == {
        1_000: ["6 of 1,000", "fewer than one of 1,000"],
        10_000: ["56 of 10,000", "1 of 10,000"],
    }


def test_the_range_of_a_rare_harm_is_told_out_of_the_number_of_its_picture_and_names_each_coil() -> None:
    fold = BeautifulSoup(SideBySide.of_rates("coils", COILS, TITLES, of=10_000, sentence="").html(), "html.parser")
    [sure] = [dt.find_next_sibling("dd") for dt in fold.select("dl dt") if dt.get_text() == "How sure"]
    assert sure.get_text("\n").split("\n") == [
        "One deep coil: likely range 28 to 100 of 10,000",
        "Figure-8 coils: likely range 0.1 to 5 of 10,000",
    ]
    assert "first group" not in fold.get_text()
    assert "per 1,000" not in fold.get_text()


@pytest.mark.parametrize("of", [1_000, 10_000])
def test_one_dot_among_thousands_has_a_ring_around_it_and_the_page_says_what_the_ring_is(of: int) -> None:
    shown = BeautifulSoup(SideBySide.of_rates("coils", COILS, TITLES, of=of, sentence="").html(), "html.parser")
    rings = [len(svg.select("circle.ns-ring")) for svg in shown.select("svg")]
    assert rings == ([0, 1] if of == 10_000 else [0, 0])
    assert ("A ring marks a dot that stands alone." in shown.get_text()) is (of == 10_000)


def test_a_rate_that_stands_alone_is_refused() -> None:
    with pytest.raises(EvidenceError, match="not one rate per 1,000 patients beside another"):
        SideBySide.of_rates("coils", "tms-safety.seizure-per-patient", TITLES, of=1_000, sentence="")


def test_a_reader_without_eyes_hears_each_group_with_its_number_and_no_picture_needs_a_script() -> None:
    found = BeautifulSoup(SideBySide.of_trials("five-day", [NEWER]).html(), "html.parser")
    assert [svg["aria-label"] for svg in found.select("svg[role=img]")] == [
        "People who had TMS: 12 of 24",
        "People who had sham: 5 of 24",
    ]
    assert not found.find_all("script")
    assert found.select("details a[href^=https]"), "the study can be read"


def test_a_number_read_in_reports_is_said_to_be_so() -> None:
    assert "in reports about the study" in SideBySide.of_trials("five-day", [FIRST]).html()
    assert "in reports about the study" not in SideBySide.of_trials("five-day", [NEWER]).html()


EVERY_KIND = {
    "raters": lambda: SideBySide.of_raters("pen", [DOCTOR, PATIENT]),
    "trials": lambda: SideBySide.of_trials("five-day", [FIRST, NEWER]),
    "rates": lambda: SideBySide.of_rates("coils", COILS, TITLES, of=10_000, sentence=""),
    "groups": lambda: SideBySide.of_groups("stay", ["breakthrough.antler-relapse-while-staying"]),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_who_how_many_rated_by_whom_and_how_sure_are_one_tap_from_every_picture_of_people(kind: str) -> None:
    shown = EVERY_KIND[kind]()
    folds = BeautifulSoup(shown.html(), "html.parser").select("details.ns-papers")
    assert len(folds) == len(shown.panels), "a picture has no papers of its own"
    for fold, panel in zip(folds, shown.panels, strict=True):
        told = {dt.get_text(): dt.find_next_sibling("dd").get_text("\n") for dt in fold.select("dt")}
        asked = {"Who was in it", "How many people", "Who rated it", "On which scale", "How sure"}
        asked |= {"When"} if panel.claims[0].follow_up else set()
        assert not asked - told.keys()
        assert all(told.values())
        for claim in panel.claims:
            assert claim.population in told["Who was in it"]
            assert fold.find("a", href=registry().sources[claim.source].url)


def test_each_rater_and_scale_is_told_of_the_group_it_rated_and_what_all_share_is_told_once() -> None:
    fold = BeautifulSoup(SideBySide.of_raters("pen", [DOCTOR, PATIENT]).html(), "html.parser").select_one("dl")
    told = {dt.get_text(): dt.find_next_sibling("dd").get_text("\n") for dt in fold.select("dt")}
    assert told["Who rated it"].split("\n") == [
        "Doctors’ rating (CGI-S): clinician",
        "Patients’ own form (PHQ-9): patient",
    ]
    assert told["When"] == "end of acute treatment"


@pytest.mark.parametrize("of", [1_000, 10_000])
def test_dots_that_are_larger_than_the_rest_are_said_to_be(of: int) -> None:
    shown = BeautifulSoup(SideBySide.of_rates("coils", COILS, TITLES, of=of, sentence="").html(), "html.parser")
    larger = bool(shown.select("path.ns-filled[style*=stroke-width]"))
    assert larger is (of == 10_000)
    assert ("drawn larger than the rest" in shown.get_text()) is larger
