"""The medicines tried so far by each time that may be asked: what would count, what not, what nobody can tell."""

import dataclasses

import pytest
import textstat

from nextsteps.evidence import Registry
from nextsteps.models.medicine_trials import (
    BENEFIT,
    CASE,
    CASE_CLAIM,
    EXAMPLE,
    FINDINGS,
    HELPED,
    KNOWN,
    NOW,
    TAKEN,
    WEEKS,
    Entry,
    counts,
    finding,
    finding_table,
    published_count,
    read,
    typed_dose,
    typed_weeks,
)
from nextsteps.wording import medicine_trials as say
from nextsteps.wording import words

REAL = Registry.read()
RANGES = {id: drug.doses for id, drug in say.dosed(REAL).items()}
ENGLISH = words("en")
TEXTS = say.texts(ENGLISH, REAL)
#: Sertraline at a usual dose for ten weeks, as prescribed, without enough help: it counts by all three times.
FULL = Entry("sertraline", "", "100", "10", "nearly", "some", "ended")


def changed(**parts: str) -> Entry:
    return dataclasses.replace(FULL, **parts)


def found(**parts: str) -> tuple[str, ...]:
    return read(changed(**parts), RANGES).findings


def said(**parts: str) -> say.Said:
    entry = changed(**parts)
    return say.say(TEXTS, entry, read(entry, RANGES))


def test_a_medicine_at_a_usual_dose_for_long_enough_that_did_not_help_enough_counts_by_all_three_times():
    assert found() == ("meets", "meets", "meets")


@pytest.mark.parametrize(
    ("weeks", "findings"),
    [
        ("3.9", ("short", "short", "short")),
        ("4", ("meets", "short", "short")),
        ("5.9", ("meets", "short", "short")),
        ("6", ("meets", "meets", "short")),
        ("7,5", ("meets", "meets", "short")),
        ("8", ("meets", "meets", "meets")),
        ("0", ("short", "short", "short")),
        ("500", ("meets", "meets", "meets")),
        ("", ("unknown", "unknown", "unknown")),
        ("two months", ("unknown", "unknown", "unknown")),
    ],
)
def test_the_same_weeks_can_be_enough_by_one_time_and_too_short_for_the_next(weeks, findings):
    assert found(weeks=weeks) == findings


@pytest.mark.parametrize("id", RANGES)
def test_the_dose_is_set_beside_the_range_on_the_label_of_that_medicine_and_its_ends_belong_to_it(id):
    low, high = RANGES[id].low_mg, RANGES[id].high_mg
    for dose, band in [(low, "within"), (high, "within"), (low - 0.5, "below"), (high + 0.5, "above")]:
        assert read(changed(medicine=id, dose=f"{dose:g}"), RANGES).dose == band


def test_a_dose_below_the_range_is_no_full_trial_and_one_above_it_is():
    assert set(found(dose="25")) == {"below"}
    assert set(found(dose="300")) == {"meets"}


@pytest.mark.parametrize(("dose", "band"), [("0.05", "far"), ("50000", "far"), ("0", "far"), ("100 g", "bad")])
def test_a_dose_in_another_unit_is_asked_about_and_never_called_too_low(dose, band):
    assert read(changed(dose=dose), RANGES).dose == band
    assert set(found(dose=dose)) == {"unknown"}
    [wrong, _] = said(dose=dose).wrong
    assert "mg" in wrong
    assert "What you typed is kept." in wrong


@pytest.mark.parametrize("taken", ["some", "breaks"])
def test_missed_doses_are_named_without_blame(taken):
    assert set(found(taken=taken)) == {"irregular"}
    line = TEXTS["taken"][taken]
    assert "Many people" in line or "That happens." in line


@pytest.mark.parametrize(("helped", "finding"), [("half", "helped"), ("well", "helped"), ("lost", "lost")])
def test_a_medicine_that_helped_is_never_counted_as_one_that_failed_however_short_or_low(helped, finding):
    for parts in ({}, {"weeks": "2"}, {"dose": "10"}, {"taken": "breaks"}, {"now": "effects"}, {"weeks": ""}):
        assert set(found(helped=helped, **parts)) == {finding}


def test_side_effects_that_ended_it_early_are_told_from_a_trial_that_was_too_short():
    assert set(found(now="effects", weeks="2")) == {"effects"}
    assert found(now="effects", weeks="5") == ("meets", "effects", "effects")
    assert set(found(now="effects")) == {"meets"}, "after ten weeks it counts, whatever ended it"
    assert set(found(weeks="2")) == {"short"}


@pytest.mark.parametrize("part", ["dose", "weeks", "taken", "helped", "medicine"])
def test_a_gap_in_memory_is_not_enough_information_and_no_failure(part):
    assert set(found(**{part: ""})) == {"unknown"}


@pytest.mark.parametrize("medicine", say.UNLISTED)
def test_a_medicine_outside_the_table_gets_a_kind_answer_and_its_own_question(medicine):
    assert set(found(medicine=medicine)) == {"unknown"}
    told = said(medicine=medicine)
    assert told.lines[0] == TEXTS["medicines"][medicine]["said"]
    assert told.ask == TEXTS["medicines"][medicine]["ask"]
    assert told.wrong == ("", "")


def test_trazodone_for_sleep_is_not_called_too_low_for_depression():
    assert set(found(medicine="trazodone", dose="50")) == {"below"}
    assert set(found(medicine="trazodone-sleep", dose="50")) == {"unknown"}
    assert said(medicine="trazodone-sleep", dose="50").ask == "Was my trazodone meant for sleep or for depression?"


