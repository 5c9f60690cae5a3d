"""What a room's guesses are: counted once each, bounded, nobody's, and safe from whatever a phone may send."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextsteps.charts.guesses import guesses
from nextsteps.wording import words
from pages.audience import LETTERS, Bucket, Question, Room
from pages.course import page_file
from pages.present import chosen, form, questions
from pages.render import RenderError

ASKED = Question("lesson.ipynb#how-often", "How many?")


def opened(most: int = 500) -> Room:
    room = Room(most=most)
    room.open(ASKED)
    return room


def test_a_guess_is_counted_and_its_ticket_cannot_be_used_twice() -> None:
    room = opened()
    ticket = room.ticket()
    assert [room.take(ticket, "37"), room.take(ticket, "99")] == ["taken", "again"]
    assert (room.total, room.counts[37], room.counts[99]) == (1, 1, 0)


def test_a_slip_costs_no_ticket_so_that_a_shaky_thumb_can_try_again() -> None:
    room = opened()
    ticket = room.ticket()
    assert [room.take(ticket, g) for g in ("", "abc", "101", "-1", "3.5", "٣", "1e1")] == ["wrong"] * 7
    assert room.take(ticket, " 40 ") == "taken"


def test_before_a_question_and_after_its_answer_no_guess_is_counted() -> None:
    room = Room()
    assert room.take(room.ticket(), "5") == "closed"
    room.open(ASKED)
    late = room.ticket()
    room.close()
    assert (room.take(late, "5"), room.total) == ("closed", 0)


def test_a_ticket_of_an_earlier_question_or_of_another_workshop_is_worth_nothing() -> None:
    room = opened()
    old, foreign = room.ticket(), opened().ticket()
    room.open(Question("lesson.ipynb#another", "And now?"))
    assert [room.take(t, "5") for t in (old, foreign, "made.up", "", ".")] == ["closed"] * 5


def test_going_back_to_the_question_keeps_what_the_room_has_guessed() -> None:
    room = opened()
    room.take(room.ticket(), "5")
    room.close()
    room.open(ASKED)
    assert room.total == 1


def test_a_full_room_says_so_and_grows_no_further() -> None:
    room = opened(most=3)
    assert [room.take(room.ticket(), "5") for _ in range(5)] == ["taken"] * 3 + ["full"] * 2
    assert len(room._used) == sum(room.counts) == 3


def test_tickets_that_are_never_used_take_no_memory() -> None:
    room = opened()
    before = repr(vars(room))
    for _ in range(1_000):
        room.ticket()
    assert repr(vars(room)) == before


def test_a_new_start_forgets_every_guess() -> None:
    room = opened()
    ticket = room.ticket()
    room.take(ticket, "5")
    room.clear()
    assert (room.total, sum(room.counts), room.take(ticket, "5")) == (0, 0, "closed")


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_phone_sends_the_room_stays_as_it_was(ticket: str, guess: str) -> None:
    room = opened()
    assert room.take(ticket, guess) in ("closed", "again")
    assert room.total == sum(room.counts) == 0
    assert room.take(room.ticket(), guess) in ("taken", "wrong")
    assert room.total == sum(room.counts)


@given(st.binary(max_size=400))
def test_whatever_bytes_a_form_holds_they_are_read_as_text(body: bytes) -> None:
    assert all(isinstance(value, str) for value in form(body, "ticket", "guess"))


@given(st.text(max_size=40))
def test_only_the_rooms_own_code_opens_it(typed: str) -> None:
    room = Room(code="BCDFG")
    assert room.is_code(typed) == (typed.strip().upper() == "BCDFG")
    assert room.is_code(" bcdfg ")


def test_a_code_can_be_read_aloud_and_spells_no_word() -> None:
    assert all(set(Room().code) <= set(LETTERS) for _ in range(50))
    assert not set(LETTERS) & set("AEIOUYLQSZ01258")


def test_a_flood_is_turned_away_and_a_crowd_is_not() -> None:
    now = [0.0]
    bucket = Bucket(500, 50, lambda: now[0])
    assert sum(bucket.take() for _ in range(600)) == 500
    now[0] = 1.0
    assert sum(bucket.take() for _ in range(600)) == 50


def test_the_spread_counts_every_guess_once_and_gives_no_verdict() -> None:
    counts = [0] * 101
    for guess in (0, 9, 10, 90, 100):
        counts[guess] = 2
    spread = guesses(counts, words("en"))
    assert list(spread.figure.data[0].y) == [4, 2, 0, 0, 0, 0, 0, 0, 0, 4]
    assert spread.sentence == "10 guesses are in. They go from 0 to 100 of a hundred. No guess is wrong."
    assert spread.table.count(">4</td>") == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "There are no guesses yet."),
        ({40: 1}, "One guess is in: 40 of a hundred. No guess is wrong."),
        ({40: 3}, "3 guesses are in, and all say 40 of a hundred. No guess is wrong."),
    ],
)
def test_a_few_guesses_are_said_as_they_are(given: dict[int, int], said: str) -> None:
    assert guesses([given.get(n, 0) for n in range(101)], words("en")).sentence == said


def test_counts_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match="Guesses go from 0 to 100"):
        guesses([1] * 100, words("en"))


def test_only_questions_of_the_lesson_can_be_opened() -> None:
    asked = '<p class="ns-ask" id="how-often-ask">How &amp; many?</p>'
    page = f'<div class="ns-widget" data-widget="guess" id="how-often">{asked}'
    found = questions(page, "a.ipynb", "en")
    assert found == {"a.ipynb#how-often": Question("a.ipynb#how-often", "How & many?", "a.ipynb", "en")}


def test_a_lesson_is_chosen_by_its_name_and_language_and_a_slip_is_told() -> None:
    names = ["a.ipynb", "b.ipynb", "es/a.ipynb"]
    assert chosen(names, "", "") == ["a.ipynb", "b.ipynb"]
    assert chosen(names, "notebooks/a.ipynb", "es") == ["es/a.ipynb"]
    with pytest.raises(
        RenderError, match="no lesson c in the language en; the lessons are a, b, in the languages en, es"
    ):
        chosen(names, "c", "")
    assert page_file("es/a.ipynb") == "es/a.html"


def test_the_readers_server_knows_nothing_of_an_audience() -> None:
    code = (
        "import sys, pages.server, pages.site; sys.exit({'pages.audience', 'pages.present'} & {*sys.modules} != set())"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
