"""A room is shown a lesson: its slides from this machine, and, if asked for, a guess from every phone on its network.

    python -m pages present notebooks --lesson tms_outcomes [--language es] [--audience]

Without `--audience` nothing but this machine can ask for anything. With it, phones reach one small page, and the slides
and the counts still answer to this machine alone. This is not the readers' server, which knows none of it.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import re
import socket
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from nextsteps.charts.chart import CONFIG
from nextsteps.charts.guesses import guesses
from nextsteps.wording import words
from pages import deck
from pages.assets import STATIC, TYPES, Assets, as_function
from pages.audience import Bucket, Question, Room
from pages.chrome import chrome
from pages.course import lesson_names, page_file
from pages.render import RenderError, read_notebook, template
from pages.server import HEADERS, policy

log = logging.getLogger("nextsteps.present")

#: What a phone's page may do: nothing but look, and send its form back here.
PHONE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Seconds after which a phone that waits for a question looks again.
LOOK_AGAIN = 4
#: Bytes of a form with a ticket and a guess; more is refused unread.
LARGEST_BODY = 1_024
THIS_MACHINE = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


@dataclass
class Presented:
    """What a presentation serves: decks by file name, assets by name, and, with an audience, its room."""

    decks: dict[str, bytes]
    assets: Assets
    start: str
    room: Room | None = None
    questions: dict[str, Question] = field(default_factory=dict)
    #: The lessons as pages, for phones, once they are made: a future, because slides must not wait for them.
    pages: Future[dict[str, bytes]] | None = None
    #: Room for a burst of all phones at once, each of which loads a page and sends one form.
    posts: Bucket = field(default_factory=lambda: Bucket(700, 70))
    views: Bucket = field(default_factory=lambda: Bucket(2_000, 400))
    wrong_codes: Bucket = field(default_factory=lambda: Bucket(60, 5))


def prepare(notebooks: Path, lesson: str = "", language: str = "", address: str = "") -> Presented:
    """The decks of the lessons (or one, and in one language), with a room at `address` if there is one.

    Raises RenderError for a lesson that is not there or does not become a deck.
    """
    names = chosen(lesson_names(notebooks), lesson, language)
    assets = deck.collect()
    made = deck.decks(notebooks, names, assets)
    start = "index.ipynb" if "index.ipynb" in names else names[0]
    shown = Presented({}, assets, page_file(start))
    if address:
        shown.room = Room()
        script = f'"use strict";\n({as_function(STATIC / "audience.mjs")})().start();\n'.encode()
        at = assets.add("audience.js", script)
    for name, page in made.items():
        if shown.room:
            spoken = str(read_notebook(notebooks / name).metadata.get("lang", "en"))
            found = questions(page, name, spoken)
            shown.questions |= found
            if found:
                up = "../" * name.count("/")
                page = page.replace("<!-- deck:head -->", f'<script defer src="{up}assets/{at}"></script>', 1)
                page = page.replace("</body>", f"{panel(shown.room, address, spoken)}</body>", 1)
        shown.decks[page_file(name)] = page.encode()
    return shown


def chosen(names: list[str], lesson: str, language: str) -> list[str]:
    """The lessons asked for, English ones where no language is. Raises RenderError with those that there are."""
    spoken = {name: Path(name).parent.as_posix().replace(".", "en") for name in names}
    found = [n for n in names if spoken[n] == (language or "en") and (not lesson or Path(n).stem == Path(lesson).stem)]
    if not found:
        there = ", ".join(sorted({Path(name).stem for name in names}))
        raise RenderError(
            f"There is no lesson {lesson or 'at all'} in the language {language or 'en'}; the lessons are {there}, "
            f"in the languages {', '.join(sorted({*spoken.values()}))}.",
            authored=True,
        )
    return found


def questions(page: str, name: str, language: str) -> dict[str, Question]:
    """The guesses that a deck asks for, by the lesson's file and the widget's id."""
    found = {}
    for widget in re.findall(r'<div class="ns-widget" data-widget="guess" id="([\w-]+)"', page):
        asked = re.search(rf'<p class="ns-ask" id="{widget}-ask">(.*?)</p>', page, re.DOTALL)
        if asked:
            key = f"{name}#{widget}"
            found[key] = Question(key, html.unescape(re.sub(r"<[^>]*>", "", asked[1])).strip(), name, language)
    return found


def panel(room: Room, address: str, language: str) -> str:
    """What a slide shows beside its question: where to go, the room's code, and a picture that a phone can read."""
    import segno  # late: only a presentation with an audience needs it

    w = words(language)
    picture = segno.make(f"{address}/guess/{room.code}", error="m").svg_data_uri(scale=4, border=2)
    return (
        '<template id="audience"><div class="ns-audience" role="group" '
        f'aria-label="{html.escape(w.say("Guesses from your phones"))}">'
        f'<img src="{html.escape(picture)}" alt="">'
        f"<div><p>{html.escape(w.say('On your phone, on the same network, open'))} "
        f"<b>{html.escape(address.removeprefix('http://'))}/guess</b></p>"
        f'<p>{html.escape(w.say("The code of this room"))} <b class="ns-room-code">{room.code}</b></p>'
        '<p><output data-show="count"></output></p></div>'
        f'<div><button type="button" data-ask="spread">{html.escape(w.say("Show the guesses"))}</button> '
        f'<button type="button" data-ask="clear">{html.escape(w.say("Start again with no guesses"))}</button></div>'
        '<div class="ns-spread" role="status"></div></div></template>'
    )


