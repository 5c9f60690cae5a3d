"""How we know: a reviewer or a doubting reader finds a claim among all of them, on a phone, by keyboard, on paper."""

from __future__ import annotations

import csv
import io
import unicodedata
import urllib.request
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from nextsteps.evidence import registry
from nextsteps.evidence.common_statements import shown_statements

EVIDENCE = "voila/render/evidence.ipynb"
SHOWN = [c for c in registry() if not c.open]
OPEN = [c for c in registry() if c.open]
EVERY = len(SHOWN) + len(OPEN)


@pytest.fixture
def evidence(site: str, open_page: Callable[..., Page]) -> Page:
    """The page on a phone, its table ready to answer."""
    page = open_page(site + EVIDENCE)
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    return page


def rows(page: Page) -> list[str]:
    """The ids of the rows in sight, in their order."""
    return page.locator("#claims tbody tr:visible").evaluate_all("rows => rows.map((row) => row.id)")


def topic(page: Page) -> Locator:
    """The choice of a topic."""
    return page.get_by_label("Topic", exact=True)


def narrow(page: Page, label: str, choice: str) -> None:
    """Choose in a list that is folded until a reader asks for it."""
    asked = page.get_by_label(label)
    if not asked.is_visible():
        page.get_by_text("More ways to narrow", exact=True).click()
    asked.select_option(label=choice)


