"""All that a workshop needs in one zip: lessons, slides, guides, handouts and a page to start from, without a network.

Unpacked onto a USB stick it opens by START.html in any browser, on a machine that has neither Python nor a network.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from nextsteps.wording import words
from pages import deck
from pages import site as static
from pages.assets import Assets
from pages.clinic import Clinic, read_clinic
from pages.course import Lesson, course, page_file
from pages.guides import guide_pages, languages, plain_page
from pages.handouts import PAPERS, handouts
from pages.render import RenderError
from pages.surround import Site

#: The folder that the zip unpacks to, and the page in it to open first.
FOLDER, START = "next-steps-kit", "START.html"


def build(notebooks: Path, guides: Path, to: Path, address: str = "", clinic: Path | None = None) -> None:
    """Write the kit to the file `to`. Raises RenderError for what cannot be made; a kit that is there stays then."""
    if to.suffix != ".zip" or to.is_dir():
        raise RenderError(f"{to} is no name for the kit; end it in .zip.", authored=True)
    made = files(notebooks, guides, address, read_clinic(clinic) if clinic else None)
    new = to.with_name(f".{to.name}.new")
    new.write_bytes(packed(made))
    new.replace(to)
    print(f"Wrote {to}, {len(made)} files. Unpack it onto a stick, and open {FOLDER}/{START} there.")


def files(notebooks: Path, guides: Path, address: str = "", clinic: Clinic | None = None) -> dict[str, bytes]:
    """Every file of the kit by its path. `address` is what the handouts lead to, "" if the lessons have none."""
    address = static.checked_address(address)
    site = Site(tuple(course(notebooks)), clinic)
    made = {}
    # Paper first: if a library for it is missing, that is told before any lesson runs.
    for language in languages(guides):
        for name, body in handouts(guides, notebooks, address, language, clinic).items():
            made[_handout(language, name)] = body
    assets = Assets.collect()
    made |= {f"lessons/{path}": page for path, page in guide_pages(guides, site, assets).items()}
    made |= {f"lessons/{path}": body for path, body in static.files(notebooks, clinic=clinic).items()}
    made |= {f"decks/{path}": body for path, body in deck.files(notebooks).items()}
    # What only a web server can use.
    made = {path: body for path, body in made.items() if Path(path).name not in ("_headers", "robots.txt", "404.html")}
    return made | {START: _start(site, made, assets).encode()}


def packed(made: Mapping[str, bytes]) -> bytes:
    """The files as a zip with one folder in it; the same files give the same bytes."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kit:
        for path in sorted(made):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path}")  # of 1980: a kit says by its pages when it was checked
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            kit.writestr(entry, made[path])
    return body.getvalue()


def _handout(language: str, name: str) -> str:
    return f"handouts/{name}" if language == "en" else f"handouts/{language}/{name}"


def _start(site: Site, made: Mapping[str, bytes], assets: Assets) -> str:
    """The page to open first: each lesson with its slides, its guide and its handouts, in every language."""
    parts = []
    for language in dict.fromkeys(lesson.language for lesson in site.lessons):
        w = words(language)
        said = [
            Markup("<h1>{}</h1>" if not parts else "<h2>{}</h2>").format(w.say("The workshop kit")),
            Markup("<p>{}</p>").format(
                w.say("All of this opens from this folder, without a network. Nothing that you tap or type is sent.")
            ),
            Markup("<p>{}</p>").format(
                w.say(
                    "Do you lead a group? Read the guide of your lesson first. It has two plans, what to say and what "
                    "not to say, and what to do if someone is in distress."
                )
            ),
        ]
        for lesson in (one for one in site.lessons if one.language == language):
            found = [(path, name) for path, name in _of(lesson).items() if path in made]
            links = Markup("").join(Markup('<li><a href="{}">{}</a></li>\n').format(*link) for link in found)
            said.append(Markup("<h{0}>{1}</h{0}>\n<ul>\n{2}</ul>").format(2 if not parts else 3, lesson.title, links))
        parts.append(Markup('<div lang="{}">\n{}\n</div>').format(language, Markup("\n").join(said)))
    first = site.lessons[0].language
    page = plain_page(words(first).say("The workshop kit"), Markup("\n").join(parts), site, first)
    page = assets.fill_in(page, "lessons/assets/", "lessons/index.html")
    return static.with_policy(page)


def _of(lesson: Lesson) -> dict[str, str]:
    """What the kit may have of a lesson: the words of each link by its path."""
    w = words(lesson.language)
    page = page_file(lesson.name)
    guide = lesson.stem if lesson.language == "en" else f"{lesson.language}/{lesson.stem}"
    sheets = {"a4": w.say("Handout, A4 paper (PDF)"), "letter": w.say("Handout, Letter paper (PDF)")}
    return {
        f"lessons/{page}": w.say("Read the lesson"),
        f"decks/{page}": w.say("Show the slides"),
        f"lessons/guides/{guide}.html": w.say("Guide for whoever leads the group"),
        **{_handout(lesson.language, f"{lesson.stem}-{paper}.pdf"): sheets[paper] for paper in PAPERS},
    }
