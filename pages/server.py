"""Our pages inside Voila's own server: `voila notebooks/` finds this through `etc/jupyter/voila.py`.

Voila offers one place where a configuration can add addresses before its own: the handlers of the identity provider.
(Its `prelaunch_hook` would do for a page, but it runs inside the event loop, after Voila has read and validated the
notebook and looked through the installed extensions, on every single view. See docs/decisions.)
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, RequestHandler
from traitlets.config import Config

from nextsteps.evidence import EvidenceError
from pages.assets import Assets, Served
from pages.library import Library, lesson_names
from pages.render import RenderError, configuration

#: What each page may load and do: itself, and nothing from anyone else. Plotly writes style elements of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
A_YEAR = 365 * 24 * 3600


class Readers(IdentityProvider):
    """Every reader is nobody in particular: no login and no cookie. And the place where Voila lets pages be added."""

    def get_user(self, handler: Any) -> User:
        return User("reader", "reader")

    def get_handlers(self) -> list[tuple[Any, ...]]:
        voila = self.parent
        single = Path(voila.notebook_path).resolve() if voila.notebook_path else None
        library = Library(single.parent if single else Path(voila.root_dir), voila.base_url)
        try:
            library.render_all()
        except RenderError as error:
            library.close()
            shutil.rmtree(voila.connection_dir, ignore_errors=True)
            sys.exit(f"The lessons cannot be served. {error}")
        common = {"library": library, "home": single.name if single else library.home()}
        at = lambda path: url_path_join(voila.server_url, path)  # noqa: E731
        ours = [
            (at(r"/assets/([\w.-]+)"), AssetHandler, common),
            (at(r"/voila/render/(.*)"), PageHandler, common),
            (at(r"/"), PageHandler if single else HomeHandler, common),
            # Kernels, tree, contents, files, extensions: readers need none of Voila's own addresses.
            (at(r"/.*"), Kept, common),
        ]
        # Added at once, and so asked before any address that Voila adds after this.
        voila.app.add_handlers(".*$", ours)
        return []


class Kept(RequestHandler):
    """Answers from memory: bytes made ahead, in the encoding the browser asks for, or 304 if it has them already."""

    def initialize(self, library: Library, home: str) -> None:
        self.library = library
        self.home = home

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def send(self, served: Served, cache: str, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", served.content_type)
        self.set_header("Cache-Control", cache)
        self.set_header("Vary", "Accept-Encoding")
        accepted = self.request.headers.get("Accept-Encoding", "")
        coding = next((c for c in ("br", "gzip") if c in accepted), None)
        # An encoded body is another body: its ETag says so, as RFC 9110 asks of a strong one.
        self.set_header("Etag", served.etag if coding is None else f'{served.etag[:-1]}-{coding}"')
        if status == 200 and self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        body = served.body if coding is None else served.encodings[coding]
        if coding:
            self.set_header("Content-Encoding", coding)
        self.set_header("Content-Length", str(len(body)))
        self.finish(None if self.request.method == "HEAD" else body)

    def write_error(self, status_code: int, **_: Any) -> None:
        known = status_code if status_code in (400, 404) else 500 if status_code >= 500 else 404
        self.send(self.library.notice(known), "no-store", status_code)

    async def head(self, *path: str) -> None:
        await self.get(*path)

    async def get(self, *path: str) -> None:
        """Nothing is kept here unless a subclass says so."""
        raise HTTPError(404)


class PageHandler(Kept):
    """A lesson. Nothing in the address but its name is used, so nothing else is accepted."""

    async def get(self, name: str = "") -> None:
        if self.request.query:
            raise HTTPError(400)
        name = name or self.home
        page = self.library.ready(name)
        if page is None:
            if name not in lesson_names(self.library.root):
                raise HTTPError(404)
            page = await asyncio.get_running_loop().run_in_executor(None, self.library.render, name)
        if page.served is None:
            raise HTTPError(500)
        self.send(page.served, "no-cache")


class HomeHandler(Kept):
    """The start: on to the first lesson."""

    async def get(self) -> None:
        self.redirect(url_path_join(self.library.base_url, "voila/render", self.home))


class AssetHandler(Kept):
    """A file whose name holds the hash of its content, so it may be kept for ever."""

    async def get(self, name: str) -> None:
        served = self.library.assets.files.get(name)
        if served is None:
            raise HTTPError(404)
        self.send(served, f"public, max-age={A_YEAR}, immutable")


def configure(c: Config) -> None:
    """Set up Voila to serve our pages; `etc/jupyter/voila.py` calls it. Exits with a sentence if evidence is broken."""
    try:
        Assets.collect()  # said now, if one of them cannot be used
        c.merge(configuration())
    except (EvidenceError, RenderError) as error:
        sys.exit(f"The lessons cannot be served. {error}")
    c.Voila.identity_provider_class = Readers
    # Another port than the one asked for would serve where nobody looks.
    c.Voila.port_retries = 0
    c.Voila.open_browser = False
