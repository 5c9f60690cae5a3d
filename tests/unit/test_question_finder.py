"""The box that narrows the questions: what it says, and the words that a tired reader may use for each question."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import textstat

from widgets import QuestionFinder

ROOT = Path(__file__).parents[2]
LESSON = json.loads((ROOT / "notebooks/questions.ipynb").read_text("utf-8"))
QUESTIONS = {c["id"]: c for c in LESSON["cells"] if c["metadata"].get("part") == "question"}


def plain(cell: dict) -> str:
    return re.sub(r"\]\([^)]*\)|[*\[\]#>`]", "", "".join(cell["source"]))


def test_every_state_of_the_search_is_said_so_that_a_reviewer_reads_it() -> None:
    finder = QuestionFinder("find")
    assert repr(finder).startswith("QuestionFinder find\nall: All questions are here.\n")
    assert "none: No question here has these words." in repr(finder)
    assert "{count} questions have your words." in finder.states["many"], "the browser fills in the count"


def test_where_nothing_is_found_the_words_are_kind_and_say_where_help_is() -> None:
    said = QuestionFinder("find").states["none"]
    assert "does not make it a bad question" in said
    assert "Crisis help stays" in said


def test_what_a_reader_types_is_no_trait_so_that_nothing_can_keep_it() -> None:
    finder = QuestionFinder("find")
    assert finder.choices() == []
    assert 'id="find-word" autocomplete="off"' in finder.html()


def test_the_six_questions_that_started_this_and_those_asked_most_are_here() -> None:
    wanted = (
        "why-stop signs should-i-stop what-counts tms-differs what-next "
        "crisis tms-safe tms-side-effects tms-hurt driving work pregnancy age cost tms-last tms-fails "
        "esketamine ect stop-safely help-someone"
    ).split()
    assert [id for id in wanted if id not in QUESTIONS] == []


@pytest.mark.parametrize("id", QUESTIONS)
def test_each_question_is_one_cell_with_one_question_a_short_answer_and_easy_words(id: str) -> None:
    source = "".join(QUESTIONS[id]["source"])
    assert re.fullmatch(r"### [^\n]+\?\n\n.+", source, re.DOTALL), "it begins with the question"
    assert source.count("\n#") == 0, "it holds one heading"
    answer = plain(QUESTIONS[id]).split("\n\n", 1)[1]
    assert len(answer.split()) <= 120, f"the answer has {len(answer.split())} words"
    grade = textstat.flesch_kincaid_grade(re.sub(r"\s+", " ", answer))
    assert grade <= 7, f"the answer reads at grade {grade:.1f}"


@pytest.mark.parametrize("id", QUESTIONS)
def test_an_answer_has_a_source_or_says_that_we_have_none_or_is_no_claim_at_all(id: str) -> None:
    source = "".join(QUESTIONS[id]["source"])
    sourced = re.search(r"\]\(#[a-z0-9-]+\.[a-z0-9-]+\)", source)
    assert sourced or "no checked" in source or id in ("signs", "help-someone")


@pytest.mark.parametrize("id", ["driving", "work", "pregnancy", "age", "cost", "tms-side-effects"])
def test_where_we_have_no_checked_number_the_answer_says_so_and_whom_to_ask(id: str) -> None:
    answer = plain(QUESTIONS[id])
    assert re.search(r"no checked (number|fact|study|prices)", answer)
    assert re.search(r"\b[Aa]sk|Call the number", answer)


def test_no_answer_tells_a_reader_what_they_have_or_what_to_take() -> None:
    text = " ".join(plain(cell) for cell in QUESTIONS.values())
    assert not re.search(
        r"\byou have (TRD|treatment)|\bmg\b|cure|guarantee|breakthrough treatment", text, re.IGNORECASE
    )


def test_only_crisis_help_stays_whatever_is_typed() -> None:
    assert [id for id, cell in QUESTIONS.items() if cell["metadata"].get("stays")] == ["crisis"]
