"""The lessons as a folder of files: the same pages for any web server, any sub-path, and a stick without a network."""

from __future__ import annotations

import hashlib
import html
import importlib.util
import json
import posixpath
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nextsteps.wording import words
from pages.assets import STATIC, Assets
from pages.cards import card
from pages.chrome import chrome
from pages.clinic import Clinic, read_clinic
from pages.course import course, lesson_names, page_file
from pages.hosting import FILES_POLICY, HEADERS_FILE, headers_file, host_headers, with_compressed
from pages.library import notice, start_lesson
from pages.render import RenderError, all_made, render_now
from pages.surround import Site

#: A folder that holds this was made here, and may be made anew.
MARK = "manifest.webmanifest"


def build(
    notebooks: Path,
    to: Path,
    address: str = "",
    offline: bool = False,
    clinic: Path | None = None,
    compressed: bool = False,
) -> None:
    """Render the lessons below `notebooks` and write them to `to`, which is left as it was if one of them fails.

    address   where the site will be, for what must be absolute (sitemap, canonical links, the pictures that message
              apps show beside a link); "" leaves these out
    offline   add a service worker that keeps each lesson a reader opens on their device
    clinic    the file of the clinic that shows the lessons
    compressed  write brotli and gzip copies beside the files, for a host that sends those instead of making its own

    Raises RenderError for a lesson that does not become a page, an address that is none, a folder of other things, or
    a clinic file that may not be used.
    """
    address = checked_address(address)
    shown_by = read_clinic(clinic) if clinic else None
    if to.exists() and not to.is_dir():
        raise RenderError(f"{to} is a file; name a folder for the site.", authored=True)
    if to.exists() and any(to.iterdir()) and not (to / MARK).is_file():
        raise RenderError(
            f"{to} holds other files, which making the site would delete; name an empty folder, or one that is not "
            "there yet.",
            authored=True,
        )
    made = files(notebooks, address, offline, shown_by)
    write(to, with_compressed(made) if compressed else made)
    print(f"Wrote the site to {to}. Open {to / 'index.html'}, or put the folder on a web server or a USB stick.")
    if not address:
        print("It has no sitemap, which needs the site's address: --address https://www.clinic.example/lessons/")


def files(notebooks: Path, address: str = "", offline: bool = False, clinic: Clinic | None = None) -> dict[str, bytes]:
    """Every file of the site by its path: the lessons, their assets, and what a host and a browser look for."""
    headers = host_headers()  # first, so that a wrong setting is told before any lesson runs
    names = lesson_names(notebooks)
    home = start_lesson(notebooks.resolve())
    assets = Assets.collect()
    if clinic:
        clinic.lend_logo(assets)
    site = Site(tuple(course(notebooks)), clinic)
    if address:
        cards = _cards(site, assets)
        site = replace(
            site,
            address=lambda name: _absolute(address, page_file(name), home),
            card=(lambda name: f"{address}assets/{cards[name]}") if cards else None,
        )
    pages = {
        page_file(name): _page(name, site.surround(rendered, name), assets, set(names), offline)
        for name, rendered in all_made(notebooks, names, lambda path: render_now(path, offline), "Rendered").items()
    }
    pages = {path: with_policy(page) for path, page in pages.items()}
    # A copy, not a redirection: it opens from a disk, and at once.
    if "/" in home:
        raise RenderError(
            f"{notebooks} has lessons in folders only; put the one to start with beside them.", authored=True
        )
    if home != "index.ipynb":
        pages["index.html"] = pages[page_file(home)]
    starts = ["", *sorted({lesson.folder for lesson in site.lessons if f"{lesson.folder}/index.ipynb" in names})]
    texts = {
        **pages,
        **{posixpath.join(folder, MARK): _manifest(folder, assets) for folder in starts},
        "404.html": _missing(site, assets, address, offline),
        "robots.txt": "User-agent: *\nAllow: /\n" + (f"Sitemap: {address}sitemap.xml\n" if address else ""),
    }
    if address:
        others = {_absolute(address, page_file(lesson.name), home): site.alternates(lesson) for lesson in site.lessons}
        texts["sitemap.xml"] = _sitemap(sorted({_absolute(address, path, home) for path in pages}), others)
    made = {path: text.encode() for path, text in texts.items()}
    made |= {f"assets/{name}": served.body for name, served in assets.files.items()}
    made[HEADERS_FILE] = headers_file(headers)
    if offline:
        build = hashlib.sha256(b"".join(made[path] for path in sorted(made))).hexdigest()[:12]
        made["sw.js"] = (STATIC / "sw.mjs").read_text("utf-8").replace("THIS_BUILD", build).encode()
    return made


