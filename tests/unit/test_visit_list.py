"""What a reader ticks becomes words for a visit: never a score, complete without scripts, with help where needed."""

import re

import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import registry
from nextsteps.wording import words
from nextsteps.wording.crisis import crisis_lines
from nextsteps.wording.visit import checks, reasons, signs
from widgets import VisitList

LISTS = {of: VisitList(f"my-{of}", of=of) for of in ("reasons", "signs", "checks", "for-tms")}
each_list = pytest.mark.parametrize("made", LISTS.values(), ids=LISTS)


def page(made: VisitList) -> BeautifulSoup:
    return BeautifulSoup(made.html(), "html.parser")


def test_there_are_nine_reasons_five_signs_seven_checks_and_nine_things_for_the_clinic_as_the_lessons_promise():
    assert len(LISTS["reasons"].list.items) == 9
    assert len(LISTS["signs"].list.items) == 5
    assert len(LISTS["checks"].list.items) == 7
    assert len(LISTS["for-tms"].list.items) == 9


def test_the_nine_reasons_stand_in_three_groups_of_three_each_under_its_heading():
    """Nine in a row are too many for a tired reader; the CDC index asks for no more than seven."""
    found = page(LISTS["reasons"])
    lists = found.select("fieldset > ul")
    assert [len(one.find_all("input")) for one in lists] == [3, 3, 3]
    assert [found.find(id=one["aria-labelledby"]).get_text() for one in lists] == [
        "How you take the medicine",
        "Your health and your life",
        "The depression and its treatment",
    ]
    assert [i["value"] for i in found.select("input")] == list(LISTS["reasons"].states), "kept choices still fit"
    assert len(page(LISTS["signs"]).select("fieldset > ul")) == 1


def test_the_nine_things_for_the_clinic_stand_in_three_groups_each_under_its_heading():
    found = page(LISTS["for-tms"])
    lists = found.select("fieldset > ul")
    assert [len(one.find_all("input")) for one in lists] == [3, 4, 2]
    assert [found.find(id=one["aria-labelledby"]).get_text() for one in lists] == [
        "Metal, devices and ears",
        "My health, now and before",
        "What I take, and how I sleep",
    ]


def test_each_check_is_a_question_to_a_clinician_and_no_verdict_on_a_medicine():
    for item in LISTS["checks"].list.items:
        assert item.line.endswith("?")
        assert "resistant" not in f"{item.label} {item.note} {item.line}"


def test_a_check_rests_on_papers_and_a_missed_dose_is_called_no_fault():
    assert all(item.claims for item in LISTS["checks"].list.items)
    [missed] = [i for i in LISTS["checks"].list.items if i.key == "doses-missed"]
    assert "no fault" in missed.note


@each_list
def test_without_scripts_every_item_can_be_ticked_and_its_line_stands_beside_it(made):
    for item in made.list.items:
        box = page(made).find("input", value=item.key)
        entry = box.find_parent("li")
        assert item.label in entry.label.get_text()
        assert entry.find(class_="ns-line").get_text() == item.line == made.states[item.key]


@each_list
def test_a_note_is_read_out_with_its_tick_box(made):
    for item in made.list.items:
        box = page(made).find("input", value=item.key)
        if item.note:
            assert page(made).find(id=box["aria-describedby"]).get_text() == item.note
        else:
            assert not box.has_attr("aria-describedby")


@each_list
def test_no_score_and_no_number_is_ever_shown_to_someone_who_ticks_how_they_feel(made):
    said = [made.list.ask, made.list.list_title, *(f"{i.label} {i.note} {i.line}" for i in made.list.items)]
    assert not re.search(r"\d|score of|points", " ".join(said))


@each_list
def test_no_line_names_a_cause_or_a_diagnosis_as_the_reader_s_own(made):
    said = " ".join(f"{i.label} {i.note} {i.line}" for i in made.list.items)
    assert not re.search(r"\byou have\b|\byour? (?:fault|cause)\b|\byou should\b|\bthis is why\b", said, re.IGNORECASE)


@each_list
def test_a_tired_reader_can_follow_each_list(made):
    said = " ".join(f"{i.label}. {i.note} {i.line}" for i in made.list.items)
    assert textstat.flesch_kincaid_grade(said) <= 7


def test_only_thoughts_of_death_open_help_and_the_lines_are_those_of_every_page():
    assert [i.key for i in LISTS["signs"].list.items if i.urgent] == ["thoughts-of-death"]
    help_now = page(LISTS["signs"]).find(class_="ns-now")
    assert page(LISTS["signs"]).find("input", value="thoughts-of-death").has_attr("data-urgent")
    assert help_now["tabindex"] == "-1"
    links = [a["href"] for a in help_now.find_all("a")]
    every_page = BeautifulSoup("".join(line["html"] for line in crisis_lines(words("en"))), "html.parser")
    assert links == [a["href"] for a in every_page.find_all("a")]
    assert "tel:988" in links
    assert help_now.find(lang="es")


def test_help_stands_right_after_the_list_so_that_the_next_tab_reaches_a_number_to_call():
    fieldset = page(LISTS["signs"]).find("fieldset")
    assert fieldset.find_next_sibling()["class"] == ["ns-now"]


def test_reasons_carry_no_crisis_box_of_their_own():
    assert page(LISTS["reasons"]).find(class_="ns-now") is None


@each_list
def test_every_note_rests_on_claims_that_may_be_shown_and_are_named_among_the_sources(made):
    for item in made.list.items:
        for id in item.claims:
            assert registry().claim(id).id in registry().asked


def test_the_idea_that_the_body_gets_used_to_a_medicine_is_called_a_theory():
    [item] = [i for i in reasons(words("en")).items if i.key == "body-adapting"]
    assert "theory" in item.note
    assert item.claims == ("breakthrough.drug-wearing-off-is-a-theory",)


def test_a_list_that_a_notebook_fills_shows_its_lines_in_the_order_of_the_page():
    made = VisitList("mine", of="reasons", chosen=["stress", "missed-doses"])
    assert made.chosen == ["missed-doses", "stress"]
    lines = [li.get_text() for li in page(made).select(".ns-lines li")]
    assert lines == [made.states["missed-doses"], made.states["stress"]]
    assert page(made).find(class_="ns-visit").has_attr("data-chosen")


def test_an_item_that_is_not_on_the_list_is_refused_by_name():
    with pytest.raises(traitlets.TraitError, match="no item 'moon' on this list; choose among: missed-doses"):
        VisitList("mine", of="reasons", chosen=["moon"])


def test_a_list_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="no list of 'moods' for a visit; use one of: reasons, signs, checks, for-tms"):
        VisitList("mine", of="moods")


@each_list
def test_the_plan_gets_a_heading_and_a_reviewer_reads_every_line(made):
    assert made.plan_title == made.list.plan_title
    assert len(repr(made).splitlines()) == 1 + len(made.list.items)
    for item in made.list.items:
        assert f"{item.label}" in repr(made)
        assert item.line in repr(made)


def test_the_keys_are_words_and_never_the_same_twice():
    for make in (reasons, signs, checks):
        keys = [i.key for i in make(words("en")).items]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z-]+", key) for key in keys)
