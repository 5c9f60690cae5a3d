"""A reader says it in their own words, looks at ours, and takes theirs to the plan; a hard word opens by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect


def test_own_words_reach_the_plan_only_when_asked_and_a_hard_word_explains_itself(
    made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((made / "tms_outcomes.html").as_uri())
    asked = page.locator("#in-your-words[data-ready]")
    box = asked.get_by_role("textbox", name="A friend asks you: does TMS work? What would you say?")
    box.fill("Some do better with it.")
    asked.get_by_text("See how we say it", exact=True).first.click()
    expect(asked.get_by_text("It helps some people, but not most.")).to_be_visible()
    kept = "() => Object.values(JSON.parse(sessionStorage.getItem('next-steps'))).flatMap((one) => one.plan)"
    assert page.evaluate(kept) == []
    asked.get_by_role("checkbox", name="Put my words on my plan for the visit").first.check()
    assert page.evaluate(kept) == ["Some do better with it."]

    page.get_by_role("button", name="sham", exact=True).press("Enter")
    expect(page.locator("#term-sham")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#term-sham")).to_be_hidden()
