"""Scripts and the chart library as files with their hash in the name, compressed once, kept in memory.

A page is rendered with the names of what it needs (`asset:script`); `Assets.fill_in` writes where that is served.
So one rendering serves every edition: Voila, a web server's folder, and a stick without a network.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import urllib.parse
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from importlib.util import find_spec
from pathlib import Path

# brotli: the compression that saves a phone the most; the reference implementation's own binding.
import brotli

from pages.render import RenderError

STATIC = Path(__file__).parent / "static"
#: Found, not imported: only the kernel that renders a lesson runs widgets, and scipy and plotly, which come with them,
#: would take the server 65 MB and three seconds.
WIDGETS = Path(str(getattr(find_spec("widgets"), "origin", ""))).parent
TYPES = {
    ".bib": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


#: The stylesheets of every page; the last holds the rules that all widgets share.
EVERYWHERE = ("tokens", "page", "parts")


@dataclass(frozen=True)
class Served:
    """Bytes ready to be sent, in every encoding a browser may ask for."""

    body: bytes
    content_type: str
    _made: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)
    # A cached property has no lock from Python 3.12 on: two threads would compress the chart library twice.
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False, compare=False)

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @property
    def encodings(self) -> dict[str, bytes]:
        """The body by content coding, smallest first; made once, however many ask for it at the same time."""
        with self._one_at_a_time:
            if not self._made:
                self._made["br"] = brotli.compress(self.body, quality=11)
                self._made["gzip"] = gzip.compress(self.body, 9, mtime=0)
            return self._made


@dataclass(frozen=True)
class Assets:
    """What pages need: `files` by served name, `names` of those that all pages share, `modules` as they are written."""

    files: dict[str, Served]
    names: dict[str, str]
    modules: dict[str, str]
    #: Each stylesheet by its file's stem, in the order in which they apply.
    sheets: dict[str, str]

    @classmethod
    def collect(cls, keep: Assets | None = None) -> Assets:
        """Read all assets from disk: the stylesheets that go into pages, and the modules to make scripts of.

        What `keep` held is served on, for pages that name it; unchanged files keep their compressed copies.
        Raises RenderError for a module that cannot be joined.
        """
        paths = sorted(WIDGETS.glob("*.mjs"))
        shared = [WIDGETS / "tokens.css", STATIC / "page.css", WIDGETS / "parts.css"]
        # A picture that needs no script has a sheet all the same.
        styles = [*shared, *(sheet for sheet in sorted(WIDGETS.glob("*.css")) if sheet not in shared)]
        sheets = {path.stem: path.read_text("utf-8") for path in styles}
        modules = {path.stem: as_function(path) for path in [*paths, STATIC / "page.mjs"]}
        # One growing store: pages that are rendered at the same time add to it.
        found = cls(keep.files if keep else {}, {}, modules, sheets)
        found.names["icon"] = found.add("icon.svg", (STATIC / "icon.svg").read_bytes())
        found.names["plotly"] = found.add("plotly-basic.js", (STATIC / "vendor/plotly-basic.min.js").read_bytes())
        return found

    def fill_in(self, html: str, assets: str, home: str) -> str:
        """The page with its addresses: `assets` is the folder of the files, `home` the start, as seen from the page."""
        at = {key: assets + name for key, name in self.names.items()}
        at["home"] = home
        if '"asset:script"' in html:
            at["script"] = assets + self.script(html)
        html = re.sub(r'(?<==")asset:([a-z]+)(?=")', lambda named: at[named[1]], html)
        html = _CARRIED.sub(lambda found: f"{found[1]}{assets}{self.add(found[2], _content(found[3]))}", html)
        return html.replace("<style></style>", f"<style>{self.style(html)}</style>", 1)

    def style(self, html: str) -> str:
        """What the page needs of the stylesheets: those of every page, and those that own a class it uses.

        It stands in the page itself: on a slow network nothing is painted until the styles are there, and to ask for
        them costs half of the time to the first sight of a lesson.
        """
        used = {*EVERYWHERE, *re.findall(r'data-widget="([a-z][a-z0-9_]*)"', html)}
        named = {stem: set(re.findall(r"\.(ns-[\w-]+)", sheet)) for stem, sheet in self.sheets.items()}
        classes = {one for found in re.findall(r'class="([^"]*)"', html) for one in found.split()}
        # A sheet's own classes; it also names those of every page, as in `.ns-widget .ns-years`.
        own = classes.difference(*(named[stem] for stem in EVERYWHERE))
        return "\n".join(
            sheet for stem, sheet in self.sheets.items() if stem in used or not own.isdisjoint(named[stem])
        )

    def script(self, html: str) -> str:
        """The served name of the one script of a page: what every page does, and the modules of its widgets.

        One classic script, not modules that import each other: a phone asks once, and a browser refuses modules to a
        page that was opened from a disk.
        """
        used = sorted(set(re.findall(r'data-widget="([a-z][a-z0-9_]*)"', html)))
        widgets = "".join(f"  {stem}: {self.modules[stem]},\n" for stem in used)
        return self.add("lesson.js", f'"use strict";\n({self.modules["page"]})().start({{\n{widgets}}});\n'.encode())

    def add(self, name: str, body: bytes) -> str:
        """Keep `body` to be served; return its served name, which holds its hash."""
        stem, suffix = name.rsplit(".", 1)
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
        self.files.setdefault(hashed, Served(body, TYPES[f".{suffix}"]))
        return hashed


#: A file that a cell's output carries, for JupyterLab too. A page leaves it on the server until a reader asks for it.
_CARRIED = re.compile(r'(<a download="([\w-]+\.(?:csv|bib))" href=")data:[^,"]*,([^"]*)')


def _content(address: str) -> bytes:
    """What a data address holds, as it is written in a page."""
    return urllib.parse.unquote_to_bytes(unescape(address))


#: The forms of export that can be joined. Others are refused, so that nothing is left out in silence.
_NAMED = re.compile(r"^export (?=(?:const|function|async function) ([A-Za-z_$][\w$]*))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default (\{.*\}|\{\n(?:(?!\};?$).*\n)*\});?\s*\Z", re.MULTILINE)
_OTHER = re.compile(r"^\s*(?:export|import)\b|^(?!\s*//).*\bimport(?:\s*\(|\.meta\b)")


def as_function(path: Path) -> str:
    """The module at `path` as a function that returns its default export, or all its named ones if it has none.

    Raises RenderError if the module imports anything, or exports in another way than CONTRIBUTING.md says.
    """
    source = path.read_text("utf-8")
    names = _NAMED.findall(source)
    body, defaults = _DEFAULT.subn(r"return \1;\n", _NAMED.sub("", source))
    for number, (joined, written) in enumerate(zip(body.splitlines(), source.splitlines(), strict=False), 1):
        if _OTHER.search(joined):
            raise RenderError(
                f"{path.name}, line {number}: {written.strip()!r} cannot be joined into a page's one script; import "
                "nothing, write `export const`, `export function` or `export async function` at the start of a line, "
                "and end the file with `export default { render };`.",
                authored=True,
            )
    if not defaults:
        body += f"return {{ {', '.join(names)} }};\n"
    return f"() => {{\n{body}}}"
