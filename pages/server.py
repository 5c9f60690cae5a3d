"""Our pages inside Voila's own server: `voila notebooks/` finds this through `etc/jupyter/voila.py`.

Voila offers one place where a configuration can add addresses before its own: the handlers of the identity provider.
(Its `prelaunch_hook` would do for a page, but it runs inside the event loop, after Voila has read and validated the
notebook and looked through the installed extensions, on every single view. See docs/decisions.)
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import resource
import shutil
import signal
import sys
import threading
from html import escape
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from tornado.web import Application, HTTPError, RequestHandler
from traitlets import Bool, Float, Integer, Unicode
from traitlets.config import Config

from nextsteps.evidence import EvidenceError
from pages import live as live_pages
from pages.assets import TYPES, Assets, Served
from pages.course import lesson_names
from pages.library import Library, Page, share_one_heap
from pages.live import Live
from pages.operations import CONTENT_TYPE_LATEST, logging_config, release
from pages.render import RenderError, configuration

log = logging.getLogger("nextsteps.server")

#: What each page may load and do: itself, and nothing from anyone else. Plotly writes style elements of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {frame_ancestors}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
A_YEAR = 365 * 24 * 3600
#: One place that may show the lessons inside its own page: a scheme and a host, perhaps all hosts below one.
FRAME = re.compile(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?")


def policy(frame_ancestors: str, made_ahead: str = POLICY) -> str:
    """The Content-Security-Policy, with the places that may frame a lesson. Raises ValueError with one sentence."""
    places = frame_ancestors.split()
    alone = len(places) == 1 and places[0] in ("'self'", "'none'")
    if not places or not (alone or all(place == "'self'" or FRAME.fullmatch(place) for place in places)):
        raise ValueError(
            f"The setting NEXTSTEPS_FRAME_ANCESTORS (or Readers.frame_ancestors) is {frame_ancestors!r}, which is no "
            "list of places that may show the lessons in a frame; write, for example, "
            "\"'self' https://www.clinic.example\", or \"'none'\"."
        )
    return made_ahead.format(frame_ancestors=" ".join(places))


class Readers(IdentityProvider):
    """Every reader is nobody in particular: no login and no cookie. And the place where Voila lets pages be added."""

    frame_ancestors = Unicode(
        os.environ.get("NEXTSTEPS_FRAME_ANCESTORS", "'self'"),
        help="Which pages may show a lesson in a frame: 'self', 'none', or places such as https://www.clinic.example",
    ).tag(config=True)
    slowest_request = Float(
        15.0, help="Seconds for the headers of a request to arrive, and for a rest between two"
    ).tag(config=True)
    slowest_answer = Float(
        300.0, help="Seconds until an answer that the other side does not take is given up; 2G needs 60 for the largest"
    ).tag(config=True)
    grace = Float(8.0, help="Seconds that requests under way are given when the server is told to stop").tag(
        config=True
    )
    clinic = Unicode(
        os.environ.get("NEXTSTEPS_CLINIC", ""), help="The file of the clinic that shows the lessons: clinic.toml"
    ).tag(config=True)
    largest_header = Integer(16_384, help="Bytes of request line and headers; more is refused").tag(config=True)
    largest_body = Integer(4_096, help="Bytes of a body, which nothing here reads; more is refused").tag(config=True)

    allow_live = Bool(False, help="Let lessons whose metadata say so run live, each reader with a kernel").tag(
        config=True
    )
    live_most = Integer(
        4, min=1, help="Kernels of live lessons at a time; who comes then gets the made-ahead page"
    ).tag(config=True)
    live_idle = Integer(600, min=1, help="Seconds without a message after which a live lesson's kernel is ended").tag(
        config=True
    )
    live_join = Integer(120, min=1, help="Seconds in which a live page must have joined its kernel").tag(config=True)

    def get_user(self, handler: Any) -> User:
        return User("reader", "reader")

    def get_handlers(self) -> list[tuple[Any, ...]]:
        voila = self.parent
        single = Path(voila.notebook_path).resolve() if voila.notebook_path else None
        library = Library(
            single.parent if single else Path(voila.root_dir),
            voila.base_url,
            Path(self.clinic).resolve() if self.clinic else None,
        )
        stop = Stop(voila, library, self.grace)
        try:
            headers = {"Content-Security-Policy": policy(self.frame_ancestors), **HEADERS}
            library.render_all()
        except (RenderError, ValueError) as error:
            library.close()
            shutil.rmtree(voila.connection_dir, ignore_errors=True)
            sys.exit(f"The lessons cannot be served. {error}")
        live = None
        if self.allow_live:
            live = Live(voila, self.live_most, self.live_idle, self.live_join)
            # A page that is closed lets its kernel go without the cookie that Jupyter would ask for: there is none.
            voila.app.settings["disable_check_xsrf"] = True
        common = {
            "library": library,
            "home": single.name if single else library.home(),
            "headers": headers,
            "stop": stop,
            "slowest_answer": self.slowest_answer,
        }
        pages = {**common, "live": live, "live_policy": policy(self.frame_ancestors, live_pages.POLICY)}
        at = lambda path: url_path_join(voila.server_url, path)  # noqa: E731
        # Voila's own handlers come after ours: what is left open here, and nothing else, is theirs to answer.
        closed = rf"/(?!{at('/').lstrip('/')}(?:{live_pages.ADDRESSES})).*" if live else r"/.*"
        ours = [
            (at(r"/assets/([\w.-]+)"), AssetHandler, common),
            (at(r"/voila/render/(.*)"), PageHandler, pages),
            (at(r"/"), *((PageHandler, pages) if single else (HomeHandler, common))),
            (at(r"/([a-z]{2,3})/((?:\w+(?:\.ipynb)?)?)"), LanguageHandler, common),
            (at(r"/healthz"), HealthHandler, common),
            (at(r"/metrics"), MetricsHandler, common),
            # Kernels, tree, contents, files, extensions: readers need none of Voila's own addresses.
            (closed, Kept, common),
            (r"(?:[^/].*)?", Kept, common),
        ]
        # Added at once, and so asked before any address that Voila adds after this.
        voila.app.add_handlers(".*$", ours)
        voila.app.settings["log_function"] = tell
        # Voila opens the port with this; it has no setting of its own for how much, and how slowly, anyone may ask.
        voila.app.listen = lambda port, address: stop.listening(
            Application.listen(
                voila.app,
                port,
                address,
                # Hundreds may come at once; who finds the line full is sent away and comes back a second later or more.
                backlog=1_024,
                max_header_size=self.largest_header,
                max_body_size=self.largest_body,
                idle_connection_timeout=self.slowest_request,
                body_timeout=self.slowest_request,
            )
        )
        return []


class Stop:
    """The end: no new connection, the answers under way, then Voila's own stop. A second signal is not needed."""

    def __init__(self, voila: Any, library: Library, grace: float) -> None:
        self.voila = voila
        self.library = library
        self.grace = grace
        self.under_way: set[RequestHandler] = set()
        self.asked = False
        self._server: Any = None
        # Every connection holds a file open; the usual 1,024 would be reached by a crowd of slow phones.
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65_536)), hard))
        signal.signal(signal.SIGTERM, self._signalled)

    def listening(self, server: Any) -> Any:
        self._server = server
        return server

    def _signalled(self, *_: Any) -> None:
        if self.asked:
            return
        self.asked = True
        # Whatever hangs, the process ends; a kernel that still renders ends by itself when its parent is gone.
        last = threading.Timer(self.grace + 5, os._exit, [0])
        last.daemon = True
        last.start()
        if self._server is None:
            self.library.close(wait=False)
            shutil.rmtree(self.voila.connection_dir, ignore_errors=True)
            raise SystemExit(0)
        self.voila.ioloop.add_callback_from_signal(self._finish)

    async def _finish(self) -> None:
        log.info("Stopping", extra={"fields": {"under_way": len(self.under_way)}})
        self._server.stop()
        loop = asyncio.get_running_loop()
        end = loop.time() + self.grace
        while self.under_way and loop.time() < end:
            await asyncio.sleep(0.02)
        self.library.close(wait=False)
        self.voila.ioloop.stop()


