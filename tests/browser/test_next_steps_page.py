"""The lesson on choosing a next step, as readers meet it: their questions first, all choices beside waiting, a plan."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import open_everything
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader

NEXT_STEPS = "voila/render/next_steps.ipynb"
ALPHABET = ["add-medicine", "add-therapy", "adjust-or-switch", "ect", "esketamine", "tms", "wait"]
QUESTIONS = ["what-happens", "how-often", "how-soon", "how-sure", "side-effects", "work-and-driving", "cost"]


def ready(page: Page) -> Page:
    for name in ("options-side-by-side", "phq-9", "my-plan"):
        expect(page.locator(f"#{name}[data-ready]")).to_be_attached()
    return page


def rows(page: Page) -> list[str]:
    return page.locator("#options-side-by-side .ns-question").evaluate_all("all => all.map((q) => q.dataset.question)")


def shown(page: Page, question: str) -> list[str]:
    found = page.locator(f"[data-question={question}] .ns-answers > li:visible")
    return found.evaluate_all("all => all.map((answer) => answer.dataset.option)")


def options_of(page: Page) -> Locator:
    return page.locator("#options-side-by-side")


@pytest.fixture
def lesson_4(site: str, open_page: Callable[..., Page]) -> Page:
    return ready(open_page(site + NEXT_STEPS))


def test_what_matters_comes_first_by_keyboard_alone_and_the_page_says_why(lesson_4: Page) -> None:
    here = options_of(lesson_4)
    expect(here.get_by_text("You have ticked nothing yet")).to_be_visible()
    assert rows(lesson_4) == QUESTIONS
    here.get_by_role("checkbox", name="What about work, home and driving?").focus()
    lesson_4.keyboard.press("Space")
    here.get_by_role("checkbox", name="How soon might it help?").focus()
    lesson_4.keyboard.press("Space")
    assert rows(lesson_4)[:3] == ["work-and-driving", "how-soon", "what-happens"]
    first = lesson_4.locator("[data-question=work-and-driving]")
    expect(first).to_contain_text("Question 1 of seven")
    following = first.get_by_role("link", name="Next question: How soon might it help?")
    expect(following).to_have_attribute("href", re.compile("#options-side-by-side-how-soon$"))
    expect(here.locator("output")).to_have_text("Now in place 2: How soon might it help?")
    up = here.get_by_role("button", name="Move up: How soon might it help?")
    up.focus()
    lesson_4.keyboard.press("Enter")
    assert rows(lesson_4)[:3] == ["how-soon", "work-and-driving", "what-happens"]
    expect(here.get_by_role("button", name="Move down: How soon might it help?")).to_be_focused()
    expect(here.locator("output")).to_have_text("Now in place 1: How soon might it help?")
    expect(here.get_by_text("The choices keep their places, and nothing is scored.")).to_be_visible()
    here.get_by_role("checkbox", name="How soon might it help?").focus()
    lesson_4.keyboard.press("Space")
    expect(here.locator("output")).to_have_text("Back in its own place: How soon might it help?")
    assert rows(lesson_4) == ["work-and-driving", *[key for key in QUESTIONS if key != "work-and-driving"]]


def test_ordering_questions_never_orders_the_choices(lesson_4: Page) -> None:
    before = [shown(lesson_4, question) for question in QUESTIONS]
    for box in options_of(lesson_4).locator(".ns-matters input").all():
        box.check()
    assert [shown(lesson_4, question) for question in QUESTIONS] == before


def test_waiting_stays_beside_whatever_is_looked_at(lesson_4: Page) -> None:
    for question in QUESTIONS:
        assert sorted(shown(lesson_4, question)) == ALPHABET
    options_of(lesson_4).get_by_role("checkbox", name="ECT", exact=True).check()
    for question in QUESTIONS:
        assert sorted(shown(lesson_4, question)) == ["ect", "wait"]
    options_of(lesson_4).get_by_role("checkbox", name="ECT", exact=True).uncheck()
    assert sorted(shown(lesson_4, "cost")) == ALPHABET


def test_on_a_wide_screen_each_choice_keeps_its_column_in_every_row(site: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(site + NEXT_STEPS, viewport={"width": 1280, "height": 900}))
    for name in ("TMS", "Add talking therapy"):
        options_of(page).get_by_role("checkbox", name=name, exact=True).check()
    places = {
        (answer.get_attribute("data-option"), round(box["x"]), round(box["width"]))
        for answer in options_of(page).locator(".ns-answers > li:visible").all()
        if (box := answer.bounding_box())
    }
    assert len(places) == 3, "three choices, each always in one place and as wide as the others"
    assert len({width for _, _, width in places}) == 1
    for question in QUESTIONS:
        tops = page.locator(f"[data-question={question}] .ns-answers > li:visible").evaluate_all(
            "all => all.map((answer) => answer.getBoundingClientRect().top)"
        )
        assert len(tops) == 3
        assert len(set(tops)) == 1


def test_on_a_phone_the_answers_to_one_question_stand_right_below_each_other_with_their_names(lesson_4: Page) -> None:
    options_of(lesson_4).get_by_role("checkbox", name="TMS", exact=True).check()
    answers = lesson_4.locator("[data-question=side-effects] .ns-answers > li:visible")
    first, second = (answer.bounding_box() for answer in answers.all())
    assert first
    assert second
    assert (first["x"], first["width"]) == (second["x"], second["width"])
    assert 0 < second["y"] - first["y"] - first["height"] < 30
    assert sorted(answers.locator("strong").all_text_contents()) == ["TMS", "Wait, or change nothing"]


def test_each_day_of_the_week_begins_with_another_choice(made: object, open_page: Callable[..., Page]) -> None:
    address = (made / "next_steps.html").as_uri()  # type: ignore[operator]
    page = open_page(offline=True, timezone_id="America/Denver")
    firsts = []
    for day in range(6, 13):  # Sunday, 6 December 2026, to Saturday
        page.clock.set_fixed_time(f"2026-12-{day:02}T23:30:00-07:00")
        page.goto(address)
        ready(page)
        order = shown(page, "how-often")
        assert order == ALPHABET[ALPHABET.index(order[0]) :] + ALPHABET[: ALPHABET.index(order[0])]
        assert all(shown(page, question) == order for question in QUESTIONS), "one order for the whole page"
        firsts.append(order[0])
    assert firsts == ALPHABET


def test_the_change_of_day_moves_nothing_that_a_reader_is_looking_at(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 360, "height": 780})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        "for (const entry of list.getEntries()) window.moved += entry.value;"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(site + NEXT_STEPS)
    ready(page)
    assert page.evaluate("window.moved") < 0.02


def test_what_matters_reaches_the_plan_and_is_still_there_after_a_reload_and_nothing_is_sent(lesson_4: Page) -> None:
    asked: list[str] = []
    lesson_4.on("request", lambda request: asked.append(request.url))
    here = options_of(lesson_4)
    here.get_by_role("checkbox", name="What does it cost, and what will my plan pay?").check()
    here.get_by_role("checkbox", name="What about side effects?").check()
    here.get_by_label("Something else that matters to me").fill("I look after my <grandson> & a dog")
    here.get_by_role("checkbox", name="ECT", exact=True).check()
    lines = lesson_4.locator("#my-plan .ns-sheet .ns-words")
    wanted = [
        "It matters to me what it costs and what my plan pays.",
        "It matters to me which side effects I could have.",
        "I look after my <grandson> & a dog",
        "I would like to talk about ECT.",
    ]
    expect(lines).to_have_text(wanted)
    assert asked == []
    lesson_4.reload()
    ready(lesson_4)
    assert rows(lesson_4)[:2] == ["cost", "side-effects"]
    expect(here.get_by_label("Something else that matters to me")).to_have_value("I look after my <grandson> & a dog")
    assert sorted(shown(lesson_4, "cost")) == ["ect", "wait"]
    expect(lines).to_have_text(wanted)
    lesson_4.get_by_role("button", name="Clear my answers").last.click()
    assert rows(lesson_4) == QUESTIONS
    expect(here.get_by_label("Something else that matters to me")).to_have_value("")
    assert sorted(shown(lesson_4, "cost")) == ALPHABET


def test_a_choice_made_before_the_scripts_arrive_is_not_lost(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    held: list[Route] = []
    page.route("**/lesson.*.js", lambda route: held.append(route))
    page.goto(site + NEXT_STEPS, wait_until="commit")
    options_of(page).get_by_role("checkbox", name="How sure are we?").check()
    expect(options_of(page).locator(".ns-question")).to_have_count(7)
    assert sorted(shown(page, "how-sure")) == ALPHABET, "the page is whole without its scripts"
    held[0].continue_()
    assert rows(ready(page))[0] == "how-sure"


def test_a_number_in_an_answer_shows_its_papers(lesson_4: Page) -> None:
    lesson_4.locator("[data-question=how-often] [data-option=tms]").get_by_role("link", name="10 of 100").first.click()
    papers = lesson_4.get_by_role("dialog")
    expect(papers).to_contain_text("In 29 trials, 29 of 100 people got at least half better with TMS")
    expect(papers).to_contain_text("1,371")
    lesson_4.keyboard.press("Escape")
    expect(lesson_4.locator("[data-question=how-often] [data-option=tms] a:focus")).to_have_text("10 of 100")


def test_with_scripts_off_every_answer_can_be_read_and_no_control_is_dead(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + NEXT_STEPS, java_script_enabled=False)
    assert page.locator("#options-side-by-side .ns-answers > li:visible").count() == 49
    for control in options_of(page).locator("input, button").all():
        expect(control).to_be_hidden()
    expect(page.get_by_text("Here the choices stand in the order of the alphabet.")).to_be_visible()


def test_on_paper_the_reader_s_own_order_and_choices_stand_and_no_control(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = ready(open_page(site + NEXT_STEPS, viewport={"width": 1280, "height": 900}))
    options_of(page).get_by_role("checkbox", name="How sure are we?").check()
    options_of(page).get_by_role("checkbox", name="Esketamine nasal spray").check()
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages).split())
    sides = text[: text.index("How to read these numbers")]
    assert sides.index("How sure are we?") < sides.index("What happens, and how much time does it take?")
    assert "Esketamine nasal spray" in sides
    assert "What do I pay for a visit to check on me?" in sides
    assert "ECT" not in sides[sides.index("How sure are we?") :]
    assert "Move up" not in text
    assert "Something else that matters to me" not in text


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_choices_used_and_unused(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = ready(open_page(site + NEXT_STEPS, viewport={"width": width, "height": 900}, color_scheme=scheme))
    for state in ("as it loads", "in use, with everything open"):
        found = Axe().run(page)
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        options_of(page).get_by_role("checkbox", name="How sure are we?").check()
        options_of(page).get_by_role("checkbox", name="What about side effects?").check()
        options_of(page).get_by_role("checkbox", name="TMS", exact=True).check()
        open_everything(page)


@pytest.mark.parametrize("width", [320, 360])  # 320 is also a screen of 1280 at 400% zoom
def test_nothing_scrolls_sideways_among_the_choices(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = ready(open_page(site + NEXT_STEPS, viewport={"width": width, "height": 256}))
    options_of(page).get_by_role("checkbox", name="What happens, and how much time does it take?").check()
    open_everything(page)
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0


def test_every_tick_and_button_among_the_choices_is_large_enough_for_a_shaking_thumb(lesson_4: Page) -> None:
    options_of(lesson_4).get_by_role("checkbox", name="How sure are we?").check()
    options_of(lesson_4).get_by_role("checkbox", name="What about side effects?").check()
    for target in options_of(lesson_4).locator("fieldset label, button, input[type=text]").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
