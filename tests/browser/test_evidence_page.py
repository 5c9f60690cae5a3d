"""How we know: a reviewer or a doubting reader finds a claim among all of them, on a phone, by keyboard, on paper."""

from __future__ import annotations

import csv
import io
import urllib.request
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nextsteps.evidence import registry

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
    return page.locator("#claims tbody tr:not([hidden])").evaluate_all("rows => rows.map((row) => row.id)")


def test_the_page_is_light_enough_for_a_phone_far_from_a_mast(site: str) -> None:
    asked = urllib.request.Request(site + EVIDENCE, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        body = answer.read()
    assert len(body) <= 60_000
    assert b"How we know" in brotli.decompress(body)


def test_a_reader_chooses_a_topic_and_a_kind_of_study_and_hears_how_many_are_left(evidence: Page) -> None:
    status = evidence.get_by_role("main").get_by_role("status")
    expect(status).to_have_text(f"Showing {EVERY} of {EVERY} entries.")
    evidence.get_by_label("Topic").select_option(label="TMS")
    left = sum(c.topic == "tms" for c in registry())
    expect(status).to_have_text(f"Showing {left} of {EVERY} entries.")
    assert {id.partition(".")[0] for id in rows(evidence)} == {"tms"}
    evidence.get_by_label("Kind of study").select_option(label="Tests of a questionnaire")
    expect(status).to_contain_text("Nothing here fits all of your choices.")
    expect(evidence.get_by_role("heading", name="What was found")).to_be_hidden()


def test_what_is_still_open_can_be_seen_alone_and_its_numbers_nowhere(evidence: Page) -> None:
    evidence.get_by_label("How we checked it").select_option(label="Still open")
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


def test_a_sort_moves_the_rows_and_sorting_by_topic_brings_them_back(evidence: Page) -> None:
    before = rows(evidence)
    evidence.get_by_label("Sort by").select_option(label="How we checked, reports first")
    after = rows(evidence)
    assert after != before
    assert sorted(after) == sorted(before)
    assert registry().record(after[0]).verification == "secondary"
    evidence.get_by_label("Sort by").select_option(label="Topic")
    assert rows(evidence) == before


def test_a_choice_hides_rows_and_writes_none_anew(evidence: Page) -> None:
    evidence.evaluate(
        """() => {
          window.added = 0;
          new MutationObserver((seen) => { for (const m of seen) window.added += m.addedNodes.length; })
            .observe(document.querySelector("#claims table"), { childList: true, subtree: true });
        }"""
    )
    evidence.get_by_label("Topic").select_option(label="TMS")
    expect(evidence.get_by_role("main").get_by_role("status")).not_to_have_text(f"Showing {EVERY} of {EVERY} entries.")
    assert evidence.evaluate("window.added") == 0


def test_a_number_in_the_text_leads_to_its_row_even_when_a_choice_had_hidden_it(evidence: Page) -> None:
    evidence.get_by_label("Topic").select_option(label="Crisis help")
    expect(evidence.locator("[id='tms.sham-trials-response']")).to_be_hidden()
    evidence.get_by_role("link", name="29 of 100").click()
    expect(evidence.locator("[id='tms.sham-trials-response']")).to_be_in_viewport()
    expect(evidence.get_by_label("Topic")).to_have_value("all")


def test_every_link_inside_the_page_leads_to_a_claim_on_it(evidence: Page) -> None:
    lost = evidence.locator("main a[href^='#']").evaluate_all(
        "links => links.map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))"
    )
    assert lost == []


def test_without_scripts_every_row_is_there_and_no_dead_control(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(site + EVIDENCE, java_script_enabled=False)
    expect(page.locator("#claims tbody tr")).to_have_count(len(SHOWN))
    expect(page.get_by_label("Topic")).to_be_hidden()
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
    evidence.get_by_label("Topic").focus()
    evidence.keyboard.press("ArrowDown")
    expect(evidence.get_by_role("main").get_by_role("status")).not_to_have_text(f"Showing {EVERY} of {EVERY} entries.")
    evidence.keyboard.press("Tab")
    expect(evidence.get_by_label("Kind of study")).to_be_focused()


def test_a_card_on_a_phone_is_still_a_row_of_a_table_to_a_screen_reader(evidence: Page) -> None:
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
    page.get_by_label("Topic").select_option(label="Five-day TMS")
    page.locator("#claims summary:visible").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_label("Topic").select_option(label="All topics")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 960, 1280])
def test_the_evidence_page_does_not_scroll_sideways(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(site + EVIDENCE, viewport={"width": width, "height": 800})
    expect(page.locator("#claims[data-ready]")).to_be_attached()
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wide == 0
