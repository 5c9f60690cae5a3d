"""The quality lists of docs/standards.md: whole, counted right, and true of the page that helps to decide."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nextsteps.wording import words
from nextsteps.wording.options import answers, options
from pages.render import render_now

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests/notebooks"))

from lesson_words import grade, said  # noqa: E402  (it lies beside the tests of the notebooks)

TEXT = (ROOT / "docs/standards.md").read_text("utf-8")
LESSONS = "index breakthrough_depression trd_criteria tms_outcomes next_steps questions evidence".split()
#: Every item of each list. PEMAT's 13 and 14 are for sound and film.
PEMAT = [f"P{n}" for n in range(1, 27) if n not in (13, 14)]
UNDERSTAND, ACT = PEMAT[:17], PEMAT[17:]
IPDAS = [f"Q{n}" for n in range(1, 7)] + [f"C{n}" for n in range(1, 11)] + [f"I{n}" for n in range(1, 29)]
CDC = [f"D{n}" for n in range(1, 21)]
SAFE = [f"S{n}" for n in range(1, 14)]
W = words("en")


def part(title: str) -> str:
    """What stands under a heading, up to the next one of its rank or above."""
    found = re.search(rf"^(#+) {re.escape(title)}[^\n]*\n(.*?)(?=^#{{1,2}} |^\1 |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"docs/standards.md has no part “{title}”"
    return found[2]


def rows(text: str) -> list[list[str]]:
    """The rows of its tables, without their heads."""
    lines = [line for line in text.split("\n") if line.startswith("| ") and not line.startswith("| item |")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def met(ids: list[str], text: str) -> tuple[int, int]:
    verdicts = [row[2] for row in rows(text) if row[0] in ids]
    assert set(verdicts) <= {"yes", "no", "n/a"}
    return verdicts.count("yes"), len(verdicts) - verdicts.count("n/a")


def percent(marks: list[str]) -> str:
    counted = [mark for mark in marks if mark != "–"]
    assert set(counted) <= {"0", "1"}
    return str(int(counted.count("1") * 100 / len(counted) + 0.5))


def marks(table: list[list[str]], ids: list[str], lesson: int, first: int = 1) -> list[str]:
    by_id = {row[0]: row for row in table}
    return [by_id[id][first + lesson] for id in ids]


def title_of(lesson: str) -> str:
    return str(json.loads((ROOT / f"notebooks/{lesson}.ipynb").read_text("utf-8"))["metadata"]["title"])


READINGS = ["Latest reading", "Stricter, earlier reading"]


def test_every_item_of_every_list_is_named_once_and_in_order_so_that_none_is_quietly_left_out() -> None:
    for title, ids in [
        ("The items, where, and what is behind them", PEMAT),
        ("IPDAS minimum standards", IPDAS),
        ("CDC Clear Communication Index", CDC),
        ("Safe messaging on suicide", SAFE),
    ]:
        assert [row[0] for row in rows(part(title)) if row[0] != "lesson"] == ids, title
    for reading in READINGS:
        assert [row[0] for row in rows(part(reading))] == PEMAT, reading


def test_the_counts_at_the_top_are_those_of_the_tables() -> None:
    glance = {row[0]: row[1:] for row in rows(part("At a glance"))}
    ipdas, safe = part("IPDAS minimum standards"), part("Safe messaging on suicide")
    for name, ids, text in [
        ("IPDAS, qualifying", IPDAS[:6], ipdas),
        ("IPDAS, certifying", IPDAS[6:16], ipdas),
        ("IPDAS, quality", IPDAS[16:], ipdas),
        ("safe messaging", SAFE, safe),
    ]:
        yes, of = met(ids, text)
        assert glance[name] == [str(yes), str(of), str(int(yes * 100 / of + 0.5))], name


@pytest.mark.parametrize("lesson", range(len(LESSONS)), ids=LESSONS)
def test_the_scores_of_a_lesson_are_those_of_its_marks(lesson: int) -> None:
    [row] = [r for r in rows(part("At a glance")) if f"({LESSONS[lesson]}.ipynb)" in r[0].replace("../notebooks/", "")]
    scores = [percent(marks(rows(part(reading)), ids, lesson)) for reading in READINGS for ids in (UNDERSTAND, ACT)] + [
        percent(marks(rows(part("CDC Clear Communication Index")), CDC, lesson, first=2))
    ]
    assert row[1:] == scores


def test_every_mark_of_nought_has_its_reason() -> None:
    title = {lesson: title_of(lesson) for lesson in LESSONS}
    for table, ids, first, text in [
        (rows(part("Latest reading")), PEMAT, 1, part("Why a mark of the latest reading is 0")),
        (rows(part("CDC Clear Communication Index")), CDC, 2, part("CDC Clear Communication Index")),
    ]:
        for at, lesson in enumerate(LESSONS):
            for id, mark in zip(ids, marks(table, ids, at, first), strict=True):
                assert (f"- {id}, {title[lesson]}: " in text) == (mark == "0"), f"{id} of {lesson}"


def test_where_two_readings_differ_is_told() -> None:
    one, two = (rows(part(reading)) for reading in READINGS)
    pairs = []
    for at in range(len(LESSONS)):
        pairs += zip(marks(one, PEMAT, at), marks(two, PEMAT, at), strict=True)
    same = sum(a == b for a, b in pairs)
    assert f"the same mark {same} times in {len(pairs)}" in " ".join(TEXT.split())


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)
    assert len(named) > 40
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{file} has no {test}"


def test_every_link_of_the_lists_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target


def test_nothing_is_claimed_that_only_people_could_say() -> None:
    said_so = " ".join(TEXT.split())
    assert "A machine pass is not a claim of conformance." in said_so.replace("**", "")
    assert not re.search(r"\b(conforms|compliant|certified|accredited|meets? IPDAS)\b", TEXT, re.IGNORECASE)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_reading_grades_are_as_easy_as_the_document_says(lesson: str) -> None:
    [most] = re.findall(
        rf"^- {re.escape(title_of(lesson))}: grade (\d+)$", part("How hard the lessons are to read"), re.MULTILINE
    )
    measured = grade(" ".join(sentence.text for sentence in said(ROOT / f"notebooks/{lesson}.ipynb")))
    assert int(most) - 2 < measured <= int(most)


@pytest.fixture(scope="module")
def page() -> str:
    """All words of the page with the choices, as it is rendered for a reader."""
    html = render_now(ROOT / "notebooks/next_steps.ipynb")
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_the_page_says_when_it_is_renewed(page: str) -> None:
    assert "We check each number again at least once a year, and sooner if a study, a label or a rule changes." in page
    assert "If that day is more than a year ago, please do not rely on the numbers." in page
    assert re.search(r"Every number here was last checked on \w+ \d+, 20\d\d\.", page), "a rule without its day"


def test_a_reader_comes_to_the_plan_before_how_the_page_is_made(page: str) -> None:
    plan = page.rindex("What you ticked and wrote in the lessons is gathered here.")
    assert page.index("Three small steps lead to your plan") < plan < page.rindex("How this page is made and kept")


def test_the_page_says_who_paid(page: str) -> None:
    assert "No maker of a medicine or device, no clinic and no insurer paid for this page." in page
    assert "The idea came from an article by a clinic that offers TMS. We used none of its numbers." in page


def test_the_page_says_that_no_patient_has_tried_it(page: str) -> None:
    assert "No group of patients has tried this page yet." in page


def test_the_page_names_its_decision_and_its_choices(page: str) -> None:
    assert "One decision: what to try next when medicine has not helped enough." in page
    assert "What could you and your clinician try next? There are several ways to go on" in page
    for option in options(W):
        assert option.name in page


def test_the_method_is_told_on_a_page() -> None:
    prose = " ".join((ROOT / "notebooks/evidence.ipynb").read_text("utf-8").split())
    for heading in ("## How we choose", "## How we check", "## What we do not know"):
        assert heading in prose


def test_how_sure_is_answered_for_each_choice() -> None:
    for option, answer in answers(W)["how-sure"].items():
        assert answer.said or answer.ask, option


def test_good_and_bad_of_each_choice_are_told_at_much_the_same_length() -> None:
    good, bad = answers(W)["how-often"], answers(W)["side-effects"]
    for option in good:
        one, other = (
            len(f"{BeautifulSoup(str(answer.said), 'html.parser').get_text()} {answer.ask}".split())
            for answer in (good[option], bad[option])
        )
        assert 0.7 <= other / one <= 1.4, f"{option}: {one} words of the good and {other} of the bad"


@pytest.mark.parametrize("lesson", ["breakthrough_depression", "trd_criteria", "next_steps", "questions"])
def test_the_warning_for_young_people_stands_where_a_change_of_medicine_is_spoken_of(lesson: str) -> None:
    spoken = said(ROOT / f"notebooks/{lesson}.ipynb")
    prose = " ".join(sentence.text for sentence in spoken if sentence.where == "prose")
    assert re.search(r"24 (?:or|and) under", prose)
    assert "more thoughts of suicide" in prose