class Kept(RequestHandler):
    """Answers from memory: bytes made ahead, in the encoding the browser asks for, or 304 if it has them already."""

    #: What is counted and logged: never the address as typed, which may say something about who typed it.
    kind = "closed"
    page = ""

    def initialize(
        self, library: Library, home: str, headers: dict[str, str], stop: Stop, slowest_answer: float
    ) -> None:
        self.library = library
        self.home = home
        self.stop = stop
        self.slowest_answer = slowest_answer
        self._delivers = False
        # Tornado has set its defaults before this: now the ones that depend on the settings.
        self._policy = headers
        self.set_default_headers()

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in getattr(self, "_policy", HEADERS).items():
            self.set_header(name, value)

    def send(self, served: Served, cache: str, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", served.content_type)
        self.set_header("Cache-Control", cache)
        self.set_header("Vary", "Accept-Encoding")
        # A part of a compressed lesson is of no use; said, so that nobody asks.
        self.set_header("Accept-Ranges", "none")
        coding = accepted_coding(self.request.headers.get("Accept-Encoding", ""))
        # An encoded body is another body: its ETag says so, as RFC 9110 asks of a strong one.
        self.set_header("Etag", served.etag if coding is None else f'{served.etag[:-1]}-{coding}"')
        if status == 200 and self.check_etag_header():
            self.set_status(304)
            self.deliver(None)
            return
        body = served.body if coding is None else served.encodings[coding]
        if coding:
            self.set_header("Content-Encoding", coding)
        self.set_header("Content-Length", str(len(body)))
        self.deliver(None if self.request.method == "HEAD" else body)

    def deliver(self, body: bytes | None) -> None:
        """Send, hold a stop until it is sent, and give up on a connection that does not take what it asked for."""
        # Without the handler's life tied to it, a stop would cut the last bytes off.
        self._delivers = True
        self.stop.under_way.add(self)
        stream = getattr(self.request.connection, "stream", None)
        sent = self.finish(body)
        giving_up = asyncio.get_running_loop().call_later(self.slowest_answer, stream.close) if stream else None

        def done(_: Any) -> None:
            self.stop.under_way.discard(self)
            if giving_up:
                giving_up.cancel()
            sent.cancelled() or sent.exception()  # a reader who left is no error

        sent.add_done_callback(done)

    async def prepare(self) -> None:
        self.stop.under_way.add(self)

    def on_connection_close(self) -> None:
        self.stop.under_way.discard(self)

    def on_finish(self) -> None:
        # An answer that `deliver` did not send, because even the calm page failed, must not hold up a stop.
        if not self._delivers:
            self.stop.under_way.discard(self)

    def write_error(self, status_code: int, **_: Any) -> None:
        # One page for each thing a reader can be told; a method that is not known is no business of a reader.
        told = status_code if status_code in (400, 404) else 500 if status_code >= 500 else 404
        if status_code == 405:
            self.set_header("Allow", "GET, HEAD")
        self.send(self.library.notice(told, self.language()), "no-store", status_code if status_code == 405 else told)

    def language(self) -> str:
        """The language of the address, where it names one, or else the one that the browser asks for."""
        spoken = self.library.languages()
        named = re.search(rf"/({'|'.join(spoken[1:])})/", self.request.path) if len(spoken) > 1 else None
        if named:
            return named[1]
        if self.request.path.startswith(url_path_join(self.library.base_url, "voila/render/")):
            return spoken[0]  # who reads a lesson in the first language has chosen it
        return preferred_language(self.request.headers.get("Accept-Language", ""), spoken)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        # Tornado's own line would hold the reader's address and what they typed.
        if not isinstance(error, HTTPError):
            log.error("An answer failed", exc_info=(kind, error, trace))

    async def head(self, *path: str) -> None:
        await self.get(*path)

    async def get(self, *path: str) -> None:
        """Nothing is kept here unless a subclass says so."""
        raise HTTPError(404)


def accepted_coding(header: str) -> str | None:
    """The smallest encoding that the header Accept-Encoding allows; one with a weight of 0 is refused by it."""
    allowed = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        allowed[name.strip()] = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return next((coding for coding in ("br", "gzip") if allowed.get(coding)), None)


def preferred_language(header: str, spoken: tuple[str, ...]) -> str:
    """Of the languages spoken here, the one that the header Accept-Language likes best; the first where it likes none.

    "es-MX" asks for Spanish (RFC 4647, lookup); equal weights fall to the one that is named first.
    """
    liked = []
    for part in header.lower().split(","):
        code, _, weight = part.partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", weight)
        quality = float(found[1]) if found else 0.0 if weight else 1.0
        if quality and (language := code.strip().partition("-")[0]) in spoken:
            liked.append((-quality, len(liked), language))
    return min(liked)[2] if liked else spoken[0]


def tell(handler: RequestHandler) -> None:
    """One line and one count for an answer: what was sent, not to whom."""
    # What is not ours is Voila's, which is asked only by live lessons.
    status, kind, page = handler.get_status(), getattr(handler, "kind", "live"), getattr(handler, "page", "")
    if isinstance(handler, Kept):
        handler.library.counts.answers.labels(kind, str(status)).inc()
        if page and status in (200, 304):
            handler.library.counts.views.labels(page).inc()
    known = handler.request.method if handler.request.method in ("GET", "HEAD") else "other"
    fields = {"kind": kind, "page": page, "method": known, "status": status}
    fields["ms"] = round(handler.request.request_time() * 1000, 1)
    log.log(logging.ERROR if status >= 500 else logging.INFO, "answer", extra={"fields": fields})


class PageHandler(Kept):
    """A lesson. Nothing in the address but its name is used, so nothing else is accepted."""

    kind = "page"

    def initialize(self, live: Live | None, live_policy: str, **common: Any) -> None:  # type: ignore[override]
        super().initialize(**common)
        self.live = live
        self.live_policy = live_policy

    async def get(self, name: str = "") -> None:
        if self.request.query:
            raise HTTPError(400)
        name = name or self.home
        page = self.library.ready(name)
        if page is None:
            if name not in lesson_names(self.library.root):
                raise HTTPError(404)
            page = await asyncio.wrap_future(self.library.rendering(name))
        self.page = name
        if page.served is None:
            raise HTTPError(500)
        # A look at the head only, as link previews take, is no reader and starts no kernel.
        if self.live and page.live and self.request.method == "GET":
            await self.send_live(self.live, page, page.served)
        else:
            self.send(page.served, "no-cache")

    async def send_live(self, live: Live, page: Page, made_ahead: Served) -> None:
        """The lesson with a kernel of this reader's own, or as it was made ahead if there is none to be had."""
        html = await live.page(page.path)
        if html is None:
            said = f'<p role="status">{escape(live_pages.not_live(page.language))}</p>'
            html = re.sub(
                r'<main id="lesson"[^>]*><div[^>]*>', lambda main: main[0] + said, made_ahead.body.decode(), count=1
            )
        else:
            self.set_header("Content-Security-Policy", self.live_policy)
            html = self.library.filled_in(html, self.page, live=live_pages.script())
        self.set_header("Content-Type", TYPES[".html"])
        self.set_header("Cache-Control", "no-store")
        self.deliver(html.encode())


class HomeHandler(Kept):
    """The start: on to the first lesson, in the language that the browser asks for. No other address looks at that."""

    kind = "start"

    async def get(self, *_: str) -> None:
        language = self.language()
        self.go_to(self.home if language == "en" else f"{language}/index.ipynb")
        # Kept by nobody on the way: the next reader of the same address may read another language.
        self.set_header("Vary", "Accept-Language")
        self.deliver(None)

    def go_to(self, lesson: str) -> None:
        self.set_status(302)
        self.set_header("Location", url_path_join(self.library.base_url, "voila/render", lesson))
        self.set_header("Cache-Control", "no-cache")


class LanguageHandler(HomeHandler):
    """The short address of a lesson in another language, as it is printed on paper: /es/ or /es/tms_outcomes."""

    async def get(self, language: str = "", lesson: str = "") -> None:
        name = f"{language}/{lesson.removesuffix('.ipynb') or 'index'}.ipynb"
        if name not in lesson_names(self.library.root):
            raise HTTPError(404)
        self.go_to(name)
        self.deliver(None)


class HealthHandler(Kept):
    """Whether every lesson has a copy to serve: 200, or 503 with the names of those that have none."""

    kind = "health"

    async def get(self) -> None:
        self.library.look()
        state = self.library.state()
        missing = sorted(name for name, ready in state.items() if not ready)
        healthy = bool(state) and not missing and not self.stop.asked
        body = {
            "status": "stopping" if self.stop.asked else "ready" if healthy else "not ready",
            "pages": {"ready": len(state) - len(missing), "of": len(state), "missing": missing},
            "version": release(),
            "registry": self.library.registry,
        }
        self.set_status(200 if healthy else 503)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.deliver(json.dumps(body).encode())


class MetricsHandler(Kept):
    """What Prometheus reads."""

    kind = "metrics"

    async def get(self) -> None:
        ready = list(self.library.state().values())
        self.library.counts.pages.labels("ready").set(sum(ready))
        self.library.counts.pages.labels("missing").set(len(ready) - sum(ready))
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.set_header("Cache-Control", "no-store")
        self.deliver(self.library.counts.text())


class AssetHandler(Kept):
    """A file whose name holds the hash of its content, so it may be kept for ever."""

    kind = "asset"

    async def get(self, name: str) -> None:
        served = self.library.assets.files.get(name)
        if served is None:
            raise HTTPError(404)
        self.send(served, f"public, max-age={A_YEAR}, immutable")


def configure(c: Config) -> None:
    """Set up Voila to serve our pages; `etc/jupyter/voila.py` calls it. Exits with a sentence if evidence is broken."""
    share_one_heap()
    try:
        Assets.collect()  # said now, if one of them cannot be used
        c.merge(configuration())
    except (EvidenceError, RenderError) as error:
        sys.exit(f"The lessons cannot be served. {error}")
    c.Voila.identity_provider_class = Readers
    # Another port than the one asked for would serve where nobody looks.
    c.Voila.port_retries = 0
    # A live lesson whose kernel died says so; a new and empty one in its place would just not answer.
    c.KernelRestarter.restart_limit = 0
    c.Voila.open_browser = False
    c.Voila.logging_config = logging_config()
