"""The lesson on what treatment-resistant means, as readers meet it: no verdict, one plot of rules, checks to ask."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import open_everything
from playwright.sync_api import Page, expect
from pypdf import PdfReader

TRD = "voila/render/trd_criteria.ipynb"
WIDGETS = ("medicines-so-far", "checks-first", "how-common-by-rule")
DENMARK = "A second change of medicine within a year"
IN_DENMARK = "In Denmark, 14 of 100 people had a second change of medicine within a year."
ASK_DOSE = "Was the dose of each medicine high enough to be a fair try?"
BOTH = "6 of 100 and 31 of 100 can both be true, for they answer two questions."


def ready(page: Page) -> Page:
    for name in WIDGETS:
        expect(page.locator(f"#{name}[data-ready]")).to_be_attached()
    return page


@pytest.fixture
def lesson_2(site: str, open_page: Callable[..., Page]) -> Page:
    return ready(open_page(site + TRD))


def test_with_scripts_off_every_rule_step_and_check_can_be_read_and_a_blank_table_printed(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + TRD, java_script_enabled=False)
    said = page.locator("#how-common-by-rule .ns-common-said")
    expect(said).to_have_count(6)
    for sentence in said.all():
        expect(sentence).to_be_visible()
    expect(page.locator("#how-common-by-rule input:visible")).to_have_count(0)
    expect(page.get_by_role("img", name="After the third step: 62 of 100")).to_be_visible()
    expect(page.get_by_role("img", name="The second look: 35 of 100")).to_be_visible()
    expect(page.get_by_text(ASK_DOSE)).to_be_visible()
    expect(page.locator("#checks-first .ns-mine")).to_be_hidden()
    expect(page.get_by_role("region", name="A blank table, to print and fill in by hand")).to_be_visible()


def test_the_page_judges_no_reader_and_says_first_that_other_treatments_can_be_asked_about(lesson_2: Page) -> None:
    said = " ".join(lesson_2.locator("main").inner_text().split())
    assert not re.search(r"\byou (?:do not )?have (?:TRD|treatment-resistant)|\byou are (?:not )?resistant", said, re.I)
    assert "It is not a word about you." in said
    assert "It does not mean that nothing can help" in said
    assert "Resistant does not mean untreatable" in said


def test_the_burden_stands_beside_help_that_can_be_called_from_there(lesson_2: Page) -> None:
    heading = lesson_2.get_by_role("heading", name="When it has been long and hard")
    beside = heading.locator("xpath=following-sibling::p")
    expect(beside.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    expect(beside.get_by_role("link", name="text 988")).to_have_attribute("href", "sms:988")


def test_a_chosen_rule_tells_its_number_right_below_and_leads_to_its_papers(lesson_2: Page) -> None:
    plot = lesson_2.locator("#how-common-by-rule")
    expect(plot.get_by_text(IN_DENMARK).first).to_be_hidden()
    plot.get_by_role("radio", name=DENMARK).check()
    expect(plot.locator(".ns-common-said:visible")).to_have_count(1)
    expect(plot.locator(".ns-common-said:visible")).to_contain_text(IN_DENMARK)
    expect(plot.locator(".ns-common-heard")).to_contain_text(
        "Other rules, for these same people, gave 13 to 31 of 100."
    )
    expect(plot.get_by_text(BOTH)).to_be_visible()
    papers = plot.locator(".ns-common-said:visible a")
    expect(papers).to_have_attribute("href", "#trd.denmark-first-year")
    expect(lesson_2.locator("[id='trd.denmark-first-year']")).to_contain_text("other rules gave 13 to 31 of 100")


def test_by_keyboard_alone_a_rule_is_chosen_and_a_check_is_on_the_list(lesson_2: Page) -> None:
    first = lesson_2.locator("#how-common-by-rule").get_by_role("radio").first
    first.focus()
    lesson_2.keyboard.press("ArrowDown")
    lesson_2.keyboard.press("ArrowDown")
    expect(lesson_2.get_by_role("radio", name=DENMARK)).to_be_focused()
    expect(lesson_2.locator("#how-common-by-rule .ns-common-said:visible")).to_contain_text(IN_DENMARK)
    lesson_2.keyboard.press("Tab")
    expect(lesson_2.locator("#how-common-by-rule .ns-common-said:visible a")).to_be_focused()
    lesson_2.locator("#checks-first").get_by_role("checkbox").first.focus()
    lesson_2.keyboard.press("Space")
    expect(lesson_2.locator("#checks-first .ns-lines li")).to_have_text([ASK_DOSE])
    lesson_2.keyboard.press("Tab")
    lesson_2.keyboard.press("Space")
    expect(lesson_2.locator("#checks-first .ns-lines li")).to_have_count(2)


def test_checks_that_are_ticked_are_offered_to_the_plan_and_still_there_after_a_reload(lesson_2: Page) -> None:
    checks = lesson_2.locator("#checks-first")
    checks.get_by_role("checkbox", name="The diagnosis itself").check()
    checks.get_by_role("checkbox", name="The dose").check()
    lines = checks.locator(".ns-lines li")
    expect(lines).to_have_count(2)
    entry = json.loads(lesson_2.evaluate("sessionStorage.getItem('next-steps')"))["trd_criteria#checks-first"]
    assert entry["title"] == "Was it a fair try?"
    assert entry["plan"] == [line.inner_text() for line in lines.all()]
    assert entry["plan"][0] == ASK_DOSE
    lesson_2.get_by_role("radio", name=DENMARK).check()
    lesson_2.reload()
    ready(lesson_2)
    expect(lines).to_have_count(2)
    expect(lesson_2.get_by_role("radio", name=DENMARK)).to_be_checked()
    expect(lesson_2.locator("#how-common-by-rule .ns-common-heard")).to_be_empty()


def test_both_readings_of_the_steps_take_the_same_room_and_neither_comes_without_the_other(lesson_2: Page) -> None:
    drawings = [
        lesson_2.get_by_role("img", name=name) for name in ("The first report: 67 of 100", "The second look: 35 of 100")
    ]
    first, second = (drawing.bounding_box() for drawing in drawings)
    assert first
    assert second
    assert (first["y"], first["width"], first["height"]) == (second["y"], second["width"], second["height"])
    expect(lesson_2.locator("#four-steps")).to_contain_text("this page does not choose between them")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_lesson_used_and_unused(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = ready(open_page(site + TRD, viewport={"width": width, "height": 900}, color_scheme=scheme))
    for state in ("as it loads", "in use, with everything open"):
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        page.get_by_role("radio", name=DENMARK).check()
        page.locator("#checks-first").get_by_role("checkbox", name="The dose").check()
        open_everything(page)


@pytest.mark.parametrize("width", [320, 360])  # 320 is also a screen of 1280 at 400% zoom
def test_nothing_scrolls_sideways_on_the_lesson(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = ready(open_page(site + TRD, viewport={"width": width, "height": 256}))
    page.get_by_role("radio", name=DENMARK).check()
    open_everything(page)
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0


def test_nothing_moves_by_itself_for_a_reader_who_asked_for_less_motion(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = ready(open_page(site + TRD, reduced_motion="reduce"))
    page.get_by_role("radio", name=DENMARK).check()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_every_rule_check_and_way_to_papers_is_large_enough_for_a_shaking_thumb(lesson_2: Page) -> None:
    targets = lesson_2.locator("#how-common-by-rule label, #how-common-by-rule .ns-common-said:visible a")
    assert targets.count() == 7
    for target in [*targets.all(), *lesson_2.locator("#checks-first label").all()]:
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44


def printed(page: Page) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf())).pages).split())


def test_on_paper_stand_every_rule_both_readings_and_the_reader_s_own_questions(lesson_2: Page) -> None:
    unused = printed(lesson_2)
    assert IN_DENMARK in unused
    assert BOTH in unused
    assert "The second look 35 of 100" in unused
    assert ASK_DOSE in unused
    assert "What tests would show it?" in unused
    lesson_2.locator("#checks-first").get_by_role("checkbox", name="The dose").check()
    used = printed(lesson_2)
    assert ASK_DOSE in used
    assert "What tests would show it?" not in used
