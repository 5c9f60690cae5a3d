"""What a reader is told in words: both groups beside each other, in grammar and numbers a person would use."""

import dataclasses
import datetime
import re

import pytest
from markupsafe import Markup

from nextsteps.evidence import Comparison, Measurement, Registry
from nextsteps.models.outcome import outcome
from nextsteps.review import Ledger
from nextsteps.wording import LANGUAGES, words
from nextsteps.wording.claims import compared
from nextsteps.wording.outcomes import group_names, interval, other_side, outcome_name, people_of, sentence
from nextsteps.wording.papers import papers
from widgets import IconArray

REAL = Registry.read()
W = words("en")
#: Every claim a reader can choose by its label, and may see.
DRAWN = [c.id for c in REAL if c.label and c.outcome and not c.open and c.verification != "recalled"]


def found(treated: Measurement, compared: Measurement | str = "no comparison group", counted: str = "response"):
    """The outcome of a claim with these two measurements."""
    other = Comparison("sham (dummy) treatment", compared) if isinstance(compared, Measurement) else compared
    claim = REAL.record("tms.sham-trials-response")
    return outcome(dataclasses.replace(claim, measured=treated, compared_with=other, outcome=counted))


def test_both_groups_stand_in_one_sentence_with_their_difference_in_people():
    assert sentence(W, found(Measurement(value=0.293), Measurement(value=0.104))) == (
        "With TMS, 29 of 100 people got at least half better. With sham, 10 of 100 did. "
        "That is 19 more people out of 100."
    )


def test_remission_is_said_in_words_for_symptoms():
    said = sentence(W, found(Measurement(value=0.186), Measurement(value=0.05), "remission"))
    assert said.startswith("With TMS, 19 of 100 people got to few or no symptoms. With sham, 5 of 100 did.")


def test_one_person_more_is_not_one_people_more():
    said = sentence(W, found(Measurement(count=6, of=24), Measurement(count=5, of=24)))
    assert said.endswith("That is 1 more person out of 24.")


def test_groups_of_different_size_are_not_subtracted_in_words():
    said = sentence(W, found(Measurement(count=11, of=14), Measurement(count=2, of=15), "remission"))
    assert said == "With TMS, 11 of 14 people got to few or no symptoms. With sham, 2 of 15 did."


def test_a_trial_without_a_difference_says_so_first():
    said = sentence(W, found(Measurement(value=0.39), "both groups together", "remission"))
    assert said.startswith("TMS did no better than sham. In both groups together, 39 of 100 people")
    assert "does not give each group on its own" in said


@pytest.mark.parametrize("counted", ["response", "remission"])
def test_a_number_without_a_comparison_says_that_it_has_none(counted):
    said = sentence(W, found(Measurement(value=0.58), counted=counted))
    assert said.startswith("58 of 100 people")
    assert said.endswith("There was no comparison group.")


def test_a_range_is_said_as_a_range():
    assert sentence(W, found(Measurement(range=(0.58, 0.83)))).startswith("58 to 83 of 100 people")


def test_those_who_did_not_get_better_are_told_of_both_groups():
    said = other_side(W, found(Measurement(value=0.293), Measurement(value=0.104)))
    assert said == "With TMS, 71 of 100 did not. With sham, 90 of 100 did not."
    assert other_side(W, found(Measurement(value=0.58))) == ("42 of 100 did not. There was no comparison group.")


def test_of_a_range_nobody_can_say_how_many_did_not():
    assert other_side(W, found(Measurement(range=(0.58, 0.83)))) == ""


def test_an_interval_of_our_own_is_called_ours_and_a_printed_one_is_not():
    ours = interval(W, found(Measurement(count=13, of=92)).treated)
    theirs = interval(W, found(Measurement(count=30, of=100, interval=(0.15, 0.45))).treated)
    assert ours == "likely range 8 to 23 of 100 (our calculation)"
    assert theirs == "likely range 15 to 45 of 100"


def test_a_missing_interval_is_said_to_be_missing():
    assert interval(W, found(Measurement(value=0.293)).treated) == "range not reported"


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (Measurement(count=17640, of=296055), "very likely about 6 of 100 (our calculation)"),
        (Measurement(value=0.061, interval=(0.056, 0.064)), "very likely about 6 of 100"),
    ],
)
def test_a_range_from_six_to_six_is_said_as_about_six(group, said):
    assert interval(W, found(group).treated) == said


def test_the_picture_of_both_groups_together_never_claims_to_show_tms_alone():
    assert group_names(W, found(Measurement(value=0.39), "both groups together")) == ("TMS and sham together", "")
    assert group_names(W, found(Measurement(value=0.3), Measurement(value=0.1)))[1] == "With sham"
    assert group_names(W, found(Measurement(value=0.58))) == ("With TMS", "")


@pytest.mark.parametrize("counted", ["response", "remission"])
def test_a_medical_word_stands_beside_its_plain_one(counted):
    name = outcome_name(W, counted)
    assert f"({counted})" in name
    assert name != f"({counted})"


