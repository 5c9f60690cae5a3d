"""Seen, heard and used by everyone: each page of the site against WCAG 2.2, and each widget by what it says of itself.

docs/accessibility.md names these tests beside the criteria. The site is made once, from files; a page is opened once
and led through its views. NEXT_STEPS_EVERY_VIEW=1 runs axe in all eighteen views of each page instead of three.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, open_fold
from playwright.sync_api import Browser, Locator, Page, expect

from pages.course import course

PAGES = [lesson.name.replace(".ipynb", ".html") for lesson in course(ROOT / "notebooks")] + ["404.html"]
ENGLISH = [page for page in PAGES if "/" not in page]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
#: Width, colours and state of a page that axe looks at: each value of each once on every page.
VIEWS = [(360, "light", "initial"), (1280, "dark", "used"), (360, "forced", "dialog")]
EVERY_VIEW = bool(os.environ.get("NEXT_STEPS_EVERY_VIEW"))
if EVERY_VIEW:
    VIEWS = [
        (width, colours, state)
        for state, width, colours in itertools.product(
            ("initial", "used", "dialog"), (360, 1280), ("light", "dark", "forced")
        )
    ]

#: What one template repeats: its first ones stand for the rest, or axe takes minutes over hundreds of them.
PAPERS = {"exclude": [[".ns-sources li:nth-child(n+4)"]]}
FEWER = """() => {
  for (const one of document.querySelectorAll("#claims tr:nth-child(n+8), #claims li:nth-child(n+8)")) one.remove();
}"""
#: Answer as a reader would who tries everything: the last choice of each group, a word in each field, all unfolded.
USE = """() => {
  for (const group of document.querySelectorAll("main fieldset")) {
    const inputs = [...group.querySelectorAll("input")];
    if (inputs.length && !inputs.at(-1).checked) inputs.at(-1).click();
  }
  for (const field of document.querySelectorAll("main :is(textarea, input[type=text], input[type=search])")) {
    if (!field.checkVisibility()) continue;
    field.value = "7";
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""

#: Everything that can be focused and is there to see, in the order of the document.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)"""

#: What is wrong where a reader's focus is: nothing shows it, something covers it, or it is out of sight.
FOCUS = """([index]) => {
  const found = (STOPS)();
  const faults = [];
  for (const one of found.slice(0, index)) {
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const name = one.outerHTML.slice(0, 120);
    const rings = [[one, null], [one, "::before"], [one.closest("label"), null]].filter(([e]) => e);
    const seen = rings.some(([e, part]) => {
      const style = getComputedStyle(e, part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (!seen) faults.push("no ring: " + name);
    const box = one.getClientRects()[0];
    const middle = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
    if (middle[1] < 0 || middle[1] > innerHeight) { faults.push("out of sight: " + name); continue; }
    const top = document.elementFromPoint(...middle);
    // An ancestor will not do: what is drawn before or after one belongs to it, and may lie over all that it holds.
    if (!top || !(one.contains(top) || top.closest("label")?.control === one))
      faults.push("covered: " + name);
  }
  return faults;
}""".replace("STOPS", STOPS)

#: Targets that are smaller than a fingertip needs. A link inside a sentence is as high as its line (WCAG 2.5.8).
SMALL = """() => (STOPS)().filter((one) => {
  if (one.matches(".ns-skip")) return false;
  if (one.matches("a") && getComputedStyle(one).display === "inline") return false;
  const boxes = [one, ...(one.labels ?? [])].map((e) => e.getBoundingClientRect());
  return !boxes.some((box) => box.width >= 24 && box.height >= 24);
}).map((one) => one.outerHTML.slice(0, 140))""".replace("STOPS", STOPS)

#: WCAG 1.4.12, each at its most.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    "p { margin-bottom: 2em !important; }"
)

#: Words that a box cuts off, and whatever sticks out of the page to the side.
CUT = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  if (!e.checkVisibility() || e.closest(".ns-scroll, svg") || style.position === "absolute") return false;
  const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && e.textContent.trim();
  return hides && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
}).map((e) => e.outerHTML.slice(0, 140))"""


def seen_in(page: Page, width: int, colours: str) -> None:
    """Show the page at a width, and in light, dark or forced colours."""
    page.set_viewport_size({"width": width, "height": 780})
    page.emulate_media(
        color_scheme="dark" if colours == "dark" else "light",
        forced_colors="active" if colours == "forced" else "none",
    )


def brought_to(page: Page, state: str) -> None:
    """Bring the page to a state: as it opened, with everything used, or with a dialog (or else the menu) open."""
    page.keyboard.press("Escape")
    if state == "used":
        page.evaluate(USE)
    if state == "dialog":
        number = page.locator("main a[data-source]:visible").first
        if number.count():
            number.click()
            expect(page.get_by_role("dialog")).to_be_visible()
        elif (menu := page.locator(".ns-menu:not([open]) > summary")).count():
            menu.click()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_any_size_colours_or_state(made: Path, open_page: Callable[..., Page], name: str) -> None:
    page = open_page((made / name).as_uri())
    # A page in another language has the same markup: one of the views in turn, so that all are met.
    other = [VIEWS[PAGES.index(name) % len(VIEWS)]] if "/" in name else VIEWS
    if not EVERY_VIEW:
        page.evaluate(FEWER)
    faults = []
    for width, colours, state in other:
        seen_in(page, width, colours)
        brought_to(page, state)
        found = Axe().run(page, context=None if EVERY_VIEW else PAPERS, options=RULES)
        faults += [
            f"{width} px, {colours}, {state}: {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in found.response["violations"]
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", PAGES)
def test_at_400_percent_a_page_needs_no_sideways_scroll_and_cuts_no_word_and_shows_where_the_focus_is(
    made: Path, open_page: Callable[..., Page], name: str
) -> None:
    # 1280 by 1024 at 400% is 320 by 256 of the page's own pixels (WCAG 1.4.10).
    page = open_page((made / name).as_uri(), viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 320
    assert not page.evaluate(SMALL), "targets of less than 24 by 24 pixels"
    assert not page.evaluate(FOCUS, [80])
    page.evaluate(USE)
    assert page.evaluate(wide) <= 320, "used"
    assert not page.evaluate(SMALL), "targets of less than 24 by 24 pixels, used"
    page.add_style_tag(content=SPACED)
    assert page.evaluate(wide) <= 320, "with the widest spacing of text"
    assert not page.evaluate(CUT)


@pytest.mark.parametrize("name", ENGLISH)
def test_the_focus_goes_the_way_the_page_is_read_and_out_at_its_end(
    made: Path, open_page: Callable[..., Page], name: str
) -> None:
    page = open_page((made / name).as_uri())
    assert page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\').length') == 0
    was, places = None, []
    for _ in range(40):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
              const e = document.activeElement, box = (e.closest("label") ?? e).getClientRects()[0];
              const back = window.was?.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING;
              window.was = e;
              const said = e.outerHTML.slice(0, 90);
              return e === document.body ? null : [!back, box.top + scrollY, box.bottom + scrollY, said];
            }"""
        )
        if place is None:
            break
        forward, top, bottom, said = place
        assert forward, f"the focus goes back to {said}"
        # In one column each stop is at or below the one before; two in one line share its height.
        assert was is None or bottom > was or "ns-skip" in said, f"the focus jumps up to {said}"
        was = top if "ns-skip" not in said else None
        places.append(said)
    assert len(places) > 4
    page.locator("body > footer a, body > footer summary").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || !document.hasFocus()"), "Tab leaves the page"


