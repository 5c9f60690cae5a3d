"""The conversation plan: a good blank form before anything is chosen, in the order of a visit, with help on paper."""

from __future__ import annotations

import json
import re

import pytest
import textstat
import traitlets
from bs4 import BeautifulSoup

from nextsteps.wording import words
from nextsteps.wording.conversation_plan import plan_words, sections
from widgets import ConversationPlan

PLAN = ConversationPlan("my-plan")
SECTIONS = sections(words("en"))


def page(made: ConversationPlan = PLAN) -> BeautifulSoup:
    return BeautifulSoup(made.html(), "html.parser")


def test_with_nothing_chosen_it_is_the_form_for_a_visit_in_its_order():
    assert [h.get_text() for h in page().select(".ns-sheet > section > h4")] == [
        "What changed, and when",
        "Medicines I have tried",
        "My questions",
        "What matters to me, and choices to talk about",
        "Notes",
    ]


def test_each_part_has_a_prompt_and_lines_to_write_on_by_hand():
    for part, section in zip(page().select(".ns-sheet > section"), SECTIONS, strict=True):
        assert part.select_one(".ns-hint").get_text() == section.hint
        assert len(part.select(".ns-rules i")) == section.lines >= 3
        assert part.select_one("ul").has_attr("hidden")


def test_the_drawn_sheet_is_the_printed_one_with_each_heading_and_each_line_to_write_on():
    drawn = page().select_one(".ns-drawn")
    assert [li.get_text() for li in drawn.select("li")] == [section.title for section in SECTIONS]
    assert [number.get_text() for number in drawn.select("text")] == ["1", "2", "3", "4", "5"]
    rules = drawn.select_one(".ns-drawn-rule")["d"].split("M12 ")
    assert len(rules[2:]) == sum(section.lines for section in SECTIONS), "and the line for the day and the name"
    assert "five headings" in drawn.svg["aria-label"]
    low = max(int(rule.split("h")[0]) for rule in rules[2:])
    assert low < int(drawn.select_one(".ns-drawn-help")["d"].split()[1].split("h")[0]), "help is at the foot"


def test_a_screen_reader_hears_each_part_by_its_heading_and_its_field_by_both():
    found = page()
    assert found.article["aria-labelledby"] == found.h3["id"]
    for part in found.select(".ns-sheet > section"):
        assert part["aria-labelledby"] == part.h4["id"] == part.textarea["aria-labelledby"]
        assert found.find(id=part.textarea["aria-describedby"]).get_text()
        assert part.select_one(".ns-rules")["aria-hidden"] == "true"
    assert [tag.name for tag in found.select("h3, h4")][:2] == ["h3", "h4"]


def test_help_is_on_the_paper_and_in_the_file():
    paper = page().select_one(".ns-plan-help")
    assert "Call 988" in paper.get_text()
    assert paper.find(lang="es")
    assert PLAN.states["help"] == [p.get_text() for p in paper.find_all("p")]


def test_the_name_of_the_file_tells_nobody_what_it_is_about():
    assert PLAN.states["file"] == "notes"


def test_the_place_for_what_lessons_offer_is_a_part_of_the_sheet():
    assert PLAN.states["others_after"] in [section["key"] for section in PLAN.states["sections"]]


def test_nothing_that_is_gathered_or_written_is_in_the_page_that_a_server_sends():
    state = json.loads(page().select_one("script.ns-state").string)
    assert (state["written"], state["edits"], state["removed"]) == ({}, {}, [])
    assert "gathered" not in state
    assert "plan_title" not in state, "the plan offers nothing to itself"
    assert all(area.get_text() == "" for area in page().find_all("textarea"))


def test_a_notebook_may_write_in_the_plan_and_its_markup_is_escaped():
    made = ConversationPlan("mine", written={"notes": "</textarea><b>Ask</b>"})
    assert page(made).select_one('[data-section="notes"] textarea').get_text() == "</textarea><b>Ask</b>"
    with pytest.raises(traitlets.TraitError, match="no section 'moon'; write in one of: changed, tried"):
        ConversationPlan("mine", written={"moon": "x"})


def test_no_word_blames_promises_or_diagnoses():
    said = " ".join([*plan_words(words("en")).values(), *(f"{s.title} {s.hint}" for s in SECTIONS)])
    assert not re.search(r"\bfail|\byou (?:have|must|should)\b|\bscore\b|\bresistan|\d", said, re.IGNORECASE)


def test_a_tired_reader_can_follow_it():
    said = " ".join([*plan_words(words("en")).values(), *(f"{s.title}. {s.hint}" for s in SECTIONS)])
    assert textstat.flesch_kincaid_grade(said) <= 6


def test_a_reviewer_reads_every_word_of_it():
    for section in SECTIONS:
        assert f"{section.title}: {section.hint}" in repr(PLAN)
    for said in plan_words(words("en")).values():
        assert said in repr(PLAN)


def test_no_name_on_the_page_is_used_twice():
    ids = [tag["id"] for tag in page().find_all(id=True)]
    assert len(set(ids)) == len(ids)
