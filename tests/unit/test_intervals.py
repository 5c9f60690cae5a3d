"""Intervals are right for any counts a study could print, and agree with other implementations of their formulas."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binom
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from nextsteps.models.intervals import clopper_pearson, newcombe, wilson

PROPORTION = pytest.mark.parametrize("interval", [clopper_pearson, wilson])
LEVELS = st.floats(0.5, 0.999)
unhurried = settings(deadline=None)  # SciPy's first call is slow, and a slow machine is no fault of the arithmetic


@st.composite
def counts(draw: st.DrawFn, largest: int = 2000) -> tuple[int, int]:
    of = draw(st.integers(1, largest))
    return draw(st.integers(0, of)), of


@PROPORTION
@unhurried
@given(counts(), LEVELS)
def test_an_interval_contains_the_share_that_was_observed_and_no_impossible_one(interval, people, confidence):
    count, of = people
    low, high = interval(count, of, confidence)
    assert 0 <= low <= count / of <= high <= 1
    assert low < high


@PROPORTION
@unhurried
@given(counts(), LEVELS, LEVELS)
def test_more_confidence_never_makes_an_interval_narrower(interval, people, one, other):
    less, more = sorted((one, other))
    inner, outer = interval(*people, less), interval(*people, more)
    assert outer[0] <= inner[0] + 1e-12
    assert inner[1] <= outer[1] + 1e-12


@PROPORTION
@unhurried
@given(counts(500), st.integers(2, 20), LEVELS)
def test_the_same_share_of_more_people_is_known_better(interval, people, times, confidence):
    count, of = people
    few, many = interval(count, of, confidence), interval(count * times, of * times, confidence)
    assert many[1] - many[0] < few[1] - few[0]


@PROPORTION
@unhurried
@given(counts(), LEVELS)
def test_counting_those_who_did_not_get_better_mirrors_the_interval(interval, people, confidence):
    count, of = people
    low, high = interval(count, of, confidence)
    assert interval(of - count, of, confidence) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@unhurried
@given(counts(), LEVELS)
def test_the_exact_interval_is_its_beta_quantile_closed_form(people, confidence):
    count, of = people
    tail = (1 - confidence) / 2
    low = 0 if count == 0 else beta.ppf(tail, count, of - count + 1)
    high = 1 if count == of else beta.ppf(1 - tail, count + 1, of - count)
    assert clopper_pearson(count, of, confidence) == pytest.approx((low, high), abs=1e-9)


@unhurried
@given(counts(), LEVELS)
def test_the_score_interval_agrees_with_statsmodels(people, confidence):
    expected = proportion_confint(*people, alpha=1 - confidence, method="wilson")
    assert wilson(*people, confidence) == pytest.approx(expected, abs=1e-9)


def coverage(interval, of: int, share: float) -> float:
    """How often the interval covers the true share: every possible count, weighted by how likely it is."""
    covering = (count for count in range(of + 1) if (ends := interval(count, of))[0] <= share <= ends[1])
    return sum(binom.pmf(count, of, share) for count in covering)


@pytest.mark.parametrize("of", [5, 14, 24, 60, 171])
@pytest.mark.parametrize("share", [0.001, 0.05, 0.2, 0.293, 0.5, 0.79, 0.99])
def test_the_exact_interval_covers_the_truth_at_least_95_times_of_100(of, share):
    assert coverage(clopper_pearson, of, share) >= 0.95


def test_the_score_interval_covers_the_truth_95_times_of_100_on_average():
    shares = [k / 26 for k in range(1, 26)]
    mean = sum(coverage(wilson, 40, share) for share in shares) / len(shares)
    assert mean == pytest.approx(0.95, abs=0.01)


@unhurried
@given(counts(), counts(), LEVELS)
def test_the_interval_of_a_difference_contains_it_and_no_impossible_one(treated, compared, confidence):
    low, high = newcombe(*treated, *compared, confidence)
    difference = treated[0] / treated[1] - compared[0] / compared[1]
    assert -1 - 1e-12 <= low <= difference <= high <= 1 + 1e-12


@unhurried
@given(counts(), counts(), LEVELS)
def test_the_interval_of_a_difference_agrees_with_statsmodels(treated, compared, confidence):
    expected = confint_proportions_2indep(*treated, *compared, method="newcomb", alpha=1 - confidence)
    assert newcombe(*treated, *compared, confidence) == pytest.approx(expected, abs=1e-9)


@unhurried
@given(counts(), counts(), LEVELS)
def test_swapping_the_two_groups_turns_the_interval_round(treated, compared, confidence):
    low, high = newcombe(*treated, *compared, confidence)
    assert newcombe(*compared, *treated, confidence) == pytest.approx((-high, -low), abs=1e-12)


@unhurried
@given(counts(), counts(), LEVELS)
def test_counting_those_who_did_not_get_better_turns_the_interval_round(treated, compared, confidence):
    low, high = newcombe(*treated, *compared, confidence)
    others = (treated[1] - treated[0], treated[1], compared[1] - compared[0], compared[1])
    assert newcombe(*others, confidence) == pytest.approx((-high, -low), abs=1e-9)


@unhurried
@given(counts(), counts(), LEVELS, LEVELS)
def test_more_confidence_never_makes_the_interval_of_a_difference_narrower(treated, compared, one, other):
    less, more = sorted((one, other))
    inner, outer = newcombe(*treated, *compared, less), newcombe(*treated, *compared, more)
    assert outer[0] <= inner[0] + 1e-12
    assert inner[1] <= outer[1] + 1e-12


@unhurried
@given(counts(300), counts(300), st.integers(2, 20), LEVELS)
def test_the_same_difference_between_more_people_is_known_better(treated, compared, times, confidence):
    few = newcombe(*treated, *compared, confidence)
    many = newcombe(*(times * n for n in treated), *(times * n for n in compared), confidence)
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(("count", "of"), [(3, 2), (-1, 10), (0, 0), (1, 0), (2.5, 10), (1, 10.0), (float("nan"), 10)])
@pytest.mark.parametrize(
    "interval",
    [clopper_pearson, wilson, lambda *p: newcombe(*p, 5, 10), lambda *p: newcombe(5, 10, *p)],
    ids=["exact", "score", "difference, treated", "difference, compared"],
)
def test_counts_that_no_study_can_have_are_refused_in_one_sentence(interval, count, of):
    with pytest.raises(ValueError, match=rf"^{count} of {of} are not counts of people; give whole numbers, .+$"):
        interval(count, of)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
@pytest.mark.parametrize("interval", [clopper_pearson, wilson, lambda *p, **k: newcombe(*p, 5, 10, **k)])
def test_a_confidence_level_written_as_a_percentage_is_refused(interval, confidence):
    with pytest.raises(ValueError, match=rf"^{confidence} is not a confidence level; give a share .+$"):
        interval(3, 10, confidence=confidence)