def paper(page: Page) -> tuple[int, str]:
    """How many sheets the page takes on paper, and all that they say."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    # A font may draw two letters as one sign.
    said = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in sheets))
    return len(sheets), " ".join(said.split())


def test_the_page_is_light_enough_for_a_phone_far_from_a_mast(site: str) -> None:
    asked = urllib.request.Request(site + EVIDENCE, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        body = answer.read()
    assert len(body) <= 60_000
    assert b"How we know" in brotli.decompress(body)


def test_the_page_is_short_until_a_reader_asks_for_a_topic(evidence: Page) -> None:
    expect(evidence.get_by_role("main").get_by_role("status")).to_have_text(
        "Choose a topic. What was found opens here."
    )
    assert rows(evidence) == []
    topic(evidence).select_option(label="Five-day TMS")
    assert {id.partition(".")[0] for id in rows(evidence)} == {"accelerated-tms"}


def test_where_there_is_room_a_reader_goes_to_a_topic_by_its_name(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + EVIDENCE, viewport={"width": 1280, "height": 900})
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    page.get_by_role("navigation", name="Topics").get_by_role("link", name="Five-day TMS").click()
    expect(page.locator("#topic-accelerated-tms")).to_be_in_viewport()
    assert {id.partition(".")[0] for id in rows(page)} == {"accelerated-tms"}
    expect(topic(page)).to_have_value("accelerated-tms")
    edges = page.evaluate(
        """() => [".ns-count", "#topic-accelerated-tms", "#topic-accelerated-tms + table"]
          .map((place) => Math.round(document.querySelector(place).getBoundingClientRect().left))"""
    )
    assert len(set(edges)) == 1, f"what names the table does not stand at its edge: {edges}"


def test_on_a_phone_what_was_found_stands_right_below_the_choice(evidence: Page) -> None:
    topic(evidence).select_option(label="TMS")
    expect(evidence.get_by_role("navigation", name="Topics")).to_be_hidden()
    below = evidence.evaluate(
        """() => document.querySelector("#topic-tms").getBoundingClientRect().top
          - document.querySelector("#claims select").getBoundingClientRect().bottom"""
    )
    assert 0 < below < 250
    card = evidence.locator("[id='tms.nih-trial-remission']")
    card.scroll_into_view_if_needed()
    shown = card.locator("td").evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    assert [content.split(" / ")[0] for content in shown] == ['"Number"', '"Source"']
    for cell in card.get_by_role("cell").all():
        said = cell.aria_snapshot()
        assert "Number" not in said and "Source" not in said, "a voice reads the head of the column already"


def test_who_prints_before_they_chose_reads_what_to_do_first_and_no_row(evidence: Page) -> None:
    expect(evidence.get_by_text("Choose a topic first, then print.")).to_be_hidden()
    _, said = paper(evidence)
    assert "Choose a topic first, then print." in said
    assert "In a US government trial, 14 of 100" not in said


def test_on_paper_a_topic_takes_few_sheets_and_holds_its_rows_and_nothing_for_reviewers(evidence: Page) -> None:
    topic(evidence).select_option(label="TMS")
    sheets, said = paper(evidence)
    assert sheets <= 14
    assert "In a US government trial, 14 of 100" in said and "George 2010, Arch Gen Psychiatry" in said
    for gone in ("Choose a topic first, then print.", "In the words of the study", "See the findings", OPEN[0].id):
        assert gone not in said, f"{gone!r} is on paper"
    assert "For reviewers: all of them" not in said
    row = evidence.locator("[id='tms.nih-trial-remission']")
    row.get_by_text("More about it").click()
    _, said = paper(evidence)
    assert said.count("In the words of the study") == 1, "what a reader opened is theirs on paper too"


def test_what_is_often_said_is_on_paper_where_a_reader_opened_it(evidence: Page) -> None:
    statement = next(s for s in shown_statements(registry()) if s.topic == "options")
    before = " ".join(statement.publish["en"].split())
    assert before not in paper(evidence)[1]
    evidence.locator(".ns-statements summary", has_text="Other treatments").click()
    _, said = paper(evidence)
    assert before in said
    assert statement.supports not in said


def test_without_scripts_every_row_is_on_paper(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + EVIDENCE, java_script_enabled=False)
    _, said = paper(page)
    assert "In a US government trial, 14 of 100" in said
    assert "Choose a topic first, then print." not in said


def test_the_name_of_a_source_looks_like_a_link_in_spanish_too(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + EVIDENCE.replace("render/", "render/es/"))
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    page.get_by_label("Tema", exact=True).select_option(value="tms")
    colours = page.locator("[id='tms.nih-trial-remission'] td > a").evaluate(
        "link => [link, link.firstElementChild].map((el) => getComputedStyle(el).color)"
    )
    assert len(set(colours)) == 1


def test_a_reader_chooses_a_topic_and_a_kind_of_study_and_hears_how_many_are_left(evidence: Page) -> None:
    status = evidence.get_by_role("main").get_by_role("status")
    topic(evidence).select_option(label="TMS")
    left = sum(c.topic == "tms" for c in registry())
    expect(status).to_have_text(f"Showing {left} of {EVERY} entries.")
    assert {id.partition(".")[0] for id in rows(evidence)} == {"tms"}
    narrow(evidence, "Kind of study", "Tests of a questionnaire")
    expect(status).to_contain_text("Nothing here fits all of your choices.")
    assert rows(evidence) == []


def test_what_is_still_open_can_be_seen_alone_and_its_numbers_nowhere(evidence: Page) -> None:
    narrow(evidence, "How we checked it", "Still open")
    expect(evidence.get_by_role("main").get_by_role("status")).to_have_text(f"Showing {len(OPEN)} of {EVERY} entries.")
    assert rows(evidence) == []
    expect(evidence.get_by_role("heading", name="What is still open")).to_be_visible()
    expect(evidence.locator(f"[id='{OPEN[0].id}']")).to_be_visible()
    content = evidence.content()
    assert not [c.id for c in OPEN if c.statement in content]


def test_what_waits_for_reviewers_is_folded_for_a_reader_who_came_for_answers(evidence: Page) -> None:
    first = evidence.locator(f"[id='{OPEN[0].id}']")
    expect(first).to_be_hidden()
    evidence.get_by_text("For reviewers: all of them, with their notes").click()
    expect(first).to_be_visible()


def test_a_sort_moves_the_rows_within_their_topic_and_brings_them_back(evidence: Page) -> None:
    topic(evidence).select_option(label="All topics")
    before = rows(evidence)
    assert len(before) == len(SHOWN)
    narrow(evidence, "Sort by", "How we checked, reports first")
    after = rows(evidence)
    assert after != before
    assert sorted(after) == sorted(before)
    assert [id.partition(".")[0] for id in after] == [id.partition(".")[0] for id in before]
    for name in {id.partition(".")[0] for id in after}:
        checked = [registry().record(id).verification for id in after if id.startswith(f"{name}.")]
        assert checked == sorted(checked, key="secondary".__ne__), (
            f"{name}: a report stands below a source that we read"
        )
    narrow(evidence, "Sort by", "As listed")
    assert rows(evidence) == before


def test_a_choice_hides_rows_and_writes_none_anew(evidence: Page) -> None:
    evidence.evaluate(
        """() => {
          window.added = 0;
          const watch = new MutationObserver((seen) => { for (const m of seen) window.added += m.addedNodes.length; });
          for (const table of document.querySelectorAll("#claims table"))
            watch.observe(table, { childList: true, subtree: true });
        }"""
    )
    topic(evidence).select_option(label="TMS")
    expect(evidence.get_by_role("main").get_by_role("status")).to_contain_text(f"of {EVERY} entries.")
    assert evidence.evaluate("window.added") == 0


def test_a_number_in_the_text_leads_to_its_row_even_when_a_choice_had_hidden_it(evidence: Page) -> None:
    topic(evidence).select_option(label="Crisis help")
    expect(evidence.locator("[id='tms.sham-trials-response']")).to_be_hidden()
    evidence.get_by_role("link", name="29 of 100").first.click()
    expect(evidence.locator("[id='tms.sham-trials-response']")).to_be_in_viewport()
    expect(topic(evidence)).to_have_value("tms")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_one_finding_opens_at_it(site: str, open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(f"{site}{EVIDENCE}#tms.nih-trial-remission", java_script_enabled=scripts)
    expect(page.locator("[id='tms.nih-trial-remission']")).to_be_in_viewport()


def test_a_finding_that_is_not_clear_goes_to_the_plan_for_the_visit(site: str, evidence: Page) -> None:
    topic(evidence).select_option(label="TMS")
    row = evidence.locator("[id='tms.nih-trial-remission']")
    row.get_by_text("More about it").click()
    row.get_by_label("Ask about this at my visit").check()
    evidence.goto(f"{site}voila/render/next_steps.ipynb")
    plan = evidence.locator("#my-plan .ns-sheet")
    expect(plan).to_contain_text("Findings I want to ask about")
    expect(plan).to_contain_text("In a US government trial, 14 of 100")
    evidence.go_back()
    topic(evidence).select_option(label="TMS")
    expect(row.get_by_label("Ask about this at my visit")).to_be_checked()


def test_every_link_inside_the_page_leads_to_a_claim_on_it(evidence: Page) -> None:
    lost = evidence.locator("main a[href^='#']").evaluate_all(
        "links => links.map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))"
    )
    assert lost == []


def test_without_scripts_every_row_is_there_and_no_dead_control(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + EVIDENCE, java_script_enabled=False)
    expect(page.locator("#claims tbody tr")).to_have_count(len(SHOWN))
    expect(topic(page)).to_be_hidden()
    expect(page.get_by_text("What is still open").first).to_be_visible()
    one = page.locator("[id='tms.nih-trial-remission']")
    expect(one).to_contain_text("sham (dummy) treatment: 5 of 100 (5 of 98)")
    one.get_by_text("More about it").click()
    expect(one.get_by_text("masked clinician")).to_be_visible()


def test_the_whole_table_can_be_taken_home(evidence: Page) -> None:
    with evidence.expect_download() as saved:
        evidence.get_by_role("link", name="The table for a spreadsheet (CSV)").click()
    assert saved.value.suggested_filename == "claims.csv"
    content = Path(saved.value.path()).read_text("utf-8-sig")
    assert {r["id"] for r in csv.DictReader(io.StringIO(content))} == {c.id for c in SHOWN}
    with evidence.expect_download() as saved:
        evidence.get_by_role("link", name="The sources for a reference manager (BibTeX)").click()
    assert "@article{berlim-2014,\n" in Path(saved.value.path()).read_text("utf-8")


def test_a_keyboard_reaches_the_choices_and_changes_them(evidence: Page) -> None:
    topic(evidence).focus()
    evidence.keyboard.press("ArrowDown")
    expect(evidence.get_by_role("main").get_by_role("status")).to_have_text(f"Showing {EVERY} of {EVERY} entries.")
    evidence.keyboard.press("Tab")
    expect(evidence.locator(".ns-narrow summary")).to_be_focused()
    evidence.keyboard.press("Enter")
    evidence.keyboard.press("Tab")
    expect(evidence.get_by_label("Kind of study")).to_be_focused()


def test_a_card_on_a_phone_is_still_a_row_of_a_table_to_a_screen_reader(evidence: Page) -> None:
    topic(evidence).select_option(label="TMS")
    row = evidence.get_by_role("row").filter(has_text="In a US government trial, 14 of 100")
    expect(row.get_by_role("rowheader")).to_have_count(1)
    expect(row.get_by_role("cell")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_evidence_page(
    site: str, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(site + EVIDENCE, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    topic(page).select_option(label="Five-day TMS")
    page.locator("#claims summary:visible").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    topic(page).select_option(label="All topics")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 960, 1280])
def test_the_evidence_page_does_not_scroll_sideways(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(site + EVIDENCE, viewport={"width": width, "height": 800})
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wide == 0
