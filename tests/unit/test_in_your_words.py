"""A reader says it first and then sees our words: with no score, no number, nothing sent, complete without scripts."""

import re

import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.wording import words
from nextsteps.wording.in_your_words import questions
from widgets import InYourWords

LESSONS = {of: InYourWords("in-your-words", of=of) for of in questions(words("en"))}
each_lesson = pytest.mark.parametrize("made", LESSONS.values(), ids=LESSONS)


def page(made: InYourWords) -> BeautifulSoup:
    return BeautifulSoup(made.html(), "html.parser")


@each_lesson
def test_a_lesson_asks_one_or_two_things_because_a_tired_reader_is_no_pupil(made):
    assert 1 <= len(made.questions) <= 2


@each_lesson
def test_every_question_has_a_box_named_by_it_and_our_words_folded_away_after_it(made):
    for question in made.questions:
        box = page(made).find("textarea", attrs={"data-key": question.key})
        assert page(made).find("label", attrs={"for": box["id"]}).get_text() == question.ask
        folded = box.find_next_sibling("details")
        assert folded.find(class_="ns-own-ours").get_text() == question.ours == made.states[question.key]
        assert not folded.has_attr("open"), "our words would be read before the reader has said their own"


@each_lesson
def test_it_is_said_beside_the_boxes_that_nobody_reads_what_is_written(made):
    for box in page(made).find_all("textarea"):
        assert "No one reads it" in page(made).find(id=box["aria-describedby"]).get_text()


@each_lesson
def test_nothing_says_right_or_wrong_and_nothing_counts(made):
    said = page(made).find(class_="ns-own").get_text(" ")
    judged = r"\d|\b(?:right|(?<!go )wrong|correct|incorrect|score|quiz|points|well done|try again)\b"
    assert not re.search(judged, said, re.IGNORECASE)


@each_lesson
def test_our_words_are_as_easy_as_what_a_friend_would_say(made):
    assert textstat.flesch_kincaid_grade(" ".join(q.ours for q in made.questions)) <= 7


def test_no_answer_of_ours_leaves_out_what_must_not_be_taken_away_wrong():
    ours = {of: " ".join(q.ours for q in made.questions) for of, made in LESSONS.items()}
    assert "do not stop all at once" in ours["symptoms-back"]
    assert "no one’s fault" in ours["symptoms-back"]
    assert "not about me" in ours["resistant"]
    assert "pretend TMS too" in ours["tms"]
    assert "do not have to decide today" in ours["next-step"]


def test_words_that_were_kept_stand_in_their_box_again_and_cannot_become_markup():
    made = InYourWords("mine", of="tms", written={"sham": "<b>some</b>"}, taken=["sham"])
    assert page(made).find("textarea", attrs={"data-key": "sham"}).get_text() == "<b>some</b>"
    assert page(made).find("input", value="sham").has_attr("checked")
    assert not page(made).find("input", value="ask").has_attr("checked")


def test_the_plan_shows_them_as_the_reader_s_own():
    assert LESSONS["tms"].plan_title == "In my own words"


@pytest.mark.parametrize("state", [{"written": {"moon": "x"}}, {"taken": ["moon"]}])
def test_a_question_that_is_not_there_is_refused_by_name(state):
    with pytest.raises(traitlets.TraitError, match="no question 'moon' here; choose among: sham, ask"):
        InYourWords("mine", of="tms", **state)


def test_a_lesson_without_questions_is_refused_with_those_that_have_some():
    with pytest.raises(ValueError, match="no questions of 'moon'; use one of: symptoms-back, resistant, tms"):
        InYourWords("mine", of="moon")


@each_lesson
def test_a_reviewer_reads_every_question_with_our_words(made):
    for question in made.questions:
        assert f"{question.ask} {question.ours}" in repr(made)
