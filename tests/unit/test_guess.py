"""A guess is never wrong: every one has kind words, and whoever skips it or has no scripts gets the same answer."""

import re

import pytest
import traitlets
from bs4 import BeautifulSoup

from nextsteps.charts import ranges
from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from widgets import Guess
from widgets.guess import GAPS

UK = "breakthrough.antler-relapse-while-staying"
CHART = ranges("studies", [outcome(claim(id)) for id in ("breakthrough.range-in-reviews", UK)], words("en"))
MADE = Guess("how-many", UK, picture=CHART)


def page(made: Guess = MADE) -> BeautifulSoup:
    return BeautifulSoup(made.html(), "html.parser")


def test_every_guess_that_can_be_made_has_a_sentence_that_tells_the_number():
    assert len(MADE.states["gap_of"]) == 101
    for guess in range(101):
        assert "39 of 100" in MADE.states[MADE.states["gap_of"][guess]]


@pytest.mark.parametrize(
    ("guess", "gap"),
    [(0, "far-below"), (23, "far-below"), (24, "below"), (35, "below"), (36, "close"), (39, "close"), (42, "close"),
     (43, "above"), (54, "above"), (55, "far-above"), (100, "far-above")],
)  # fmt: skip
def test_more_and_fewer_are_not_mixed_up(guess, gap):
    assert MADE.gap(guess) == gap
    said = MADE.states[gap]
    assert ("more people than you guessed" in said) == (guess < 36)
    assert ("fewer people than you guessed" in said) == (guess > 42)


def test_no_sentence_calls_a_guess_wrong_or_praises_it():
    said = " ".join(MADE.states[gap] for gap in ("none", *GAPS))
    assert not re.search(r"wrong|mistake|incorrect|right|well done|too (?:high|low)|unfortunately", said, re.IGNORECASE)


def test_without_scripts_the_answer_and_its_picture_are_in_the_page():
    fold = page().find("details", class_="ns-reveal")
    assert fold.summary.get_text() == "Show what the study counted"
    assert MADE.said.sentence in fold.get_text()
    assert MADE.said.other_side in fold.get_text()
    assert fold.find(class_="ns-drawing")
    assert fold.find("table")


def test_what_needs_a_script_is_marked_as_such_and_the_fold_is_not():
    for control in page().select("input, button"):
        assert control.find_parent(class_="ns-controls")
    assert not page().find("summary").find_parent(class_="ns-controls")


def test_the_slider_and_the_box_are_named_and_both_know_the_question():
    found = page()
    for control in found.find_all("input"):
        assert found.find("label", attrs={"for": control["id"]}).get_text().strip()
    slider = found.find("input", type="range")
    assert found.find(id=slider["aria-describedby"]).get_text() == MADE.said.ask
    assert (slider["min"], slider["max"]) == ("0", "100")


def test_before_anyone_guesses_the_box_is_empty_so_that_the_slider_s_middle_is_no_hint():
    assert page().find("input", type="text")["value"] == ""
    assert page().find(class_="ns-gap").get_text() == ""


def test_a_guess_set_in_a_notebook_is_shown_with_its_gap_once_it_is_revealed():
    made = Guess("mine", UK, guess=80, revealed=True)
    assert page(made).find(class_="ns-gap").get_text() == made.states["far-above"]
    assert page(made).find("details").has_attr("open")
    assert page(made).find("input", type="text")["value"] == "80"


@pytest.mark.parametrize("guess", [-2, 101, 300])
def test_an_impossible_guess_in_a_notebook_is_refused_in_a_sentence(guess):
    with pytest.raises(traitlets.TraitError, match=f"{guess} is no guess of people out of 100"):
        Guess("mine", UK, guess=guess)


def test_a_claim_without_two_groups_cannot_be_guessed():
    with pytest.raises(EvidenceError, match="no two numbers of people"):
        Guess("mine", "stopping.earlier-56-percent")


def test_a_reviewer_reads_the_question_the_answer_each_gap_and_the_picture():
    said = repr(MADE)
    for text in (MADE.said.ask, MADE.said.sentence, *(MADE.states[gap] for gap in GAPS), CHART.sentence):
        assert text in said
