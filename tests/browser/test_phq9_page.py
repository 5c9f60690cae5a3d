"""The PHQ-9 as readers meet it: help at its ninth question at once, a total only when it is whole, nothing sent."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

PLAN_PAGE = "next_steps.html"
ALWAYS = "Whatever you answer here"


def ready(page: Page) -> Page:
    for name in ("phq-9", "my-plan"):
        expect(page.locator(f"#{name}[data-ready]")).to_be_attached()
    return page


@pytest.fixture
def form(below_a_path: str, open_page: Callable[..., Page]) -> Page:
    return ready(open_page(below_a_path + PLAN_PAGE))


def question(page: Page, number: int) -> Locator:
    return page.locator(f"#phq-9-{number}")


def answer(page: Page, number: int, points: int) -> None:
    question(page, number).get_by_role("radio").nth(points).check()


def answer_all(page: Page, *points: int) -> None:
    for number, given in enumerate(points, 1):
        answer(page, number, given)


def help_now(page: Page) -> Locator:
    return page.locator("#phq-9").get_by_role("region", name="Help for you, now")


@pytest.mark.parametrize("points", [1, 2, 3])
def test_any_answer_but_not_at_all_to_the_ninth_question_opens_help_at_once(form: Page, points: int) -> None:
    expect(help_now(form)).to_be_hidden()
    answer(form, 9, points)
    expect(help_now(form)).to_be_focused()
    expect(help_now(form).get_by_role("link", name="Call 988", exact=True)).to_be_in_viewport()
    expect(form.locator("#phq-9 .ns-heard")).to_have_text("Help is here: you can call or text 988 now, day or night.")
    form.keyboard.press("Tab")
    expect(help_now(form).get_by_role("link", name="Call 988", exact=True)).to_be_focused()


def test_not_at_all_opens_no_box_but_help_stands_there_anyway(form: Page) -> None:
    answer(form, 9, 0)
    expect(help_now(form)).to_be_hidden()
    expect(form.get_by_text(ALWAYS).get_by_role("link", name="Call 988")).to_be_visible()


def test_a_low_total_does_not_outweigh_the_ninth_answer(form: Page) -> None:
    also = form.locator("#phq-9 .ns-also")
    answer_all(form, *[0] * 8, 3)
    expect(form.locator("#phq-9 .ns-sum")).to_contain_text("Your total is 3")
    expect(also).to_contain_text("Whatever the total, your answer to question nine counts most.")
    expect(also.get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    answer(form, 9, 0)
    expect(also).to_be_hidden()


def test_help_does_not_take_the_focus_again_from_a_reader_who_changes_that_answer(form: Page) -> None:
    answer(form, 9, 1)
    answer(form, 9, 2)
    expect(question(form, 9).get_by_role("radio").nth(2)).to_be_focused()
    expect(help_now(form)).to_be_visible()


def test_the_total_waits_for_all_nine_answers_and_says_which_are_missing(form: Page) -> None:
    said, missing = form.locator("#phq-9 .ns-sum"), form.locator("#phq-9 .ns-missing")
    expect(missing).to_contain_text("Once all nine questions are answered, your total will stand here.")
    answer_all(form, 1, 2, 0, 3, 1, 1)
    answer(form, 9, 0)
    expect(said).to_be_empty()
    expect(missing).to_contain_text("No total yet. Still without an answer: 7, 8.")
    missing.get_by_role("link", name="Go to the next one").press("Enter")
    expect(question(form, 7).get_by_role("radio").first).to_be_focused()
    answer(form, 7, 2)
    answer(form, 8, 0)
    expect(said).to_have_text(
        "Your total is 10. The people who made this form call 10 or more, but less than 15, “moderate”."
    )
    expect(missing).to_be_hidden()
    expect(form.locator("#phq-9").get_by_text("A score is not a diagnosis.")).to_be_visible()


@pytest.mark.parametrize("typed", ["28", "-3", "ten", "3.5", "<b>7</b>"])
def test_an_impossible_earlier_total_is_refused_kindly_and_loses_nothing(form: Page, typed: str) -> None:
    answer_all(form, *[1] * 8, 0)
    earlier = form.get_by_label("An earlier total, if you have one")
    earlier.evaluate("(field, text) => { field.value = text; }", typed)
    earlier.dispatch_event("change")
    expect(form.locator("#phq-9 .ns-wrong")).to_contain_text("Only a whole number from 0 to 27 fits here")
    expect(earlier).to_have_attribute("aria-invalid", "true")
    expect(earlier).to_have_value(typed)
    expect(form.locator("#phq-9 .ns-sum")).to_contain_text("Your total is 8.")
    expect(form.locator("#phq-9 .ns-change")).to_be_empty()
    earlier.fill("16")
    earlier.press("Tab")
    expect(form.locator("#phq-9 .ns-wrong")).to_be_empty()
    expect(form.locator("#phq-9 .ns-change")).to_contain_text("lower by 8")
    expect(form.locator("#phq-9 .ns-change")).to_contain_text("down by at least half")


def test_the_total_is_in_the_plan_only_while_the_reader_wants_it_there(form: Page) -> None:
    answer_all(form, *[2] * 9)
    held = "JSON.parse(sessionStorage['next-steps'])['next_steps#phq-9'].plan"
    assert form.evaluate(held) == []
    tick = form.get_by_role("checkbox", name="Put the total in my plan")
    tick.check()
    line = form.locator("#my-plan .ns-sheet li")
    expect(line).to_contain_text("My PHQ-9 total: 18. The form’s word for it: moderately severe.")
    answer(form, 1, 3)
    expect(line).to_contain_text("My PHQ-9 total: 19.")
    expect(form.locator("#my-plan")).not_to_contain_text("better off dead")
    tick.uncheck()
    expect(line).to_have_count(0)
    assert form.evaluate(held) == []


def test_answers_stay_in_the_tab_and_go_with_it_and_no_request_is_made(form: Page) -> None:
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    answer_all(form, *[1] * 9)
    assert asked == []
    assert form.evaluate("JSON.stringify({...localStorage}) + document.cookie") == "{}"
    form.reload()
    expect(ready(form).locator("#phq-9 .ns-sum")).to_contain_text("Your total is 9.")
    expect(help_now(form)).to_be_visible()
    other = form.context.new_page()
    other.goto(form.url)
    form.close()
    expect(ready(other).locator("#phq-9 input:checked")).to_have_count(0)
    assert other.evaluate("sessionStorage.length") == 0


def test_answers_given_before_the_script_came_count(below_a_path: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    held = []
    page.route("**/lesson.*.js", lambda route: held.append(route))
    page.goto(below_a_path + PLAN_PAGE, wait_until="commit")
    answer_all(page, *[1] * 8, 0)
    held[0].continue_()
    expect(ready(page).locator("#phq-9 .ns-sum")).to_contain_text("Your total is 8.")


def test_clearing_empties_the_form_and_closes_help(form: Page) -> None:
    answer_all(form, *[1] * 9)
    form.locator(".ns-clear").get_by_role("button", name="Clear my answers").press("Enter")
    expect(form.locator("#phq-9 input:checked")).to_have_count(0)
    expect(form.locator("#phq-9 .ns-sum")).to_be_empty()
    expect(help_now(form)).to_be_hidden()


def test_a_store_that_somebody_spoiled_is_an_empty_form(below_a_path: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(below_a_path + PLAN_PAGE))
    answer_all(page, *[1] * 9)
    held = json.loads(page.evaluate("sessionStorage['next-steps']"))
    held["next_steps#phq-9"]["choices"]["answers"] = ["9", 7, None, {}, "x"]
    page.evaluate("(text) => sessionStorage.setItem('next-steps', text)", json.dumps(held))
    page.reload()
    expect(ready(page).locator("#phq-9 ol input:checked")).to_have_count(0)
    answer_all(page, *[0] * 9)
    expect(page.locator("#phq-9 .ns-sum")).to_contain_text("Your total is 0.")


def test_with_scripts_off_help_still_opens_and_the_form_is_printed_to_count_by_hand(
    below_a_path: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(below_a_path + PLAN_PAGE, java_script_enabled=False)
    for control in page.locator("#phq-9 input:not([type=radio]), #phq-9 .ns-missing").all():
        expect(control).to_be_hidden()
    expect(page.get_by_text("To count by hand")).to_be_visible()
    expect(help_now(page)).to_be_hidden()
    answer(page, 9, 1)
    expect(help_now(page).get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages)
    for part in ("To count by hand", "15 or more: moderately severe", "No permission required", "Nearly every day"):
        assert part in paper


def test_a_screen_reader_hears_each_question_with_its_number_its_time_and_its_answers(form: Page) -> None:
    group = form.get_by_role("group", name="Poor appetite or overeating")
    expect(group).to_have_accessible_description(
        "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    )
    expect(group.get_by_role("radio", name="More than half the days")).to_have_count(1)
    group.get_by_role("radio").first.focus()
    form.keyboard.press("ArrowDown")
    expect(group.get_by_role("radio").nth(1)).to_be_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_barrier_and_nothing_cut_off_with_help_open(form: Page, width: int) -> None:
    form.set_viewport_size({"width": width, "height": 800})
    answer_all(form, *[1] * 9)
    form.get_by_label("An earlier total, if you have one").fill("99")
    form.keyboard.press("Tab")
    assert form.evaluate("document.documentElement.scrollWidth") <= width
    for label in question(form, 3).locator("label").all():
        assert label.bounding_box()["height"] >= 44
    found = Axe().run(form, context="#phq-9")
    assert found.violations_count == 0, found.generate_report()
