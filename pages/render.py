"""One notebook through Voila into HTML: its kernel runs for this and is gone afterwards, whatever happens.

Voila does the work (its renderer, executor and exporter), so the page is the one that Voila itself would serve.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import jinja2
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_path
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths

from nextsteps.wording import words
from pages.chrome import chrome
from pages.glossed import glossed

TEMPLATE = "nextsteps"
#: Bytes of the path of a socket: macOS takes 103, Linux 107.
LONGEST_SOCKET = 103
Made = TypeVar("Made")


def template_folders() -> tuple[Path, ...]:
    """Where our templates may be, as Jupyter finds them; the first that has one wins."""
    return tuple(Path(path) / "voila" / "templates" / TEMPLATE for path in jupyter_path())


def template(name: str, **options: Any) -> jinja2.Template:
    """One of our templates, for what Voila does not render. `options` are those of Jinja's environment.

    Unless asked to, it escapes nothing by itself: nbconvert renders the same files so, and they say `| e`.
    """
    return _environment(template_folders(), **{"undefined": jinja2.StrictUndefined, **options}).get_template(name)


@cache
def _environment(folders: tuple[Path, ...], **options: Any) -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folders), **options)  # noqa: S701


class RenderError(Exception):
    """A notebook that did not become a page, in one sentence. `authored` means that only its author can mend it."""

    def __init__(self, sentence: str, *, authored: bool = False) -> None:
        super().__init__(sentence)
        self.authored = authored


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """The notebook at `path`. Raises RenderError if it is missing, is no notebook, or has no title."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise RenderError(f"There is no notebook {path}; check the name.", authored=True) from None
    except Exception as error:
        raise RenderError(
            f"{path} cannot be read as a notebook ({error}); restore or repair the file.", authored=True
        ) from None
    if not str(notebook.metadata.get("title", "")).strip():
        raise RenderError(
            f"{path} has no title; add one to the notebook's metadata, for example "
            '"title": "What TMS can and cannot do".',
            authored=True,
        )
    return notebook


def configuration(language: str = "en", offline: bool = False) -> Config:
    """The Voila configuration that both `voila` and `render` use: our template, and what it writes into the page."""
    c = Config()
    c.VoilaConfiguration.template = TEMPLATE
    # A wrong ?template= would start a kernel and hang the request for ever.
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.resources = {"nextsteps": {"chrome": chrome(language, offline)}}
    c.VoilaExporter.markdown_renderer_class = "pages.markdown.LessonMarkdown"
    c.VoilaExecutor.timeout = 60
    return c


async def renderer(path: Path, config: Config, page_config: dict[str, Any]) -> NotebookRenderer:
    """Voila's own renderer for the notebook at `path`, ready for a kernel."""
    made = NotebookRenderer(
        voila_configuration=VoilaConfiguration(config=config),
        traitlet_config=config,
        notebook_path=path.name,
        template_paths=collect_template_paths(["voila", "nbconvert"], TEMPLATE, prune=True),
        contents_manager=LargeFileManager(root_dir=str(path.resolve().parent)),
        kernel_spec_manager=KernelSpecManager(),
        base_url="/",
        page_config=page_config,
    )
    await made.initialize()
    return made


async def render(path: Path, offline: bool = False, config: Config | None = None) -> str:
    """The page of the notebook at `path`, as HTML, with its assets by name (`asset:script`).

    `offline` says on the page that a copy of it is kept on the device; `config` stands in for that of a page, as a
    deck's does. Raises RenderError; leaves no kernel behind.
    """
    notebook = read_notebook(path)
    config = config or configuration(notebook.metadata.get("lang", "en"), offline)
    made = await renderer(path, config, {})
    try:
        async with _kernel(made, path.resolve().parent) as kernel:
            html = await made.generate_content_str(kernel.kernel_id, kernel)
        return glossed(number_references(html), words(notebook.metadata.get("lang", "en")))
    except CellExecutionError as error:
        if error.ename == "EvidenceError":
            raise RenderError(f"{path}: {error.evalue}", authored=True) from error
        raise RenderError(f"{path}: a cell failed with {error.ename}: {error.evalue}") from error
    except Exception as error:
        raise RenderError(f"{path} could not be rendered: {type(error).__name__}: {error}") from error


