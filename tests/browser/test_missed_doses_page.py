"""A reader looks up what a missed dose does to the level of a medicine: by touch, keyboard, or no script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import open_everything
from playwright.sync_api import Locator, Page, expect

LESSON = "voila/render/breakthrough_depression.ipynb"
STORED = "sessionStorage.getItem('next-steps') ?? ''"


@pytest.fixture
def doses(site: str, open_page: Callable[..., Page]) -> Locator:
    """The missed doses on a phone, ready to answer."""
    page = open_page(site + LESSON)
    expect(page.locator("#missed-doses[data-ready]")).to_be_attached()
    return page.locator("#missed-doses")


def drawn(doses: Locator) -> list[str | None]:
    return [doses.locator(f".ns-level .ns-{line}").get_attribute("d") for line in ("own", "made", "shaded")]


def test_a_reader_sees_what_weekends_off_do_to_their_medicine_and_nothing_is_sent(doses: Locator) -> None:
    asked: list[str] = []
    doses.page.on("request", lambda request: asked.append(request.url))
    before = drawn(doses)
    doses.get_by_label("Choose a medicine").select_option("duloxetine")
    doses.get_by_role("radio", name="Weekends off").check()
    sentence = doses.get_by_role("status")
    expect(sentence).to_contain_text("On weekends (days 2, 3, 9, and 10), no dose is taken.")
    expect(sentence).to_contain_text("duloxetine falls to")
    expect(doses.get_by_role("heading", name="Duloxetine in the blood, day by day")).to_be_visible()
    expect(doses.locator(".ns-name text", has_text="duloxetine")).to_be_visible()
    assert all(a != b for a, b in zip(before, drawn(doses), strict=True))
    expect(doses.locator(".ns-day.ns-off")).to_have_count(4)
    expect(doses.locator(".ns-active")).to_be_hidden()
    assert asked == []


def test_what_the_body_makes_of_a_medicine_is_a_second_line_one_tap_away(doses: Locator) -> None:
    doses.get_by_label("Choose a medicine").select_option("fluoxetine")
    doses.get_by_role("radio", name="Stopped").check()
    own = doses.locator(".ns-name text", has_text=re.compile("^fluoxetine$"))
    made = doses.locator(".ns-name text", has_text="made by the body")
    expect(own).to_be_visible()
    expect(made).to_be_hidden()
    expect(doses.locator(".ns-level path.ns-made")).to_be_hidden()
    doses.get_by_text("What the body makes of it", exact=True).click()
    expect(made).to_be_visible()
    expect(doses.locator(".ns-level path.ns-made")).to_be_visible()
    own_dash, made_dash = (
        doses.locator(f".ns-level path.ns-{line}").evaluate("e => getComputedStyle(e).strokeDasharray")
        for line in ("own", "made")
    )
    assert own_dash != made_dash, "colour alone would tell them apart"
    expect(doses.locator(".ns-active")).to_contain_text("Labels call it norfluoxetine.")


def test_by_keyboard_alone_a_question_goes_into_the_plan_and_out_again(doses: Locator) -> None:
    page = doses.page
    doses.get_by_label("Choose a medicine").focus()
    page.keyboard.press("ArrowDown")
    expect(doses.get_by_role("status")).to_contain_text("escitalopram")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(doses.get_by_role("radio", name="Two in a row")).to_be_checked()
    expect(doses.get_by_role("status")).to_contain_text("The doses on days 2 and 3 are missed.")
    add = doses.get_by_role("checkbox", name="Ask what to do about a missed dose of escitalopram.")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    expect(add).to_be_focused()
    page.keyboard.press("Space")
    expect(add).to_be_checked()
    assert "Ask what to do about a missed dose of escitalopram." in page.evaluate(STORED)
    page.reload()
    expect(page.locator("#missed-doses[data-ready]")).to_be_attached()
    expect(add).to_be_checked()
    expect(doses.get_by_role("status")).to_contain_text("escitalopram falls")
    add.press("Space")
    expect(add).not_to_be_checked()
    assert "Ask what to do" not in page.evaluate(STORED)


def test_with_scripts_off_every_medicine_and_pattern_can_be_read(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON, java_script_enabled=False)
    doses = page.locator("#missed-doses")
    expect(doses.get_by_label("Choose a medicine")).to_be_hidden()
    expect(doses.get_by_role("checkbox")).to_be_hidden()
    expect(doses.get_by_text("To choose, this page needs scripts.")).to_be_visible()
    expect(doses.locator(".ns-level > svg")).to_be_visible()
    doses.get_by_text("Every medicine and pattern as a table").click()
    table = doses.get_by_role("region", name="Every medicine and pattern as a table")
    expect(table.get_by_role("row", name=re.compile(r"^vilazodone \(Viibryd\)"))).to_be_visible()
    expect(table.get_by_role("row", name=re.compile(r"^Two in a row \d+%"))).not_to_have_count(0)
    expect(doses.get_by_text("It is not a picture of your mood")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(site: str, open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(site + LESSON, color_scheme=scheme)
    expect(page.locator("#missed-doses[data-ready]")).to_be_attached()
    page.locator("#missed-doses").get_by_label("Choose a medicine").select_option("bupropion-xl")
    open_everything(page)
    found = Axe().run(page, context="#missed-doses")
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360])
def test_no_state_is_wider_than_a_small_phone(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(site + LESSON, viewport={"width": width, "height": 700})
    expect(page.locator("#missed-doses[data-ready]")).to_be_attached()
    doses = page.locator("#missed-doses")
    doses.get_by_text("What the body makes of it", exact=True).click()  # the longest name, for the rest of the test
    medicines = doses.locator("option").evaluate_all("options => options.map((o) => o.value)")
    for medicine in medicines:
        doses.get_by_label("Choose a medicine").select_option(medicine)
        for pattern in doses.get_by_role("radio").all():
            pattern.check()
            names = doses.locator(".ns-name text").evaluate_all(
                "all => all.map((e) => e.getBoundingClientRect()).map((r) => [r.left, r.right])"
            )
            assert all(left >= 0 and right <= width for left, right in names), (medicine, names)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_table_of_every_medicine_does_not_take_ten_sheets_from_a_reader_who_chose_one(
    doses: Locator,
) -> None:
    page = doses.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(doses.locator(".ns-long")).to_be_hidden()
    expect(doses.locator(".ns-sentence")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    doses.get_by_text("Every medicine and pattern as a table").click()
    page.emulate_media(media="print")
    expect(doses.locator(".ns-long")).to_be_visible()
