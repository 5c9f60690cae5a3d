"""A room guesses on its phones: twenty of them in a journey, five hundred in a burst, and whatever a stranger sends."""

from __future__ import annotations

import http.client
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import Server
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
LESSON = "breakthrough_depression"
QUESTION = {"do": "open", "question": f"{LESSON}.ipynb#how-often"}


class Workshop(Server):
    """A presentation with an audience: its address, and the code of its room."""

    @property
    def code(self) -> str:
        return re.search(r"room ([A-Z]{5})", self.log.read_text())[1]  # type: ignore[index]

    @property
    def guess(self) -> str:
        return f"{self.url}guess/{self.code}"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / f"notebooks/{LESSON}.ipynb", folder / "notebooks")
    command = [sys.executable, "-u", "-m", "pages", "present", "--audience", "--ip=127.0.0.1"]
    server = Workshop(folder / "notebooks", folder / "log", command)
    try:
        yield server.wait()
    finally:
        server.stop()


def ask(url: str, sent: dict[str, str] | bytes | None = None, **headers: str) -> tuple[int, str]:
    body = urlencode(sent).encode() if isinstance(sent, dict) else sent
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, named), timeout=60) as answer:
            assert not answer.headers.get_all("Set-Cookie")
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def say(workshop: Workshop, **what: str) -> str:
    """What the presenter's slide asks for."""
    return ask(f"{workshop.url}audience", what, X_Next_Steps="slides")[1]


def phone(workshop: Workshop, guess: int) -> str:
    """One phone that opens the question and sends a guess; what it is told."""
    ticket = re.search(r'name="ticket" value="([^"]+)"', ask(workshop.guess)[1])
    assert ticket, "the question is not open"
    return re.search(r"<h1>(.*?)</h1>", ask(workshop.guess, {"ticket": ticket[1], "guess": str(guess)})[1])[1]  # type: ignore[index]


@pytest.fixture
def slide(workshop: Workshop, open_page: Callable[..., Page]) -> Page:
    """The presenter's slide with the question on it."""
    page = open_page(workshop.url + f"{LESSON}.html", viewport={"width": 1280, "height": 720})
    expect(page.locator("body[data-ready]")).to_be_attached()
    for _ in range(40):
        if page.locator(".reveal section.present .ns-guess").count():
            break
        page.keyboard.press("PageDown")
    say(workshop, do="clear")
    expect(page.locator(".ns-audience")).to_be_visible()
    return page


def test_twenty_phones_guess_and_the_room_sees_the_spread_before_the_answer(
    workshop: Workshop, slide: Page, open_page: Callable[..., Page]
) -> None:
    expect(slide.locator(".ns-room-code")).to_have_text(workshop.code)
    expect(slide.locator(".ns-audience img")).to_be_visible()
    hands = [
        open_page(workshop.url + "guess", viewport={"width": 320, "height": 640}, java_script_enabled=n > 0)
        for n in range(3)
    ]
    for hand in hands:
        hand.get_by_label("Type the code of the room").fill(workshop.code.lower())
        hand.get_by_role("button", name="Go on").click()
        expect(hand.get_by_role("heading")).to_contain_text("how many do you think had a relapse")
        expect(hand.get_by_role("link", name="Call 988", exact=True)).to_be_attached()
        assert hand.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hands[0].get_by_label("Your guess").fill("forty")
    hands[0].get_by_role("button", name="Send my guess").click()
    expect(hands[0].get_by_role("alert")).to_contain_text("Only a whole number")
    for n, hand in enumerate(hands):
        hand.get_by_label("Your guess").fill(str(20 + n))
        hand.get_by_role("button", name="Send my guess").click()
        expect(hand.get_by_role("heading", name="Thank you, your guess is in")).to_be_visible()
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: phone(workshop, n), range(40, 57)))
    assert told == ["Thank you, your guess is in"] * 17
    expect(slide.locator(".ns-audience output")).to_have_text("20 guesses are in.")
    slide.get_by_role("button", name="Show the guesses").click()
    expect(slide.locator(".ns-audience[data-drawn] svg.main-svg").first).to_be_visible()
    expect(slide.locator(".ns-spread p")).to_have_text(
        "20 guesses are in. They go from 20 to 56 of a hundred. No guess is wrong."
    )
    expect(slide.locator(".ns-answer")).to_be_hidden()

    # Who sends the same page again is told, and counted once.
    again = re.search(r'name="ticket" value="([^"]+)"', ask(workshop.guess)[1])
    assert again and "Thank you, your guess is in" in ask(workshop.guess, {"ticket": again[1], "guess": "60"})[1]
    assert "Your guess was in already" in ask(workshop.guess, {"ticket": again[1], "guess": "61"})[1]

    late = re.search(r'name="ticket" value="([^"]+)"', ask(workshop.guess)[1])
    slide.get_by_text("Show what the study counted", exact=True).click()
    expect(slide.locator(".ns-answer")).to_be_visible()
    expect(slide.locator(".ns-audience:not([data-open])")).to_be_visible()
    hands[2].goto(workshop.guess)
    expect(hands[2].get_by_role("heading", name="No question is open just now")).to_be_visible()
    assert late and "This question is closed by now" in ask(workshop.guess, {"ticket": late[1], "guess": "39"})[1]
    expect(slide.locator(".ns-audience output")).to_have_text("21 guesses are in.")