def test_the_papers_of_a_number_name_who_how_many_compared_and_how_sure():
    o = found(Measurement(value=0.293), Measurement(value=0.104))
    about = dict(papers(W, o.claim, REAL.sources[o.claim.source], Ledger([], REAL)))
    assert about["How many people"] == "1,371"
    assert about["Compared with"] == "sham (dummy) treatment"
    assert about["Who rated it"] == "not reported", "a gap is told, not hidden"
    assert about["How sure"] == "TMS: range not reported; sham: range not reported"
    assert about["Last checked"] == "November 24, 2026"
    assert about["Reviewed"] == "not yet signed by a reviewer"
    assert all(heading and text for heading, text in about.items())


def about(id, **changes):
    claim = dataclasses.replace(REAL.record(id), **changes)
    return dict(papers(W, claim, REAL.sources[claim.source], Ledger([], REAL)))


def test_the_papers_say_where_in_the_source_it_was_read_and_how_strong_the_proof_is_where_somebody_graded_it():
    assert about("tms.sham-trials-response")["Where in the source"] == REAL.record("tms.sham-trials-response").locator
    assert "How strong the proof is" not in about("tms.sham-trials-response", certainty="not graded")
    assert about("tms.sham-trials-response", certainty="moderate")["How strong the proof is"] == "moderate"


@pytest.mark.parametrize("id", ["options.esketamine-schedule", "regulation.esketamine-2019"])
def test_a_fact_does_not_miss_people_whom_nobody_had_to_count(id):
    assert about(id).keys().isdisjoint({"How many people", "Who rated it", "On which scale", "How sure"})
    assert about(id, n=12)["How many people"] == "12", "and says how many there were where there were some"


@pytest.mark.parametrize(
    "why", ["no comparison group", "both groups together", "comparison not read", "not applicable"]
)
def test_why_a_number_stands_alone_is_said_in_the_same_words_wherever_it_is_said(why):
    claim = dataclasses.replace(REAL.claim("tms.sham-trials-response"), compared_with=why)
    assert about(claim.id, compared_with=why).get("Compared with", "") == compared(W, claim)


def test_large_numbers_are_written_as_readers_of_the_language_write_them():
    assert W.number(1371) == "1,371"
    assert W.say("{people} people", people=1371) == "1,371 people"
    assert W.say("{share} of them", share=0.5) == "0.5 of them"
    assert W.say_count("{count} person", "{count} people", 1371) == "1,371 people"


def test_one_is_singular_and_none_and_two_are_plural():
    assert [W.say_count("{count} person", "{count} people", n) for n in (0, 1, 2)] == [
        "0 people",
        "1 person",
        "2 people",
    ]


def test_days_and_lists_are_written_out():
    assert W.date(datetime.date(2026, 11, 24)) == "November 24, 2026"
    assert W.list(["a", "b", "c"]) == "a, b, and c"


def test_a_link_in_a_sentence_stays_a_link_and_the_words_around_it_are_escaped():
    said = W.say("If < 18 & unsure: {call}, {name}.", call=Markup('<a href="tel:988">Call 988</a>'), name="<b>")
    assert isinstance(said, Markup)
    assert said == 'If &lt; 18 &amp; unsure: <a href="tel:988">Call 988</a>, &lt;b&gt;.'


def test_a_sentence_without_a_link_is_plain_text_for_the_template_to_escape():
    said = W.say("If < 18: {name}.", name="<b>")
    assert not isinstance(said, Markup)
    assert said == "If < 18: <b>."


def test_a_language_without_words_is_refused_with_those_there_are():
    with pytest.raises(
        ValueError, match=rf"^There are no words for the language 'xx'; use one of: {LANGUAGES[0]}.*\.$"
    ):
        words("xx")


def states_of(id):
    return {key: state["sentence"] for key, state in IconArray("sweep", [id]).states.items()}


FIGURE = re.compile(r"\d+ (to \d+ )?of \d+")


@pytest.mark.parametrize("id", DRAWN)
def test_no_figure_for_tms_is_ever_said_without_its_comparison_beside_it(id):
    o = outcome(REAL.claim(id))
    # A range cannot be drawn as people, but its sentence is said by the chart.
    states = {id: sentence(W, o)} if o.treated.people is None else states_of(id)
    for key, said in states.items():
        assert FIGURE.search(said), f"{key} says no figure: {said}"
        beside = r"\bsham\b|no comparison group" if o.compared is None or o.beside_sham else re.escape(o.compared_with)
        assert re.search(beside, said), f"{key} says a figure alone: {said}"
        if re.search(r"With sham", said):
            assert len(FIGURE.findall(said)) >= 2, f"{key} names sham without its figure: {said}"


@pytest.mark.parametrize("id", DRAWN)
def test_the_words_say_exactly_the_numbers_of_the_record(id):
    claim = REAL.claim(id)
    o = outcome(claim)
    said = sentence(W, o)
    assert people_of(W, o.treated) in said
    if isinstance(claim.compared_with, Comparison):
        assert people_of(W, o.compared) in said
        assert ("sham" in said) is claim.compared_with.is_sham, "another treatment must never be called sham"
    else:
        assert len(FIGURE.findall(said)) == 1
