"""The conversation plan as readers meet it: everything they chose, on their paper and on no wire, gone with the tab."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Locator, Page, Request, expect
from pypdf import PdfReader

from nextsteps.wording import words
from nextsteps.wording.conversation_plan import sections
from pages.assets import as_function
from pages.library import lesson_names
from widgets import ConversationPlan

PLAN_PAGE = "next_steps.html"
LESSON_1 = "breakthrough_depression.html"
INCH = dict.fromkeys(("top", "bottom", "left", "right"), "0.5in")
#: What a reader types here, so that it can be found wherever it might have gone.
SECRET = "My neighbour Xochitl drives me"
STORED = "JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage}) + document.cookie"


def tick_all(widget: Locator) -> None:
    for box in widget.get_by_role("checkbox").all():
        box.check()


def fill_claim_table(widget: Locator) -> None:
    widget.get_by_label("Topic", exact=True).select_option(index=2)
    widget.locator("tbody summary:visible").first.click()
    widget.locator("[type=checkbox]:visible").check()


def fill_missed_doses(widget: Locator) -> None:
    widget.get_by_role("checkbox").check()


def fill_medicine_history(widget: Locator) -> None:
    widget.locator("button[data-act=add]").click()
    widget.locator("select[data-field=medicine]").select_option(index=1)
    widget.locator("input[data-field=weeks]").fill("8")


def fill_options(widget: Locator) -> None:
    tick_all(widget)
    widget.get_by_role("textbox").fill(f"{SECRET} to the visit.")


def fill_phq9(widget: Locator) -> None:
    for question in widget.locator("ol fieldset").all():
        question.get_by_role("radio").nth(1).check()
    widget.locator("[data-trait=offered]").check()


def fill_own_words(widget: Locator) -> None:
    for place, question in enumerate(widget.locator(".ns-own-question").all()):
        question.locator("textarea").fill(f"As I would say it to a friend, number {place}.")
        question.get_by_role("checkbox").check()


#: How a reader fills each kind of widget that offers lines to the plan.
FILL: dict[str, Callable[[Locator], None]] = {
    "claim_table": fill_claim_table,
    "in_your_words": fill_own_words,
    "medicine_history": fill_medicine_history,
    "missed_doses": fill_missed_doses,
    "options": fill_options,
    "phq9": fill_phq9,
    "visit_list": tick_all,
}


def ready(page: Page) -> Page:
    """The page with every widget of it ready to answer."""
    expect(page.locator("[data-widget]:not([data-ready])")).to_have_count(0)
    return page


def fill_every_widget(page: Page) -> int:
    """Fill what offers lines to the plan, and say how many there were."""
    offering = [
        element.evaluate("(el) => [el.id, el.dataset.widget]")
        for element in page.locator("[data-widget]").all()
        if '"plan_title"' in element.locator(".ns-state").text_content()
    ]
    for name, kind in offering:
        assert kind in FILL, f"{kind} offers lines to the plan; add to FILL how a reader fills it"
        FILL[kind](page.locator(f"#{name}"))
    return len(offering)


def kept(page: Page) -> dict[str, list[str]]:
    """The lines that the store of this tab holds for the plan, by lesson and widget."""
    held = json.loads(page.evaluate("sessionStorage.getItem('next-steps') ?? '{}'"))
    return {place: entry["plan"] for place, entry in held.items() if entry.get("title")}


def printed(page: Page) -> PdfReader:
    """What comes out of the printer after a press on "Print my plan"."""
    page.evaluate("window.print = () => {}")  # no dialogue here; the sheet stands ready until it was printed
    page.get_by_role("button", name="Print my plan").dispatch_event("click")
    return PdfReader(io.BytesIO(page.pdf(format="Letter", margin=INCH)))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))  # paper joins letters, such as the two of "off"


def text_of(paper: PdfReader) -> str:
    return flat(" ".join(sheet.extract_text() for sheet in paper.pages))


def section(page: Page, key: str) -> Locator:
    return page.locator(f'#my-plan [data-section="{key}"]')


@pytest.fixture
def plan(below_a_path: str, open_page: Callable[..., Page]) -> Page:
    return ready(open_page(below_a_path + PLAN_PAGE))


@pytest.fixture
def filled(below_a_path: str, open_page: Callable[..., Page]) -> Page:
    """The plan of a reader who ticked one sign and two reasons in the first lesson."""
    page = ready(open_page(below_a_path + LESSON_1))
    page.get_by_role("checkbox", name="Sad, empty, or numb").check()
    page.get_by_role("checkbox", name="Missed doses").check()
    page.get_by_role("checkbox", name="New stress or a loss").check()
    page.goto(below_a_path + PLAN_PAGE)
    return ready(page)


def test_all_that_was_chosen_in_every_lesson_is_on_the_paper_and_in_no_request(
    below_a_path: str, open_page: Callable[..., Page]
) -> None:
    page, asked, offering = open_page(), [], 0
    page.context.on("request", lambda request: asked.append(request))
    # The same lesson in another language has the same place in the store.
    lessons = [name.replace(".ipynb", ".html") for name in lesson_names(ROOT / "notebooks") if "/" not in name]
    for address in [name for name in lessons if name != PLAN_PAGE] + [PLAN_PAGE]:
        assert page.goto(below_a_path + address).ok
        offering += fill_every_widget(ready(page))
    lines = kept(page)
    assert len(lines) == offering >= 6, "a widget that offers lines kept none, so the plan would miss them"
    assert all(lines.values())
    section(page, "notes").get_by_role("textbox").fill(f"{SECRET} home.")
    before = len(asked)
    paper = text_of(printed(page))
    for offered in lines.values():
        for line in offered:
            assert flat(line) in paper
    assert paper.count(SECRET) == 2
    assert "Call 988" in paper
    assert "llame al 988" in paper
    with page.expect_download():
        page.get_by_role("button", name="Save it as text").dispatch_event("click")
    assert [r.url for r in asked[before:] if not r.url.startswith("blob:")] == [], "to print or save asks nobody"
    assert_untold(asked, [SECRET, *(line for offered in lines.values() for line in offered)])


def assert_untold(asked: list[Request], private: list[str]) -> None:
    """No request may carry anything of the reader's, in its address, its headers or its body."""
    assert asked
    for request in asked:
        told = f"{request.url} {request.headers} {request.post_data}"
        assert request.method == "GET"
        assert not any(part in told for part in private)
        assert "?" not in request.url


