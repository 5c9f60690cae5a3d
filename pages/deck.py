"""A lesson as slides: the same notebook, dealt out by Jupyter's slide types, on reveal.js, with no second copy.

A notebook without any slide type still gives a good deck: a heading begins a slide, a widget has the screen to itself,
and prose goes on to the next slide where one is full. A cell's `slideshow.slide_type` overrules that: `slide`,
`subslide`, `fragment`, `-` (stays with what is before it), `skip` (not in the deck) and `notes` (for the speaker).

    python -m pages deck notebooks --to decks     write them as files that also open from a stick
"""

from __future__ import annotations

import json
import math
import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from traitlets.config import Config

from nextsteps.wording import words
from pages.assets import STATIC, Assets, as_function
from pages.course import VOID, lesson_names, page_file
from pages.render import RenderError, all_made, configuration, read_notebook, render_now, template

VENDOR = STATIC / "vendor"
#: How many words a slide may hold before prose goes on to the next: large type, and a room that listens too.
FULL = 62
#: With more words than this above it, a widget has the next slide to itself.
INTRODUCTION = 40
#: A file that the folder of decks holds, so that it may be made anew.
MARK = "decks.json"


@dataclass(frozen=True)
class Cell:
    """A cell as it is rendered: `kind` markdown or code, its slide type ("" for none), its part, and its HTML."""

    kind: str
    html: str
    slide: str = ""
    part: str = ""


@dataclass
class Slide:
    """One screen: its HTML in blocks, the heading of its section, what the speaker is told, and how it is joined.

    `first` begins a new column; the slides below it belong to it. `own_heading` means that the section's heading is
    among its blocks.
    """

    blocks: list[str] = field(default_factory=list)
    section: str = ""
    notes: str = ""
    first: bool = False
    own_heading: bool = False
    full: bool = False
    words: int = 0


def slides(cells: Iterable[Cell]) -> list[Slide]:
    """The cells dealt out. Notes belong to the slide that they follow, and to what comes after it in its section."""
    made = [Slide(first=True)]
    for cell in cells:
        _deal(cell, made)
    return [slide for slide in made if slide.blocks]


def _deal(cell: Cell, made: list[Slide]) -> None:
    if cell.slide == "notes":
        made[-1].notes = made[-1].notes + "\n" + cell.html if made[-1].notes else cell.html
        return
    if cell.slide == "skip" or not cell.html.strip():
        return
    if cell.slide in ("slide", "subslide"):
        _begin(made, first=cell.slide == "slide")
    if cell.part == "question":
        heading, end, answer = cell.html.partition("</h3>")
        if made[-1].full or made[-1].words:
            _begin(made)
        made[-1].blocks += [heading + end, f'<div class="fragment">{answer}</div>']
        made[-1].full = True
    elif cell.slide == "fragment":
        made[-1].blocks.append(f'<div class="fragment">{_in_part(cell)}</div>')
    elif cell.slide == "-":
        _put(made[-1], _in_part(cell))
    elif cell.kind == "code" or cell.part:
        # The list of sources belongs to the whole lesson, and brings its own heading.
        sources = 'class="ns-sources"' in cell.html
        if sources or made[-1].full or made[-1].words > INTRODUCTION:
            _begin(made, first=sources)
        _put(made[-1], _in_part(cell))
        made[-1].full = True
    else:
        for block in blocks(cell.html):
            _prose(block, made)


def _prose(block: str, made: list[Slide]) -> None:
    heading = re.match(r"<h([1-3])", block)
    if heading and heading[1] in "12":
        _begin(made, first=True)
        made[-1].section, made[-1].own_heading = block, True
        _put(made[-1], block, count=False)
        return
    now = made[-1]
    if heading:
        if now.full or now.words:
            _begin(made)
        _put(made[-1], block, count=False)
        return
    length = _words(block)
    if now.full or (now.words and now.words + length > FULL):
        _begin(made)
    if length > FULL and (items := _items(block)):
        opening, closing, each = items
        for part, start in _in_turn(each, FULL):
            if made[-1].words:
                _begin(made)
            numbered = f' start="{start}"' if opening == "<ol>" and start > 1 else ""
            _put(made[-1], opening.replace(">", f"{numbered}>", 1) + "".join(part) + closing)
        return
    _put(made[-1], block)


def _in_turn(items: Sequence[str], full: int) -> list[tuple[list[str], int]]:
    """Items of a list in parts that fit on a slide, much alike in length, each with the number of its first item.

    Evenly, because a last slide with one short line would look forgotten.
    """
    total = sum(map(_words, items)) or 1
    many = math.ceil(total / full)
    parts: dict[int, list[str]] = {}
    before = 0
    for item in items:
        # An item belongs where its middle lies.
        middle = before + _words(item) / 2
        parts.setdefault(min(many - 1, int(middle / total * many)), []).append(item)
        before += _words(item)
    numbered, first = [], 1
    for part in parts.values():
        numbered.append((part, first))
        first += len(part)
    return numbered


