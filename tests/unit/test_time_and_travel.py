"""Time and travel: visits from the registry, a calendar with as many dots as visits, and words only from Python."""

import json

import pytest
import traitlets
from bs4 import BeautifulSoup

from widgets import TimeAndTravel
from widgets.time_and_travel import DAYS, PLANS, calendar

WIDGET = TimeAndTravel()
STATES = WIDGET.states


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("days", DAYS)
def test_the_calendar_has_one_dot_for_each_visit_and_no_week_has_more_than_the_reader_can_go(plan, days):
    found = STATES["calendars"].get(f"{plan} {days}") or STATES["calendars"][plan]
    drawn = {p["class"][0]: p["d"] for p in BeautifulSoup(found["dots"], "html.parser").select("path")}
    few, many = STATES["plans"][plan]["visits"]
    assert (drawn["ns-sure"].count("h0"), drawn["ns-may"].count("h0")) == (few, many - few)
    assert drawn["ns-may-hole"] == drawn["ns-may"]
    rows = [dot.split(" ")[1] for dot in (drawn["ns-sure"] + drawn["ns-may"]).split("h0") if dot]
    a_week = 5 if plan == "five-day" else int(days)
    assert max(rows.count(row) for row in rows) == a_week
    assert found["height"] == 20 * len(set(rows))
    assert drawn["ns-free"].count("h0") + many == 7 * len(set(rows)), "every day of every week is there"


def test_the_visits_are_those_of_the_registry():
    assert {plan: STATES["plans"][plan]["visits"] for plan in PLANS} == {
        "daily": [20, 30],
        "short": [20, 30],
        "five-day": [5, 5],
    }
    assert [STATES["plans"][plan]["chair"] for plan in ("daily", "short")] == [37.5, 3]


def test_a_course_on_every_weekday_takes_the_weeks_that_the_guideline_says():
    assert calendar(20, 30, 5)["height"] == 6 * 20


def test_what_is_not_known_of_the_five_day_plan_is_said():
    assert STATES["plans"]["five-day"]["plain"] == (
        "50 sessions in five days in a row, ten a day, with breaks of 50 minutes between them. So plan for most of "
        "each day. How long one session takes is not in the summary we read."
    )


def test_the_faster_plan_is_never_sold_as_the_better_one():
    assert "A faster plan has not been shown to work better." in WIDGET.markup


def test_the_places_that_the_browser_fills_are_those_it_knows():
    for plan in PLANS:
        known = ("{fewest}", "{most}", "{fewest_weeks}", "{most_weeks}")
        left = STATES["plans"][plan]["own"]
        for place in known:
            left = left.replace(place, "")
        assert "{" not in left
        assert left != STATES["plans"][plan]["own"]


def test_the_event_in_the_calendar_tells_nobody_what_it_is_for():
    told = " ".join([STATES["event"], STATES["file"]]).lower()
    assert told == "appointment appointments"


def test_without_scripts_the_reader_has_the_three_plans_and_the_way_to_work_it_out():
    found = BeautifulSoup(WIDGET.html(), "html.parser")
    assert [th.get_text() for th in found.select("tbody th")] == list(WIDGET.plans.values())
    assert "multiply by the number of visits" in found.select_one(".ns-noscript").get_text()
    for control in found.select("input:not([type=radio]), select"):
        assert found.find("label", attrs={"for": control["id"]}), "a screen reader must hear what it asks"


def test_the_browser_gets_every_state_python_worked_out_and_reviewers_read_them():
    found = BeautifulSoup(WIDGET.html(), "html.parser")
    assert json.loads(found.select_one("script.ns-state").string)["states"] == STATES
    for plan in PLANS:
        assert STATES["plans"][plan]["plain"] in repr(WIDGET)


def test_a_plan_that_no_claim_gives_is_refused():
    with pytest.raises(traitlets.TraitError):
        TimeAndTravel(plan_of_visits="weekly")
