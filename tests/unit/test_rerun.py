"""A study run again: the repeats follow the exact binomial distribution, and are the same at every run."""

import pytest
from scipy.stats import binom, chisquare

from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.rerun import REPEATS, exact_middle, rerun, true_shares

NEWER = "accelerated-tms.second-trial-remission"
WORLDS = [(share, of) for share in true_shares(claim(NEWER)) for of in (14, 24, 150)]


@pytest.mark.parametrize(("share", "of"), WORLDS)
def test_the_range_a_patient_reads_is_the_exact_one_and_the_narrowest_with_its_tails(share: float, of: int) -> None:
    low, high = exact_middle(share, of)
    assert binom.cdf(high, of, share) - binom.cdf(low - 1, of, share) >= 0.95
    assert binom.cdf(low - 1, of, share) <= 0.025 < binom.cdf(low, of, share)
    assert binom.sf(high, of, share) <= 0.025 < binom.sf(high - 1, of, share)


@pytest.mark.parametrize(("share", "of"), WORLDS)
def test_the_repeats_fall_as_often_as_the_exact_distribution_says(share: float, of: int) -> None:
    again = rerun(share, of)
    assert again.repeats == sum(again.counts) == REPEATS == 2_000
    expected = [REPEATS * p for p in binom.pmf(range(of + 1), of, share)]
    # Results too rare for the test stand together, as its rule of five asks.
    usual = [k for k in range(of + 1) if expected[k] >= 5]
    rest = [sum(again.counts) - sum(again.counts[k] for k in usual), REPEATS - sum(expected[k] for k in usual)]
    found = [again.counts[k] for k in usual] + [rest[0]]
    assert chisquare(found, [expected[k] for k in usual] + [rest[1]]).pvalue > 0.01
    assert again.within() == pytest.approx(
        binom.cdf(again.middle[1], of, share) - binom.cdf(again.middle[0] - 1, of, share), abs=0.015
    )


def test_the_same_repeats_are_drawn_every_time_and_other_groups_have_other_luck() -> None:
    assert rerun(0.5, 14) == rerun(0.5, 14)
    assert rerun(0.5, 14).counts != rerun(0.5, 14, seed=1).counts
    assert rerun(0.5, 24).counts[:15] != rerun(0.5, 14).counts


@pytest.mark.parametrize(("share", "people"), [(0.0, 0), (1.0, 14)])
def test_what_happens_to_nobody_or_to_everybody_does_not_wobble(share: float, people: int) -> None:
    assert exact_middle(share, 14) == (people, people)
    assert rerun(share, 14).counts[people] == REPEATS


def test_a_larger_study_wobbles_less() -> None:
    widths = [(high - low) / of for of in (14, 24, 150) for low, high in [exact_middle(0.5, of)]]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"share": 1.2, "of": 14}, "not a share of people"),
        ({"share": 0.5, "of": 0}, "not a group of people"),
        ({"share": 0.5, "of": 14, "repeats": 0}, "repeats show nothing"),
    ],
)
def test_a_world_that_cannot_be_is_refused(wrong: dict[str, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rerun(**wrong)


@pytest.mark.parametrize("id", ["tms.va-clinics-remission", "tms.veterans-trial-no-difference"])
def test_a_study_without_a_sham_number_is_not_run_again(id: str) -> None:
    with pytest.raises(EvidenceError, match="cannot be run again fairly"):
        true_shares(claim(id))