def _begin(made: list[Slide], first: bool = False) -> None:
    """Begin a slide, unless the last is still empty."""
    last = made[-1]
    if not last.blocks:
        last.first = last.first or first
        return
    made.append(Slide(first=True) if first else Slide(section=last.section, notes=last.notes))


def _put(slide: Slide, html: str, count: bool = True) -> None:
    slide.blocks.append(html)
    slide.words += _words(html) if count else 0


def _in_part(cell: Cell) -> str:
    return f'<div class="ns-{cell.part}">{cell.html}</div>' if cell.part else cell.html


def _words(html: str) -> int:
    return len(re.sub(r"<[^>]*>", " ", html).split())


class _Top(HTMLParser):
    """Where each outermost element of a piece of HTML begins and ends."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.html, self.depth, self.began = html, 0, 0
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if self.depth == 0:
            self.began = self._here()
        if tag not in VOID:
            self.depth += 1
        elif self.depth == 0:
            self.found.append(self.html[self.began : self._here() + len(self.get_starttag_text() or "")])

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        if self.depth == 0:
            end = self.html.index(">", self._here()) + 1
            self.found.append(self.html[self.began : end])


def blocks(html: str) -> list[str]:
    """The outermost elements of HTML that Markdown made, in order."""
    return _Top(html).found


def _items(block: str) -> tuple[str, str, list[str]] | None:
    """A list as its opening tag, its closing tag and its items; None for what is no list of several items."""
    found = re.fullmatch(r"(<[uo]l>)(.*)(</[uo]l>)\s*", block, re.DOTALL)
    items = blocks(found[2]) if found else []
    return (found[1], found[3], items) if found and len(items) > 1 else None


_CELL = re.compile(r"<!-- cell (\{.*?\}) -->\n(.*?)<!-- end of cell -->", re.DOTALL)
_CELLS = re.compile(r"<!-- deck:cells -->.*<!-- deck:end of cells -->\n", re.DOTALL)


def dealt(html: str, help: str, last: str) -> str:
    """The rendered notebook with its cells dealt out as slides; `help` stands on the first and on the last.

    `last` is what the last slide says besides.
    """
    cells = []
    for about, body in _CELL.findall(html):
        said = json.loads(about)
        slide = "notes" if "notes" in said["tags"] else said["slide"]
        # A slide has nothing folded: prose is dealt out as prose, and a picture as a picture.
        part = "" if said["part"] in ("fold", "picture") else said["part"]
        cells.append(Cell(said["kind"], body, slide, part))
    made = slides(cells)
    if not made:
        raise RenderError("The notebook has nothing to show on a slide; write a heading and a sentence.", authored=True)
    made[0].blocks.append(help)
    made.append(Slide([last, help], first=True))
    return _CELLS.sub("", html).replace("<!-- deck:slides -->", markup(made), 1)


def markup(made: Sequence[Slide]) -> str:
    """The slides as reveal.js reads them: a section for each, those of one heading together in a column."""
    columns: list[list[Slide]] = []
    for slide in made:
        if slide.first or not columns:
            columns.append([])
        columns[-1].append(slide)
    return "\n".join(
        _section(column[0]) if len(column) == 1 else f"<section>\n{''.join(map(_section, column))}</section>"
        for column in columns
    )


def _section(slide: Slide) -> str:
    # Below its first slide a section's name is said once more, small; it is no heading, for that is there already.
    name = "" if slide.own_heading or not slide.section else re.sub(r"<[^>]*>", "", slide.section)
    running = f'<p class="ns-running">{name}</p>' if name else ""
    notes = f'<aside class="notes">{slide.notes}</aside>' if slide.notes else ""
    kind = ' class="ns-slide-widget"' if slide.full else ""
    # To reveal.js every section is a slide; a widget's own are regions.
    body = re.sub(r"<section\b", '<div role="region"', "".join(slide.blocks)).replace("</section>", "</div>")
    return f'<section{kind}><div class="ns-fit">{running}{body}</div>{notes}</section>\n'


def deck_words(language: str) -> dict[str, str]:
    """What a deck says besides its lesson."""
    w = words(language)
    return {
        "slides": w.say("Slides"),
        "help": w.say("Crisis help (H)"),
        "back": w.say("Back"),
        "on": w.say("Next"),
        "place": w.say("Slide"),
        "close": w.say("Close"),
        "speaker": w.say("Speaker view (S)"),
        "time": w.say("Time so far"),
        "again": w.say("Start again"),
        "clock": w.say("Clock"),
        "next": w.say("Next slide:"),
        "end": w.say("This is the last slide."),
        "no_notes": w.say("There are no notes for this slide."),
        "blocked": w.say(
            "The browser did not open the speaker view. Allow pop-up windows for this page, then press S."
        ),
        "keyboard": w.say(
            "Keys: Page Down or a clicker goes on. O shows all slides. B makes the screen dark. H is crisis help."
        ),
        "thanks": w.say("Thank you for being here"),
        "take_home": w.say("You can read all of this again, at your own pace, on the page of this lesson."),
    }


def deck_configuration(language: str) -> Config:
    """Voila's configuration for a deck: that of a page, with another template."""
    config = configuration(language)
    config.VoilaExporter.template_file = "deck.html.j2"
    config.VoilaConfiguration.resources["nextsteps"]["deck"] = deck_words(language)
    return config


