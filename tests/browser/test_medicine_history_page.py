"""A reader lists the medicines they tried: by keyboard, with mistakes, on paper, without scripts; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import open_everything
from playwright.sync_api import Locator, Page, expect

LESSON = "voila/render/trd_criteria.ipynb"
STORED = "sessionStorage.getItem('next-steps') ?? '{}'"


@pytest.fixture
def history(site: str, open_page: Callable[..., Page]) -> Locator:
    """The medicines so far on a phone, ready to answer."""
    return ready(open_page(site + LESSON))


def ready(page: Page) -> Locator:
    expect(page.locator("#medicines-so-far[data-ready]")).to_be_attached()
    return page.locator("#medicines-so-far")


def rows(history: Locator) -> Locator:
    """The reader's own medicines, not those of the two lists to look at."""
    return history.locator(".ns-history-own .ns-trials > li")


def titles(history: Locator) -> list[str]:
    return rows(history).locator("h4").all_inner_texts()


def add(history: Locator, medicine: str, dose: str = "", weeks: str = "", **chosen: str) -> Locator:
    """A row of the reader's own, filled in."""
    history.get_by_role("button", name="Add a medicine").click()
    row = rows(history).last
    row.get_by_label("Medicine", exact=True).select_option(medicine)
    row.get_by_label("Highest dose, in mg a day").fill(dose)
    row.get_by_label("Weeks at that dose").fill(weeks)
    for label, option in chosen.items():
        row.locator(f"[data-field={label}]").select_option(option)
    return row


def test_both_lists_to_look_at_open_with_one_key_and_the_case_gives_the_published_answer(history: Locator) -> None:
    page = history.page
    example, case = history.locator(".ns-look-example"), history.locator(".ns-look-case")
    expect(example.locator(".ns-trials > li").first).to_be_hidden()
    for fold in (example, case):
        fold.locator("summary").first.focus()
        page.keyboard.press("Enter")
        expect(fold.locator(".ns-trials > li:visible")).to_have_count(5)
    expect(case.get_by_text("of these 5 medicines, 2 count. They are the first and the last.")).to_be_visible()
    said = case.locator(".ns-trial-published").all_inner_texts()
    counted = [i for i, text in enumerate(said) if text == "The article counts it as a fair try that did not help."]
    assert (len(said), counted) == (5, [0, 4])
    expect(case.locator(".ns-bytime-one:visible")).to_have_count(4)
    expect(case.get_by_text("It counts 2 of these 5.")).to_be_visible()


def test_by_keyboard_alone_a_reader_fills_in_a_medicine_and_changes_their_mind(history: Locator) -> None:
    page = history.page
    history.get_by_role("button", name="Add a medicine").focus()
    page.keyboard.press("Enter")
    expect(rows(history).first.get_by_label("Medicine", exact=True)).to_be_focused()
    for keys in ("se", "100", "9", "Ev", "So", "I stopped"):
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    assert titles(history) == ["sertraline (Zoloft)"]
    expect(rows(history).locator("dd:visible")).to_have_text(["would count, and did not help enough"])
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(rows(history).locator("dd:visible")).to_have_text(["helped"])


def test_rows_are_moved_removed_and_brought_back_with_the_focus_where_a_hand_expects_it(history: Locator) -> None:
    page = history.page
    add(history, "sertraline", "100", "9")
    add(history, "citalopram", "20", "4")
    add(history, "mirtazapine", "30", "6")
    assert titles(history) == ["sertraline (Zoloft)", "citalopram (Celexa)", "mirtazapine (Remeron)"]
    heard = history.locator(".ns-history-heard")

    history.get_by_role("button", name="Move up: mirtazapine").focus()
    page.keyboard.press("Enter")
    expect(heard).to_have_text("mirtazapine (Remeron) is now in place 2.")
    expect(history.get_by_role("button", name="Move up: mirtazapine")).to_be_focused()
    page.keyboard.press("Enter")
    assert titles(history) == ["mirtazapine (Remeron)", "sertraline (Zoloft)", "citalopram (Celexa)"]
    expect(history.get_by_role("button", name="Move down: mirtazapine")).to_be_focused()
    expect(rows(history).first.get_by_label("Highest dose, in mg a day")).to_have_value("30")

    history.get_by_role("button", name="Remove: sertraline").focus()
    page.keyboard.press("Enter")
    expect(heard).to_have_text("sertraline (Zoloft) is off the list.")
    expect(history.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heard).to_have_text("sertraline (Zoloft) is back on the list.")
    assert titles(history) == ["mirtazapine (Remeron)", "sertraline (Zoloft)", "citalopram (Celexa)"]
    expect(rows(history).nth(1).get_by_label("Medicine", exact=True)).to_be_focused()
    expect(rows(history).nth(1).get_by_label("Weeks at that dose")).to_have_value("9")


