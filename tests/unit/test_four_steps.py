"""100 people on four steps: whole people after each, both readings of the end, and no winner picked."""

import re

import pytest
import textstat
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from nextsteps.evidence import EvidenceError, registry
from nextsteps.models.four_steps import walk
from widgets import FourSteps
from widgets.four_steps import Frame

SHOWN = FourSteps()
PAGE = BeautifulSoup(SHOWN.html(), "html.parser")
SAID = " ".join(PAGE.get_text(" ").split())


def places(path: str) -> list[tuple[int, int]]:
    """Where a path of dashes draws its dots: one at each start, and one after each ten units of length."""
    strokes = re.findall(r"M(\d+) (\d+)h(\d+)\.1", path)
    return [(int(x) + 10 * i, int(y)) for x, y, length in strokes for i in range(int(length) // 10 + 1)]


def test_the_published_shares_end_at_the_published_total():
    assert walk([0.368, 0.306, 0.137, 0.13]) == (37, 56, 62, 67)


def test_a_step_in_which_nobody_gets_well_adds_nobody_and_one_in_which_all_do_ends_the_walk():
    assert walk([0.5, 0, 1]) == (50, 50, 100)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_nobody_who_is_well_is_lost_on_the_way(shares):
    well = walk(shares)
    assert list(well) == sorted(well)
    assert 0 <= well[0] <= well[-1] <= 100


@pytest.mark.parametrize("shares", [[], [1.2], [0.3, -0.1], [float("nan")]])
def test_what_is_no_share_of_people_is_refused(shares):
    with pytest.raises(ValueError, match=r"no step to walk|not a share"):
        walk(shares)


@pytest.mark.parametrize(("before", "people"), [(0, 37), (37, 56), (56, 62), (62, 67), (60, 70), (5, 5), (0, 100)])
def test_each_of_the_hundred_is_one_dot_whether_well_before_now_or_not(before: int, people: int):
    drawing = Frame("", "", people, before).drawing
    assert [len(places(drawing[part])) for part in ("before", "now", "others")] == [
        before,
        people - before,
        100 - people,
    ]
    assert len(set(places("".join(drawing.values())))) == 100


def test_both_readings_of_the_end_stand_in_one_frame_of_one_size():
    assert [frame.people for frame in SHOWN.walk] == [37, 56, 62, 67]
    assert [frame.people for frame in SHOWN.readings] == [67, 35]
    first, second = PAGE.select("h3 ~ .ns-groups")[1].select("svg")
    assert first["viewbox"] == second["viewbox"]
    assert first["aria-label"] == "The first report: 67 of 100"
    assert second["aria-label"] == "The second look: 35 of 100"


def test_the_walk_says_what_its_total_takes_for_granted():
    assert "takes for granted that they would have done as well as those who stayed" in SAID
    assert SAID.count("no comparison group") + SAID.count("Neither reading has a comparison group") == 2


def test_the_text_holds_running_totals_alone_and_the_table_what_each_step_did_by_itself():
    prose = " ".join(p.get_text() for p in PAGE.select("p"))
    walked = prose[: prose.index("There was no comparison group")]
    assert re.findall(r"\d+", walked.removeprefix("Picture 100 people who start.")) == [
        "37",
        "100",
        "56",
        "62",
        "67",
        "100",
    ]
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in PAGE.select("tbody tr")]
    assert [row[1] for row in rows] == ["37 of 100", "31 of 100", "14 of 100", "13 of 100"]
    assert [row[2] for row in rows] == [frame.said for frame in SHOWN.walk]


def test_what_each_total_means_is_said_of_both_readings():
    assert "By that count, most people got to few or no symptoms." in SAID
    assert "By that count, most people did not." in SAID


def test_no_reading_is_called_the_right_one_and_each_side_is_told():
    assert "does not choose between them" in SAID
    assert "left out 941 people" in SAID
    assert "by the scale in its plan" in SAID
    assert not re.search(r"\b(?:wrong|really|true|only|actually|proved|flawed|correct|debunked|inflated)\b", SAID)


def test_every_number_leads_to_its_papers():
    asked = registry().asked
    links = {a["href"].removeprefix("#") for a in PAGE.select("a")}
    assert links == {
        *(f"antidepressants.stard-step-{step}" for step in (1, 2, 3, 4)),
        "antidepressants.stard-total-67",
        "antidepressants.stard-total-35",
        "antidepressants.stard-dispute",
    }
    assert links <= set(asked)


def test_steps_that_no_longer_add_up_to_the_published_total_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("widgets.four_steps.walk", lambda shares: (37, 56, 62, 66))
    with pytest.raises(EvidenceError, match="67 of 100 is not the 66 that the four steps add up to"):
        FourSteps()


def test_a_tired_reader_can_follow_the_dispute():
    prose = " ".join(p.get_text() for p in PAGE.select("p"))
    assert textstat.flesch_kincaid_grade(prose) <= 7


def test_reviewers_read_every_number_that_the_pictures_show():
    for figure in re.findall(r"\d+ of 100", SAID):
        assert figure in repr(SHOWN)
