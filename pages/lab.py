"""JupyterLab's own "Render with Voilà": an educator sees the lesson as saved, in the page that readers get.

Voila brings that button, and answers it through an extension of Jupyter's server with our template alone: what our
server writes into a page afterwards would be missing, its styles and scripts too. So these addresses are ours here.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "pages.lab"}]


def _load_jupyter_server_extension(server: Any) -> None:
    # Extensions are loaded in the order of their names, and whoever adds an address first is asked first: before Voila.
    at = url_path_join(server.web_app.settings["base_url"], "/voila/render/")
    root = Path(server.root_dir).resolve()
    server.web_app.add_handlers(".*$", [(f"{at}(.*)", PreviewHandler, {"root": root, "at": at})])


class PreviewHandler(JupyterHandler):
    """A lesson, what it loads, and the start of its folder, to whoever may use this Jupyter.

    What makes pages is imported with the first of them, because JupyterLab would start later for it.
    """

    def initialize(self, root: Path, at: str) -> None:  # type: ignore[override]
        self.root, self.at = root, at

    @property
    def content_security_policy(self) -> str:
        from pages.server import policy

        return policy("'self'")

    @authenticated
    async def get(self, path: str) -> None:
        """The page of the notebook at `path`, below the folder that Jupyter shows; or what is wrong with it."""
        from pages import preview
        from pages.server import HEADERS

        for name, value in HEADERS.items():
            self.set_header(name, value)
        file = (self.root / path).resolve()
        if not file.is_relative_to(self.root):
            raise HTTPError(404)
        if served := preview.asset(file):
            self.set_header("Content-Type", served.content_type)
            self.finish(served.body)
        elif start := preview.start(file):
            self.redirect(url_path_join(self.at, start.relative_to(self.root).as_posix()))
        elif file.suffix != ".ipynb" or not file.is_file():
            raise HTTPError(404)
        else:
            status, html = await asyncio.to_thread(preview.shown, file, self.root, self.at)
            self.set_status(status)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Cache-Control", "no-store")
            self.finish(html)