def test_a_wrong_entry_gets_a_sentence_that_waits_for_the_end_of_the_word_and_nothing_is_lost(history: Locator) -> None:
    row = add(history, "sertraline", "two tablets", "500", taken="nearly", helped="none")
    dose, weeks = row.get_by_label("Highest dose, in mg a day"), row.get_by_label("Weeks at that dose")
    expect(row.locator("[data-wrong=dose]")).to_contain_text("This is not a number of milligrams.")
    expect(row.locator("[data-wrong=weeks]")).to_contain_text("That is more than five years.")
    expect(dose).to_have_value("two tablets")
    expect(dose).to_have_attribute("aria-invalid", "true")
    dose.fill("100")
    expect(row.locator("[data-wrong=dose]")).to_be_empty()
    expect(dose).to_have_attribute("aria-invalid", "false")
    weeks.fill("")
    weeks.press_sequentially("10")
    expect(row.locator("[data-wrong=weeks]")).to_be_empty()
    expect(row.locator("dd:visible")).to_have_text(["would count, and did not help enough"])
    expect(history.locator(".ns-history-own .ns-bytime-said").first).to_have_text(
        "The one medicine entered would count."
    )


def test_the_list_holds_twelve_and_says_so_kindly(history: Locator) -> None:
    for _ in range(12):
        history.get_by_role("button", name="Add a medicine").click()
    expect(rows(history)).to_have_count(12)
    history.get_by_role("button", name="Add a medicine").click()
    expect(history.get_by_text("The list is full: it holds twelve.")).to_be_visible()
    expect(rows(history)).to_have_count(12)


def test_nothing_leaves_the_device_and_a_reader_who_comes_back_finds_the_list_and_its_plan(history: Locator) -> None:
    page = history.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    row = add(history, "other", "12", "7")
    row.get_by_label("Its name").fill("canary wort")
    expect(history.locator(".ns-history-own .ns-bars")).to_contain_text("canary wort")
    assert asked == []
    assert "canary" not in page.url
    assert page.evaluate("Object.keys(localStorage).length") == 0
    kept = json.loads(page.evaluate(STORED))["trd_criteria#medicines-so-far"]
    assert kept["title"] == "Medicines I have tried"
    [line] = kept["plan"]
    assert line.startswith("canary wort, up to 12 mg a day. Weeks at that dose: 7. My question: ")
    page.reload()
    again = ready(page)
    assert titles(again) == ["canary wort"]
    expect(rows(again).first.get_by_label("Highest dose, in mg a day")).to_have_value("12")
    page.get_by_role("button", name="Clear my answers").click()
    expect(rows(again)).to_have_count(0)
    assert "canary" not in page.evaluate(STORED)


def test_without_scripts_no_control_pretends_to_work_and_a_blank_table_is_there_to_fill_in(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + LESSON, java_script_enabled=False)
    history = page.locator("#medicines-so-far")
    expect(history.get_by_role("button")).to_have_count(0)
    expect(history.locator(".ns-history-steps, .ns-history-own").locator("visible=true")).to_have_count(0)
    example = history.locator(".ns-look-example")
    example.locator("summary").first.click()
    expect(example.locator(".ns-trials > li:visible")).to_have_count(5)
    blank = history.get_by_role("table").last
    expect(blank).to_be_visible()
    expect(blank.get_by_role("columnheader")).to_have_count(6)
    expect(blank.get_by_role("row")).to_have_count(9)


def test_on_paper_a_reader_s_own_list_stands_in_words_without_the_controls(history: Locator) -> None:
    page = history.page
    row = add(history, "sertraline", "100", "9", taken="nearly", helped="some")
    page.emulate_media(media="print")
    expect(row.get_by_text("Up to 100 mg a day. Weeks at that dose: 9.")).to_be_visible()
    expect(row.get_by_text("It helped some, but less than half.")).to_be_visible()
    expect(row.locator("q")).to_be_visible()
    expect(history.get_by_role("combobox")).to_have_count(0)
    expect(history.get_by_role("button")).to_have_count(0)
    expect(history.locator(".ns-blank, .ns-look").locator("visible=true")).to_have_count(0)


def test_on_paper_before_anything_is_typed_the_blank_table_is_printed(history: Locator) -> None:
    page = history.page
    expect(history.locator(".ns-blank table")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(history.locator(".ns-blank table")).to_be_visible()
    expect(history.locator(".ns-look-example .ns-trials > li:visible")).to_have_count(5)
    expect(history.locator(".ns-history-own")).to_be_hidden()


def test_a_list_that_was_kept_when_the_page_asked_which_list_to_show_is_still_there(history: Locator) -> None:
    page = history.page
    add(history, "sertraline", "100", "9")
    page.evaluate(
        """() => {
          const kept = JSON.parse(sessionStorage.getItem("next-steps"));
          kept["trd_criteria#medicines-so-far"].choices.showing = "case";
          sessionStorage.setItem("next-steps", JSON.stringify(kept));
        }"""
    )
    page.reload()
    again = ready(page)
    assert titles(again) == ["sertraline (Zoloft)"]
    [line] = json.loads(page.evaluate(STORED))["trd_criteria#medicines-so-far"]["plan"]
    assert line.startswith("sertraline (Zoloft), up to 100 mg a day.")


@pytest.mark.parametrize("width", [320, 360])
def test_the_longest_entries_fit_a_small_phone_and_axe_finds_nothing(
    site: str, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(site + LESSON, viewport={"width": width, "height": 780})
    history = ready(page)
    add(history, "venlafaxine-xr", "9" * 24, "x" * 24, taken="some", helped="lost", now="effects")
    add(history, "pair").get_by_label("Its name").fill("desvenlafaxineanddextromethorphanbupropiontogetherforever000")
    expect(rows(history).first.get_by_role("alert")).to_have_count(2)
    open_everything(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, "#medicines-so-far")
    assert found.violations_count == 0, found.generate_report()
