"""A lesson as slides, from a disk and without a network: what an educator does in front of forty people."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
PAGES = [sys.executable, "-m", "pages"]
WALL = {"width": 1280, "height": 720}
NOW = ".reveal section.present:not(.stack)"


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck of one lesson as files, made by the command that `make decks` runs."""
    folder = tmp_path_factory.mktemp("decks")
    made = subprocess.run(
        [*PAGES, "deck", str(ROOT / "notebooks"), "--to", "decks", "--lesson", "breakthrough_depression.ipynb"],
        capture_output=True,
        text=True,
        timeout=200,
        cwd=folder,
    )
    assert made.returncode == 0, made.stderr
    return folder / "decks"


@pytest.fixture
def deck(decks: Path, open_page: Callable[..., Page]) -> Page:
    """The deck on a wall, opened from a disk with no network; nothing it does may break its own policy."""
    page = open_page((decks / "breakthrough_depression.html").as_uri(), viewport=WALL)
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    refused: list[str] = []
    page.refused = refused  # type: ignore[attr-defined]
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page


def place(page: Page) -> tuple[int, int]:
    now, of = page.locator(".ns-deck-steps output").inner_text().split(" / ")
    return int(now), int(of)


def go_to(page: Page, selector: str) -> None:
    for _ in range(80):
        if page.locator(f"{NOW} {selector}").count():
            return
        page.keyboard.press("PageDown")
    pytest.fail(f"no slide has {selector}")