def test_only_the_plan_is_printed_and_the_page_is_whole_again_afterwards(filled: Page) -> None:
    paper = text_of(printed(filled))
    assert "My conversation plan" in paper
    assert "I have missed some doses." in paper
    heading = filled.get_by_role("heading", level=1)
    assert flat(heading.text_content()) not in paper
    assert "Print my plan" not in paper
    assert "Change" not in paper
    expect(heading).to_be_visible()
    expect(filled.locator(".ns-alone")).to_have_count(0)


def test_with_nothing_chosen_it_prints_as_a_blank_form_on_one_sheet(plan: Page) -> None:
    paper = printed(plan)
    assert len(paper.pages) == 1
    text = text_of(paper)
    for part in sections(words("en")):
        assert part.title in text
        assert flat(part.hint) in text
    assert "Date of the visit" in text
    assert "Call 988" in text


def test_with_scripts_off_there_are_lines_to_write_on_and_no_dead_control(
    below_a_path: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(below_a_path + PLAN_PAGE, java_script_enabled=False)
    for control in page.locator("#my-plan button, #my-plan textarea").all():
        expect(control).to_be_hidden()
    expect(section(page, "changed").locator(".ns-rules")).to_be_visible()
    expect(page.get_by_text("You can print this page with the menu of your browser")).to_be_visible()
    assert "What we agreed" in text_of(PdfReader(io.BytesIO(page.pdf(format="Letter", margin=INCH))))


def test_a_closed_tab_leaves_nothing_of_the_plan_behind(filled: Page) -> None:
    section(filled, "changed").get_by_role("textbox").fill(SECRET)
    assert SECRET in filled.evaluate(STORED)
    assert SECRET not in filled.evaluate("JSON.stringify({...localStorage}) + document.cookie")
    other = filled.context.new_page()
    other.goto(filled.url)
    filled.close()
    ready(other)
    assert other.evaluate(STORED) == "{}{}"
    expect(other.locator("#my-plan .ns-sheet li")).to_have_count(0)
    expect(section(other, "changed").get_by_role("textbox")).to_have_value("")


def test_what_was_written_is_there_after_a_look_at_another_lesson_and_what_was_ticked_there_has_come(
    plan: Page, below_a_path: str
) -> None:
    expect(plan.get_by_text("Nothing from the lessons is here yet.")).to_be_visible()
    section(plan, "matters").get_by_role("textbox").fill("My dog.")
    plan.goto(below_a_path + LESSON_1)
    ready(plan).get_by_role("checkbox", name="Missed doses").check()
    plan.go_back()
    ready(plan)
    expect(section(plan, "matters").get_by_role("textbox")).to_have_value("My dog.")
    expect(plan.locator("#my-plan .ns-sheet li")).to_contain_text("I have missed some doses.")
    expect(plan.get_by_text("Nothing from the lessons is here yet.")).to_be_hidden()


def test_a_page_that_a_browser_kept_whole_gathers_anew_when_it_is_shown_again(filled: Page) -> None:
    filled.evaluate(
        """() => {
          const held = sessionStorage.getItem("next-steps");
          sessionStorage.setItem("next-steps", held.replace("I feel sad", "I felt sad"));
          dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    expect(filled.locator("#my-plan .ns-sheet li").first).to_contain_text("I felt sad")


def test_a_choice_on_the_same_page_comes_to_the_plan_at_once(plan: Page) -> None:
    fill_phq9(plan.locator("#phq-9"))
    expect(plan.locator("#my-plan .ns-sheet li")).to_contain_text("My PHQ-9 total: 9.")
    plan.locator("#phq-9").get_by_role("checkbox").uncheck()
    expect(plan.locator("#my-plan .ns-sheet li")).to_have_count(0)


def test_a_line_is_changed_by_keyboard_and_the_words_stay(filled: Page) -> None:
    change = filled.get_by_role("button", name="Change: I feel sad")
    change.focus()
    filled.keyboard.press("Enter")
    field = filled.get_by_role("textbox", name="This line in your words")
    expect(field).to_be_focused()
    filled.keyboard.press("ControlOrMeta+a")
    filled.keyboard.type(SECRET)
    assert SECRET in text_of(printed(filled)), "a line that is still open is printed too"
    filled.get_by_role("button", name="Change").first.wait_for()
    filled.locator("#my-plan .ns-sheet li").first.get_by_role("button", name="Change").press("Enter")
    filled.keyboard.press("Escape")
    expect(filled.get_by_role("button", name=f"Change: {SECRET}")).to_be_focused()
    filled.reload()
    expect(ready(filled).locator("#my-plan .ns-sheet li").first).to_contain_text(SECRET)


def test_a_line_that_was_emptied_is_off_the_sheet_and_can_be_put_back_as_it_was(filled: Page) -> None:
    filled.get_by_role("button", name="Change: I feel sad").press("Enter")
    filled.get_by_role("textbox", name="This line in your words").fill("  ")
    filled.get_by_role("button", name="Done").press("Enter")
    back = filled.get_by_role("button", name="Put it back: I feel sad")
    expect(back).to_be_focused()
    back.press("Enter")
    expect(filled.get_by_role("button", name="Change: I feel sad")).to_be_visible()


def test_a_removed_line_is_on_no_paper_and_one_press_puts_it_back(filled: Page) -> None:
    filled.get_by_role("button", name="Remove: I feel sad").press("Enter")
    expect(filled.get_by_text("That line is off your plan.")).to_be_visible()
    back = filled.get_by_role("button", name="Put it back: I feel sad")
    expect(back).to_be_focused()
    paper = text_of(printed(filled))
    assert "I feel sad" not in paper
    assert "What I have noticed" not in paper, "a heading with nothing below it is not printed"
    assert "I have missed some doses." in paper
    filled.get_by_role("button", name="Remove: I have missed").press("Enter")
    paper = text_of(printed(filled))
    assert "I have missed some doses." not in paper
    assert "A lot has happened in my life." in paper
    back.press("Enter")
    expect(filled.get_by_role("button", name="Remove: I feel sad")).to_be_focused()
    assert "I feel sad" in text_of(printed(filled))


def test_the_text_file_is_made_on_the_device_and_reads_like_the_sheet(filled: Page, tmp_path: Path) -> None:
    section(filled, "changed").get_by_role("textbox").fill("Since May.")
    with filled.expect_download() as download:
        filled.get_by_role("button", name="Save it as text").dispatch_event("click")
    assert download.value.suggested_filename == "notes.txt"
    assert download.value.url.startswith("blob:")
    download.value.save_as(tmp_path / "notes.txt")
    text = (tmp_path / "notes.txt").read_text("utf-8")
    assert text.startswith(
        "My conversation plan\n\nWhat changed, and when\nSince May.\n\nWhat I have noticed\n- I feel sad"
    )
    assert "Call 988" in text
    expect(filled.get_by_text("The file is on this device now.")).to_be_visible()


def test_one_press_empties_everything_and_one_more_brings_it_back(filled: Page) -> None:
    section(filled, "notes").get_by_role("textbox").fill(SECRET)
    filled.locator("#my-plan").get_by_role("button", name="Clear my answers").press("Enter")
    assert filled.evaluate(STORED) == "{}{}"
    expect(filled.locator("#my-plan .ns-sheet li")).to_have_count(0)
    expect(section(filled, "notes").get_by_role("textbox")).to_have_value("")
    undo = filled.get_by_role("button", name="Put them back")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(section(filled, "notes").get_by_role("textbox")).to_have_value(SECRET)
    expect(filled.locator("#my-plan .ns-sheet li").first).to_contain_text("I feel sad")


def test_a_screen_reader_hears_the_sheet_in_the_order_of_a_visit(filled: Page) -> None:
    sheet = filled.get_by_role("article", name="My conversation plan")
    assert [flat(h) for h in sheet.get_by_role("heading").all_inner_texts()] == [
        "My conversation plan",
        "What changed, and when",
        "Medicines I have tried",
        "What I have noticed",
        "Reasons to check again",
        "My questions",
        "What matters to me, and choices to talk about",
        "Notes",
    ]
    expect(sheet.get_by_role("listitem")).to_have_count(3)
    for part in sections(words("en")):
        expect(sheet.get_by_role("textbox", name=part.title)).to_have_accessible_description(part.hint)


def test_markup_in_a_line_is_shown_as_it_was_typed(filled: Page) -> None:
    filled.get_by_role("button", name="Change: I feel sad").press("Enter")
    filled.get_by_role("textbox", name="This line in your words").fill("<img src=x onerror=alert(1)>")
    filled.get_by_role("button", name="Done").press("Enter")
    expect(filled.locator("#my-plan .ns-sheet li").first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(filled.locator("#my-plan img, .ns-alone img")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_barrier_for_a_screen_reader_and_nothing_is_cut_off(filled: Page, width: int) -> None:
    filled.set_viewport_size({"width": width, "height": 800})
    filled.get_by_role("button", name="Remove: I have missed").press("Enter")
    filled.get_by_role("button", name="Change: I feel sad").press("Enter")
    assert filled.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(filled, context="#my-plan")
    assert found.violations_count == 0, found.generate_report()


def test_where_there_is_no_page_around_it_the_plan_is_a_blank_form_that_empties_itself(
    open_page: Callable[..., Page],
) -> None:
    """As in JupyterLab: an empty element, a model with a kernel behind it, and no store."""
    page, made = open_page(), ConversationPlan("my-plan")
    page.set_content('<div id="my-plan"></div>')
    page.evaluate(
        """([module, state]) => {
          const heard = {};
          globalThis.model = {
            get: (key) => state[key],
            set: (key, value) => { state[key] = value; for (const hear of heard[key] ?? []) hear(); },
            save_changes: () => { globalThis.saved = { ...state }; },
            on: (event, hear) => (heard[event.slice(7)] ??= []).push(hear),
            off: () => {},
          };
          eval(module)().render({ model, el: document.querySelector("#my-plan") });
        }""",
        [
            f"({as_function(ROOT / 'widgets/conversation_plan.mjs')})",
            {key: getattr(made, key) for key in ("markup", "states", "written", "edits", "removed", "gathered")},
        ],
    )
    notes = section(page, "notes").get_by_role("textbox")
    notes.fill("Ask about sleep.")
    assert page.evaluate("saved.written.notes") == "Ask about sleep."
    page.get_by_role("button", name="Clear my answers").press("Enter")
    expect(notes).to_have_value("")
    expect(page.get_by_text("Your plan is empty now.")).to_be_visible()
