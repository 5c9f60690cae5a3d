"""The guide of each lesson for whoever leads a group through it: a Markdown file, held to the claims, made into a page.

A guide stands in docs/guides/<lesson>.md, and in docs/guides/<language>/ for other languages. Its parts stand under
headings of the second level in one order, so that a part is found in any language. Every guide ends with the same plan
for a room in which someone is in distress, from docs/guides/a-safe-room.md. Paper gets the same page: print it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from nbconvert.filters.markdown_mistune import MarkdownWithMath

from nextsteps.evidence import EvidenceError, registry
from nextsteps.wording.language import LANGUAGES
from pages.assets import Assets
from pages.chrome import chrome
from pages.lint import lint_prose
from pages.markdown import LessonMarkdown
from pages.render import RenderError, number_references, template
from pages.site import with_policy
from pages.surround import Site
from widgets import Sources

#: The parts of a guide, in the order in which they stand.
PARTS = ("aim", "short", "long", "say", "do-not-say", "questions", "say-it-back", "handout")
#: How many minutes the two plans take.
PLANS = {"short": 20, "long": 45}
#: The file that all guides of a language share.
SAFE_ROOM = "a-safe-room.md"
#: The minutes of a step are the speaker's clock, and no finding.
_MINUTES = re.compile(r"^- \*\*(\d+) min\*\*", re.MULTILINE)
_PICTURE = re.compile(r"^<!-- picture: ([a-z0-9.-]+) -->\n", re.MULTILINE)


@dataclass(frozen=True)
class Guide:
    """A guide as it is written. `parts` has the Markdown of each of PARTS, with its heading; `opening` comes before."""

    lesson: str
    language: str
    title: str
    opening: str
    parts: dict[str, str]
    safe_room: str

    @property
    def sentences(self) -> list[str]:
        """What the handout says: its numbered list, as Markdown."""
        return re.findall(r"^\d\. (.+)$", self.parts["handout"], re.MULTILINE)

    @property
    def questions(self) -> list[str]:
        """What the handout tells people to ask: its list with hyphens, as Markdown."""
        return re.findall(r"^- (.+)$", self.parts["handout"], re.MULTILINE)

    @property
    def picture(self) -> str:
        """What the handout shows: the id of a claim, or one of the forms that pages/handouts.py draws."""
        return _PICTURE.findall(self.parts["handout"])[0]

    @property
    def claims(self) -> list[str]:
        """The claims that the guide links to, each once, in the order of the text."""
        text = "\n".join([self.opening, *self.parts.values(), self.safe_room])
        return list(dict.fromkeys(re.findall(r"\]\(#([a-z0-9-]+\.[a-z0-9-]+)\)", text)))


def read_guides(folder: Path, language: str = "en") -> list[Guide]:
    """The guides of a language in `folder`, sorted by lesson. Raises RenderError for one that may not be used."""
    here = _of(folder, language)
    lessons = sorted(path.stem for path in here.glob("*.md") if path.name != SAFE_ROOM)
    return [read_guide(folder, lesson, language) for lesson in lessons]


def languages(folder: Path) -> list[str]:
    """The languages that have guides in `folder`."""
    return [language for language in LANGUAGES if (_of(folder, language) / SAFE_ROOM).is_file()]


def read_guide(folder: Path, lesson: str, language: str = "en") -> Guide:
    """The guide of a lesson.

    Raises RenderError if it is missing or has not all parts, if the minutes of a plan do not add up, or if a number in
    it is not the one that its claim gives.
    """
    path = _of(folder, language) / f"{lesson}.md"
    safe_room = _text(path.with_name(SAFE_ROOM))
    opening, *parts = re.split(r"(?m)^(?=## )", _text(path))
    title = re.match(r"# (.+)\n", opening)
    if not title or len(parts) != len(PARTS):
        raise RenderError(
            f"{path} has {len(parts)} parts; a guide has a title and, in this order, under headings of the second "
            f"level: {', '.join(PARTS)}.",
            authored=True,
        )
    guide = Guide(lesson, language, title[1], opening, dict(zip(PARTS, parts, strict=True)), safe_room)
    for plan, minutes in PLANS.items():
        planned = sum(map(int, _MINUTES.findall(guide.parts[plan])))
        if planned != minutes:
            raise RenderError(f"{path}: the steps of the {plan} plan take {planned} minutes, not {minutes}; mend one.")
    handout = guide.parts["handout"]
    if len(guide.sentences) != 3 or not 3 <= len(guide.questions) <= 4 or len(_PICTURE.findall(handout)) != 1:
        raise RenderError(
            f"{path}: the handout needs one picture, three numbered sentences, and three or four questions; "
            f"it has {len(_PICTURE.findall(handout))}, {len(guide.sentences)} and {len(guide.questions)}.",
            authored=True,
        )
    _refuse_wrong_numbers(path, guide)
    return guide


def _refuse_wrong_numbers(path: Path, guide: Guide) -> None:
    known = registry()
    for source, parts in {
        path: {"opening": guide.opening, **guide.parts},
        path.with_name(SAFE_ROOM): {"": guide.safe_room},
    }.items():
        for name, text in parts.items():
            without_clock = re.sub(r"(?m)^## .*$", "", _MINUTES.sub("- ", text))
            if failures := lint_prose(source, name, without_clock, guide.language, known):
                raise RenderError("\n".join(map(str, failures)), authored=True)
    for id in guide.claims:
        try:
            known.claim(id)
        except EvidenceError as error:
            raise RenderError(f"{path}: {error}", authored=True) from None


def guide_pages(folder: Path, site: Site, assets: Assets) -> dict[str, bytes]:
    """The guides of the site's lessons, as pages one folder below them, by path: guides/tms_outcomes.html."""
    made = {}
    for language in languages(folder):
        lessons = {lesson.stem for lesson in site.lessons if lesson.language == language}
        for guide in read_guides(folder, language):
            if guide.lesson not in lessons:
                continue
            here = f"guides/{guide.lesson}.html" if language == "en" else f"guides/{language}/{guide.lesson}.html"
            up = "../" * here.count("/")
            page = plain_page(guide.title, markdown(_whole(guide), up), site, language)
            start = f"{up}index.html" if language == "en" else f"{up}{language}/index.html"
            made[here] = with_policy(assets.fill_in(number_references(page), f"{up}assets/", start)).encode()
    return made


def plain_page(title: str, html: str, site: Site, language: str) -> str:
    """A page with help first and last that no notebook makes, with its assets by name."""
    page = template("guide.html.j2").render(
        lang=language, title=title, description=title, html=html, chrome=chrome(language)
    )
    return site.surround(page, language=language)


def markdown(text: str, up: str) -> str:
    """A guide's Markdown as HTML, its links to notebooks as links to the pages of the site that is `up` from here."""
    text = re.sub(r"\]\((?:\.\./)*notebooks/([\w/]+)\.ipynb", rf"]({up}\1.html", text)
    return str(MarkdownWithMath(renderer=LessonMarkdown(None, escape=False)).render(text))


def _whole(guide: Guide) -> str:
    known = registry()
    # The list at its end is of this guide alone, not of those that were read before it.
    known.asked.clear()
    known.asked_drugs.clear()
    known.asked_doses.clear()
    sources = Sources(prose=guide.claims, language=guide.language).html() if guide.claims else ""
    said = [guide.opening, *guide.parts.values(), guide.safe_room]
    return "\n\n".join(said) + f"\n\n{sources}"


def _of(folder: Path, language: str) -> Path:
    return folder if language == "en" else folder / language


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise RenderError(f"There is no guide {path}; write it, or name another lesson.", authored=True) from None
