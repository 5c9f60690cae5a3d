"""The pages of one folder of notebooks: rendered once, kept in memory, rendered anew when what they rest on changed."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

import nextsteps
from nextsteps.evidence import EvidenceError
from nextsteps.wording.language import LANGUAGES
from pages.assets import TYPES, WIDGETS, Assets, Served
from pages.chrome import chrome, notices
from pages.clinic import ClinicError, read_clinic
from pages.course import course, lesson_names
from pages.operations import Counts, registry_hash
from pages.render import RenderError, each, read_notebook, render_now, side_by_side, template, template_folders
from pages.surround import Site

log = logging.getLogger("nextsteps.pages")
#: How often, in seconds, a view looks whether a file has changed. Between looks a view touches no file at all.
LOOK_EVERY = 1.0
#: After how many seconds a page that failed is tried again though nothing changed: the machine may have been busy.
RETRY_AFTER = 30.0


@dataclass
class Page:
    """One lesson: its last good copy, the state of the files it was last made from, and what went wrong."""

    path: Path
    served: Served | None = None
    made_from: str = ""
    #: What Voila made of the notebook (deflated), what surrounds it, and what it was made from: a new menu costs no
    #: kernel.
    rendered: bytes = b""
    rendered_from: str = ""
    site: Site = field(default_factory=Site)
    made_at: float = 0.0
    problem: str = ""
    authored: bool = False
    #: What its author allows: a kernel of its own, where the server allows it too.
    live: bool = False
    language: str = "en"


class Library:
    """All lessons below `root`. Only a page that was never rendered keeps a reader waiting, and only its first."""

    def __init__(self, root: Path, base_url: str = "/", clinic: Path | None = None) -> None:
        self.root = root.resolve()
        self.base_url = base_url
        self.clinic = clinic
        #: The menu and the clinic as they last were, and what was wrong with the clinic's file then.
        self._site, self._clinic_problem = Site(), ""
        self.assets = Assets.collect()
        self._pages: dict[str, Page] = {}
        self._notices: dict[tuple[int, str], Served] = {}
        self._worker = side_by_side()
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[Page]] = {}
        self.counts = Counts()
        #: The hash of the evidence that the newest rendering read.
        self.registry = registry_hash()
        self._looked = float("-inf")
        self._started = False

    def home(self) -> str:
        """The lesson the site opens with. Raises RenderError if there is none."""
        return start_lesson(self.root)

    def render_all(self) -> None:
        """Render every lesson, in parallel, a line for each. Raises RenderError for what only an author can mend."""
        self.home()
        self._look_around()
        try:
            # Made while all is well: what tells of trouble must not fail for the same reason.
            self._make_notices()
        except jinja2.TemplateError as error:
            raise RenderError(f"The template notice.html.j2 fails: {error}; mend it.", authored=True) from error
        names = lesson_names(self.root)
        for name in names:
            read_notebook(self.root / name)
        for _, page, so_far in each(names, self.render, self._worker):
            if page.authored:
                raise RenderError(page.problem, authored=True)
            log.info("%s %s", "Rendered" if page.served else "Could not render", so_far)
        self._started = True
        gc.collect()  # now, while nobody reads: it takes a tenth of a second
        give_back_memory()

    def ready(self, name: str) -> Page | None:
        """The page as it is in memory, or None if no rendering of it has ended. A stale one is renewed behind it."""
        self.look(name)
        page = self._pages.get(name)
        return page if page and (page.served or page.problem) else None

    def look(self, first: str = "") -> None:
        """See, at most once in LOOK_EVERY seconds, whether a file has changed; start what must be rendered anew.

        The page called `first`, the one that a reader is on, is rendered before all others.
        """
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            self._renew_stale(first)

    def state(self) -> dict[str, bool]:
        """Every lesson that was asked for, and whether there is a copy of it to serve."""
        return {name: page.served is not None for name, page in list(self._pages.items())}

    def rendering(self, name: str) -> Future[Page]:
        """The rendering of a lesson that is under way, or a new one: one kernel, however many readers wait for it."""
        with self._lock:
            if name in self._under_way:
                return self._under_way[name]
            rendering = self._under_way[name] = self._worker.submit(self.render, name)
        rendering.add_done_callback(lambda done: self._ended(name, done))
        return rendering

    def _ended(self, name: str, rendering: Future[Page]) -> None:
        self._under_way.pop(name, None)
        if not self._under_way:
            give_back_memory()
        if not rendering.cancelled() and (error := rendering.exception()):
            log.error("Rendering %s failed; its last good copy, if it has one, is still served", name, exc_info=error)

    def render(self, name: str) -> Page:
        """Render a page now, in this thread. What went wrong is on the page; its last good copy stays."""
        path = self.root / name
        page = self._pages.setdefault(name, Page(path))
        page.made_from, page.made_at = self._state_of(path, _shared_state()), time.monotonic()
        try:
            self.registry = registry_hash()
            self.assets = Assets.collect(keep=self.assets)
            metadata = read_notebook(path).metadata
            page.live, page.language = metadata.get("live") is True, metadata.get("lang", "en")
            page.site = self._look_around()
            if page.rendered_from != page.made_from:
                page.rendered, page.rendered_from = zlib.compress(render_now(path).encode(), 1), page.made_from
                self.counts.render_seconds.labels(name).observe(time.monotonic() - page.made_at)
            served = Served(self.filled_in(zlib.decompress(page.rendered).decode(), name).encode(), TYPES[".html"])
            # Compressed here, in the background: the chart library takes seconds, and in a reader's first view it would
            # hold up every other reader too.
            for made in (served, *list(self.assets.files.values())):
                made.encodings  # noqa: B018
            page.served, page.problem, page.authored = served, "", False
        except (RenderError, EvidenceError) as error:
            self.counts.render_errors.labels(name).inc()
            page.problem, page.authored = str(error), getattr(error, "authored", True)
            # At the start, what only an author can mend is said once, by whoever asked for all pages.
            if self._started or not page.authored:
                log.error("%s", error, exc_info=not page.authored)
        return page

    def notice(self, status: int, language: str = "en") -> Served:
        """The calm page that says why a lesson is not shown, with crisis help. It needs no kernel and no notebook."""
        if (status, language) not in self._notices:
            self._make_notices()
        return self._notices[status, language]

    def _make_notices(self) -> None:
        for language in self.languages():
            home = self.base_url if language == "en" else f"{self.base_url}{language}/"
            for status in (400, 404, 500):
                html = self.filled_in(notice(status, language), language=language, home=home)
                self._notices[status, language] = Served(html.encode(), TYPES[".html"])

    def languages(self) -> tuple[str, ...]:
        """The languages that have a start of their own here, the first one first."""
        return "en", *(code for code in LANGUAGES if code != "en" and (self.root / code / "index.ipynb").is_file())

    def _look_around(self) -> Site:
        """The menu and the clinic as they are now.

        Raises ClinicError at the start; a file that is wrong later is told of once, and what it last said stays.
        """
        clinic = self._site.clinic
        if self.clinic:
            try:
                clinic, self._clinic_problem = read_clinic(self.clinic), ""
            except ClinicError as error:
                if not self._started:
                    raise
                if self._clinic_problem != str(error):
                    log.error("%s The clinic is shown as it was.", error)
                self._clinic_problem = str(error)
        before, self._site = self._site, Site(tuple(course(self.root)), clinic)
        if self._started and before.clinic != clinic:
            self._make_notices()
        return self._site

    def filled_in(self, html: str, name: str = "", *, language: str = "en", home: str = "", **more: bytes) -> str:
        """The page that was rendered from `name`, or a notice, with what surrounds it and with its addresses.

        A notice says its own `language` and where its reader starts (`home`). `more` are scripts of its own, by asset
        name.
        """
        html = self._site.surround(html, name, language)
        if self._site.clinic:
            self._site.clinic.lend_logo(self.assets)
        for own, script in more.items():
            html = html.replace(f'"asset:{own}"', f'"{self.base_url}assets/{self.assets.add(f"{own}.js", script)}"')
        return self.assets.fill_in(html, f"{self.base_url}assets/", home or self.base_url)

    def close(self, wait: bool = True) -> None:
        """Let renderings under way finish, and start no more."""
        self._worker.shutdown(wait=wait, cancel_futures=True)

    def _renew_stale(self, first: str) -> None:
        shared, site = _shared_state(), self._look_around()
        for name, page in sorted(self._pages.items(), key=lambda item: item[0] != first):
            if not page.path.exists():
                del self._pages[name]
            elif (
                page.made_from != self._state_of(page.path, shared)
                or page.site != site
                or (page.problem and time.monotonic() - page.made_at > RETRY_AFTER)
            ):
                self.rendering(name)

    def _state_of(self, path: Path, shared: str) -> str:
        return _stamp(path) + shared


def share_one_heap() -> None:
    """Let all threads take memory from one place, where what a rendering gives back serves the next.

    glibc makes a place of its own for each thread that renders and keeps it: 28 MB with fourteen lessons. Other C
    libraries have no such call, and no such habit.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(-8, 1)  # M_ARENA_MAX, as in malloc.h