def test_five_hundred_weeks_are_asked_about_and_kept():
    told = said(weeks="500")
    assert told.wrong[1].startswith("That is more than five years. If you mean weeks, leave it as it is.")
    assert "500" in told.entered


@pytest.mark.parametrize(
    ("typed", "dose", "weeks"),
    [
        ("50", 50, 50),
        (" 7,5 ", 7.5, 7.5),
        ("7.5", 7.5, 7.5),
        ("50mg", 50, None),
        ("50 MG ", 50, None),
        ("-5", None, None),
        ("1e3", None, None),
        ("٥٠", None, None),
        ("50\n", None, None),
        ("half a pill", None, None),
    ],
)
def test_what_is_typed_is_read_as_a_number_or_not_at_all(typed, dose, weeks):
    assert (typed_dose(typed), typed_weeks(typed)) == (dose, weeks)


def test_the_table_that_the_page_looks_up_holds_what_the_evaluator_finds_for_every_answer():
    table, place = finding_table(), 0
    for dose in KNOWN:
        for long in KNOWN:
            for taken in KNOWN:
                for benefit in BENEFIT:
                    for effects in (False, True):
                        assert table[place] == FINDINGS[finding(dose, long, taken, benefit, effects)]
                        place += 1
    assert place == len(table)
    assert set(table) == set(FINDINGS.values())


def test_more_weeks_never_turn_a_full_trial_into_a_lesser_one():
    for weeks in range(0, 30):
        assert sum(f == "meets" for f in found(weeks=str(weeks))) <= sum(
            f == "meets" for f in found(weeks=f"{weeks + 1}")
        )


def test_the_published_case_gives_the_published_answer_five_tried_and_two_count():
    assert (
        REAL.claim(CASE_CLAIM).statement == "In a teaching case with five medicines, only two counted as fair trials."
    )
    assert (len(CASE), published_count()) == (5, 2)
    assert [trial.published for trial in CASE] == ["meets", "short", "below", "lost", "meets"]
    [answer, *_] = say.about_case(ENGLISH)
    assert answer.startswith("The article’s answer: of these 5 medicines, 2 count. They are the first and the last.")
    assert say.published_answer(ENGLISH) == "It counts 2 of these 5."


def test_where_this_page_parts_from_the_article_is_known_and_said():
    """The label's range takes the third, and four weeks the second; a pair is not judged. Readers are told."""
    readings = [read(trial.entry, RANGES) for trial in CASE]
    assert [r.findings for r in readings] == [
        ("meets", "meets", "meets"),
        ("meets", "short", "short"),
        ("meets", "meets", "short"),
        ("lost", "lost", "lost"),
        ("unknown", "short", "short"),
    ]
    assert counts(readings) == (3, 2, 1)
    told = " ".join(say.about_case(ENGLISH))
    for reason in ("its own dose for each medicine", "judges a pair, which we do not", "which form of venlafaxine"):
        assert reason in told


def test_the_made_up_list_shows_the_ways_in_which_a_trial_can_fall_short():
    every = {f for entry in EXAMPLE for f in read(entry, RANGES).findings}
    assert every == {"effects", "meets", "below", "irregular", "short"}
    assert counts([read(entry, RANGES) for entry in EXAMPLE]) == (2, 2, 1)


def test_an_open_dose_is_not_offered():
    sertraline = dataclasses.replace(REAL.drugs["sertraline"], doses_open="not read")
    known = Registry({}, REAL.sources, {}, {"sertraline": sertraline})
    assert say.dosed(known) == {}
    assert "sertraline" not in say.texts(ENGLISH, known)["medicines"]


def test_every_choice_and_every_finding_has_words():
    offered = say.choices(ENGLISH)
    assert [list(offered[field]) for field in ("taken", "helped", "now")] == [list(TAKEN), list(HELPED), list(NOW)]
    for part, keys in (("taken", TAKEN), ("helped", HELPED), ("now", NOW), ("findings", FINDINGS), ("ask", FINDINGS)):
        assert list(TEXTS[part]) == list(keys)
    assert len(TEXTS["weeks"]) == len(WEEKS) + 1


def test_a_name_with_braces_is_shown_as_it_was_typed():
    told = said(medicine="other", named="{ask} {dose}")
    assert told.title == "{ask} {dose}"
    assert told.plan.startswith("{ask} {dose}, up to 100 mg a day.")


def test_no_sentence_gives_a_verdict_or_advice_and_each_question_is_one():
    every = [
        text for part in ("dose", "taken", "helped", "now", "findings", "ask", "wrong") for text in TEXTS[part].values()
    ]
    every += [*TEXTS["weeks"], *say.about_case(ENGLISH), *say.published(ENGLISH)]
    every += [m[key] for m in TEXTS["medicines"].values() for key in ("said", "ask") if key in m]
    told = " ".join(every).lower()
    for never in ("you have trd", "resistant", "you should", "increase", "raise your", "fail"):
        assert never not in told
    for ask in [*TEXTS["ask"].values(), *(m["ask"] for m in TEXTS["medicines"].values() if "ask" in m)]:
        assert ask.endswith("?")


def test_the_words_can_be_read_at_two_in_the_morning():
    every = [*say.about_case(ENGLISH), *TEXTS["wrong"].values(), *TEXTS["ask"].values(), *TEXTS["taken"].values()]
    assert textstat.flesch_kincaid_grade(" ".join(every)) <= 6.5
