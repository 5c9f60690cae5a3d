"""What a reader chose: kept in the tab for the next look, gone when it is closed or cleared, sent to nobody."""

from __future__ import annotations

from collections.abc import Callable

from conftest import LESSON, everywhere, sentence_of
from playwright.sync_api import Page, expect

STORED = "JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage}) + document.cookie"
NOTHING = "{}{}"


def choose(page: Page) -> None:
    page.get_by_role("radio", name="US veterans’ trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("TMS did no better than sham.")


@everywhere
def test_a_choice_is_still_there_when_the_reader_comes_back_to_the_lesson(lesson: Page) -> None:
    choose(lesson)
    lesson.reload()
    expect(lesson.locator("#tms-in-100[data-ready]")).to_be_attached()
    expect(lesson.get_by_role("radio", name="US veterans’ trial")).to_be_checked()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("TMS did no better than sham.")


def test_a_closed_tab_leaves_nothing_behind(lesson: Page) -> None:
    choose(lesson)
    assert "veterans" not in lesson.evaluate("JSON.stringify({...localStorage}) + document.cookie")
    assert lesson.evaluate("Object.keys(sessionStorage)") == ["next-steps"]
    other = lesson.context.new_page()
    other.goto(lesson.url)
    lesson.close()
    assert other.evaluate(STORED) == NOTHING
    expect(other.get_by_role("radio", name="US veterans’ trial")).not_to_be_checked()


@everywhere
def test_one_button_empties_everything_and_an_accident_can_be_taken_back(lesson: Page) -> None:
    clear = lesson.get_by_role("button", name="Clear my answers")
    expect(clear).to_be_hidden()
    before = sentence_of(lesson)
    choose(lesson)
    after = sentence_of(lesson)
    clear.press("Enter")
    assert lesson.evaluate(STORED) == NOTHING
    assert sentence_of(lesson) == before
    expect(lesson.get_by_text("Your answers in all lessons are gone from this device.")).to_be_visible()
    expect(lesson.get_by_role("button", name="Put them back")).to_be_focused()
    lesson.keyboard.press("Enter")
    assert sentence_of(lesson) == after
    expect(clear).to_be_focused()
    lesson.reload()
    expect(lesson.get_by_role("radio", name="US veterans’ trial")).to_be_checked()


def test_a_store_that_somebody_spoiled_does_not_keep_the_lesson_from_answering(
    site: str, open_page: Callable[..., Page]
) -> None:
    for spoiled in ('{"tms_outcomes#tms-in-100": 7}', "{", '{"tms_outcomes#tms-in-100": {"edition": null}}'):
        page = open_page()
        page.add_init_script(f"sessionStorage.setItem('next-steps', {spoiled!r})")
        page.goto(site + LESSON)
        choose(page)


def test_a_choice_that_the_lesson_no_longer_has_is_forgotten(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON)
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    choose(page)
    page.evaluate(
        "sessionStorage.setItem('next-steps', sessionStorage.getItem('next-steps').replace('yesavage', 'gone'))"
    )
    page.reload()
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    expect(page.locator("#tms-in-100 output")).to_contain_text("With TMS, 29 of 100")
    page.get_by_role("radio", name="US government trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("This study’s summary has no number")
