"""The start: where a frightened reader finds the way, and how few taps lead from it to a plan on paper."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import everywhere
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

START = "voila/render/index.ipynb"
WAYS = (
    "My symptoms came back.",
    "I never really got better.",
    "I have tried two medicines or more.",
    "I am thinking about TMS.",
    "I am here for someone else.",
)


@pytest.fixture
def start(site: str, open_page: Callable[..., Page]) -> Page:
    """The first page on a phone, opened at the address of the site."""
    return open_page(site)


def plain(text: str) -> str:
    return " ".join(text.split())


def printed(page: Page) -> str:
    """What stands on paper. A font may set "ff" as one letter; it is read as two."""
    sheets = PdfReader(io.BytesIO(page.pdf())).pages
    return plain(unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in sheets)))


@dataclass
class Reader:
    """Someone with a phone: what they tap is counted, and a choice from a list takes two taps."""

    page: Page
    taps: int = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label=label)
        self.taps += 2

    def follow(self, link: Locator) -> None:
        """Tap a link to another lesson, and wait until all of that one answers."""
        self.tap(link)
        self.page.wait_for_load_state()
        for widget in self.page.locator("[data-widget]").all():
            expect(widget).to_have_attribute("data-ready", "")

    def go_on_to_the_plan(self) -> None:
        self.tap(self.page.locator("header").get_by_text("Lessons", exact=True))
        self.follow(self.page.locator("header").get_by_role("link", name="Choosing a next step"))

    def print_the_plan(self) -> str:
        self.page.evaluate("void (window.print = () => { window.printedTimes = (window.printedTimes ?? 0) + 1; })")
        self.tap(self.page.get_by_role("button", name="Print my plan"))
        assert self.page.evaluate("window.printedTimes") == 1
        text = printed(self.page)
        assert "988" in text
        return text


def test_whoever_opens_the_site_meets_the_start_with_help_first(start: Page) -> None:
    expect(start.get_by_role("heading", level=1)).to_have_text("Start here")
    expect(start.get_by_role("link", name="Call 988").first).to_be_in_viewport()
    expect(start.get_by_role("heading", name="Where are you now?")).to_be_in_viewport()


def test_someone_who_tried_two_medicines_has_them_in_a_printed_plan_in_under_12_taps(start: Page) -> None:
    reader = Reader(start)
    reader.follow(start.get_by_role("link", name="a list of what you tried"))
    expect(start.get_by_role("heading", name="Your medicines so far")).to_be_in_viewport()
    tried = start.locator("#medicines-so-far")
    reader.tap(tried.get_by_text("My own list"))
    for place, medicine in enumerate(("sertraline (Zoloft)", "citalopram (Celexa)")):
        reader.tap(tried.get_by_role("button", name="Add a medicine"))
        reader.choose(tried.get_by_label("Medicine", exact=True).nth(place), medicine)
    reader.go_on_to_the_plan()
    text = reader.print_the_plan()
    assert "sertraline" in text
    assert "citalopram" in text
    assert reader.taps < 12


def test_someone_who_tried_two_medicines_has_what_matters_in_a_printed_plan_in_under_12_taps(start: Page) -> None:
    reader = Reader(start)
    reader.follow(start.get_by_role("link", name=WAYS[2]))
    options = start.locator("#options-side-by-side")
    reader.tap(options.get_by_role("checkbox", name="What about side effects?"))
    reader.tap(options.get_by_role("checkbox", name="Add talking therapy"))
    text = reader.print_the_plan()
    assert "It matters to me which side effects I could have." in text
    assert "I would like to talk about" in text
    assert reader.taps < 12


@pytest.mark.parametrize(
    ("way", "widget", "tick", "line"),
    [
        (WAYS[0], "reasons-to-check", "Missed doses", "I have missed some doses. Could that play a part"),
        (WAYS[1], "checks-first", "The time", "Did I take each medicine long enough to know if it helps?"),
    ],
)
def test_someone_whose_symptoms_are_back_or_never_left_has_a_question_on_paper_in_under_12_taps(
    start: Page, way: str, widget: str, tick: str, line: str
) -> None:
    reader = Reader(start)
    reader.follow(start.get_by_role("link", name=way))
    reader.tap(start.locator(f"#{widget}").get_by_role("checkbox", name=tick))
    reader.go_on_to_the_plan()
    assert line in reader.print_the_plan()
    assert reader.taps < 12


def test_someone_who_thinks_about_tms_has_it_on_paper_beside_the_others_in_under_12_taps(start: Page) -> None:
    reader = Reader(start)
    reader.follow(start.get_by_role("link", name=WAYS[3]))
    expect(start.get_by_role("heading", level=1)).to_have_text("What TMS can and cannot do")
    reader.go_on_to_the_plan()
    reader.tap(start.locator("#options-side-by-side").get_by_role("checkbox", name="TMS", exact=True))
    assert "I would like to talk about TMS" in reader.print_the_plan()
    assert reader.taps < 12


def test_someone_who_helps_another_finds_their_part_and_a_short_answer(start: Page) -> None:
    reader = Reader(start)
    reader.tap(start.get_by_role("link", name=WAYS[4]))
    expect(start.get_by_role("heading", name="Supporting someone")).to_be_in_viewport()
    expect(start.get_by_text("Take talk of death seriously.")).to_be_visible()
    reader.follow(start.get_by_role("main").get_by_role("link", name="questions people ask").last)
    start.get_by_role("searchbox").fill("pregnant")
    reader.tap(start.get_by_text("What if I am pregnant, or hope to be?"))
    expect(start.get_by_text("We have no checked number on this")).to_be_visible()
    assert reader.taps < 12


def test_a_clinician_sees_the_papers_of_the_first_number_with_one_tap(start: Page) -> None:
    start.get_by_role("link", name="39 of 100").click()
    expect(start.get_by_role("dialog")).to_contain_text("of those who tapered off, 56 of 100 did")


@everywhere
def test_every_way_works_without_scripts_in_every_edition(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page(address.replace("tms_outcomes", "index"), java_script_enabled=False)
    page.get_by_role("link", name=WAYS[1]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What treatment-resistant depression means")


def test_the_whole_card_answers_a_thumb_and_the_second_way_is_not_covered(start: Page) -> None:
    card = start.locator(".ns-ways li").first
    box = card.bounding_box()
    assert box
    assert box["height"] >= 44
    second = card.get_by_role("link", name="signs to tell someone about")
    second.click(trial=True)
    card.click(position={"x": box["width"] - 8, "y": box["height"] - 8})
    expect(start.get_by_role("heading", level=1)).to_have_text("When symptoms come back")


def test_a_keyboard_reaches_the_ways_in_their_order(start: Page) -> None:
    start.get_by_role("heading", name="Where are you now?").evaluate("h => { h.tabIndex = -1; h.focus(); }")
    reached = []
    for _ in range(9):
        start.keyboard.press("Tab")
        reached.append(start.evaluate("document.activeElement.textContent"))
    assert [name for name in reached if name in WAYS] == list(WAYS)
    start.keyboard.press("Enter")
    expect(start.get_by_role("heading", name="Supporting someone")).to_be_in_viewport()


def test_the_map_says_how_long_each_lesson_takes(start: Page) -> None:
    rows = [plain(row) for row in start.locator(".ns-map li").all_inner_texts()]
    assert len(rows) == 6
    assert all("minute" in row for row in rows[:-1])
    assert "minute" not in rows[-1], "nobody reads the reviewers' table from top to bottom"


def test_on_paper_stand_all_four_cards_and_help_twice(start: Page) -> None:
    text = printed(start)
    for heading in ("What may be happening", "Common reasons", "What to do next", "When to ask about TMS"):
        assert heading in text
    assert text.count("Call 988") >= 2


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(site + START, viewport={"width": width, "height": 780}, color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0
