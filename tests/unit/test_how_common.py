"""How common, by each rule: no number without its rule and its people, and no rule called the right one."""

import re

import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, claim
from nextsteps.models.outcome import outcome
from nextsteps.wording import words
from nextsteps.wording.how_common import rule
from widgets import HowCommon

IDS = [
    "trd.us-claims-humana",
    "trd.us-claims-optum",
    "trd.denmark-first-year",
    "trd.burden-review-range",
    "trd.latin-america-clinics",
    "trd.us-treated-estimate",
]
MADE = HowCommon("how-common", IDS)
PAGE = BeautifulSoup(MADE.html(), "html.parser")
each_rule = pytest.mark.parametrize("id", IDS)


@each_rule
def test_each_rule_is_a_choice_whose_row_says_who_was_counted_and_how_many(id: str):
    row = PAGE.find("input", value=id).find_parent("label")
    assert row.find(class_="ns-common-name").get_text() == MADE.rules[id].name
    assert row.find(class_="ns-common-who").get_text() == MADE.rules[id].who
    assert re.fullmatch(r"\d+(?: to \d+)? of 100", row.strong.get_text())


@pytest.mark.parametrize(
    ("id", "at", "spread"),
    [
        ("trd.us-claims-humana", "left:6.0%", None),
        ("trd.us-claims-optum", "left:5.8%", None),
        ("trd.denmark-first-year", "left:14.0%", "left:13%;width:18%"),
        ("trd.burden-review-range", None, "left:12%;width:8%"),
        ("trd.latin-america-clinics", "left:29.1%", None),
        ("trd.us-treated-estimate", "left:30.9%", None),
    ],
)
def test_every_mark_stands_where_its_claim_puts_it_and_a_spread_has_no_middle(id: str, at: str, spread: str):
    track = PAGE.find("input", value=id).find_parent("label").find(class_="ns-common-track")
    dot, bar = track.find(class_="ns-common-at"), track.find(class_="ns-common-spread")
    assert (dot and dot["style"], bar and bar["style"]) == (at, spread)


@each_rule
def test_each_sentence_holds_its_number_and_what_to_keep_in_mind(id: str):
    said = MADE.states[id]
    number = PAGE.find("input", value=id).find_parent("label").strong.get_text()
    assert number in said
    assert said.count(". ") >= 1


def test_the_picture_says_why_both_ends_can_be_true():
    assert "6 of 100 and 31 of 100 can both be true, for they answer two questions." in MADE.both()
    assert MADE.both() in PAGE.get_text()


def test_the_ends_follow_the_claims_and_not_the_order_of_the_rows():
    assert HowCommon("other-way", IDS[::-1]).both() == MADE.both()


def test_no_rule_is_the_right_one_and_no_reader_is_judged():
    said = " ".join([*MADE.states.values(), MADE.both(), PAGE.get_text(" ")])
    assert "None has a comparison group" in said
    assert not re.search(r"\byou (?:have|are|do)\b|\breal (?:number|rate)\b|\bcorrect\b|\bwrong\b", said, re.IGNORECASE)


@each_rule
def test_the_sentence_of_a_rule_and_the_way_to_its_papers_stand_right_below_its_row(id: str):
    row = PAGE.find("input", value=id).find_parent(class_="ns-common-row")
    said = row.find(class_="ns-common-said")
    assert said.span.get_text() == MADE.states[id]
    assert said.a["href"] == f"#{id}"


@each_rule
def test_a_screen_reader_hears_the_sentence_with_its_rule(id: str):
    box = PAGE.find("input", value=id)
    assert PAGE.find(id=box["aria-describedby"]).get_text() == MADE.states[id]


def test_a_rule_that_a_notebook_chose_is_the_one_that_is_ticked():
    later = BeautifulSoup(HowCommon("later", IDS, rule=IDS[3]).html(), "html.parser")
    assert [box["value"] for box in later.select("input[checked]")] == [IDS[3]]


def test_the_table_holds_every_rule_for_those_without_scripts():
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in PAGE.select("tbody tr")]
    assert len(rows) == len(IDS)
    assert rows[2][2:] == ["14 of 100 (13–31)", "range not reported"]
    assert rows[3][2:] == ["12 to 20 of 100", "a spread between studies, not a range of chance"]


def test_one_rule_alone_is_refused_because_it_would_look_like_the_answer():
    with pytest.raises(EvidenceError, match="fewer than two rules"):
        HowCommon("how-common", IDS[:1])


def test_a_number_whose_rule_nobody_has_put_into_words_is_refused():
    with pytest.raises(EvidenceError, match="nobody has put into words by which rule it counted"):
        rule(words("en"), outcome(claim("tms.sham-trials-response")))


def test_a_bound_without_a_number_is_refused_rather_than_drawn_as_one():
    with pytest.raises(EvidenceError, match="a bound alone cannot be drawn"):
        HowCommon("how-common", [*IDS, "trd.expert-estimate-30"])


def test_a_rule_that_is_not_in_the_plot_is_refused_with_those_that_are():
    with pytest.raises(
        traitlets.TraitError, match=r"no rule 'moon' in this plot; choose one of: trd\.us-claims-humana"
    ):
        HowCommon("how-common", IDS, rule="moon")


def test_a_tired_reader_can_follow_every_sentence():
    assert textstat.flesch_kincaid_grade(" ".join([*MADE.states.values(), MADE.both()])) <= 8


def test_reviewers_read_every_rule_with_its_claim():
    for id in IDS:
        assert f"{MADE.states[id]} [{id}]" in repr(MADE)
