"""A number needed to treat exists only where two groups were counted, and never claims help that may be harm."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nextsteps.evidence import EvidenceError, registry
from nextsteps.evidence.records import SHARES
from nextsteps.models.effect import Effect, effect, effect_of
from nextsteps.models.intervals import newcombe
from nextsteps.models.outcome import outcome

GROUP = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
SHARE_CLAIMS = [claim for claim in registry() if claim.unit in SHARES]
#: Trials of the registry that count both their groups; for relapse, fewer is better.
TRIALS = [
    ("tms.nih-trial-remission", True),
    ("accelerated-tms.second-trial-remission", True),
    ("accelerated-tms.sham-trial-remission-any-visit", True),
    ("breakthrough.antler-relapse-while-staying", False),
    ("options.ketamine-versus-ect", True),
]


@pytest.mark.parametrize(("id", "more_is_better"), TRIALS)
def test_the_effect_of_a_trial_comes_from_the_counts_of_its_two_groups(id, more_is_better):
    claim = registry().record(id)
    found = effect_of(outcome(claim), more_is_better=more_is_better)
    treated, compared = claim.measured, claim.compared_with.measured
    sign = 1 if more_is_better else -1
    assert found.difference == pytest.approx(sign * (treated.count / treated.of - compared.count / compared.of))
    low, high = newcombe(treated.count, treated.of, compared.count, compared.of)
    assert found.interval == pytest.approx((low, high) if more_is_better else (-high, -low))
    assert found.number_needed == pytest.approx(1 / found.difference)


def test_five_people_treated_for_one_more_helped_when_40_instead_of_20_of_100_do_well():
    found = effect((400, 1000), (200, 1000), more_is_better=True)
    assert found.number_needed == pytest.approx(5)
    assert found.reported() == "NNTB 5.0 (95% CI NNTB 4.2 to NNTB 6.2)"


def test_the_interval_starts_at_the_smaller_number_needed():
    low, high = effect((400, 1000), (200, 1000), more_is_better=True).number_needed_interval
    assert (round(low, 1), round(high, 1)) == (4.2, 6.2)


def test_more_relapses_are_harm_and_not_help():
    found = effect((400, 1000), (200, 1000), more_is_better=False)
    assert found.number_needed == pytest.approx(-5)
    assert found.reported() == "NNTH 5.0 (95% CI NNTH 4.2 to NNTH 6.2)"
    low, high = found.number_needed_interval
    assert (round(low, 1), round(high, 1)) == (-4.2, -6.2)


def test_where_help_is_not_sure_the_interval_runs_through_infinity_as_altman_reports_it():
    found = Effect(0.10, (-0.05, 0.25))
    assert found.includes_no_difference
    assert found.number_needed_interval is None
    assert found.reported() == "NNTB 10.0 (95% CI NNTH 20.0 to ∞ to NNTB 4.0)"


def test_a_trial_whose_gap_could_be_chance_does_not_get_one_interval():
    found = effect_of(outcome(registry().record("options.add-bupropion-remission")), more_is_better=True)
    assert found.number_needed_interval is None
    assert "∞" in found.reported()


def test_no_difference_needs_infinitely_many_people_and_is_not_divided_by():
    found = effect((5, 10), (5, 10), more_is_better=True)
    assert found.number_needed is None
    assert found.number_needed_interval is None
    assert re.fullmatch(r"∞ \(95% CI NNTH \S+ to ∞ to NNTB \S+\)", found.reported())


def test_a_limit_of_exactly_no_difference_is_infinity():
    assert Effect(0.1, (0.0, 0.25)).number_needed_interval is None
    assert Effect(0.1, (0.0, 0.25)).reported() == "NNTB 10.0 (95% CI NNTB 4.0 to ∞)"
    assert Effect(-0.1, (-0.25, 0.0)).reported() == "NNTH 10.0 (95% CI NNTH 4.0 to ∞)"


@settings(deadline=None)
@given(GROUP, GROUP)
def test_whoever_calls_the_outcome_good_help_and_harm_are_mirror_images(treated, compared):
    good = effect(treated, compared, more_is_better=True)
    bad = effect(treated, compared, more_is_better=False)
    assert bad.difference == pytest.approx(-good.difference)
    assert bad.interval == pytest.approx((-good.interval[1], -good.interval[0]))


@settings(deadline=None)
@given(GROUP, GROUP)
def test_an_interval_of_the_number_needed_contains_the_number_itself(treated, compared):
    found = effect(treated, compared, more_is_better=True)
    if found.number_needed_interval is None:
        assert found.interval[0] <= 0 <= found.interval[1]
    else:
        near, far = found.number_needed_interval
        assert abs(near) <= abs(found.number_needed) <= abs(far)
        assert near * far > 0
        assert abs(near) >= 1


def test_counts_that_no_study_can_have_are_refused():
    with pytest.raises(ValueError, match=r"^11 of 10 are not counts of people; .+$"):
        effect((5, 10), (11, 10), more_is_better=True)


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("tms.uk-clinic-remission", "no comparison group"),
        ("tms.benefit-lasting-nih", "no comparison group"),
        ("tms.veterans-trial-no-difference", "both groups together and neither on its own"),
        ("phq9.sensitivity-original", "nothing to compare with"),
    ],
)
def test_without_a_group_to_compare_with_there_is_no_number_needed(id, why):
    claim = registry().record(id)
    sentence = f"{claim.file}, {id}: there is no number needed to treat, because this claim has {why}; choose a claim"
    with pytest.raises(EvidenceError, match=f"^{re.escape(sentence)} [^.]+\\.$"):
        effect_of(outcome(claim), more_is_better=True)


def test_shares_without_counts_give_no_number_needed_because_it_would_have_no_interval():
    claim = registry().record("tms.sham-trials-remission")
    with pytest.raises(
        EvidenceError, match=r"^claims/tms.toml, tms.sham-trials-remission: .+ does not count both groups"
    ):
        effect_of(outcome(claim), more_is_better=True)


def test_a_group_counted_beside_one_that_was_not_gives_no_number_needed():
    claim = registry().record("tms.nih-trial-remission")
    uncounted = replace(claim.compared_with, measured=replace(claim.compared_with.measured, count=None, of=None))
    with pytest.raises(EvidenceError, match="does not count both groups"):
        effect_of(outcome(replace(claim, compared_with=uncounted)), more_is_better=True)


@pytest.mark.parametrize("claim", SHARE_CLAIMS, ids=lambda claim: claim.id)
def test_every_share_of_the_registry_has_an_effect_exactly_if_it_counts_two_groups(claim):
    beside = getattr(claim.compared_with, "measured", None)
    if beside is not None and claim.measured.count is not None and beside.count is not None:
        assert -1 <= effect_of(outcome(claim), more_is_better=True).difference <= 1
    else:
        with pytest.raises(EvidenceError):
            effect_of(outcome(claim), more_is_better=True)