def phone_words(language: str) -> dict[str, str]:
    """What a phone reads, apart from the question."""
    w = words(language)
    return {
        "title": w.say("Your guess"),
        "join": w.say("Join the workshop"),
        "room": w.say("Type the code of the room. It stands on the screen in front."),
        "go": w.say("Go on"),
        "guess": w.say("Your guess, from 0 to 100"),
        "send": w.say("Send my guess"),
        "private": w.say("Your guess has no name on it. It is kept until the workshop ends, and not longer."),
        "read": w.say("Read the lesson on this phone"),
        "no_room": w.say("This is not the code of the room. Look at the screen in front, and type it again."),
        "wait": w.say("No question is open just now"),
        "wait_more": w.say("This page looks again by itself. You do not have to do anything."),
        "wrong": w.say("Only a whole number from 0 to 100 fits here."),
        "taken": w.say("Thank you, your guess is in"),
        "taken_more": w.say("No guess is wrong. Look at the screen in front to see what others guessed."),
        "again": w.say("Your guess was in already"),
        "closed": w.say("This question is closed by now"),
        "closed_more": w.say("Your guess was not counted, and that does not matter. Look at the screen in front."),
        "full": w.say("This room is full"),
        "full_more": w.say("No more guesses can be counted. Please make yours for yourself, and look at the screen."),
        "busy": w.say("Many phones are here at once"),
        "busy_more": w.say("Please wait a moment, then try again. Nothing is lost."),
    }


def phone_page(language: str, style: str, **shown: Any) -> bytes:
    """The page of a phone. `shown`: heading, and as needed form, text, problem, ticket, guess, code, read, waiting."""
    empty = {"form": "", "text": "", "problem": "", "ticket": "", "guess": "", "code": "", "read": "", "waiting": 0}
    page = template("guess.html.j2")
    return page.render(
        {**empty, **shown}, language=language, said=_phone_words(language), chrome=_chrome(language), style=style
    ).encode()


# Read once: five hundred phones ask within seconds, and the words do not change while a room is open.
_phone_words = cache(phone_words)
_chrome = cache(chrome)


class Answer(RequestHandler):
    """What every answer has in common: our headers, nothing about who asked, and no page of tornado's own."""

    def initialize(self, shown: Presented) -> None:
        self.shown = shown

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", PHONE_POLICY)
        self.set_header("Cache-Control", "no-store")

    def check_xsrf_cookie(self) -> None:
        """There is no cookie: what the presenter's buttons ask for is held to this machine instead."""

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, HTTPError):
            log.error("An answer failed", exc_info=(kind, error, trace))

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(b"")

    @property
    def style(self) -> str:
        return self.shown.assets.sheets["tokens"] + self.shown.assets.sheets["page"]

    def presenter(self) -> None:
        """Go on only for a browser on this machine that was sent here by this machine's own name."""
        host = self.request.host_name.strip("[]")
        if self.request.remote_ip not in THIS_MACHINE or host not in ("localhost", "127.0.0.1", "::1"):
            raise HTTPError(404)

    def phone(self, status: int, **shown: Any) -> None:
        question = self.shown.room.question if self.shown.room else None
        self.set_status(status)
        self.set_header("Content-Type", TYPES[".html"])
        self.finish(phone_page(question.language if question else "en", self.style, **shown))

    def said(self) -> dict[str, str]:
        question = self.shown.room.question if self.shown.room else None
        return _phone_words(question.language if question else "en")


