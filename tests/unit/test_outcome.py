"""A share of people becomes whole people in one place, by rules small enough to check by hand."""

import dataclasses

import pytest

from nextsteps.evidence import Comparison, EvidenceError, Measurement, Registry, registry
from nextsteps.models.intervals import clopper_pearson
from nextsteps.models.outcome import REAL_COUNTS_BELOW, outcome, whole_people
from widgets import IconArray

REAL = Registry.read().record("tms.sham-trials-response")


def found(measured: Measurement, compared: Measurement | str = "no comparison group"):
    """The outcome of a claim with these two measurements."""
    other = Comparison("sham (dummy) treatment", compared) if isinstance(compared, Measurement) else compared
    return outcome(dataclasses.replace(REAL, measured=measured, compared_with=other))


@pytest.mark.parametrize(
    ("share", "people"),
    [
        (0, 0),
        (0.004, 0),
        (0.005, 1),
        (0.125, 13),
        (0.284, 28),
        (0.285, 29),
        (0.293, 29),
        (0.295, 30),
        (0.995, 100),
        (1, 100),
    ],
)
def test_half_a_person_is_rounded_up_as_people_do_it_by_hand(share, people):
    assert whole_people(share) == people


def test_a_share_of_a_small_group_is_whole_people_of_that_group():
    assert whole_people(0.5, 15) == 8


@pytest.mark.parametrize("share", [-0.001, 1.001, 29, float("nan")])
def test_a_percentage_taken_for_a_share_is_refused_before_it_becomes_dots(share):
    with pytest.raises(ValueError, match=r"is not a share of people between 0 and 1"):
        whole_people(share)


def test_a_small_group_is_shown_as_its_real_people():
    o = found(Measurement(count=11, of=14), Measurement(count=2, of=15))
    assert (o.treated.people, o.treated.of) == (11, 14)
    assert (o.compared.people, o.compared.of) == (2, 15)


def test_a_group_of_50_is_shown_out_of_100_and_one_of_49_is_not():
    assert REAL_COUNTS_BELOW == 50
    at, below = (found(Measurement(count=25, of=of)).treated for of in (50, 49))
    assert (at.people, at.of) == (50, 100)
    assert (below.people, below.of) == (25, 49)


def test_a_large_group_is_counted_from_its_people_not_from_the_rounded_print():
    # 13 of 92 is 14.13 of 100; a print of 0.15 must not win over the people themselves.
    treated = found(Measurement(value=0.15, count=13, of=92)).treated
    assert (treated.people, treated.of, treated.size) == (14, 100, 92)
    assert treated.share == pytest.approx(13 / 92)


def test_an_interval_the_source_printed_is_never_replaced_by_our_own():
    treated = found(Measurement(count=30, of=100, interval=(0.15, 0.45))).treated
    assert treated.interval == (15, 45)
    assert not treated.computed


def test_an_interval_worked_out_from_counts_says_so():
    treated = found(Measurement(count=13, of=92)).treated
    low, high = clopper_pearson(13, 92)
    assert treated.interval == (whole_people(low), whole_people(high))
    assert treated.computed


def test_a_share_without_counts_gets_no_interval_because_we_could_only_guess_one():
    treated = found(Measurement(value=0.293)).treated
    assert treated.interval is None
    assert not treated.computed


def test_groups_out_of_100_can_be_subtracted():
    assert found(Measurement(value=0.293), Measurement(value=0.104)).more == 19


def test_groups_of_the_same_real_size_can_be_subtracted():
    assert found(Measurement(count=12, of=24), Measurement(count=5, of=24)).more == 7


def test_eleven_of_14_and_two_of_15_are_never_subtracted():
    assert found(Measurement(count=11, of=14), Measurement(count=2, of=15)).more is None


def test_a_small_group_beside_a_large_one_is_never_subtracted():
    assert found(Measurement(count=11, of=14), Measurement(count=20, of=100)).more is None


@pytest.mark.parametrize("words", ["no comparison group", "both groups together"])
def test_without_a_second_group_there_is_nothing_to_subtract_and_the_words_say_why(words):
    o = found(Measurement(value=0.58), words)
    assert (o.compared, o.more, o.compared_with) == (None, None, words)


def test_a_range_stays_a_range_because_its_middle_is_nobodys_result():
    o = found(Measurement(range=(0.58, 0.83)))
    assert o.treated.people is None
    assert o.treated.share is None
    assert (o.treated.range, o.treated.of) == ((58, 83), 100)


def test_a_range_is_not_subtracted_from():
    assert found(Measurement(range=(0.58, 0.83)), Measurement(value=0.1)).more is None


@pytest.mark.parametrize("unit", ["relative risk", "minutes", "difference in proportions", "words"])
def test_a_claim_that_is_no_share_of_people_cannot_become_dots(unit):
    claim = dataclasses.replace(REAL, unit=unit)
    with pytest.raises(EvidenceError, match=rf"claims/tms\.toml, {claim.id}: {unit} cannot be drawn.*; choose a claim"):
        outcome(claim)


def test_stretches_of_treatment_are_refused_as_people_for_one_person_may_have_several():
    claim = registry().claim("breakthrough.cohort-maintenance-intervals")
    with pytest.raises(EvidenceError, match=r"stretches cannot be drawn as people; show it in a chart"):
        outcome(claim)
    with pytest.raises(EvidenceError, match="cannot be drawn as people"):
        IconArray("stretches", [claim.id])
    assert outcome(claim, people=False).treated.people == 25