def test_nothing_sticks_to_the_screen_where_it_could_hide_the_focus(made: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((made / "tms_outcomes.html").as_uri())
    # What a stylesheet draws before or after an element sticks as well as the element.
    stuck = """() => [...document.querySelectorAll("body, body *")].filter((e) => e.checkVisibility() &&
      [null, "::before", "::after"].map((part) => getComputedStyle(e, part)).some(
        (style) => /fixed|sticky/.test(style.position) && style.content !== "none"))
      .map((e) => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(stuck) == []


def test_a_choice_and_a_person_can_be_told_without_colour(made: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((made / "tms_outcomes.html").as_uri())
    page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    group = page.get_by_role("group", name="Choose a study")
    one, other = (group.locator("label").nth(i) for i in (1, 2))

    def drawn(label: Locator) -> bytes:
        return label.locator("input").screenshot()

    unlike = drawn(one)
    one.click()
    group.locator("input").nth(1).blur()
    assert drawn(one) != unlike, "a made choice looks the same in grey"
    other.click()
    assert drawn(one) == unlike
    # The people: those counted are full, the others are rings; and the groups have their own words.
    figures = page.locator("#tms-in-100 .ns-group")
    for shape in ("ns-empty", "ns-hole", "ns-filled"):
        expect(figures.first.locator(f".{shape}")).to_be_visible()
    for figure in figures.all():
        assert figure.locator("figcaption").inner_text().strip()
    # The marks of the chart: each kind has its own shape or its own width, with its colour taken out.
    open_fold(page)
    page.locator("#choose-studies").get_by_role("radio", name="Every study").check()
    marks = page.locator("#every-study .ns-legend svg")
    shapes = [re.sub(r"#[0-9a-f]{6}|var\(--[a-z-]+\)", "", mark.inner_html()) for mark in marks.all()]
    assert len(shapes) > 3
    assert len(set(shapes)) == len(shapes), "two kinds of marks differ by colour alone"
    # Links within a sentence are underlined.
    plain = """() => [...document.querySelectorAll("main p a")].filter(
      (a) => !getComputedStyle(a).textDecorationLine.includes("underline")).map((a) => a.outerHTML.slice(0, 90))"""
    assert page.evaluate(plain) == []


@pytest.mark.parametrize("kind", ["deuteranopia", "protanopia", "tritanopia", "achromatopsia"])
def test_the_two_lines_of_a_medicine_differ_by_more_than_colour(medicine: Page, kind: str) -> None:
    medicine.context.new_cdp_session(medicine).send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
    dashes = [
        medicine.locator(f"#missed-doses .ns-level {line}").first.evaluate("e => getComputedStyle(e).strokeDasharray")
        for line in (".ns-own", ".ns-made")
    ]
    assert dashes[0] == "none" != dashes[1]
    widths = "e => { const c = getComputedStyle(e); return c.borderColor + c.boxShadow }"
    chosen = medicine.locator("#missed-doses label:has(:checked)").first.evaluate(widths)
    assert "inset" in chosen, "a chosen pattern has a thicker edge, not only another colour"


@pytest.fixture(scope="module")
def medicine(made: Path, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, offline=True)
    page = context.new_page()
    page.goto((made / "breakthrough_depression.html").as_uri())
    yield page
    context.close()


#: What each widget tells a screen reader: its names, roles and values, on the page of the lesson that shows it.
SAYS: dict[str, tuple[str, list[str]]] = {
    "how-often": (
        "breakthrough_depression",
        ['slider "Slide to your guess": "50"', 'textbox "or type it"', "status", 'button "Skip the guess"'],
    ),
    "reasons-to-check": (
        "breakthrough_depression",
        ['group "Tick what may apply to you. More than one is common."', 'checkbox "Missed doses"', "status"],
    ),
    "missed-doses": (
        "breakthrough_depression",
        [
            'combobox "Choose a medicine"',
            'option "sertraline (Zoloft)" [selected]',
            'group "Choose which doses are missed"',
            'radio "One missed" [checked]',
            "status",
        ],
    ),
    "in-your-words": (
        "breakthrough_depression",
        ["textbox"],
    ),
    "medicines-so-far": (
        "trd_criteria",
        [
            'heading "My own list" [level=3]',
            "status",
            'button "Add a medicine"',
        ],
    ),
    "how-common-by-rule": (
        "trd_criteria",
        ['group "Choose a rule, and see what that study counted"', "radio", "status"],
    ),
    "tms-in-100": (
        "tms_outcomes",
        ['group "Choose a study"', 'radio "US government trial"', "status", 'img "With TMS: 29 of 100"'],
    ),
    "tell-the-clinic": (
        "tms_outcomes",
        ['group "Tick what you want to tell the clinic."', 'checkbox "Metal in or near my head or neck"', "status"],
    ),
    "time-and-travel": (
        "tms_outcomes",
        ['group "Which plan?"', 'textbox "Minutes to the clinic, one way"', 'combobox "Days you can go"', "status"],
    ),
    "choose-studies": (
        "tms_outcomes",
        ['group "Which studies?"', 'radio "Beside sham" [checked]', "status", "figure"],
    ),
    "options-side-by-side": (
        "next_steps",
        [
            'checkbox "How soon might it help?"',
            'textbox "Something else that matters to me"',
            'group "Step 2 Which one or two do you want to look at closely?"',
            'checkbox "ECT"',
            "status",
        ],
    ),
    "phq-9": (
        "next_steps",
        ['group "Little interest or pleasure in doing things"', 'radio "Not at all 0"', "status"],
    ),
    "my-plan": (
        "next_steps",
        ['article "My conversation plan"', 'textbox "My questions"', 'button "Print my plan"'],
    ),
    "find-a-question": (
        "questions",
        ["search", 'searchbox "Look for a word"', "status"],
    ),
    "claims": (
        "evidence",
        [
            'figure "How to read a row"',
            'combobox "Topic"',
            'option "Choose a topic" [selected]',
            "group: More ways to narrow",
            "status",
        ],
    ),
}


@pytest.mark.parametrize("lesson", sorted({lesson for lesson, _ in SAYS.values()}))
def test_a_widget_tells_its_names_roles_and_values_in_words(
    made: Path, open_page: Callable[..., Page], lesson: str
) -> None:
    page = open_page((made / f"{lesson}.html").as_uri())
    shown = set(page.locator("[data-widget]").evaluate_all("all => all.map((e) => e.id)"))
    told = {name for name, (where, _) in SAYS.items() if where == lesson}
    assert {"signs-to-tell", "checks-first", "in-your-words", *told} >= shown, "a widget that no test listens to"
    for name in told:
        expect(page.locator(f"#{name}[data-ready]")).to_be_attached()
        if page.locator(f".ns-fold:has(#{name})").count():
            open_fold(page, f"#{name}")
        heard = page.locator(f"#{name}").aria_snapshot()
        for words in SAYS[name][1]:
            assert re.search(rf"(?m)^\s*- '?{re.escape(words)}", heard), f"{name} does not say {words}:\n{heard[:3000]}"
        # A name that is missing, or is only a number or a mark, says nothing.
        for role in ("textbox", "combobox", "checkbox", "radio", "button", "slider", "searchbox", "img", "link"):
            nameless = re.findall(rf"(?m)^\s*- {role}(?: \[[a-z=0-9]+\])*:?\s*$", heard)
            assert not nameless, f"{name} has a {role} without a name"


def heard_by(page: Page) -> list[str]:
    """What a screen reader goes through, in order: role and name of each node of Chromium's accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    said: list[str] = []

    def go(node: dict[str, Any]) -> None:
        role = str(node.get("role", {}).get("value", ""))
        if not node.get("ignored") and role not in ("generic", "none", "InlineTextBox"):
            values = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            states = [key for key in ("checked", "expanded") if values.get(key) in (True, "true")]
            live = [f"live {values['live']}"] if values.get("live") else []
            said.append(" ".join([role, str(node.get("name", {}).get("value", "")), *states, *live]).strip())
        for child in node.get("childIds", []):
            if child in by_id:
                go(by_id[child])

    go(nodes[0])
    return said


def test_a_screen_reader_hears_a_lesson_in_the_order_that_it_makes_sense(
    made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((made / "tms_outcomes.html").as_uri())
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    page.get_by_role("radio", name="US government trial").check()
    expect(page.locator("#tms-in-100 output")).to_contain_text("14 of 100")
    heard = heard_by(page)
    expected = [
        r"RootWebArea What TMS can and cannot do",
        r"link Skip to the lesson",
        r"complementary Crisis help",
        r"link Call 988",
        r"banner",
        r"link Next Steps",
        r"DisclosureTriangle.* Lessons",
        r"main",
        r"heading What TMS can and cannot do",
        r"blockquote",
        r"link 29 of 100",
        r"heading 100 people like those in the studies",
        r"group Choose a study",
        r"radio US government trial checked",
        r"status .*live polite",
        r"StaticText .*With TMS, 14 of 100 people",
        r"figure",
        r"image With TMS: 14 of 100",
        r"figure",
        r"image With sham: 5 of 100",
        r"StaticText With TMS, 86 of 100 did not",
        r"DisclosureTriangle.* Who was counted, and how sure is it\?",
        r"heading A session, step by step",
        r"heading Sources",
        r"navigation Previous and next lesson",
        r"link Next: Choosing a next step",
        r"contentinfo",
        r"region Crisis help, again",
    ]
    place = 0
    for pattern in expected:
        found = next((i for i in range(place, len(heard)) if re.match(pattern, heard[i])), None)
        assert found is not None, f"{pattern!r} is not heard after {heard[place]!r}:\n" + "\n".join(
            heard[place : place + 60]
        )
        place = found


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until the focus is on what has that accessible name, or begins with it; no mouse, no script."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            """() => {
              const e = document.activeElement;
              const words = e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? e.innerText ?? "";
              return words.replace(/\\s+/g, " ").trim();
            }"""
        )
        if said.startswith(name):
            return
    pytest.fail(f"Tab does not reach {name!r}")


def test_a_reader_without_a_mouse_goes_from_the_start_to_a_printed_plan(
    made: Path, open_page: Callable[..., Page]
) -> None:
    page = open_page((made / "index.html").as_uri())
    tab_to(page, "Skip to the lesson")
    page.keyboard.press("Enter")
    tab_to(page, "I am thinking about TMS")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("What TMS can and cannot do"))
    expect(page.locator("#tms-in-100[data-ready]")).to_be_attached()
    tab_to(page, "29 of 100")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null"), "the focus is in what opened"
    for _ in range(6):
        page.keyboard.press("Tab")
        outside = (
            "!['BODY', 'HTML'].includes(document.activeElement.tagName) && !document.activeElement.closest('dialog')"
        )
        assert not page.evaluate(outside), "the focus reaches what is behind the dialog"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("main blockquote a").first).to_be_focused()
    tab_to(page, "29 older trials, put together")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#tms-in-100 output")).to_contain_text("14 of 100")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "Minutes to the clinic")
    page.keyboard.type("40")
    expect(page.locator("#time-and-travel output").first).to_contain_text("hours")
    page.locator(".ns-onward a").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("Choosing a next step"))
    expect(page.locator("#my-plan[data-ready]")).to_be_attached()
    tab_to(page, "How soon might it help?")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="How soon might it help?")).to_be_checked()
    page.locator("#my-plan textarea").first.focus()
    page.keyboard.type("Less sleep since May")
    page.evaluate("window.print = () => { window.printed = true; }")
    tab_to(page, "Print my plan")
    page.keyboard.press("Enter")
    page.wait_for_function("window.printed")
    expect(page.get_by_role("article", name="My conversation plan")).to_contain_text(
        "It matters to me how soon it might help."
    )


def test_with_less_motion_asked_for_nothing_moves(made: Path, open_page: Callable[..., Page]) -> None:
    page = open_page((made / "tms_outcomes.html").as_uri(), reduced_motion="reduce")
    moving = """() => [document.getAnimations().length,
      ...[...document.querySelectorAll("*")].filter((e) => {
        const style = getComputedStyle(e);
        return style.animationName !== "none" || style.transitionDuration !== "0s" || style.scrollBehavior === "smooth";
      }).map((e) => e.outerHTML.slice(0, 80))]"""
    assert page.evaluate(moving) == [0]
