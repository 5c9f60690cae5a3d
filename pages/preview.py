"""The page of one notebook as it is saved now, as JupyterLab shows it to whoever changes it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from nextsteps.evidence import EvidenceError
from nextsteps.wording.language import LANGUAGES
from pages.assets import Assets, Served
from pages.chrome import chrome
from pages.clinic import Clinic, read_clinic
from pages.course import course
from pages.library import start_lesson
from pages.render import RenderError, render_now, template
from pages.surround import Site

#: Where a page finds what it loads: below the folder of its lessons.
ASSETS = "assets"


@cache
def _kept() -> Assets:
    """What pages have asked for so far."""
    return Assets.collect()


def asset(file: Path) -> Served | None:
    """What stands at the place of `file` for pages to load; None if nothing does."""
    return _kept().files.get(file.name) if file.parent.name == ASSETS else None


def start(folder: Path) -> Path | None:
    """The lesson to begin with in a folder; None if it is none, or holds no lesson."""
    try:
        return folder / start_lesson(folder) if folder.is_dir() else None
    except RenderError:
        return None


def shown(notebook: Path, root: Path, at: str) -> tuple[int, str]:
    """The HTTP status and the page of a notebook below `root`, which is shown at the address `at`, ending in a slash.

    Where it cannot be made, the page says why: readers are told that it rests, but whoever can mend it has to know.
    """
    lessons = lessons_folder(notebook, root)
    below = lessons.relative_to(root).as_posix()
    address = at if below == "." else f"{at}{below}/"
    assets = Assets.collect(keep=_kept())
    try:
        html, site = render_now(notebook), Site(tuple(course(lessons)), _clinic())
        if site.clinic:
            site.clinic.lend_logo(assets)
        page = site.surround(html, notebook.relative_to(lessons).as_posix())
        return 200, assets.fill_in(page, f"{address}{ASSETS}/", address)
    except (RenderError, EvidenceError) as error:
        told = template("notice.html.j2").render(
            lang="en", title=notebook.name, description=str(error), chrome=chrome(), others=[]
        )
        return 500, assets.fill_in(Site().surround(told), f"{address}{ASSETS}/", address)


def lessons_folder(notebook: Path, root: Path) -> Path:
    """The folder of the lessons that a notebook below `root` is one of: the one above, for another language's."""
    above = notebook.parent.name in LANGUAGES and notebook.parent != root
    return notebook.parent.parent if above else notebook.parent


def _clinic() -> Clinic | None:
    path = os.environ.get("NEXTSTEPS_CLINIC")
    return read_clinic(Path(path)) if path else None
