"""The PHQ-9 as it was validated: word for word, counted whole, named by its makers' words, and never a diagnosis."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.phq9 import CHANGES, HIGHEST, band, band_starts, change, total
from nextsteps.wording import words
from nextsteps.wording.crisis import crisis_lines
from nextsteps.wording.phq9 import form
from widgets import Phq9

FORM = Phq9("phq-9")
STATES = FORM.states
#: What we say around the form, which is not ours to reword.
OURS = [
    *STATES["total"],
    *STATES["change"],
    *STATES["line"],
    *(STATES[key] for key in ("none", "missing", "wrong", "earlier")),
    *(said for said in FORM.content().values() if isinstance(said, str)),
]


def page(made: Phq9 = FORM) -> BeautifulSoup:
    return BeautifulSoup(made.html(), "html.parser")


def official(id: str, language: str = "en") -> str:
    return registry().form_text(id).text(language)


def test_every_question_stands_there_word_for_word_with_the_four_answers_of_the_form():
    asked = page().select("ol > li > fieldset")
    assert [box.legend.get_text() for box in asked] == [official(f"item-{n}") for n in range(1, 10)]
    for box in asked:
        answers = [(i["value"], i.find_parent("label").get_text().strip()) for i in box.find_all("input")]
        assert answers == [(str(points), official(f"answer-{points}")) for points in range(4)]
        assert page().find(id=box["aria-describedby"]).get_text() == official("stem")


def test_the_credit_line_and_the_unscored_last_question_are_those_of_the_form():
    assert page().select_one(".ns-credit").get_text() == official("credit")
    last = page().select_one(".ns-difficulty")
    assert last.legend.get_text() == official("difficulty")
    assert [label.get_text().strip() for label in last.find_all("label")] == [
        official(f"difficulty-{step}") for step in range(4)
    ]
    assert "has no points" in page().find(id=last["aria-describedby"]).get_text()


def test_in_spanish_it_is_the_official_spanish_form_and_no_translation_of_ours():
    spanish = form("es")
    assert spanish.items == tuple(official(f"item-{n}", "es") for n in range(1, 10))
    assert spanish.answers[0] == "Ningún día"
    assert spanish.credit.startswith("Elaborado por los doctores")
    assert (spanish.stem, spanish.difficulty) == (official("stem", "es"), official("difficulty", "es"))


def test_a_form_that_was_not_read_in_a_language_is_refused():
    with pytest.raises(EvidenceError, match="not read in 'fr'"):
        form("fr")


def test_a_form_with_a_gap_has_no_total_because_eight_questions_are_another_test():
    assert total([3, 3, 3, 3, 3, 3, 3, 3, None]) is None
    assert total([None] * 9) is None
    assert total([1, 2, 0, 3, 1, 1, 2, 0, 1]) == 11
    assert (total([0] * 9), total([3] * 9)) == (0, HIGHEST) == (0, 27)


@pytest.mark.parametrize("answer", [4, -1, 1.5])
def test_an_answer_that_the_form_does_not_have_is_refused_by_its_number(answer):
    with pytest.raises(ValueError, match=r"Answer 2 of the PHQ-9 cannot count .*; use 0, 1, 2, 3, or None"):
        total([0, answer, 0, 0, 0, 0, 0, 0, 0])


def test_eight_or_ten_answers_are_refused():
    for answers in ([0] * 8, [0] * 10):
        with pytest.raises(ValueError, match="The PHQ-9 has 9 answers"):
            total(answers)


def test_the_bands_begin_where_the_paper_of_the_form_s_makers_says():
    assert band_starts(registry().claim("phq9.bands")) == (5, 10, 15, 20)
    assert [STATES["reached"].index(i) for i in range(5)] == [0, 5, 10, 15, 20]
    assert [band(points, (5, 10, 15, 20)) for points in (4, 5, 9, 10, 14, 15, 19, 20, 27)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]


@pytest.mark.parametrize("said", ["Scores of 5, 15, 10 and 20 mark …", "Scores of 5, 10 and 15 mark …", "No number"])
def test_bands_that_no_longer_agree_with_their_claim_stop_the_lesson(said):
    with pytest.raises(EvidenceError, match=r"phq9\.bands: the totals in the statement do not rise over the range"):
        band_starts(replace(registry().claim("phq9.bands"), statement=said))


@pytest.mark.parametrize(
    ("now", "earlier", "kind"),
    [
        (11, 11, "same"),
        (11, 15, "little-lower"),
        (11, 16, "lower"),
        (8, 16, "half"),
        (9, 16, "lower"),
        (1, 2, "little-lower"),
        (0, 5, "half"),
        (15, 11, "little-higher"),
        (16, 11, "higher"),
    ],
)
def test_a_change_is_called_real_from_five_points_on_and_half_only_if_it_is_real_too(now, earlier, kind):
    assert change(now, earlier, 5) == kind
    assert CHANGES[int(STATES["changed"][earlier][now])] == kind


def test_every_pair_of_totals_has_its_words():
    assert [len(row) for row in STATES["changed"]] == [28] * 28
    assert set("".join(STATES["changed"])) == {str(i) for i in range(len(STATES["change"]))}
    assert len(STATES["total"]) == len(STATES["line"]) == 5


def test_what_is_said_of_a_total_is_the_makers_word_for_it_and_no_verdict():
    moderate = STATES["total"][2]
    assert moderate == (
        "Your total is {total}. The people who made this form call 10 or more, but less than 15, “moderate”."
    )
    assert "A score is not a diagnosis." in page().get_text()
    verdict = r"\byou (?:are|need|should)\b|\bdepressi|\bTMS\b|\bremission\b"
    assert not re.search(verdict, " ".join(OURS), re.IGNORECASE)


def test_half_and_five_points_are_said_only_with_publishable_claims_behind_them():
    Phq9("again")
    for id in ("phq9.bands", "phq9.meaningful-change", "tms.clinics-response-by-patient", "phq9.free-to-use"):
        assert registry().claim(id).id in registry().asked
    assert "a change of 5 points or more counts as real" in STATES["change"][2]
    assert "5 points are from one study of older adults" in page().get_text()
    with pytest.raises(EvidenceError, match="only recalled"):
        registry().claim("phq9.response-remission-rule")


def test_any_answer_but_not_at_all_to_the_ninth_question_opens_help_and_no_other_does():
    urgent = page().select("input[data-urgent]")
    assert [(i["name"], i["value"]) for i in urgent] == [("phq-9-9", "1"), ("phq-9-9", "2"), ("phq-9-9", "3")]


def test_help_stands_right_after_the_ninth_question_with_the_lines_of_every_page():
    help_now = page().select_one(".ns-phq9 > ol").find_next_sibling()
    assert help_now["class"] == ["ns-now"]
    assert help_now["tabindex"] == "-1"
    every_page = BeautifulSoup("".join(line["html"] for line in crisis_lines(words("en"))), "html.parser")
    assert [a["href"] for a in help_now.find_all("a")] == [a["href"] for a in every_page.find_all("a")]


def test_a_reader_who_answers_not_at_all_is_told_of_help_too():
    always = page().select_one(".ns-always")
    assert "Whatever you answer here" in always.get_text()
    assert [a["href"] for a in always.find_all("a")] == ["tel:988", "sms:988"]


def test_without_scripts_the_form_can_be_counted_by_hand_and_its_bands_read():
    found = page()
    assert [label["data-points"] for label in found.select("ol > li:first-child label")] == ["0", "1", "2", "3"]
    assert "add the points of your nine answers" in found.select_one(".ns-by-hand").get_text()
    assert [li.get_text() for li in found.select(".ns-total ul li")] == [
        "5 or more: mild",
        "10 or more: moderate",
        "15 or more: moderately severe",
        "20 or more: severe",
    ]
    # An empty live region: nothing that only a script can fill is promised.
    assert found.select_one(".ns-sum").get_text() == ""


def test_the_total_goes_to_the_plan_only_if_the_reader_says_so():
    tick = page().find("input", attrs={"data-trait": "offered"})
    assert not tick.has_attr("checked")
    assert "Only the total goes there, not your answers." in page().find(id=tick["aria-describedby"]).get_text()
    state = json.loads(page().select_one("script.ns-state").string)
    assert (state["offered"], state["plan"], state["plan_title"]) == (False, [], "My PHQ-9")
    for line in STATES["line"]:
        assert not any(item in line for item in FORM.form.items)


def test_a_notebook_may_fill_the_form_and_an_impossible_answer_is_refused():
    made = Phq9("mine", answers=["1"] * 8 + ["0"], earlier="18")
    checked = [i["value"] for i in page(made).select("ol input[checked]")]
    assert checked == ["1"] * 8 + ["0"]
    for answers in (["4"] + ["0"] * 8, ["0"] * 8, [0] * 9):
        with pytest.raises(traitlets.TraitError):
            Phq9("mine", answers=answers)


def test_every_field_has_a_label_and_every_name_on_the_page_is_used_once():
    found = page()
    for control in found.find_all("input"):
        assert control.find_parent("label") or found.find("label", attrs={"for": control["id"]})
    ids = [tag["id"] for tag in found.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    for tag in found.find_all(attrs={"aria-describedby": True}):
        assert found.find(id=tag["aria-describedby"])


def test_a_tired_reader_can_follow_what_we_say_around_the_form():
    said = " ".join(OURS).replace("{total}", "11").replace("{earlier}", "18").replace("{points}", "7")
    assert textstat.flesch_kincaid_grade(said) <= 7


def test_a_reviewer_reads_every_sentence_and_the_same_each_time():
    assert repr(FORM) == repr(Phq9("phq-9"))
    for sentence in (*STATES["total"], *STATES["change"], *STATES["line"], FORM.form.credit):
        assert sentence in repr(FORM)