class DeckHandler(Answer):
    """The slides, for this machine."""

    async def get(self, name: str) -> None:
        self.presenter()
        body = self.shown.decks.get(name or self.shown.start)
        if body is None:
            raise HTTPError(404)
        self.set_header("Content-Security-Policy", policy("'none'"))
        self.set_header("Content-Type", TYPES[".html"])
        self.finish(body)


class FileHandler(Answer):
    """An asset; with an audience also the lessons as pages, which phones may read."""

    async def get(self, name: str) -> None:
        served = self.shown.assets.files.get(name)
        if served is None:
            raise HTTPError(404)
        self.presenter()
        self.set_header("Content-Type", served.content_type)
        self.finish(served.body)


class ReadHandler(Answer):
    """A lesson as a page, as `make site` would write it."""

    async def get(self, path: str) -> None:
        if not self.shown.views.take():
            raise HTTPError(429)
        body = read_pages(self.shown).get(path)
        if body is None:
            raise HTTPError(404)
        kind = TYPES.get(Path(path).suffix, "application/octet-stream")
        self.set_header("Content-Security-Policy", policy("'none'"))
        self.set_header("Content-Type", kind)
        self.finish(body)


def read_pages(shown: Presented) -> dict[str, bytes]:
    """The lessons as pages, or none where they are not made yet or could not be."""
    made = shown.pages
    return made.result() if made and made.done() and not made.cancelled() and not made.exception() else {}


def form(body: bytes, *names: str) -> list[str]:
    """The fields of a form as text, "" for what was not sent. Whatever bytes come are read as something."""
    sent = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return [sent.get(name, [""])[0] for name in names]


class GuessHandler(Answer):
    """What a phone asks and sends. Everything that a phone can be told is a page, never a bare error."""

    def admitted(self, code: str) -> Room | None:
        """The room, if the code is its own; a page has been sent otherwise."""
        room = self.shown.room
        assert room is not None  # these addresses are there only with a room
        if room.is_code(code):
            return room
        if not self.shown.wrong_codes.take():
            self.busy()
            return None
        self.phone(404, heading=self.said()["join"], form="room", problem=self.said()["no_room"])
        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        self.phone(status_code, heading=self.said()["join"], form="room", problem=self.said()["no_room"])

    def busy(self) -> None:
        self.set_header("Retry-After", "2")
        self.phone(429, heading=self.said()["busy"], text=self.said()["busy_more"], waiting=3)

    async def get(self, code: str = "") -> None:
        if not self.shown.views.take():
            return self.busy()
        said = self.said()
        code = code or self.get_query_argument("room", "")
        if not code:
            return self.phone(200, heading=said["join"], form="room")
        room = self.admitted(code)
        if room is None:
            return None
        if not room.is_open or room.question is None:
            return self.phone(
                200, heading=said["wait"], text=said["wait_more"], waiting=LOOK_AGAIN, read=self.lesson(room)
            )
        return self.ask(room, room.ticket())

    def ask(self, room: Room, ticket: str, guess: str = "", problem: str = "") -> None:
        assert room.question is not None  # a room that is open has one
        self.phone(
            422 if problem else 200,
            heading=room.question.ask,
            form="guess",
            ticket=ticket,
            guess=guess[:20],
            problem=problem,
            code=room.code,
        )

    def lesson(self, room: Room) -> str:
        """Where the lesson can be read on a phone, once its page is made."""
        path = page_file(room.question.lesson) if room.question else ""
        return f"/read/{path}" if path in read_pages(self.shown) else ""

    async def post(self, code: str = "") -> None:
        said = self.said()
        ticket, guess = form(self.request.body, "ticket", "guess")
        if not self.shown.posts.take():
            return self.busy()
        room = self.admitted(code)
        if room is None:
            return None
        came = room.take(ticket, guess)
        if came == "wrong":
            return self.ask(room, ticket, guess, said["wrong"])
        more = {"again": said["taken_more"]}.get(came) or said[f"{came}_more"]
        return self.phone(
            200 if came in ("taken", "again") else 409, heading=said[came], text=more, read=self.lesson(room)
        )