@contextlib.asynccontextmanager
async def _kernel(made: NotebookRenderer, cwd: Path) -> AsyncIterator[AsyncKernelManager]:
    """A kernel for the notebook, running in `cwd`; it and the folder of its sockets are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as folder:
        kernel = AsyncKernelManager(
            kernel_name=made.notebook.metadata.kernelspec.name,
            kernel_spec_manager=made.kernel_spec_manager,
            **_private_line(Path(folder)),
        )
        try:
            await kernel.start_kernel(cwd=str(cwd))
            yield kernel
        finally:
            if kernel.has_kernel:
                await kernel.shutdown_kernel(now=True)


def _private_line(folder: Path) -> dict[str, str]:
    """How to talk to a kernel: through sockets in `folder`, where nobody else can be.

    Jupyter picks ports for a kernel that are free, and the kernel opens them a second later: whatever takes one of them
    in between fails the lesson. Where there are no such sockets (on Windows), or the path is longer than the system
    takes for them, ports it is.
    """
    file = folder / "k.json"
    sockets = os.name != "nt" and len(os.fsencode(file.with_name("k-ipc-5"))) <= LONGEST_SOCKET
    return {"connection_file": str(file), "transport": "ipc" if sockets else "tcp"}


def side_by_side() -> ThreadPoolExecutor:
    """Threads for as many renderings at a time as there are processors."""
    return ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="render")


def each(
    names: Sequence[str], make: Callable[[str], Made], threads: ThreadPoolExecutor
) -> Iterator[tuple[str, Made, str]]:
    """Each lesson's name, what `make` made of it, and how far this is ("tms_outcomes 3 of 14, 2.1 s"), as they end.

    What is not begun when one fails, or when nobody asks for more, is not begun any more. Raises what `make` raises.
    """

    def timed(name: str) -> tuple[Made, float]:
        started = time.monotonic()
        return make(name), time.monotonic() - started

    jobs = {threads.submit(timed, name): name for name in names}
    try:
        for done, job in enumerate(as_completed(jobs), 1):
            made, seconds = job.result()
            stem = jobs[job].removesuffix(".ipynb")
            yield jobs[job], made, f"{stem} {done} of {len(names)}, {seconds:.1f} s"
    finally:
        for job in jobs:
            job.cancel()


def all_made(notebooks: Path, names: Sequence[str], make: Callable[[Path], Made], done: str) -> dict[str, Made]:
    """What `make` made of each of the notebooks, by name in the order of `names`, with a line for each ("Rendered …").

    Raises RenderError for a notebook that cannot be read before any is made.
    """
    for name in names:
        read_notebook(notebooks / name)
    found = {}
    with side_by_side() as threads:
        for name, made, so_far in each(names, lambda name: make(notebooks / name), threads):
            found[name] = made
            print(f"{done} {so_far}", flush=True)
    return {name: found[name] for name in names}


def number_references(html: str) -> str:
    """The page with each number's link carrying its source's place in the list, for readers on paper."""
    places: dict[str, int] = {}
    for place, entry in enumerate(re.split(r'<li id="source-', html)[1:], 1):
        places.update(dict.fromkeys(re.findall(r'<li id="([^"]+)" class="ns-claim"', entry), place))

    def numbered(link: re.Match[str]) -> str:
        place = places.get(link[1])
        return f'{link[0]} data-source="{place}"' if place else link[0]

    return re.sub(r'<a href="#([a-z0-9.-]+)"', numbered, html)


def render_now(path: Path, offline: bool = False, config: Config | None = None) -> str:
    """Like `render`, from code that is not asynchronous itself; its thread may have a loop that runs."""
    with ThreadPoolExecutor(1) as own_thread:
        return own_thread.submit(asyncio.run, render(path, offline, config)).result()
