"""A patient's phone: what is there before any script, what answers, and what never leaves the device."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import LESSON, everywhere, open_everything, open_fold, sentence_of, show_chart
from playwright.sync_api import Page, expect

CRISIS = ["tel:988", "sms:988", "tel:911", "tel:988", "sms:838255", "tel:988", "sms:988?body=AYUDA"]
CHAT = "https://988lifeline.org/"


@everywhere
def test_with_scripts_off_the_whole_lesson_and_every_number_can_be_read(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("What TMS can and cannot do")
    expect(page.locator("#tms-in-100 output")).to_contain_text("With TMS, 29 of 100")
    expect(page.get_by_role("img", name="With sham: 10 of 100")).to_be_visible()
    expect(page.get_by_role("group", name="Choose a study")).to_be_hidden()
    expect(page.get_by_text("this page needs scripts")).to_be_visible()
    page.get_by_role("heading", name="Every study on its own line").click()
    expect(page.locator("#every-study-sentence")).to_contain_text("In the US veterans’ trial it was not.")
    expect(page.locator("#every-study .ns-drawing")).to_be_visible()
    for summary in ("All of these numbers as a table", "Every study as a table"):
        page.get_by_text(summary).click()
        expect(page.get_by_role("region", name=summary).get_by_role("row")).not_to_have_count(0)
    # The chart begins with the studies that had a sham group; the table holds the clinics too.
    expect(page.get_by_role("region", name="Every study as a table").get_by_role("row")).to_have_count(19)
    expect(page.get_by_role("region", name="All of these numbers as a table")).to_contain_text("39 of 100, both groups")


@everywhere
def test_crisis_help_comes_before_the_lesson_and_again_after_it_without_scripts(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(address, java_script_enabled=False)
    first, last = ("complementary", "Crisis help"), ("region", "Crisis help, again")
    # The chat needs the network, so it is offered at the foot alone, after the lines that do not.
    for (role, name), hrefs in ((first, CRISIS), (last, [*CRISIS, CHAT])):
        place = page.get_by_role(role, name=name)
        assert [link.get_attribute("href") for link in place.get_by_role("link").all()] == hrefs
        expect(place.get_by_text("En español")).to_have_attribute("lang", "es")
    expect(page.locator("body > *").nth(1)).to_have_attribute("aria-label", "Crisis help")


@everywhere
def test_a_choice_changes_the_picture_and_its_sentence(lesson: Page) -> None:
    expect(lesson.locator("#tms-in-100 output")).to_have_text(
        "With TMS, 29 of 100 people got at least half better. With sham, 10 of 100 did. "
        "That is 19 more people out of 100."
    )
    lesson.get_by_role("radio", name="Five-day TMS, newer trial").check()
    lesson.get_by_role("radio", name="Few or no symptoms").check()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("With TMS, 12 of 24 people got to few or no symptoms.")
    expect(lesson.get_by_role("img", name="With TMS: 12 of 24")).to_be_visible()
    expect(lesson.get_by_role("img", name="With sham: 5 of 24")).to_be_visible()
    expect(lesson.get_by_text("This is a small study")).to_be_visible()


def test_a_reader_who_finds_words_easier_gets_them_for_every_study_and_on_the_next_visit(lesson: Page) -> None:
    lesson.get_by_role("radio", name="In plain words").check()
    expect(lesson.locator("#tms-in-100 .ns-groups")).to_be_hidden()
    expect(lesson.locator("#tms-in-100 .ns-plain")).to_contain_text(
        "About 29 of 100 people who had TMS got at least half"
    )
    expect(lesson.locator("#tms-in-100")).to_contain_text("Nobody can know which of them you would be.")
    lesson.get_by_role("radio", name="Five-day TMS, newer trial").check()
    expect(lesson.locator("#tms-in-100 .ns-plain")).to_contain_text("13 of 24 people who had TMS")
    lesson.reload()
    expect(lesson.locator("#tms-in-100 .ns-plain")).to_contain_text("13 of 24 people who had TMS")
    expect(lesson.get_by_role("radio", name="In plain words")).to_be_checked()


@everywhere
def test_filters_change_the_chart_and_its_sentence_keep_the_table_whole_and_need_no_chart_library(lesson: Page) -> None:
    asked: list[str] = []
    lesson.on("request", lambda request: asked.append(request.url))
    open_fold(lesson)
    studies = lesson.locator("#choose-studies")
    studies.get_by_text("Every study as a table").click()
    expect(studies.get_by_role("row")).to_have_count(19)
    studies.get_by_role("radio", name="No comparison group").check()
    studies.get_by_role("radio", name="Rated by patients themselves").check()
    expect(studies.get_by_role("status")).to_have_text(
        "Shown: No comparison group. Rated by patients themselves. Studies that do not say who rated are left out."
    )
    expect(studies.locator("#every-study-sentence")).to_have_text(
        "Without a comparison group, clinics counted 41 to 83 of 100 as better. "
        "Without a comparison group, clinics counted 20 to 62 of 100 as having few or no symptoms."
    )
    expect(studies.get_by_role("row")).to_have_count(19)
    expect(studies.locator("svg.ns-drawing")).not_to_contain_text("US government trial")
    assert asked == [], "a filter asks for nothing"
    studies.get_by_role("radio", name="Beside sham").check()
    expect(studies.get_by_role("status")).to_contain_text("No study here is of that kind.")
    studies.get_by_role("radio", name="Rated by a doctor or trained rater").check()
    show_chart(lesson)
    assert len([url for url in asked if "plotly" in url]) == 1
    expect(studies.locator(".ns-plot .infolayer")).to_contain_text("US government trial")


def test_the_first_screen_of_a_small_phone_gives_both_numbers_and_says_not_most(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + LESSON, viewport={"width": 360, "height": 640})
    short = page.locator("main blockquote")
    for number in ("29 of 100", "10 of 100"):
        box = short.get_by_role("link", name=number).bounding_box()
        assert box
        assert box["y"] + box["height"] <= 640, f"{number} is below the first screen"
    said, bottom = page.evaluate(
        """() => {
          const short = document.querySelector("main blockquote");
          const seen = [];  // not the explanations that open only when asked for
          const walk = document.createTreeWalker(short, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("[popover]")) seen.push(walk.currentNode);
          const words = seen.find((node) => node.data.includes("(pretend) TMS."));
          const range = document.createRange();
          range.setStart(words, 0);
          range.setEnd(words, words.data.indexOf("TMS.") + 4);
          return [seen.map((node) => node.data).join(""), range.getBoundingClientRect().bottom];
        }"""
    )
    assert "TMS helps some people with depression, but not most." in said
    assert "with sham (pretend) TMS." in said
    assert bottom <= 640, "who the second number is about is below the first screen"


@everywhere
def test_the_veterans_trial_is_never_shown_as_a_gain(lesson: Page) -> None:
    lesson.get_by_role("radio", name="US veterans’ trial").check()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("TMS did no better than sham.")
    expect(lesson.get_by_role("img", name="TMS and sham together: 39 of 100")).to_be_visible()
    expect(lesson.locator("#tms-in-100").get_by_role("img")).to_have_count(1)


@everywhere
def test_the_papers_of_the_number_stay_open_while_studies_change(lesson: Page) -> None:
    lesson.locator("#tms-in-100").get_by_text("Who was counted, and how sure is it?").click()
    expect(
        lesson.locator("#tms-in-100 dd").get_by_text("1,371 people with major or bipolar depression")
    ).to_be_visible()
    lesson.get_by_role("radio", name="US government trial").check()
    expect(lesson.locator("#tms-in-100 dd").get_by_text("TMS: likely range 8 to 23 of 100")).to_be_visible()


@everywhere
def test_everything_works_by_keyboard_alone(lesson: Page) -> None:
    lesson.keyboard.press("Tab")
    expect(lesson.get_by_role("link", name="Skip to the lesson")).to_be_focused()
    lesson.keyboard.press("Enter")
    expect(lesson.locator("main")).to_be_focused()
    for _ in range(12):
        lesson.keyboard.press("Tab")
        if lesson.evaluate("document.activeElement.type") == "radio":
            break
    expect(lesson.get_by_role("radio", name="At least half better")).to_be_focused()
    lesson.keyboard.press("ArrowDown")
    expect(lesson.get_by_role("radio", name="Few or no symptoms")).to_be_checked()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("19 of 100 people got to few or no symptoms")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("ArrowDown")
    expect(lesson.get_by_role("radio", name="US government trial")).to_be_focused()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("14 of 100")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("ArrowDown")
    expect(lesson.get_by_role("radio", name="In plain words")).to_be_checked()
    expect(lesson.locator("#tms-in-100 .ns-plain")).to_contain_text("About 14 of 100 people who had TMS")
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Enter")
    expect(lesson.locator("#tms-in-100").get_by_text("Who was in it")).to_be_visible()


@everywhere
def test_a_screen_reader_hears_groups_choices_and_the_changing_sentence(lesson: Page) -> None:
    expect(lesson.locator("#tms-in-100")).to_match_aria_snapshot(
        """
        - group "What counts as better?":
          - radio "At least half better (response)" [checked]
          - radio "Few or no symptoms (remission)"
        - group "Choose a study":
          - radio "29 older trials, put together" [checked]
          - radio "US government trial"
          - radio "US veterans’ trial"
          - radio "Five-day TMS, newer trial"
          - radio "Five-day TMS, first small trial"
        - group "How should we show it?":
          - radio "As dots" [checked]
          - radio "In plain words"
        - status: /With TMS, 29 of 100/
        - figure "With TMS 29 of 100":
          - 'img "With TMS: 29 of 100"'
        - figure "With sham 10 of 100":
          - 'img "With sham: 10 of 100"'
        """
    )


def test_a_choice_made_before_the_script_arrives_is_kept(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    held: list[object] = []
    page.route("**/lesson.*.js", lambda route: held.append(route))
    page.goto(site + LESSON, wait_until="commit")
    page.get_by_role("radio", name="US government trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("29 of 100")
    held[0].continue_()  # type: ignore[attr-defined]
    expect(page.locator("#tms-in-100 output")).to_contain_text("Here is “Few or no symptoms (remission)”")
    expect(page.get_by_role("radio", name="US government trial")).to_be_checked()


@everywhere
def test_nothing_is_asked_of_another_host_and_nothing_at_all_when_a_reader_chooses(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(address)
    show_chart(page)
    assert asked
    ours = urlsplit(address)
    assert all(urlsplit(url)[:2] == ours[:2] for url in asked), asked
    asked.clear()
    for radio in page.locator("#tms-in-100").get_by_role("radio").all():
        radio.check()
    page.get_by_text("Every study as a table").click()
    expect(page.get_by_role("radio", name="Five-day TMS, first small trial")).to_be_checked()
    page.evaluate("new Promise(requestAnimationFrame)")
    assert asked == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0, "only this tab may keep what a reader chose"


@everywhere
def test_a_tap_on_a_crisis_number_does_not_disable_the_page(lesson: Page) -> None:
    # The browser may ask which app to open, and takes every mouse click until it is told: choose without the mouse.
    lesson.locator("a[href='tel:988']").first.click()
    lesson.get_by_role("radio", name="Few or no symptoms").dispatch_event("click")
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("19 of 100")
    lesson.locator("a[href='sms:988']").first.click()
    lesson.get_by_role("radio", name="At least half better").dispatch_event("click")
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("29 of 100")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(site: str, open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(site + LESSON, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    show_chart(page)
    for state in ("as it loads", "after a choice, with everything open"):
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        page.get_by_role("radio", name="Five-day TMS, newer trial").check()
        open_everything(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(site + LESSON, viewport={"width": width, "height": 800})
    show_chart(page)
    open_everything(page)
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wide == 0


def test_every_target_is_large_enough_for_a_shaking_thumb(lesson: Page) -> None:
    for radio in lesson.locator("#tms-in-100 fieldset label").all():
        box = radio.bounding_box()
        assert box and box["height"] >= 44
    for link in lesson.get_by_role("complementary", name="Crisis help").get_by_role("link").all():
        box = link.bounding_box()
        assert box and box["height"] >= 24


def test_the_chart_library_waits_until_a_reader_points_at_the_chart(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + LESSON)
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    open_fold(page)
    page.mouse.move(0, 0)  # the finger that opened it is no pointing at the chart
    page.locator("#every-study").scroll_into_view_if_needed()
    expect(page.locator("#every-study .ns-drawing")).to_be_in_viewport()
    assert not [url for url in asked if "plotly" in url]
    show_chart(page)
    assert len([url for url in asked if "plotly" in url]) == 1


@everywhere
def test_the_drawing_and_the_live_chart_take_the_same_room(lesson: Page) -> None:
    plot = lesson.locator("#every-study .ns-plot")
    open_fold(lesson)
    before = plot.bounding_box()
    show_chart(lesson)
    after = plot.bounding_box()
    assert before
    assert after
    assert abs(before["height"] - after["height"]) <= 1


def test_the_chart_offers_no_upload_and_holds_no_tab_stop(lesson: Page) -> None:
    show_chart(lesson)
    plot = lesson.locator("#every-study .ns-plot")
    expect(plot.locator(".modebar-btn")).to_have_count(0)
    expect(plot.locator("a, button, input, [tabindex='0']")).to_have_count(0)
    expect(plot).to_have_attribute("aria-hidden", "true")
    assert "Share" not in plot.inner_text()


def test_without_the_chart_library_the_drawing_stays(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.route("**/plotly*", lambda route: route.abort())
    page.goto(site + LESSON)
    open_fold(page)
    with page.expect_event("requestfailed"):
        page.locator("#every-study .ns-plot").hover()
    expect(page.locator("#every-study .ns-drawing")).to_be_visible()
    page.get_by_text("Every study as a table").click()
    expect(page.locator("#choose-studies").get_by_role("row")).to_have_count(19)


@everywhere
def test_a_number_in_the_text_has_its_entry_among_the_sources(lesson: Page) -> None:
    for link in lesson.locator("main a[href^='#']").all():
        target = unquote((link.get_attribute("href") or "")[1:])
        expect(lesson.locator(f"[id='{target}']")).to_have_count(1)


def test_sentences_on_the_page_are_those_reviewers_read(lesson: Page) -> None:
    assert sentence_of(lesson) in (lesson.locator("#tms-in-100 .ns-state").text_content() or "")


CLOSER = ["Every study on its own line", "Who rated: the doctor or the person?", "The five-day plan: two small studies"]


@everywhere
def test_the_closer_look_is_closed_until_a_reader_asks_and_a_link_to_a_part_opens_it(lesson: Page) -> None:
    folds = lesson.locator(".ns-fold")
    assert [" ".join(text.split()) for text in folds.locator("> summary").all_inner_texts()] == [
        *CLOSER,
        "“Cleared” is not “approved”",
    ]
    expect(lesson.locator(".ns-fold[open]")).to_have_count(0)
    expect(lesson.get_by_text("You can stop here")).to_be_visible()
    expect(lesson.get_by_role("heading", name="Say it in your own words")).to_be_visible()
    lesson.locator(".ns-contents summary").click()
    lesson.locator(".ns-contents").get_by_role("link", name=CLOSER[2]).click()
    opened = lesson.locator(".ns-fold[open]")
    expect(opened).to_have_count(1)
    for told in (
        "That comes from a small study",
        "Why do the two differ so much?",
        "How far luck can move a small study",
        "So a big number from a few people is a hint",
    ):
        expect(opened.get_by_text(told).first).to_be_visible()


def test_a_link_from_elsewhere_to_a_folded_part_opens_it(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + LESSON + "#Who-rated:-the-doctor-or-the-person?")
    expect(page.locator("#who-held-the-pen")).to_be_visible()
    expect(page.locator(".ns-fold[open]")).to_have_count(1)


@pytest.mark.parametrize("lesson_page", ["tms_outcomes", "breakthrough_depression"])
def test_on_a_phone_no_number_of_a_table_lies_beyond_the_edge_away_from_what_it_is_compared_with(
    site: str, open_page: Callable[..., Page], lesson_page: str
) -> None:
    page = open_page(site + f"voila/render/{lesson_page}.ipynb", viewport={"width": 360, "height": 740})
    open_everything(page)
    tables = page.locator("table.ns-rows")
    assert tables.count() >= (4 if lesson_page == "tms_outcomes" else 1)
    cells = tables.locator("tbody :is(th, td)")
    boxes = cells.evaluate_all("all => all.map((cell) => cell.getBoundingClientRect()).map((r) => [r.left, r.right])")
    assert boxes
    assert all(0 <= left < right <= 360 for left, right in boxes)
    inside = tables.evaluate_all("all => all.every((t) => t.parentElement.scrollWidth <= t.parentElement.clientWidth)")
    assert inside, "a table is wider than what shows it"


def test_a_card_of_a_table_names_each_number_and_is_still_a_table_to_a_screen_reader(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + LESSON, viewport={"width": 360, "height": 740})
    page.get_by_text("All of these numbers as a table").click()
    table = page.locator("#tms-in-100").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Study", "What counts", "With TMS", "With sham", "In words"]
    )
    first = table.get_by_role("row").nth(1)
    expect(first.get_by_role("rowheader")).to_have_text("29 older trials, put together")
    treated, compared = first.get_by_role("cell").nth(1), first.get_by_role("cell").nth(2)
    for cell, label in ((treated, "With TMS"), (compared, "With sham")):
        assert label in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    first_box, second_box = treated.bounding_box(), compared.bounding_box()
    assert first_box
    assert second_box
    assert abs(second_box["y"] - first_box["y"] - first_box["height"]) <= 8, "the comparison stands right below"
    page.set_viewport_size({"width": 1000, "height": 740})
    wide, beside = treated.bounding_box(), compared.bounding_box()
    assert wide
    assert beside
    assert wide["y"] == beside["y"], "with room it is a table"


@pytest.mark.parametrize("width", [360, 1280])
def test_two_groups_of_thousands_stand_side_by_side_where_there_is_room(
    site: str, open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(site + LESSON, viewport={"width": width, "height": 900})
    boxes = [svg.bounding_box() for svg in page.locator("#seizures svg").all()]
    assert len(boxes) == 2
    first, second = boxes
    assert first
    assert second
    assert (first["y"] == second["y"]) is (width == 1280)
    assert max(first["width"], second["width"]) >= 300, "the dots are too small to see"
    expect(page.locator("#seizures .ns-ring")).to_have_count(1)
