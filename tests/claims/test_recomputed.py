"""Every published figure that its counts can give is worked out again here, so that a slip of the pen is found."""

import re
import tomllib
from fractions import Fraction
from math import prod

import pytest

from nextsteps.evidence import Comparison, EvidenceError, registry
from nextsteps.evidence.records import read_claim
from nextsteps.evidence.registry import FOLDER
from nextsteps.models.intervals import clopper_pearson, newcombe, wilson

#: What everybody is, in each unit whose numbers follow from counts, and the fewest decimals it is printed with.
WHOLE = {
    "proportion": (1, 2),
    "proportion of treatment stretches": (1, 2),
    "sensitivity": (1, 2),
    "specificity": (1, 2),
    "per 1,000 patients": (1_000, 0),
    "per 1,000 sessions": (1_000, 0),
    "per 10,000 sessions": (10_000, 0),
}
#: Which method gives the interval that the source printed, for every claim that has both an interval and counts.
METHODS = {
    "tms-safety.seizure-per-patient": clopper_pearson,
    "tms-safety.seizure-per-session": clopper_pearson,
}
#: Each published difference and the claim that counts its two groups, or None where no claim does.
GROUPS_OF_DIFFERENCE = {
    "options.ketamine-versus-ect-difference": "options.ketamine-versus-ect",
    "stopping.beyond-placebo-trials": None,
}
CLAIMS = list(registry())


def _measurements():
    """Each number of each claim: the group that was treated, and the one it was compared with."""
    for claim in CLAIMS:
        yield claim, "treated", claim.measured
        if isinstance(claim.compared_with, Comparison):
            yield claim, "compared", claim.compared_with.measured


COUNTED = [
    pytest.param(claim, measured, id=f"{claim.id}, {group}")
    for claim, group, measured in _measurements()
    if measured.count is not None and measured.value is not None
]
COUNTED_INTERVALS = [
    pytest.param(claim, measured, id=f"{claim.id}, {group}")
    for claim, group, measured in _measurements()
    if measured.count is not None and measured.interval is not None
]
NAMED_IN_POPULATION = [
    pytest.param(claim, id=claim.id)
    for claim in CLAIMS
    if claim.n is None and claim.people is not None and re.match(r"[\d,]+ ", claim.population)
]


def _record(id):
    return registry().record(id)


def _rounds_to(exact, printed: float, least: int = 0) -> bool:
    """Whether `exact` rounds to `printed`, to as many decimals as that has, and no fewer than `least`."""
    decimals = max(least, len(repr(printed).partition(".")[2].rstrip("0")))
    return abs(Fraction(exact) - Fraction(repr(printed))) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(("claim", "measured"), COUNTED)
def test_a_printed_number_is_its_counts_rounded(claim, measured):
    whole, least = WHOLE[claim.unit]
    exact = Fraction(measured.count * whole, measured.of)
    assert _rounds_to(exact, measured.value, least), (
        f"{claim.id} prints {measured.value:g}, but {measured.count} of {measured.of} is {float(exact):.5f}"
    )


@pytest.mark.parametrize(("claim", "measured"), COUNTED_INTERVALS)
def test_a_printed_interval_is_the_one_its_method_gives_for_the_counts(claim, measured):
    whole, _ = WHOLE[claim.unit]
    low, high = (whole * limit for limit in METHODS[claim.id](measured.count, measured.of))
    assert _rounds_to(low, measured.interval[0]), f"{claim.id} prints {measured.interval}; its low end is {low:.4f}"
    assert _rounds_to(high, measured.interval[1]), f"{claim.id} prints {measured.interval}; its high end is {high:.4f}"


@pytest.mark.parametrize("id", METHODS)
def test_the_seizure_survey_printed_exact_intervals_and_not_score_intervals(id):
    claim = _record(id)
    low, _ = wilson(claim.measured.count, claim.measured.of)
    assert not _rounds_to(WHOLE[claim.unit][0] * low, claim.measured.interval[0])


def test_every_published_difference_is_known_to_have_its_groups_in_the_registry_or_not():
    assert {claim.id for claim in CLAIMS if claim.unit == "difference in proportions"} == set(GROUPS_OF_DIFFERENCE)


@pytest.mark.parametrize("id", [id for id, groups in GROUPS_OF_DIFFERENCE.items() if groups])
def test_a_published_difference_is_that_of_its_two_groups(id):
    printed, groups = _record(id).measured, _record(GROUPS_OF_DIFFERENCE[id])
    treated, compared = groups.measured, groups.compared_with.measured
    assert _rounds_to(Fraction(treated.count, treated.of) - Fraction(compared.count, compared.of), printed.value, 2)
    assert _rounds_to(Fraction(repr(treated.value)) - Fraction(repr(compared.value)), printed.value, 2)


@pytest.mark.parametrize("id", [id for id, groups in GROUPS_OF_DIFFERENCE.items() if groups])
def test_a_published_interval_of_a_difference_is_within_two_in_a_thousand_of_newcombes(id):
    # The registry does not know the trial's own method. Newcombe's gives the printed low end, and a high end 1.4 in a
    # thousand below the printed one.
    printed, groups = _record(id).measured, _record(GROUPS_OF_DIFFERENCE[id])
    treated, compared = groups.measured, groups.compared_with.measured
    found = newcombe(treated.count, treated.of, compared.count, compared.of)
    assert found == pytest.approx(printed.interval, abs=0.002)


