"""The level of a medicine when doses are missed, against closed forms, an independent integration and common sense."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from nextsteps.models.drug_level import BETWEEN_H, DAYS, PATTERNS, Substance, course, level, past_day, single_dose

HOURS = np.arange(BETWEEN_H * DAYS + 1)
SHORT, LONG = Substance(5), Substance(120)
#: Of the medicine and of what the body makes of it: slower, faster and as fast.
CHAINS = [(5.0, 11.0), (26.0, 83.0), (120.0, 240.0), (21.0, 20.0), (21.0, 21.0)]
half_lives = st.floats(3, 400)
days = st.sets(st.integers(1, DAYS))
substances = st.builds(Substance, half_lives, st.none() | half_lives)


@pytest.mark.parametrize("half_life", [5, 26, 120])
def test_half_of_one_dose_is_gone_after_each_half_life(half_life):
    left = single_dose(half_life * np.arange(5), Substance(half_life))
    assert left == pytest.approx([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16])


def test_before_a_dose_there_is_nothing_of_it():
    assert single_dose([-1e9, -1, -1e-9], LONG).tolist() == [0, 0, 0]
    assert single_dose([-1e9, -1, 0], Substance(83, 26)).tolist() == [0, 0, 0]


def test_one_dose_of_a_medicine_becomes_its_metabolite_as_batemans_formula_says():
    """At the peak as much forms as leaves: t = ln(p / k) / (p - k), and the amount is (k / p) ** (k / (p - k))."""
    p, k = np.log(2) / 5, np.log(2) / 11
    metabolite = Substance(11, 5)
    peak = np.log(p / k) / (p - k)
    assert float(single_dose(peak, metabolite)) == pytest.approx((k / p) ** (k / (p - k)))
    assert single_dose(np.linspace(0, 100, 500), metabolite).max() == pytest.approx(
        float(single_dose(peak, metabolite)), rel=1e-3
    )


def test_two_half_lives_that_are_the_same_are_no_exception():
    t = np.linspace(0, 200, 50)
    k = np.log(2) / 21
    assert single_dose(t, Substance(21, 21)) == pytest.approx(k * t * np.exp(-k * t), abs=1e-6)


@pytest.mark.parametrize("substance", [SHORT, Substance(26), LONG, *(Substance(m, p) for p, m in CHAINS)])
def test_with_every_dose_the_average_of_each_day_is_the_usual_one(substance):
    fine = np.linspace(0, BETWEEN_H, 20_001)[:-1]
    assert float(level(fine, (), substance).mean()) == pytest.approx(100, rel=1e-3)
    assert past_day(HOURS, (), substance) == pytest.approx(np.full(HOURS.size, 100.0))


@pytest.mark.parametrize("half_life", [5, 26, 120])
def test_the_highest_level_stands_to_that_of_one_dose_as_the_accumulation_ratio(half_life):
    """R = 1 / (1 - exp(-k T)): Rowland M, Tozer TN. Clinical Pharmacokinetics and Pharmacodynamics, 4th ed., ch. 11."""
    k = np.log(2) / half_life
    one_dose_in_percent = 100 * k * BETWEEN_H
    highest = float(level(0, (), Substance(half_life)))
    assert highest / one_dose_in_percent == pytest.approx(1 / (1 - np.exp(-k * BETWEEN_H)))
    just_before = float(level(BETWEEN_H - 1e-9, (), Substance(half_life)))
    assert just_before / highest == pytest.approx(np.exp(-k * BETWEEN_H))


def integrated(half_life, metabolite, missed):
    """The same by SciPy: the flows between two rooms, dose after dose from an empty body for 150 days, then the 14.

    Answers the usual averages of the medicine and the metabolite, both amounts at each hour of the 14 days, and their
    running totals at the end of each day, from the one before on.
    """
    p, k = np.log(2) / half_life, np.log(2) / metabolite

    def flows(_, y):
        return [-p * y[0], p * y[0] - k * y[1], y[0], y[1]]

    def day(state, dose, at):
        state = state + np.array([dose, 0, 0, 0])
        return solve_ivp(flows, (0, BETWEEN_H), state, method="LSODA", rtol=1e-8, atol=1e-10, t_eval=at).y

    state = np.zeros(4)
    for _ in range(150):
        before = state[2:]
        state = day(state, 1.0, [BETWEEN_H])[:, -1]
    usual = (state[2:] - before) / BETWEEN_H
    amounts, running = [], [np.array([before, state[2:]])]
    for number in range(1, DAYS + 1):
        found = day(state, 0.0 if number in missed else 1.0, np.arange(BETWEEN_H + 1))
        amounts.append(found[:2, :-1])
        running.append(found[2:, -1][None])
        state = found[:, -1]
    return usual, np.hstack(amounts), np.vstack(running)


@pytest.mark.parametrize("pattern", ["one-missed", "weekends-off", "stopped"])
@pytest.mark.parametrize(("half_life", "metabolite"), CHAINS)
def test_an_independent_integration_finds_the_same_within_half_a_percent(half_life, metabolite, pattern):
    """Half a percent of the usual level, at every hour and over every day, for the medicine and its metabolite."""
    missed = PATTERNS[pattern]
    usual, amounts, running = integrated(half_life, metabolite, missed)
    hours = np.arange(BETWEEN_H * DAYS)
    ends = BETWEEN_H * np.arange(DAYS + 1)
    for i, substance in enumerate([Substance(half_life), Substance(metabolite, half_life)]):
        found = 100 * amounts[i] / usual[i]
        assert np.abs(level(hours, missed, substance) - found).max() < 0.5
        by_day = 100 * np.diff(running[:, i]) / BETWEEN_H / usual[i]
        assert np.abs(past_day(ends, missed, substance) - by_day).max() < 0.5


def test_the_past_day_is_the_average_of_its_levels_at_any_hour_too():
    missed = PATTERNS["two-missed"]
    for substance in (Substance(26), Substance(83, 26)):
        for end in (60, 80, 131):
            fine = np.linspace(end - BETWEEN_H, end, 20_001)
            mean = float(level(fine, missed, substance).mean())
            assert float(past_day(end, missed, substance)) == pytest.approx(mean, rel=1e-3)


@given(days, substances)
def test_no_level_is_ever_below_nothing_or_above_the_usual(missed, substance):
    percent = past_day(HOURS, missed, substance)
    assert percent.min() >= 0
    assert percent.max() <= 100 + 1e-6
    assert level(HOURS, missed, substance).min() >= 0


@given(days, st.integers(1, DAYS), substances)
def test_missing_one_more_dose_never_gives_a_higher_level(missed, one_more, substance):
    assert (past_day(HOURS, missed | {one_more}, substance) <= past_day(HOURS, missed, substance) + 1e-6).all()
    assert (level(HOURS, missed | {one_more}, substance) <= level(HOURS, missed, substance) + 1e-6).all()


@given(days, substances)
@settings(max_examples=50)
def test_once_doses_are_taken_again_the_usual_level_comes_back(missed, substance):
    much_later = BETWEEN_H * (DAYS + 1) + 30 * (substance.half_life_h + (substance.formed_from_h or 0))
    assert float(past_day(much_later, missed, substance)) == pytest.approx(100, abs=1e-3)


@given(half_lives, days)
def test_a_medicine_that_leaves_slowly_falls_less(half_life, missed):
    assert course(missed, Substance(half_life * 2)).lowest >= course(missed, Substance(half_life)).lowest - 1e-6


def test_one_missed_dose_leaves_what_a_day_leaves():
    """The arithmetic a pharmacist can do on paper: half-life 24 hours, one day missed, half is left; then 3/4, 7/8."""
    found = course(PATTERNS["one-missed"], Substance(24))
    assert found.percent[[24, 48, 72, 96, 120]] == pytest.approx([100, 50, 75, 87.5, 93.75])
    assert (found.lowest, found.lowest_day) == (pytest.approx(50), 2)
    assert found.back_day == 5


def test_the_day_it_is_back_is_after_the_last_dip_not_the_first():
    found = course(PATTERNS["weekends-off"], Substance(5))
    assert found.percent[BETWEEN_H * 8] > 90
    assert found.back_day == 11
    assert found.in_between


def test_a_level_that_dips_twice_before_it_is_back_is_not_said_to_have_been_back():
    assert not course(PATTERNS["weekends-off"], Substance(120)).in_between
    assert not course(PATTERNS["three-missed"], Substance(5)).in_between


def test_a_medicine_that_is_stopped_is_never_said_to_be_back():
    for half_life in (5, 26, 120, 240):
        found = course(PATTERNS["stopped"], Substance(half_life))
        assert found.back_day is None
        assert not found.always_above
    assert course(PATTERNS["stopped"], Substance(120)).lowest_day == DAYS
    assert course(PATTERNS["stopped"], Substance(5)).lowest_day == 3, "from then on there is nothing left to fall"


def test_a_level_that_never_leaves_the_usual_range_has_nothing_to_come_back_from():
    found = course(PATTERNS["one-missed"], Substance(240))
    assert found.always_above
    assert found.back_day is None
    assert course((), SHORT).always_above


def test_the_patterns_are_days_that_are_drawn_and_show_the_usual_level_first():
    for missed in PATTERNS.values():
        assert missed <= set(range(1, DAYS + 1))
        assert 1 not in missed
    assert [len(PATTERNS[p]) for p in ("every-day", "one-missed", "two-missed", "three-missed")] == [0, 1, 2, 3]


@pytest.mark.parametrize("half_life", [0, -5, float("inf"), float("nan")])
def test_a_half_life_that_cannot_be_is_refused(half_life):
    with pytest.raises(ValueError, match=r"is no half-life; give a number of hours above 0"):
        Substance(half_life)
    with pytest.raises(ValueError, match=r"is no half-life"):
        Substance(20, half_life)


@pytest.mark.parametrize("day", [0, 15])
def test_a_day_outside_the_picture_is_refused(day):
    with pytest.raises(ValueError, match=rf"^Day {day} is not one of the 14 days; count them from 1\.$"):
        course({day}, LONG)