def test_five_hundred_phones_at_once_lose_no_guess_and_the_next_is_told_that_the_room_is_full(
    workshop: Workshop,
) -> None:
    say(workshop, do="clear")
    say(workshop, **QUESTION)
    with ThreadPoolExecutor(40) as pool:
        told = list(pool.map(lambda n: phone(workshop, n % 101), range(500)))
    assert told == ["Thank you, your guess is in"] * 500
    assert '"500 guesses are in."' in ask(f"{workshop.url}audience")[1]
    assert phone(workshop, 5) == "This room is full"


def test_slides_and_counts_answer_to_this_machine_alone(workshop: Workshop) -> None:
    say(workshop, **QUESTION)
    for path in (f"{LESSON}.html", "audience", "audience?spread=1"):
        assert ask(workshop.url + path)[0] == 200
        # Another name for this machine, as a page that rebinds its own name to it would use, or a phone.
        assert ask(workshop.url + path, Host="192.0.2.7")[0] == 404
    assert ask(f"{workshop.url}audience", {"do": "clear"})[0] == 403
    assert ask(f"{workshop.url}audience", {"do": "open", "question": "another"}, X_Next_Steps="slides")[0] == 400
    status, page = ask(workshop.url, Host="192.0.2.7")
    assert status == 200 and "Type the code of the room" in page


def test_a_wrong_code_is_told_kindly_and_guessing_codes_is_slowed_down(workshop: Workshop) -> None:
    wrong = f"{workshop.url}guess/BBBBB"
    status, said = ask(f"{wrong}0")
    assert status == 404 and "This is not the code of the room" in said
    # A slow machine asks hardly faster than the limit gives room again, so ask until it is reached.
    told = (ask(f"{wrong}{n}") for n in range(1, 900))
    assert any(status == 429 and "Please wait a moment" in said for status, said in told)
    assert ask(workshop.guess)[0] == 200


BYTES = st.binary(max_size=1_500)
FORM = st.dictionaries(st.sampled_from(["ticket", "guess", "room", "x"]), st.text(max_size=60)).map(
    lambda form: urlencode(form, errors="surrogatepass").encode()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["guess", "guess/", "guess/{code}", "audience", "read/", "assets/"]),
    more=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20),
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]),
    body=BYTES | FORM,
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "\x7f", ""]),
)
def test_whatever_a_stranger_sends_no_guess_is_lost_or_made_up(
    workshop: Workshop, path: str, more: str, method: str, body: bytes, kind: str
) -> None:
    counted = ask(f"{workshop.url}audience?spread=1")[1]
    connection = http.client.HTTPConnection("127.0.0.1", workshop.port, timeout=30)
    try:
        connection.request(method, f"/{path.format(code=workshop.code)}{more}", body, {"Content-Type": kind})
        assert connection.getresponse().status < 500
    except (ConnectionError, http.client.HTTPException):
        pass  # what is too large is cut off unread
    finally:
        connection.close()
    assert ask(f"{workshop.url}audience?spread=1")[1] == counted


def test_nothing_about_a_phone_is_written_down(workshop: Workshop) -> None:
    said = workshop.log.read_text()
    assert "127.0.0.1 " not in said and "/guess/" not in said and "Traceback" not in said


def test_the_readers_server_answers_no_guess(site: str) -> None:
    for path in ("guess", "guess/BCDFG", "audience"):
        assert ask(site + path)[0] == 404
        assert ask(site + path, {"do": "open"}, X_Next_Steps="slides")[0] in (404, 405)


def test_without_being_asked_for_there_is_no_audience(tmp_path: Path) -> None:
    from pages.assets import Assets
    from pages.present import Presented, application

    silent = application(Presented({}, Assets({}, {}, {}, {}), "a.html"))
    addresses = [rule.matcher.regex.pattern for rule in silent.default_router.rules[0].target.rules]  # type: ignore[attr-defined]
    assert not [address for address in addresses if "guess" in address or "audience" in address]