@pytest.mark.parametrize("claim", NAMED_IN_POPULATION)
def test_the_groups_add_up_to_the_people_that_the_population_names(claim):
    assert f"{claim.people:,}" in re.findall(r"[\d,]+", claim.population), (
        f"{claim.id} counts {claim.people:,} people, but its population is {claim.population!r}"
    )


def test_the_first_total_of_star_d_is_its_four_steps_one_after_another():
    # The report's own sum: it takes for granted that nobody drops out and that all who leave would have done as well.
    steps = [Fraction(repr(_record(f"antidepressants.stard-step-{step}").value)) for step in (1, 2, 3, 4)]
    assert _rounds_to(1 - prod(1 - share for share in steps), _record("antidepressants.stard-total-67").value)


def test_those_who_tapered_and_stayed_well_are_those_who_did_not_relapse():
    stayed = _record("stopping.tapered-and-stayed-well").measured
    relapsed = _record("breakthrough.antler-relapse-while-staying").compared_with.measured
    assert (stayed.count + relapsed.count, stayed.of) == (relapsed.of, relapsed.of)


def test_the_three_groups_of_the_veterans_medicine_trial_are_all_its_people():
    aripiprazole, bupropion = (_record(f"options.add-{drug}-remission") for drug in ("aripiprazole", "bupropion"))
    assert aripiprazole.compared_with == bupropion.compared_with
    switched = aripiprazole.compared_with.measured
    assert aripiprazole.measured.of + bupropion.measured.of + switched.of == aripiprazole.n == bupropion.n


def test_the_seizure_survey_counts_the_same_seizures_per_patient_and_per_session():
    patient, session = (_record(f"tms-safety.seizure-per-{unit}") for unit in ("patient", "session"))
    assert patient.measured.count == session.measured.count
    assert patient.measured.of == patient.n == session.n
    assert f"{session.measured.of:,} sessions" in session.population


@pytest.mark.parametrize(
    ("shares", "pooled", "as_printed"),
    [
        ("breakthrough.geddes-relapse-while-staying", "breakthrough.geddes-odds-cut", lambda odds: 1 - odds),
        ("breakthrough.kato-relapse-while-staying", "breakthrough.kato-odds-ratio", lambda odds: odds),
    ],
)
def test_the_odds_of_the_two_printed_shares_lie_within_the_pooled_interval(shares, pooled, as_printed):
    # Pooling weighs each trial, so the crude odds need not equal the printed ones; a wrong digit leaves the interval.
    treated, compared = _record(shares).measured.value, _record(shares).compared_with.measured.value
    low, high = _record(pooled).measured.interval
    assert low <= as_printed(treated / (1 - treated) / (compared / (1 - compared))) <= high


def test_no_figure_has_silently_stopped_being_recomputed():
    numbers = {
        "numbers worked out from their counts": (len(COUNTED), 43),
        "claims these numbers are in": (len({param.values[0].id for param in COUNTED}), 29),
        "printed intervals worked out from counts": (len(COUNTED_INTERVALS), 2),
        "populations whose people are the groups added up": (len(NAMED_IN_POPULATION), 11),
    }
    fewer = [f"{found} {what}, where there were {least}" for what, (found, least) in numbers.items() if found < least]
    assert not fewer, "Counts were lost from the registry: " + "; ".join(fewer)
    assert {param.values[0].id for param in COUNTED_INTERVALS} == set(METHODS)


def _rate(**changes):
    table = tomllib.loads((FOLDER / "claims/tms-safety.toml").read_text("utf-8"))["tms-safety.seizure-per-patient"]
    changed = {key: value for key, value in {**table, **changes}.items() if value is not None}
    return read_claim("claims/tms-safety.toml", "tms-safety.seizure-per-patient", changed)


def test_the_seizure_rate_is_read_as_it_stands():
    assert (_rate().value, _rate().measured.count, _rate().measured.of) == (0.71, 18, 25526)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": 0.17}, "value 0.17 does not agree with 18 of 25526, which is 0.7052"),
        ({"count": 81}, "value 0.71 does not agree with 81 of 25526, which is 3.1732"),
        ({"unit": "per 10,000 sessions"}, "value 0.71 does not agree with 18 of 25526, which is 7.0516"),
        ({"value": None}, "18 of 25526 has no printed rate beside it; add value, the rate per 1,000 patients"),
        ({"interval": [0.8, 1.11]}, "the interval 0.8 to 1.11 does not contain the value 0.71"),
        ({"interval": [0.00042, 0.00111]}, "the interval 0.00042 to 0.00111 does not contain the value 0.71"),
        ({"interval": [0.42, 1111]}, "1111 is not a rate per 1,000 patients between 0 and 1,000"),
        ({"unit": "minutes"}, "18 of 25526 cannot be compared with a number in 'minutes'"),
    ],
)
def test_a_rate_that_disagrees_with_its_counts_is_refused_before_a_patient_sees_it(changes, sentence):
    start = re.escape(f"claims/tms-safety.toml, tms-safety.seizure-per-patient: {sentence}")
    with pytest.raises(EvidenceError, match=rf"^{start}(; [^;]+)?\.$"):
        _rate(**changes)


def test_a_rate_printed_with_fewer_decimals_still_agrees_with_its_counts():
    assert _rate(value=0.7).value == 0.7


def test_a_count_of_sessions_is_not_taken_for_people():
    assert _record("tms-safety.seizure-second-survey").people is None