def test_a_clicker_goes_through_every_slide_and_help_stands_first_and_last(deck: Page) -> None:
    assert place(deck)[0] == 1
    expect(deck.locator(f"{NOW} h1")).to_have_text("When symptoms come back")
    expect(deck.locator(f"{NOW} .ns-help").get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    seen = {1}
    for _ in range(120):
        deck.keyboard.press("PageDown")
        seen.add(place(deck)[0])
        if place(deck)[0] == place(deck)[1]:
            break
    assert seen == set(range(1, place(deck)[1] + 1))
    expect(deck.locator(f"{NOW} .ns-help").get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    deck.keyboard.press("PageUp")
    assert place(deck)[0] == place(deck)[1] - 1


def test_crisis_help_is_one_key_away_from_any_slide(deck: Page) -> None:
    go_to(deck, ".ns-guess")
    deck.get_by_role("slider").focus()
    deck.keyboard.press("h")
    help = deck.get_by_role("dialog", name="Crisis help")
    expect(help.get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    expect(help.get_by_text("oprima 2")).to_be_visible()
    deck.keyboard.press("h")
    expect(help).to_be_hidden()
    deck.get_by_role("button", name="Crisis help").click()
    expect(help).to_be_visible()


def test_a_widget_answers_on_its_slide_and_a_clicker_is_not_taken_by_its_slider(deck: Page) -> None:
    go_to(deck, ".ns-guess")
    slider = deck.get_by_role("slider")
    slider.fill("37")
    before = place(deck)[0]
    deck.get_by_text("Show what the study counted", exact=True).click()
    expect(deck.locator(f"{NOW} .ns-gap")).to_contain_text("39 of 100")
    slider.focus()
    deck.keyboard.press("PageDown")
    assert place(deck)[0] == before + 1
    expect(deck.locator(".ns-guess input[type=range]")).to_have_value("37")


def test_the_papers_of_a_number_open_above_the_slide(deck: Page) -> None:
    deck.locator(NOW).get_by_role("link", name="many reasons").click()
    note = deck.locator(".ns-note[open]")
    expect(note.locator(".ns-note-claim")).to_contain_text("Depression can return for many reasons")
    note.get_by_role("button").click()
    expect(note).to_be_hidden()


def test_the_speaker_reads_notes_time_and_what_comes_next_where_the_room_does_not(deck: Page) -> None:
    go_to(deck, ".ns-guess")
    expect(deck.locator(f"{NOW} aside.notes")).to_be_hidden()
    with deck.expect_popup() as opened:
        deck.keyboard.press("s")
    speaker = opened.value
    expect(speaker.get_by_role("main")).to_contain_text("Let all who want to make a guess")
    expect(speaker.get_by_role("timer")).to_have_text(re.compile(r"^0:\d\d$"))
    expect(speaker.get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    before = place(deck)[0]
    speaker.get_by_role("button", name="Next").click()
    assert place(deck)[0] == before + 1
    speaker.keyboard.press("ArrowLeft")
    assert place(deck)[0] == before
    assert deck.refused == []  # type: ignore[attr-defined]


def test_all_slides_can_be_seen_at_once(deck: Page) -> None:
    deck.keyboard.press("o")
    expect(deck.locator(".reveal.overview")).to_be_visible()
    deck.keyboard.press("Escape")
    expect(deck.locator(".reveal.overview")).to_have_count(0)


#: How far a slide goes beyond the wall, and the size of its prose in pixels, as it is shown.
MEASURED = """slide => {
  const words = slide.querySelector(".ns-fit");
  const prose = words.querySelector(":scope > p:not(.ns-running), :scope > ul li, :scope > ol li");
  const size = prose && parseFloat(getComputedStyle(prose).fontSize) * (parseFloat(words.style.zoom) || 1);
  return [slide.scrollWidth - slide.clientWidth, size ?? 99];
}"""


def test_words_are_large_enough_for_the_last_row_and_none_is_cut_off_sideways(deck: Page) -> None:
    for _ in range(place(deck)[1]):
        beyond, size = deck.locator(NOW).evaluate(MEASURED)
        said = deck.locator(NOW).inner_text()[:80]
        assert beyond <= 1, f"a slide is wider than the wall: {said}"
        assert size >= 17, f"a slide is set in {size:.0f} px: {said}"
        deck.keyboard.press("PageDown")


def test_a_picture_is_in_sight_beside_the_choices_that_change_it(deck: Page) -> None:
    go_to(deck, ".ns-missed-doses")
    expect(deck.locator(f"{NOW} .ns-missed-doses").get_by_role("radio").last).to_be_in_viewport(ratio=1)
    expect(deck.locator(f"{NOW} .ns-missed-doses svg").first).to_be_in_viewport(ratio=1)


def test_a_screen_reader_reads_slides_as_prose_and_axe_finds_nothing(deck: Page) -> None:
    expect(deck.get_by_role("main")).to_have_count(1)
    for part in ("h1", ".ns-guess", ".ns-missed-doses"):
        go_to(deck, part)
        found = Axe().run(deck).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_a_pdf_has_the_words_of_every_slide(decks: Path, open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page((decks / "breakthrough_depression.html").as_uri() + "?print-pdf", viewport=WALL)
    expect(page.locator(".pdf-page").first).to_be_attached()
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.emulate_media(media="print")  # what only a finger needs is not on paper
    slides = page.locator(".pdf-page section .ns-fit").evaluate_all("all => all.map((slide) => slide.innerText)")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    printed = "\n".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "deck.pdf").pages)
    printed = unicodedata.normalize("NFKC", printed)  # fonts join the letters of "first"
    words = {re.sub(r"\W", "", word) for word in printed.split()}
    missing = [w for slide in slides for w in re.findall(r"[^\W\d]{5,}", slide) if not any(w in p for p in words)]
    assert len(slides) > 20 and not missing, missing
    assert "39 of 100" in printed  # the answer, which no one can tap open
    assert "Let all who want" not in printed


def test_a_deck_asks_nothing_of_any_network(decks: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=WALL)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto((decks / "breakthrough_depression.html").as_uri())
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.locator(".ns-deck-steps").get_by_role("button", name="Next").click()
    context.close()
    assert asked and all(url.startswith(("file:", "data:")) for url in asked)