def give_back_memory() -> None:
    """Return to the machine what renderings used: glibc keeps it otherwise, some 15 MB until the server stops."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def start_lesson(root: Path) -> str:
    """The lesson below `root` that a site opens with: the one called index, else the first not meant for reviewers.

    Raises RenderError if there is none.
    """
    names = lesson_names(root)
    if not names:
        raise RenderError(f"There is no notebook in {root}; name the folder that holds the lessons.", authored=True)
    if "index.ipynb" in names:
        return "index.ipynb"
    # A folder below holds another language; who opens the site starts in this one.
    names.sort(key=lambda name: name.count("/"))
    return next((name for name in names if not _for_reviewers(root / name)), names[0])


def _for_reviewers(path: Path) -> bool:
    """Whether the notebook's metadata says "audience": "reviewers". One that cannot be read is told of elsewhere."""
    try:
        return bool(read_notebook(path).metadata.get("audience") == "reviewers")
    except RenderError:
        return False


def notice(status: int, language: str = "en", offline: bool = False, also: Iterable[str] = ()) -> str:
    """The HTML of the page for a status that is not a success, with its assets by name.

    It says the same in the languages that `also` names, each with a link to its own start (`start:es`).
    """
    title, sentence = notices(language)[status]
    return template("notice.html.j2").render(
        lang=language,
        title=title,
        description=sentence,
        chrome=chrome(language, offline),
        others=[(code, *notices(code)[status], chrome(code)["to_start"]) for code in also],
    )


def _stamp(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return f"{path} is gone;"
    return f"{path}:{stat.st_mtime_ns}:{stat.st_size};"


def _shared_state() -> str:
    """The state of every file that all pages rest on: claims, widgets, template, and the code that joins them."""
    return "".join(_stamp(path) for path in _shared_files())


def _shared_files() -> Iterator[Path]:
    folders = [Path(str(nextsteps.__file__)).parent, WIDGETS, Path(__file__).parent, *template_folders()]
    for folder in folders:
        yield from (
            p for p in sorted(folder.rglob("*")) if p.suffix in (".py", ".toml", ".html", ".css", ".mjs", ".js", ".j2")
        )
