"""Staying beside tapering, and stopping a medicine beside stopping a dummy pill: both groups, both sides, same dots."""

import re

import pytest
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from nextsteps.wording.two_groups import two_groups
from widgets import SideBySide

W = words("en")
IDS = (
    "breakthrough.antler-relapse-while-staying",
    "stopping.any-symptom",
    "antidepressants.late-response-week-6",
    "antidepressants.late-response-week-12",
)


@pytest.mark.parametrize("id", IDS)
def test_both_groups_are_said_from_both_sides(id):
    found = outcome(claim(id))
    said = two_groups(W, found)
    for group in (found.treated, found.compared):
        assert f"{group.people} of 100" in said.sentence
        assert f"{100 - group.people} of 100" in said.other_side


def test_the_question_gives_no_number_away():
    for id in IDS:
        assert not re.search(r"\d", two_groups(W, outcome(claim(id))).ask)


def test_the_dots_of_staying_and_tapering_are_the_people_of_the_sentence():
    made = SideBySide.of_groups("stay-or-taper", IDS[:1])
    page = BeautifulSoup(made.html(), "html.parser")
    labels = [svg["aria-label"] for svg in page.find_all("svg")]
    assert labels == ["Stayed on the medicine: 39 of 100", "Tapered off to a dummy pill: 56 of 100"]
    assert [(g.people, g.of) for g in made.panels[0].groups] == [(39, 100), (56, 100)]
    assert "61 of 100 did not have a relapse" in made.panels[0].sentence


def test_nobody_is_said_to_have_had_sham_who_took_a_pill():
    for id in IDS:
        assert "sham" not in SideBySide.of_groups("x", [id]).html().casefold()


def test_a_claim_without_a_second_group_is_refused():
    with pytest.raises(EvidenceError, match="no two numbers of people"):
        SideBySide.of_groups("x", ["stopping.earlier-56-percent"])


def test_a_claim_whose_groups_have_no_words_is_refused_and_not_called_by_another_s():
    with pytest.raises(EvidenceError, match="nobody has written the words"):
        SideBySide.of_groups("x", ["breakthrough.kato-relapse-while-staying"])


def test_late_responders_stand_beside_all_people_of_their_trials_and_each_count_has_its_own_week():
    six, twelve = (two_groups(W, outcome(claim(id))) for id in IDS[2:])
    assert "29 of 100 got better by week six" in six.sentence
    assert "43 of 100 got better by week twelve" in twelve.sentence
    assert six.second == twelve.second == "All people in the same trials"
    assert "dummy" not in six.sentence
