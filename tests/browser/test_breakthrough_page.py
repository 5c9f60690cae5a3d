"""The lesson on symptoms that come back, as readers meet it: a guess, lists for a visit, help at the right tick."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import open_everything
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

BREAKTHROUGH = "voila/render/breakthrough_depression.ipynb"
WIDGETS = ("how-often", "reasons-to-check", "signs-to-tell")
HEARD = "Help is here: you can call or text 988 now, day or night."
SHOW = "Show what the study counted"


def ready(page: Page) -> Page:
    for name in WIDGETS:
        expect(page.locator(f"#{name}[data-ready]")).to_be_attached()
    return page


@pytest.fixture
def lesson_1(site: str, open_page: Callable[..., Page]) -> Page:
    return ready(open_page(site + BREAKTHROUGH))


def test_with_scripts_off_the_answer_can_be_read_and_no_control_is_dead(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + BREAKTHROUGH, java_script_enabled=False)
    for control in page.locator("#how-often input, #how-often button, .ns-copy").all():
        expect(control).to_be_hidden()
    page.get_by_text(SHOW).click()
    expect(page.locator("#how-often .ns-answer")).to_contain_text("39 of 100 had a relapse within a year")
    expect(page.locator("#how-often .ns-drawing")).to_be_visible()
    expect(page.get_by_text("Might this medicine be doing less for me than before?")).to_be_visible()
    expect(page.locator(".ns-mine").first).to_be_hidden()


def test_with_scripts_off_ticking_thoughts_of_death_still_opens_help(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + BREAKTHROUGH, java_script_enabled=False)
    help_now = page.get_by_role("region", name="Help for you, now")
    expect(help_now).to_be_hidden()
    page.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    expect(help_now.get_by_role("link", name="Call 988", exact=True)).to_be_visible()


def test_the_main_point_stands_in_the_text_for_those_who_never_press(lesson_1: Page) -> None:
    expect(lesson_1.locator("#how-often .ns-answer")).to_be_hidden()
    expect(lesson_1.locator("main p").filter(has_text="In the study in the UK, 39 of 100")).to_be_visible()


def test_slider_and_box_hold_one_number_and_the_gap_comes_with_the_answer(lesson_1: Page) -> None:
    slider, box = lesson_1.get_by_role("slider", name="Slide to your guess"), lesson_1.get_by_label("or type it")
    box.fill("20")
    expect(slider).to_have_value("20")
    expect(lesson_1.locator("#how-often .ns-gap")).to_be_empty()
    slider.fill("80")
    expect(box).to_have_value("80")
    lesson_1.get_by_text(SHOW).click()
    expect(lesson_1.locator("#how-often .ns-gap")).to_contain_text("many fewer people than you guessed")
    expect(lesson_1.get_by_role("button", name="Skip the guess")).to_be_hidden()


@pytest.mark.parametrize("typed", ["letters", "300", "-1", "", "3.5", "<b>7</b>"])
def test_an_impossible_guess_is_answered_kindly_and_loses_nothing(lesson_1: Page, typed: str) -> None:
    box = lesson_1.get_by_label("or type it")
    box.fill("30")
    box.fill(typed)
    expect(lesson_1.locator("#how-often .ns-wrong")).to_have_text(
        "Only a whole number from 0 to 100 fits here. You can also use the slider."
    )
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value(typed)
    expect(lesson_1.get_by_role("slider")).to_have_value("30")
    lesson_1.get_by_text(SHOW).click()
    expect(lesson_1.locator("#how-often .ns-gap")).to_contain_text("some more people than you guessed")
    box.fill("40")
    expect(lesson_1.locator("#how-often .ns-wrong")).to_be_empty()


def test_whoever_skips_sees_the_same_answer_and_keeps_their_place(lesson_1: Page) -> None:
    lesson_1.get_by_role("button", name="Skip the guess").click()
    expect(lesson_1.locator("#how-often .ns-gap")).to_have_text("The study counted 39 of 100.")
    expect(lesson_1.locator("#how-often .ns-answer")).to_be_visible()
    expect(lesson_1.locator("#how-often .ns-reveal > summary")).to_be_focused()


def test_thoughts_of_death_open_help_at_once_say_so_and_bring_the_reader_to_it(lesson_1: Page) -> None:
    help_now = lesson_1.get_by_role("region", name="Help for you, now")
    expect(help_now).to_be_hidden()
    tick = lesson_1.get_by_role("checkbox", name="Thoughts of death or suicide")
    tick.focus()
    lesson_1.keyboard.press("Space")
    expect(help_now).to_be_focused()
    expect(help_now.get_by_role("link", name="Call 988", exact=True)).to_be_in_viewport()
    expect(lesson_1.locator("#signs-to-tell .ns-heard")).to_have_text(HEARD)
    lesson_1.keyboard.press("Tab")
    expect(help_now.get_by_role("link").first).to_be_focused()
    lesson_1.keyboard.press("Shift+Tab")
    expect(tick).to_be_focused()
    lesson_1.keyboard.press("Space")
    expect(help_now).to_be_hidden()


def test_other_signs_open_no_crisis_box_and_nothing_is_scored(lesson_1: Page) -> None:
    for name in ("Sad, empty, or numb", "Hard to focus, or a lot of guilt"):
        lesson_1.get_by_role("checkbox", name=name).check()
    expect(lesson_1.get_by_role("region", name="Help for you, now")).to_be_hidden()
    said = lesson_1.locator("#signs-to-tell .ns-mine").inner_text()
    assert not any(character.isdigit() for character in said)


def test_what_is_ticked_becomes_a_list_that_is_there_after_a_reload_and_offered_to_the_plan(lesson_1: Page) -> None:
    lesson_1.get_by_role("checkbox", name="New stress or a loss").check()
    lesson_1.get_by_role("checkbox", name="Missed doses").check()
    lines = lesson_1.locator("#reasons-to-check .ns-lines li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("I have missed some doses.")
    kept = json.loads(lesson_1.evaluate("sessionStorage.getItem('next-steps')"))
    entry = kept["breakthrough_depression#reasons-to-check"]
    assert entry["title"] == "Reasons to check again"
    assert entry["plan"] == [line.inner_text() for line in lines.all()]
    lesson_1.reload()
    ready(lesson_1)
    expect(lines).to_have_count(2)
    expect(lesson_1.get_by_role("checkbox", name="Missed doses")).to_be_checked()


def test_a_reload_shows_help_again_but_does_not_pull_the_reader_to_it(lesson_1: Page) -> None:
    lesson_1.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    lesson_1.reload()
    ready(lesson_1)
    help_now = lesson_1.get_by_role("region", name="Help for you, now")
    expect(help_now).to_be_visible()
    expect(help_now).not_to_be_focused()


def test_clearing_the_answers_empties_both_lists_the_guess_and_the_help(lesson_1: Page) -> None:
    lesson_1.get_by_role("checkbox", name="Missed doses").check()
    lesson_1.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    lesson_1.get_by_label("or type it").fill("20")
    lesson_1.get_by_text(SHOW).click()
    expect(lesson_1.locator("#how-often .ns-gap")).not_to_be_empty()
    lesson_1.get_by_role("button", name="Clear my answers").click()
    expect(lesson_1.locator("main input:checked[type=checkbox]")).to_have_count(0)
    expect(lesson_1.locator("#reasons-to-check .ns-lines li")).to_have_count(0)
    expect(lesson_1.get_by_role("region", name="Help for you, now")).to_be_hidden()
    expect(lesson_1.get_by_label("or type it")).to_have_value("")
    expect(lesson_1.locator("#how-often .ns-answer")).to_be_hidden()


def test_the_list_can_be_copied_or_else_is_marked(lesson_1: Page) -> None:
    lesson_1.get_by_role("checkbox", name="Missed doses").check()
    lesson_1.get_by_role("button", name="Copy my list").first.click()
    expect(lesson_1.locator("#reasons-to-check .ns-heard")).to_contain_text("Your list is")


def test_a_guess_and_a_tick_made_before_the_scripts_arrive_are_kept(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    held: list[Route] = []
    page.route("**/lesson.*.js", lambda route: held.append(route))
    page.goto(site + BREAKTHROUGH, wait_until="commit")
    page.get_by_label("or type it").fill("80")
    page.get_by_text(SHOW).click()
    page.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    expect(page.get_by_role("region", name="Help for you, now")).to_be_visible()
    assert page.locator("body[data-ready]").count() == 0
    held[0].continue_()
    ready(page)
    expect(page.locator("#how-often .ns-gap")).to_contain_text("many fewer people than you guessed")
    expect(page.locator("#signs-to-tell .ns-lines li")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_lesson_used_and_unused(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = ready(open_page(site + BREAKTHROUGH, viewport={"width": width, "height": 900}, color_scheme=scheme))
    for state in ("as it loads", "in use, with everything open"):
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        page.get_by_label("or type it").fill("300")
        page.get_by_role("checkbox", name="Missed doses").check()
        page.get_by_role("checkbox", name="Thoughts of death or suicide").check()
        open_everything(page)


@pytest.mark.parametrize("width", [320, 360])  # 320 is also a screen of 1280 at 400% zoom
def test_nothing_scrolls_sideways_on_the_lesson(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = ready(open_page(site + BREAKTHROUGH, viewport={"width": width, "height": 256}))
    page.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    open_everything(page)
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0


def test_every_tick_button_and_crisis_link_is_large_enough_for_a_shaking_thumb(lesson_1: Page) -> None:
    lesson_1.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    targets = lesson_1.locator(".ns-visit label, .ns-now a, .ns-reveal > summary, .ns-pass, .ns-guess input")
    for target in targets.all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44


def test_help_is_reached_without_a_moving_page_where_a_reader_asked_for_less_motion(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = ready(open_page(site + BREAKTHROUGH, reduced_motion="reduce"))
    page.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    expect(page.get_by_role("region", name="Help for you, now")).to_be_in_viewport()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def printed(page: Page) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf())).pages).split())


def test_on_paper_stands_the_answer_and_the_reader_s_own_list_or_every_line_to_tick_by_hand(lesson_1: Page) -> None:
    unused = printed(lesson_1)
    assert "39 of 100 had a relapse within a year" in unused
    assert "Might this medicine be doing less for me than before?" in unused
    lesson_1.get_by_role("checkbox", name="Missed doses").check()
    used = printed(lesson_1)
    assert "I have missed some doses." in used
    assert "Might this medicine be doing less for me than before?" not in used
    assert "Copy my list" not in used
