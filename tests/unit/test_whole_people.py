"""Nobody is a fraction, and nobody is lost or counted twice when shares become people."""

import itertools
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextsteps.models.whole_people import shared_out, whole_people

GROUPS = st.integers(1, 1000)
#: Parts as a paper prints them: counts, or shares with a few decimals.
PRINTED = st.one_of(
    st.integers(0, 100_000),
    st.decimals(0, 100, places=3).map(float),
)
PARTS = st.lists(PRINTED, min_size=1, max_size=12).filter(any)


@given(st.integers(0, 100_000), GROUPS)
def test_a_printed_share_is_rounded_as_a_reader_would_with_halves_up(hundred_thousandths, out_of):
    printed = Decimal(hundred_thousandths) / 100_000
    expected = int((printed * out_of).to_integral_value(ROUND_HALF_UP))
    assert whole_people(float(printed), out_of) == expected


@pytest.mark.parametrize("tenths", range(5, 1000, 10))
def test_no_half_of_a_percent_is_lost_to_binary_fractions(tenths):
    assert whole_people(tenths / 1000) == (tenths + 5) // 10


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_from_counts_is_rounded_as_the_counts_are(counts):
    count, of = counts
    assert whole_people(count / of) == int(Fraction(100 * count, of) + Fraction(1, 2))


@given(GROUPS)
def test_nobody_and_everybody_stay_so(out_of):
    assert (whole_people(0, out_of), whole_people(1, out_of)) == (0, out_of)


@given(st.floats(0, 1), st.floats(0, 1), GROUPS)
def test_a_larger_share_is_never_fewer_people(one, other, out_of):
    low, high = sorted((one, other))
    assert whole_people(low, out_of) <= whole_people(high, out_of)


@pytest.mark.parametrize("share", [-0.01, 1.01, 29, float("nan"), float("inf")])
def test_a_percentage_given_as_a_share_is_refused(share):
    with pytest.raises(ValueError, match=r"^.+ is not a share of people between 0 and 1$"):
        whole_people(share)


@given(PARTS, GROUPS)
def test_shared_out_people_add_up_to_exactly_the_group(parts, out_of):
    assert sum(shared_out(parts, out_of)) == out_of


@given(PARTS, GROUPS)
def test_no_part_is_a_whole_person_away_from_its_exact_value(parts, out_of):
    exact = [Fraction(str(part)) for part in parts]
    for people, part in zip(shared_out(parts, out_of), exact, strict=True):
        assert abs(people - part * out_of / sum(exact)) < 1


@given(PARTS, GROUPS)
def test_a_part_of_zero_gets_nobody(parts, out_of):
    people = shared_out([0, *parts, 0.0], out_of)
    assert (people[0], people[-1]) == (0, 0)


@given(PARTS, GROUPS)
def test_a_larger_part_never_gets_fewer_people_and_an_equal_one_gets_at_most_one_more(parts, out_of):
    found = sorted(zip(parts, shared_out(parts, out_of), strict=True))
    for (smaller, few), (larger, many) in itertools.pairwise(found):
        assert few <= many
        assert smaller < larger or many - few <= 1


@given(PARTS, GROUPS, st.randoms(use_true_random=False))
def test_the_order_in_which_parts_are_listed_does_not_change_what_they_get(parts, out_of, random):
    shuffled = list(parts)
    random.shuffle(shuffled)
    assert sorted(zip(shuffled, shared_out(shuffled, out_of), strict=True)) == sorted(
        zip(parts, shared_out(parts, out_of), strict=True)
    )


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=12).filter(any), GROUPS, st.integers(2, 1000))
def test_the_same_shares_of_more_people_are_shared_out_the_same(parts, out_of, times):
    assert shared_out([part * times for part in parts], out_of) == shared_out(parts, out_of)


def test_three_equal_parts_give_the_person_left_over_to_the_first():
    assert shared_out([1, 1, 1]) == (34, 33, 33)


@pytest.mark.parametrize("smaller", range(5, 500, 10))
def test_of_two_equal_remainders_the_larger_part_gets_the_person_left_over(smaller):
    parts = [smaller / 1000, (1000 - smaller) / 1000]  # such as 28.5% and 71.5%
    fewer = smaller // 10
    assert shared_out(parts) == (fewer, 100 - fewer)
    assert shared_out(parts[::-1]) == (100 - fewer, fewer)


def test_rounding_each_part_alone_would_have_lost_a_person():
    parts = [0.334, 0.333, 0.333]
    assert sum(whole_people(part) for part in parts) == 99
    assert shared_out(parts) == (34, 33, 33)


@pytest.mark.parametrize("parts", [[], [0], [0, 0.0]])
def test_a_group_of_nobody_cannot_be_shared_out(parts):
    with pytest.raises(ValueError, match=r"^There is nobody to share out; .+$"):
        shared_out(parts)


@pytest.mark.parametrize("bad", [-1, -0.001, float("nan"), float("inf")])
def test_a_part_that_is_no_number_of_people_is_refused(bad):
    with pytest.raises(ValueError, match=r"^.+ is not a part of a group; .+$"):
        shared_out([1, bad, 2])


@pytest.mark.parametrize("give", [lambda out_of: whole_people(0.5, out_of), lambda out_of: shared_out([1, 2], out_of)])
@pytest.mark.parametrize("out_of", [0, -100])
def test_an_empty_group_is_refused(give, out_of):
    with pytest.raises(ValueError, match=r"^-?\d+ is not a group of people; give 1 or more$"):
        give(out_of)
