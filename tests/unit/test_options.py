"""The choices side by side: each as long as the next, each number in its own study, and no order that favours one."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import Comparison, EvidenceError, registry
from nextsteps.wording import words
from nextsteps.wording.options import answers, counted, options, orders, questions
from pages.lint import given, passages
from pages.numbers_in_text import denied, figures
from widgets import Options

ROOT = Path(__file__).parents[2]
W = words("en")
WIDGET = Options("options-side-by-side")
CELLS = [(question, option, answer) for question, row in answers(W).items() for option, answer in row.items()]
NAMED = pytest.mark.parametrize(("question", "option", "answer"), CELLS, ids=[f"{q} {o}" for q, o, _ in CELLS])
ROWS = pytest.mark.parametrize("question", [question.key for question in questions(W)])
#: Words that would sell a choice or warn off it, whatever the number beside them says.
LEANING = re.compile(
    r"\b(best|better than|safest|safer|safe and|easy|easier|gentle|powerful|effective|proven|breakthrough|only|just|"
    r"simply|recommend\w*|should try|last resort|drastic|dangerous|scary|hope|amazing|unfortunately|sadly)\b",
    re.IGNORECASE,
)
#: What a source itself says in one of those words: who may give the spray, and that a thing beat a dummy.
AS_IN_THE_SOURCE = ("Only clinics certified for it", "did better than a dummy pill", "no better than sham")


def test_waiting_stands_beside_six_choices_in_every_row():
    keys = {option.key for option in options(W)}
    assert keys == {"add-medicine", "add-therapy", "adjust-or-switch", "ect", "esketamine", "tms", "wait"}
    assert [question.key for question in questions(W)] == list(answers(W))
    for row in answers(W).values():
        assert set(row) == keys


@NAMED
def test_each_answer_links_to_a_source_or_says_what_to_ask_the_clinic(question, option, answer):
    assert answer.claims or answer.ask, "an answer without a source must be a question for the clinic"
    assert bool(answer.said) == bool(answer.claims), "what is said rests on a claim; what rests on none is to be asked"
    for id in answer.claims:
        claim = registry().claim(id)
        assert not claim.open


@NAMED
def test_each_number_is_a_link_to_the_claim_that_gives_it_because_a_clinician_follows_it(question, option, answer):
    assert not figures(answer.ask, "en"), "a question for the clinic needs no number of ours"
    for passage in passages(str(answer.said)):
        for figure in figures(passage.text, "en"):
            own = [id for start, end, id in passage.links if start <= figure.start and figure.end <= end]
            assert own, f"“{figure.text}” has no claim"
            may = given(registry().claim(own[0]))
            assert may.gives(figure, denied=denied(passage.text, figure, "en")), f"{own[0]} does not give {figure.text}"


@pytest.mark.parametrize("option", [option.key for option in options(W)])
def test_how_often_is_told_from_one_study_beside_those_it_was_compared_with(option):
    answer = answers(W)["how-often"][option]
    claims = {registry().claim(id) for id in answer.claims}
    [claim] = claims
    assert isinstance(claim.compared_with, Comparison)
    shares = [figure for figure in figures(str(answer.said.striptags()), "en") if figure.of == 100]
    assert len(shares) == 2, "the treated and the compared, each out of 100"
    for one, other in pairwise(shares):
        assert one.numbers != other.numbers


@pytest.mark.parametrize("option", [option.key for option in options(W)])
def test_a_pair_of_numbers_is_followed_by_what_it_means_and_most_or_many_stay_in_sight(option):
    meaning = answers(W)["how-often"][option].text.rpartition(" So ")[2]
    assert re.search(r"\b(more|fewer|gap|some) ", meaning), meaning
    assert re.search(r"(Most|Many|More than half) did", meaning), "what did not happen, or happened without it"


@pytest.mark.parametrize("option", ["add-medicine", "adjust-or-switch"])
def test_side_effects_of_a_medicine_are_asked_for_by_name_where_we_read_no_count(option):
    ask = answers(W)["side-effects"][option].ask
    assert "sleep, weight, stomach or sex life" in ask


def test_no_sentence_puts_the_numbers_of_two_choices_in_one_row_of_figures():
    studies = {option: answers(W)["how-often"][option].claims for option in answers(W)["how-often"]}
    # Two choices share a study only where that study itself put them side by side.
    shared = {claims for claims, n in Counter(studies.values()).items() if n > 1}
    assert shared <= {("options.add-cbt-response",)}
    for question in ("how-often", "how-soon"):
        note = next(q.note for q in questions(W) if q.key == question)
        assert note == (
            "Each number belongs to its own study. The people, the length and the measure differ, "
            "so the numbers cannot tell which choice is best."
        )


@ROWS
def test_no_choice_looks_weightier_for_being_told_more(question):
    lengths = {option: len(answer.text.split()) for option, answer in answers(W)[question].items()}
    assert max(lengths.values()) <= 1.3 * min(lengths.values()), lengths


def test_all_told_no_choice_has_a_tenth_more_words_than_another():
    all_told = Counter()
    for row in answers(W).values():
        all_told.update({option: len(answer.text.split()) for option, answer in row.items()})
    assert max(all_told.values()) <= 1.1 * min(all_told.values()), all_told


@NAMED
def test_no_word_leans_to_a_choice_or_away_from_it(question, option, answer):
    text = answer.text
    for as_is in AS_IN_THE_SOURCE:
        text = text.replace(as_is, "")
    assert not LEANING.search(text), text


def test_over_seven_days_each_choice_stands_once_in_each_place():
    week = orders(options(W))
    assert len(week) == 7
    for place in zip(*week, strict=True):
        assert len(set(place)) == 7


def test_the_first_order_is_that_of_the_alphabet_and_no_judgement():
    names = [option.name for option in options(W)]
    assert names == sorted(names, key=str.casefold)


def test_the_page_says_the_same_every_day_so_that_reviewers_and_copies_agree(monkeypatch):
    first = Options("options-side-by-side").html()
    # A day far ahead, not far back: the crisis lines are read anew, and no source may be dated after today.
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert Options("options-side-by-side").html() == first
    assert WIDGET.states["orders"] == [" ".join(order) for order in orders(options(W))]


def test_nothing_is_scored_and_the_reader_orders_questions_alone():
    assert set(WIDGET.choices()) == {"first", "beside", "own"}
    kept = json.dumps(WIDGET.states)
    assert not re.search(r'"(score|weight|rank|points)"', kept)
    assert "nothing is scored" in WIDGET.states["why"]["some"]


def test_without_scripts_every_answer_is_on_the_page_in_one_order():
    soup = BeautifulSoup(WIDGET.html(), "html.parser")
    rows = soup.select(".ns-question")
    assert [row["data-question"] for row in rows] == [question.key for question in questions(W)]
    expected = [option.key for option in options(W)]
    for row in rows:
        assert [li["data-option"] for li in row.select(".ns-answers > li:not([hidden])")] == expected
    assert len({str(li.attrs | {"data-option": ""}) for li in soup.select(".ns-answers > li")}) == 1, "all look alike"


def test_a_row_begins_with_its_question_and_each_answer_with_its_choice():
    soup = BeautifulSoup(WIDGET.html(), "html.parser")
    names = {option.key: option.name for option in options(W)}
    for row in soup.select(".ns-question"):
        assert soup.find(id=row["aria-labelledby"]).name == "h3"
        for li in row.select("li"):
            assert li.find("strong").text == names[li["data-option"]]
            if asked := li.select_one(".ns-to-ask"):
                assert asked.text.startswith("Ask your clinic: ")


@pytest.mark.parametrize("lesson", ["next_steps", "es/next_steps"])
def test_each_step_at_the_top_leads_to_a_place_of_its_own_where_one_can_act(lesson):
    cells = json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text("utf-8"))["cells"]
    steps = "".join(next(cell["source"] for cell in cells if cell["id"] == "who-for"))
    ticks, picks, plan = re.findall(r"^\d\. .*?\]\(#([^)]+)\)", steps, re.MULTILINE)
    soup = BeautifulSoup(WIDGET.html(), "html.parser")
    assert {box["data-trait"] for box in soup.find(id=ticks).select("input")} == {"first"}
    assert {box["data-trait"] for box in soup.find(id=picks).select("input")} == {"beside"}
    assert f"## {plan.replace('-', ' ')}" in "".join(next(cell["source"] for cell in cells if cell["id"] == "plan"))


def test_on_a_phone_each_question_says_how_far_it_goes_and_leads_to_the_next():
    rows = BeautifulSoup(Options("o", first=["cost"]).html(), "html.parser").select(".ns-question")
    assert [row.select_one(".ns-place span").text for row in rows] == [f"Question {n} of seven" for n in range(1, 8)]
    for row, after in pairwise(rows):
        link = row.select_one(".ns-place a")
        assert link["href"] == f"#{after['id']}"
        assert link["aria-label"] == f"Next question: {after.h3.text}", "a list of links must not be seven times Next"
    assert rows[-1].select_one(".ns-place a").has_attr("hidden"), "after the last there is none"


def test_what_was_chosen_stands_in_the_markup_too():
    soup = BeautifulSoup(Options("o", first=["cost", "how-soon"], beside=["ect"], own="My dog").html(), "html.parser")
    assert [row["data-question"] for row in soup.select(".ns-question")][:3] == ["cost", "how-soon", "what-happens"]
    shown = {li["data-option"] for li in soup.select(".ns-answers > li:not([hidden])")}
    assert shown == {"ect", "wait"}
    assert soup.select_one('[data-trait="own"]')["value"] == "My dog"


def test_waiting_cannot_be_taken_away():
    with pytest.raises(traitlets.TraitError, match="There is no choice 'wait' among the choices; use: add-medicine"):
        Options("o", beside=["wait"])


def test_an_unknown_question_is_refused_with_those_there_are():
    with pytest.raises(traitlets.TraitError, match="There is no question 'price' among the choices; use: what-happens"):
        Options("o", first=["price"])


def test_a_step_that_is_open_takes_its_choice_off_the_page(monkeypatch):
    known = registry()
    steps = {**known.next_steps, "ect": replace(known.next_steps["ect"], open="schedule not read")}
    monkeypatch.setattr(known, "next_steps", steps)
    with pytest.raises(EvidenceError, match="ect: this step is still open"):
        options(W)


def test_a_claim_that_is_opened_again_is_not_shown(monkeypatch):
    known = registry()
    id = "options.ect-memory"
    monkeypatch.setitem(known._claims, id, replace(known.record(id), open="read again"))
    with pytest.raises(EvidenceError, match="still open"):
        answers(W)


def test_a_changed_count_changes_the_sentence_because_no_number_is_typed_twice(monkeypatch):
    known = registry()
    id = "tms.sham-trials-response"
    claim = known.record(id)
    monkeypatch.setitem(known._claims, id, replace(claim, measured=replace(claim.measured, value=0.25)))
    assert "25 of 100 people were at least half better at the end of TMS" in answers(W)["how-often"]["tms"].text


def test_every_answer_is_in_the_text_that_reviewers_compare():
    said = repr(WIDGET)
    for question, option, answer in CELLS:
        assert answer.text in said, (question, option)
    assert said.count("[ask your clinic]") == sum(not answer.claims for _, _, answer in CELLS)


@pytest.mark.parametrize("option", [option.key for option in options(W)])
def test_the_dots_of_a_choice_are_the_people_of_its_sentence_in_the_same_order(option):
    soup = BeautifulSoup(WIDGET.html(), "html.parser")
    card = soup.select_one(f'[data-question="how-often"] [data-option="{option}"]')
    told = [figure for figure in figures(card.find("p").get_text(), "en") if figure.of == 100]
    drawn = card.select(".ns-group")
    assert len(drawn) == len(told) == 2
    for figure, group in zip(told, drawn, strict=True):
        people = int(figure.numbers[0])
        assert group.find("strong").text == f"{people} of 100"
        assert group.find("a")["href"][1:] in answers(W)["how-often"][option].claims
        assert group.find("svg")["aria-label"].endswith(f": {people} of 100")
        assert dots(group.select_one(".ns-filled")["d"]) == people
        assert dots(group.select_one(".ns-empty")["d"]) == 100 - people


def dots(path):
    """How many dots a path of dashes has."""
    return sum(int(float(length)) // 10 + 1 for length in re.findall(r"h([\d.]+)", path))


def test_every_choice_is_drawn_alike_so_that_no_picture_draws_the_eye():
    soup = BeautifulSoup(WIDGET.html(), "html.parser")
    looks = set()
    for pair in soup.select(".ns-answers .ns-groups"):
        groups = pair.select(".ns-group")
        looks.add(tuple((" ".join(group["class"]), group.svg["viewbox"], group.svg["style"]) for group in groups))
    assert len(looks) == 1, "one kind of dot for a choice's own group and one for the other, all of one size"
    assert len(soup.select(".ns-answers .ns-groups")) == len(options(W)), "waiting too"


def test_a_claim_without_a_second_group_is_not_drawn(monkeypatch):
    known = registry()
    id = "tms.sham-trials-response"
    monkeypatch.setitem(known._claims, id, replace(known.record(id), compared_with="no comparison group"))
    with pytest.raises(EvidenceError, match="compares nobody in numbers"):
        counted(W)