def render_deck(path: Path) -> str:
    """The deck of the notebook at `path`, with its assets by name (`asset:script`). Raises RenderError."""
    language = read_notebook(path).metadata.get("lang", "en")
    config = deck_configuration(language)
    said, chrome = deck_words(language), config.VoilaConfiguration.resources["nextsteps"]["chrome"]
    lines = template("help.html.j2").module.help(chrome["help"])
    label = escape(chrome["help_label"])
    help = f'<aside class="ns-help" aria-label="{label}"><div class="ns-wrap">{lines}</div></aside>'
    last = (
        f"<h2>{escape(said['thanks'])}</h2><p>{escape(said['take_home'])}</p>"
        f"<p><strong>{escape(chrome['not_advice'])}</strong></p><p>{escape(chrome['origin'])}</p>"
    )
    return dealt(render_now(path, config=config), help, last)


def collect(keep: Assets | None = None) -> Assets:
    """The assets of pages, and those that only decks have: reveal.js, and what makes our slides answer."""
    assets = Assets.collect(keep)
    deck = f'"use strict";\n({as_function(STATIC / "deck.mjs")})().start();\n'.encode()
    assets.names["deck"] = assets.add("deck.js", deck)
    assets.names["deckstyle"] = assets.add("deck.css", (STATIC / "deck.css").read_bytes())
    assets.names["reveal"] = assets.add("reveal.js", (VENDOR / "reveal.js").read_bytes())
    assets.names["revealstyle"] = assets.add("reveal.css", (VENDOR / "reveal.css").read_bytes())
    return assets


def filled_in(rendered: str, name: str, assets: Assets, known: Iterable[str]) -> str:
    """The deck of the lesson `name` with relative addresses; a link to a lesson in `known` leads to its deck."""
    folder, known = posixpath.dirname(name), set(known)
    up = "../" * len(Path(name).parent.parts)

    def to_deck(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[2]))
        return f"{link[1]}{link[2].removesuffix('.ipynb')}.html" if target in known else link[0]

    page = re.sub(r'(href=\\?")([^":#?\\]+\.ipynb)(?=[#"\\])', to_deck, rendered)
    return assets.fill_in(page, f"{up}assets/", f"{up}index.html")


def decks(notebooks: Path, names: Sequence[str], assets: Assets) -> dict[str, str]:
    """The deck of each lesson by its name, rendered side by side. Raises RenderError."""
    made = all_made(notebooks, names, render_deck, "Dealt out")
    return {name: filled_in(html, name, assets, names) for name, html in made.items()}


def files(notebooks: Path, names: Sequence[str] = ()) -> dict[str, bytes]:
    """Every file of the decks by its path: `tms_outcomes.html`, `es/…`, and `assets/…`. Raises RenderError.

    `names` are the lessons to take, as paths below `notebooks`; all of them if there are none.
    """
    from pages.site import with_policy  # late: it brings the server along

    names = list(names) or lesson_names(notebooks)
    assets = collect()
    pages = decks(notebooks, names, assets)
    made = {page_file(name): with_policy(page).encode() for name, page in pages.items()}
    return made | {f"assets/{name}": served.body for name, served in assets.files.items()}


def build(notebooks: Path, to: Path, names: Sequence[str] = ()) -> None:
    """Write the decks to the folder `to`, made anew. Raises RenderError, also for a folder of other things."""
    from pages.site import write

    if to.exists() and (not to.is_dir() or (any(to.iterdir()) and not (to / MARK).is_file())):
        raise RenderError(
            f"{to} holds other files, which making the decks would delete; name an empty folder, or one that is not "
            "there yet.",
            authored=True,
        )
    made = files(notebooks, names)
    made[MARK] = (json.dumps(sorted(path for path in made if path.endswith(".html")), indent=2) + "\n").encode()
    write(to, made)
    print(f"Wrote {len(json.loads(made[MARK]))} decks to {to}. Open one of its .html files; the arrows go on.")
