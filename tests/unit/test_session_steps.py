"""A session step by step: what is drawn is also said, and the minutes are those of the registry."""

from bs4 import BeautifulSoup

from nextsteps.evidence import claim
from widgets import SessionSteps

SHOWN = SessionSteps()
PAGE = BeautifulSoup(SHOWN.html(), "html.parser")


def test_a_reader_without_eyes_hears_what_each_drawing_shows() -> None:
    assert [svg["aria-label"] for svg in PAGE.select("svg[role=img]")] == list(SHOWN.drawings.values())
    assert "front left" in SHOWN.drawings["above"]


def test_the_minutes_in_the_chair_are_those_of_the_trial() -> None:
    length = claim("tms.session-minutes")
    assert SHOWN.steps[-1] == (
        f"A standard session lasts {length.value:g} minutes, "
        f"and a short one can last {length.compared_with.measured.value:g} minutes."
    )


def test_what_hurts_is_said_beside_what_happens() -> None:
    assert "scalp pain" in PAGE.ol.get_text()
    assert all(step in repr(SHOWN) for step in SHOWN.steps)


def test_the_coil_is_on_the_left_of_a_head_whose_nose_points_up() -> None:
    coil = PAGE.select("svg")[0].select("g path")[0]["d"]
    middle = 60
    starts = [float(part.split()[0]) for part in coil.split("M") if part]
    assert all(start < middle for start in starts)


def test_where_prose_tells_the_steps_the_drawings_stand_alone() -> None:
    alone = BeautifulSoup(SessionSteps("coil", drawings_only=True).html(), "html.parser")
    assert alone.ol is None
    assert len(alone.select("figure svg[role=img]")) == 2
