"""Time and travel on a phone: the reader's own minutes, a kind word for a wrong one, and a file that tells nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import LESSON
from playwright.sync_api import Page, expect


def test_a_reader_adds_up_travel_mends_a_wrong_number_and_takes_the_dates_along(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + LESSON)
    travel = page.locator("#time-and-travel[data-ready]")
    said = travel.locator("output")
    expect(said).to_have_text("20 to 30 visits. Each session takes 37.5 minutes in the chair. The visit takes longer.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    travel.get_by_label("Minutes to the clinic, one way").fill("twenty")
    expect(travel.get_by_role("alert")).to_contain_text("Please type the minutes one way as a whole number")
    expect(travel.get_by_label("Minutes to the clinic, one way")).to_have_value("twenty")
    expect(travel.get_by_label("Minutes to the clinic, one way")).to_have_attribute("aria-invalid", "true")
    travel.get_by_label("Minutes to the clinic, one way").fill("20")
    expect(travel.get_by_role("alert")).to_be_empty()
    expect(said).to_contain_text("4 to 6 weeks. Travel and time in the chair would take you about 26 to 39 hours")
    travel.get_by_label("Days you can go").select_option("three days a week")
    expect(said).to_contain_text("7 to 10 weeks.")
    expect(said).to_contain_text("Ask the clinic whether fewer would be all right.")
    travel.get_by_role("button", name="Make a calendar file").click()
    expect(travel.get_by_role("status").last).to_have_text(
        "Please choose the first day above. Then the file can be made."
    )
    travel.get_by_label("First day").fill("2026-12-07")
    with page.expect_download() as kept:
        travel.get_by_role("button", name="Make a calendar file").click()
    file = Path(kept.value.path()).read_text("utf-8")
    assert kept.value.suggested_filename == "appointments.ics"
    assert file.count("SUMMARY:Appointment") == 20
    assert "TMS" not in file
    expect(travel.get_by_text("Nothing was sent.")).to_be_visible()
    travel.get_by_role("radio", name="Five-day plan").check()
    expect(said).to_contain_text("Travel alone would take you about 3 hours in that week.")
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_with_scripts_off_no_control_pretends_to_work_and_the_three_plans_are_there(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(site + LESSON, java_script_enabled=False)
    travel = page.locator("#time-and-travel")
    expect(travel.get_by_role("button")).to_have_count(0)
    expect(travel.get_by_text("Then multiply by the number of visits.")).to_be_visible()
    travel.get_by_text("The three plans as a table").click()
    expect(travel.get_by_role("row", name="Five-day plan")).to_contain_text("ten a day")