class SpreadHandler(Answer):
    """What the presenter's slide asks: how many guesses there are, what they are, to open, to close, to forget."""

    def prepare(self) -> None:
        self.presenter()

    def tell(self, **more: Any) -> None:
        room = self.shown.room
        assert room is not None
        w = words(room.question.language if room.question else "en")
        count = w.say_count("{count} guess is in.", "{count} guesses are in.", room.total)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"count": count, "open": room.is_open, **more}))

    async def get(self) -> None:
        room = self.shown.room
        assert room is not None
        if self.get_query_argument("spread", "") != "1":
            return self.tell()
        drawn = guesses(room.counts, words(room.question.language if room.question else "en"))
        figure = json.loads(drawn.figure.to_json())
        figure["layout"].pop("template", None)
        return self.tell(sentence=drawn.sentence, figure={**figure, "config": CONFIG}, table=str(drawn.table))

    async def post(self) -> None:
        # A page of another place cannot send this header without asking first, and is told nothing.
        if self.request.headers.get("X-Next-Steps") != "slides":
            raise HTTPError(403)
        room = self.shown.room
        assert room is not None
        what, key = form(self.request.body, "do", "question")
        if what == "open" and key in self.shown.questions:
            room.open(self.shown.questions[key])
        elif what == "close":
            room.close()
        elif what == "clear":
            room.clear()
        else:
            raise HTTPError(400)
        self.tell()


class Elsewhere(Answer):
    """A phone that comes to the bare address wants to guess; everything else is not here."""

    async def get(self, path: str = "") -> None:
        if path or self.shown.room is None:
            raise HTTPError(404)
        self.redirect("/guess")


def application(shown: Presented) -> Application:
    """The addresses of a presentation; those of the audience only if there is a room."""
    common = {"shown": shown}
    with_room = [
        (r"/guess/?", GuessHandler, common),
        (r"/guess/([^/]{1,40})", GuessHandler, common),
        (r"/read/([\w./-]+)", ReadHandler, common),
        (r"/audience", SpreadHandler, common),
    ]
    return Application(
        [
            *(with_room if shown.room else []),
            (r"/assets/([\w.-]+)", FileHandler, common),
            (r"/((?:[a-z]{2}/)?[\w-]+\.html)", DeckHandler, common),
            (r"/(.*)", Start, common),
        ],
        # Who asked for what is written nowhere.
        log_function=lambda handler: None,
    )


class Start(Elsewhere):
    """The bare address: the slides for this machine, and the question for a phone."""

    async def get(self, path: str = "") -> None:
        try:
            self.presenter()
        except HTTPError:
            return await super().get(path)
        if path:
            raise HTTPError(404)
        self.redirect(f"/{self.shown.start}")
        return None


def address_here() -> str:
    """This machine's address on its own network, or "" where it has none. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if found.startswith("127.") else found


def listen(shown: Presented, port: int, everywhere: bool) -> HTTPServer:
    """Begin to answer, to this machine or to its whole network. Raises OSError if the port is taken."""
    server = HTTPServer(
        application(shown),
        max_header_size=8_192,
        max_body_size=LARGEST_BODY,
        idle_connection_timeout=20,
        body_timeout=10,
        xheaders=False,
    )
    server.listen(port, "" if everywhere else "127.0.0.1", backlog=1_024)
    return server


def present(notebooks: Path, lesson: str, language: str, port: int, audience: bool, ip: str = "") -> None:
    """Make the slides, say where they are, and answer until Control-C. Raises RenderError."""
    here = ""
    if audience:
        ip = ip or address_here()
        if not ip:
            raise RenderError(
                "This machine is on no network, so no phone can reach it; join one, or leave the audience out."
            )
        here = f"http://{ip}:{port}"
    shown = prepare(notebooks, lesson, language, here)
    asyncio.run(_answer(shown, notebooks, port, here))


async def _answer(shown: Presented, notebooks: Path, port: int, here: str) -> None:
    try:
        server = listen(shown, port, bool(here))
    except OSError:
        sys.exit(f"Port {port} is already in use; stop the program that holds it, or choose another: PORT={port + 1}.")
    print(f"The slides are at http://localhost:{port}/ . Press S there for your notes, and H for crisis help.")
    making = ThreadPoolExecutor(1)
    if shown.room:
        from pages.site import files  # late: the pages for phones are made behind the slides

        shown.pages = making.submit(files, notebooks)
        print(f"Phones on your network: {here}/guess , room {shown.room.code}. Guesses end with this program.")
    print("To stop, press Control-C.", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        making.shutdown(wait=False, cancel_futures=True)