def _manifest(folder: str, assets: Assets) -> str:
    """What a phone reads when somebody keeps the site beside their apps: each language opens at its own start."""
    up = "../" if folder else ""
    manifest = {
        "name": chrome(folder or "en")["site"],
        "lang": folder or "en",
        "start_url": "index.html",
        "scope": up or "./",
        "display": "minimal-ui",
        "icons": [{"src": f"{up}assets/{assets.names['icon']}", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def write(to: Path, made: dict[str, bytes]) -> None:
    """Put the files in place, what others need first, and take away what the site no longer has."""
    # Pages last: a reader who loads one while this runs finds all that it names.
    for path in sorted(made, key=lambda path: (path.endswith(".html"), path)):
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        new.write_bytes(made[path])
        new.replace(target)
    for old in [p for p in to.rglob("*") if p.is_file() and p.relative_to(to).as_posix() not in made]:
        old.unlink()


def _page(name: str, rendered: str, assets: Assets, names: set[str], offline: bool) -> str:
    """A lesson with relative addresses, for its place in the folder."""
    folder = posixpath.dirname(name)
    up = "../" * len(Path(name).parent.parts)
    start = "" if f"{folder}/index.ipynb" in names else up  # a language has its own start, if it has one

    def to_file(link: re.Match[str]) -> str:
        known = posixpath.normpath(posixpath.join(folder, unquote(link[2]))) in names
        return f"{link[1]}{page_file(link[2])}" if known else link[0]

    # Also in the states of a widget, where the quotation mark is escaped.
    page = re.sub(r'(href=\\?")([^":#?\\]+\.ipynb)(?=[#"\\])', to_file, rendered)
    page = assets.fill_in(page, f"{up}assets/", f"{start}index.html")
    if offline:
        page = page.replace("<body ", f'<body data-offline="{up}sw.js" ', 1)
    return _with_head(page, f'<link rel="manifest" href="{start}{MARK}">')


def _cards(site: Site, assets: Assets) -> dict[str, str]:
    """The served name of each lesson's picture for messages, by the lesson; none where Pillow is not installed."""
    if importlib.util.find_spec("PIL") is None:
        print("The lessons have no pictures for messages, which need Pillow: python -m pip install pillow")
        return {}
    made = {}
    for lesson in site.lessons:
        made[lesson.name] = assets.add("card.png", card(lesson.title, words(lesson.language).say("Next Steps")))
    return made


def _missing(site: Site, assets: Assets, address: str, offline: bool) -> str:
    """The page for an address that is not there: whole in itself, because it is shown at any depth."""
    icon = b64encode(assets.files[assets.names["icon"]].body).decode()
    # A web server shows this one for every address, so it says the same in each language that has a start.
    starts = {o.language: page_file(o.name) for o in site.lessons if o.folder and o.stem == "index"}
    page = site.surround(notice(404, offline=offline, also=starts))
    page = page.replace('href="asset:icon"', f'href="data:image/svg+xml;base64,{icon}"')
    page = assets.fill_in(page, "", html.escape(address) or "./")
    for language, start in starts.items():
        page = page.replace(f'href="start:{language}"', f'href="{html.escape(address) or "./"}{start}"')
    return with_policy(_with_head(page, '<meta name="robots" content="noindex">'))


def with_policy(page: str) -> str:
    """The page with the server's policy, as far as a page can set its own."""
    # A page cannot say who may frame it.
    policy = re.sub(r";\s*frame-ancestors[^;]*", "", FILES_POLICY)
    return _with_head(page, f'<meta http-equiv="Content-Security-Policy" content="{policy}">')


def _with_head(page: str, line: str) -> str:
    """The page with one line more in its head, before everything but the encoding."""
    first = '<meta charset="utf-8">'
    return page.replace(first, f"{first}\n{line}", 1)


def _sitemap(addresses: list[str], others: dict[str, list[dict[str, str]]]) -> str:
    """Every page by its address, each with the same lesson in other languages."""

    def alternate(of: dict[str, str]) -> str:
        return f'<xhtml:link rel="alternate" hreflang="{of["code"]}" href="{html.escape(of["address"])}"/>'

    entries = "".join(
        f"  <url><loc>{html.escape(a)}</loc>{''.join(map(alternate, others.get(a, [])))}</url>\n" for a in addresses
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )


def _absolute(address: str, path: str, home: str) -> str:
    """Where a page will be. The start has one address, whatever its file is called."""
    return address + ("" if path in ("index.html", page_file(home)) else path)


def checked_address(address: str) -> str:
    """The address of a site with one slash at its end, or "". Raises RenderError for what is no such address."""
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise RenderError(
            f"{address!r} is not the address of a site; write it whole, for example https://www.clinic.example/lessons/.",
            authored=True,
        )
    return address.rstrip("/") + "/"
