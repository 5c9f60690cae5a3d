"""A lesson that talks to Python while it is read: for a room with an educator, only where the server allows it.

Voila's renderer makes the page and Jupyter's own manager keeps the kernels, counts them and ends the idle ones. Here
is only what joins the two: who may have a kernel, and what the page says when there is none.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from typing import Any

from voila.configuration import VoilaConfiguration
from voila.utils import get_page_config

from nextsteps.wording import words
from pages.assets import STATIC
from pages.render import configuration, read_notebook, renderer

log = logging.getLogger("nextsteps.live")

#: What the page of a live lesson may load. JupyterLab's front end compiles its settings (eval), anywidget imports its
#: modules from blobs, and its icons are data. Made-ahead pages never get this.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {frame_ancestors}"
)
#: The addresses of Voila that such a page needs; all others stay closed. A kernel's name cannot be guessed.
ADDRESSES = r"api/kernels/[\w-]{36}(/channels)?$|voila/api/shutdown/[\w-]{36}$|voila/(static|labextensions|api/themes)/"
#: The front ends of widgets, and nothing else that happens to be installed beside them.
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]
#: How long, in seconds, between two looks whether an idle kernel has had its time.
CULL_EVERY = 60


class Live:
    """The kernels of live lessons: at most `most` at a time, each ended after `idle` seconds without a message.

    A page that has not joined its kernel within `join` seconds, as a crawler's never does, loses it then.
    """

    def __init__(self, voila: Any, most: int, idle: int, join: int) -> None:
        self.voila = voila
        self.most = most
        self.join = join
        self.kernels = voila.kernel_manager
        self.kernels.cull_idle_timeout = idle
        self.kernels.cull_interval = min(CULL_EVERY, idle)
        # A page left open in a tab nobody looks at keeps its connection: it must not keep its kernel.
        self.kernels.cull_connected = True
        self._starting: set[str] = set()

    async def page(self, path: Path) -> str | None:
        """The page of the lesson at `path` with a kernel of its own, or None if all are taken or it does not start."""
        if len({*self.kernels.list_kernel_ids(), *self._starting}) >= self.most:
            return None
        kernel_id = str(uuid.uuid4())
        self._starting.add(kernel_id)
        try:
            return await self._rendered(path, kernel_id)
        except Exception:
            log.exception("%s does not run live; its made-ahead page is served", path.name)
            if kernel_id in self.kernels:
                await self.kernels.shutdown_kernel(kernel_id, now=True)
            return None
        finally:
            self._starting.discard(kernel_id)

    async def _rendered(self, path: Path, kernel_id: str) -> str:
        language = read_notebook(path).metadata.get("lang", "en")
        config = configuration(language)
        config.VoilaExporter.template_file = "live.html.j2"
        config.VoilaConfiguration.resources["nextsteps"]["chrome"]["privacy"] = privacy(language)
        config.VoilaConfiguration.resources["nextsteps"]["live"] = sentences(language)
        config.VoilaConfiguration.extension_allowlist = EXTENSIONS
        asked = get_page_config(
            base_url=self.voila.base_url,
            settings=self.voila.app.settings,
            log=self.voila.log,
            voila_configuration=VoilaConfiguration(config=config),
        )
        made = await renderer(path, config, {**asked, "kernelId": kernel_id})
        await self.kernels.start_kernel(
            kernel_id=kernel_id, kernel_name=made.notebook.metadata.kernelspec.name, cwd=str(path.resolve().parent)
        )
        html = await made.generate_content_str(kernel_id, self.kernels.get_kernel(kernel_id))
        self.voila.ioloop.call_later(self.join, self._end_if_alone, kernel_id)
        return str(html)

    async def _end_if_alone(self, kernel_id: str) -> None:
        if kernel_id in self.kernels and not self.kernels.kernel_model(kernel_id)["connections"]:
            await self.kernels.shutdown_kernel(kernel_id, now=True)


def privacy(language: str) -> str:
    """What a live page says instead of "nothing leaves your device", which would not be true there."""
    return words(language).say(
        "This page runs live. What you choose here goes to the computer that serves this page, which works out the "
        "answer. It keeps nothing once you close the page. This page sets no cookies."
    )


def sentences(language: str) -> dict[str, str]:
    """What a live page may have to say, so that the browser only shows and hides it."""
    w = words(language)
    return {
        "ended": w.say(
            "The live part of this page has stopped. You did nothing wrong: it rests when nobody uses it for a while, "
            "or when our side has trouble. What you read here still stands. To go on, reload the page. "
            "Crisis help is here too, as always."
        ),
        "reload": w.say("Reload the page"),
    }


def not_live(language: str) -> str:
    """What the made-ahead page says when a live one was meant but cannot be had."""
    return words(language).say(
        "This lesson can run live, but there is no free place for you just now. "
        "Here it is as a plain page. To try again, reload it in a few minutes."
    )


def script() -> bytes:
    """The script of a live page: it tells when the kernel is gone, and lets it go when the reader leaves."""
    return (STATIC / "live.js").read_bytes()
