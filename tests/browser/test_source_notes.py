"""A reader asks where a number comes from: by tap, by keyboard, without scripts and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from conftest import LESSON
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from nextsteps.evidence import registry


def test_a_tap_on_a_number_shows_its_papers_and_closing_brings_the_reader_back(lesson: Page) -> None:
    number = lesson.get_by_role("link", name="29 of 100").first
    number.click()
    note = lesson.get_by_role("dialog", name="About this number")
    for text in (
        "In 29 trials, 29 of 100 people got at least half better",
        "1,371 people with major or bipolar depression",
        "sham (dummy) treatment",
        "TMS: range not reported; sham: range not reported",
        "Older, shorter courses than today.",
        "November 24, 2026",
    ):
        expect(note.get_by_text(text)).to_be_visible()
    expect(note.get_by_role("link")).to_have_attribute("href", "https://doi.org/10.1017/S0033291713000512")
    expect(note.get_by_role("button", name="Close")).to_be_focused()
    assert Axe().run(lesson).violations_count == 0
    note.get_by_role("button", name="Close").click()
    expect(note).to_be_hidden()
    expect(number).to_be_focused()


def test_the_note_opens_and_closes_by_keyboard(lesson: Page) -> None:
    number = lesson.get_by_role("link", name="7 in 10,000")
    number.focus()
    lesson.keyboard.press("Enter")
    note = lesson.get_by_role("dialog", name="About this number")
    expect(note).to_contain_text(registry().record("tms-safety.seizure-per-patient").statement)
    lesson.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(number).to_be_focused()


def test_every_number_in_the_text_has_a_note(lesson: Page) -> None:
    links = lesson.locator("main a[aria-haspopup='dialog']")
    assert links.count() == lesson.locator("main a[href^='#'][href*='.']").count() > 10


def test_without_scripts_the_number_leads_to_its_entry_in_the_list(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON, java_script_enabled=False)
    page.get_by_role("link", name="29 of 100").first.click()
    entry = page.locator("li:target")
    expect(entry).to_contain_text("In 29 trials, 29 of 100 people got at least half better")
    entry.get_by_text("About this number").click()
    expect(entry.get_by_text("1,371 people with major or bipolar depression")).to_be_visible()


def test_on_paper_each_number_carries_the_number_of_its_source(lesson: Page) -> None:
    place = lesson.get_by_role("link", name="29 of 100").first.get_attribute("data-source")
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(lesson.pdf())).pages).split())
    assert f"29 of 100 [{place}]" in text
    source = lesson.locator(".ns-sources li[id^=source-]").nth(int(place or 0) - 1)
    expect(source).to_have_id("source-berlim-2014")


def test_the_long_list_waits_folded_until_a_reader_asks_for_it(lesson: Page) -> None:
    first = lesson.locator(".ns-citation").first
    expect(lesson.get_by_text("Every number here was last checked")).to_be_visible()
    expect(first).to_be_hidden()
    lesson.get_by_text("All sources, one by one").press("Enter")
    expect(first).to_be_visible()


def test_a_link_into_the_folded_list_opens_it(lesson: Page) -> None:
    entry = lesson.locator("[id='tms.sham-trials-response']")
    expect(entry).to_be_hidden()
    lesson.evaluate("location.hash = '#tms.sham-trials-response'")
    expect(entry).to_be_in_viewport()


def test_a_page_that_is_opened_at_a_source_shows_it(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{site}{LESSON}#source-berlim-2014")
    expect(page.locator("#source-berlim-2014")).to_be_in_viewport()


def test_without_scripts_the_whole_list_is_open(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON, java_script_enabled=False)
    expect(page.locator(".ns-citation").last).to_be_visible()
