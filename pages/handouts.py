"""One sheet of paper for each lesson: help lines, three sentences, a picture, what to ask, and where the lesson is.

Its words come from the lesson's guide, its picture from the same claims as the lesson's. WeasyPrint makes the PDF:
it tags what it sets (PDF/UA: language, title, headings, reading order, a text for each picture) and embeds its fonts,
and a clinic that makes handouts needs no browser for it.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from nextsteps.evidence import registry
from nextsteps.models.outcome import outcome
from nextsteps.review import Ledger
from nextsteps.wording import words
from nextsteps.wording.citations import citation
from nextsteps.wording.crisis import crisis_lines
from nextsteps.wording.language import Words
from nextsteps.wording.medicine_trials import blank_columns
from nextsteps.wording.options import options
from nextsteps.wording.papers import papers
from pages.cards import FONT
from pages.clinic import Clinic, read_clinic
from pages.course import Lesson, course, page_file
from pages.guides import Guide, languages, markdown, read_guides
from pages.render import RenderError, template
from pages.site import checked_address
from widgets import SideBySide
from widgets.people_side_by_side import People

#: The papers that people print on, by how a file is called.
PAPERS = {"a4": "A4", "letter": "Letter"}
#: The sizes of type that are tried, in points, the largest first: words are longer in some languages, and letters are
#: wider where a machine has few fonts. Help lines are never below 9.5.
SIZES = (11, 10.5, 10, 9.5, 9)
#: What is drawn in ink: the groups of a picture, as its page has them.
_INK = {"treated": "#0f7d78", "compared": "#5a6aa3"}


def handouts(
    guides: Path, notebooks: Path, address: str = "", language: str = "en", clinic: Clinic | None = None
) -> dict[str, bytes]:
    """The handout of each lesson of a language that has a guide, on each paper: tms_outcomes-a4.pdf.

    address   where the site with the lessons is, ending in a slash; "" makes sheets that say to ask for it

    Raises RenderError if a guide may not be used, a sheet is not one page, or the libraries to make PDFs are missing.
    """
    lessons = [lesson for lesson in course(notebooks) if lesson.language == language]
    made = {}
    here = {lesson.stem for lesson in lessons}
    for guide in (one for one in read_guides(guides, language) if one.lesson in here):
        for name, paper in PAPERS.items():
            sheets = (sheet(guide, lessons, paper, address, clinic, size) for size in SIZES)
            made[f"{guide.lesson}-{name}.pdf"] = _pdf(sheets, guide.lesson)
    return made


def build(
    guides: Path, notebooks: Path, to: Path, address: str = "", language: str = "en", clinic: Path | None = None
) -> None:
    """Write the handouts of a language to the folder `to`, over older ones. Raises RenderError; writes nothing then."""
    if to.exists() and not to.is_dir():
        raise RenderError(f"{to} is a file; name a folder for the handouts.", authored=True)
    if language not in languages(guides):
        raise RenderError(
            f"There are no guides in the language {language!r} in {guides}, from which handouts take their words; "
            f"there are: {', '.join(languages(guides)) or 'none'}.",
            authored=True,
        )
    shown_by = read_clinic(clinic) if clinic else None
    made = handouts(guides, notebooks, checked_address(address), language, shown_by)
    to.mkdir(parents=True, exist_ok=True)
    for name, body in made.items():
        (to / name).write_bytes(body)
    print(f"Wrote {len(made)} sheets to {to}, on A4 and on Letter paper.")
    if not address:
        print("They have no square code, which needs the site's address: --address https://www.clinic.example/lessons/")


def sheet(
    guide: Guide,
    lessons: list[Lesson],
    paper: str,
    address: str = "",
    clinic: Clinic | None = None,
    size: float = SIZES[0],
) -> str:
    """A handout as HTML, whole in itself, in type of `size` points. Raises RenderError if the guide has no lesson."""
    w = words(guide.language)
    lesson = next((lesson for lesson in lessons if lesson.stem == guide.lesson), None)
    if lesson is None:
        raise RenderError(f"There is no lesson {guide.lesson} in the language {guide.language!r}.", authored=True)
    page = address and (address if lesson.name == "index.ipynb" else address + page_file(lesson.name))
    picture = _picture(w, guide.picture, [other for other in lessons if other.audience != "reviewers"])
    return template("handout.html.j2", autoescape=True).render(
        lang=guide.language,
        site=w.say("Next Steps"),
        title=lesson.title,
        description=lesson.description,
        font=FONT.as_uri(),
        paper=paper,
        size=size,
        help={"title": w.say("Need help now?"), "lines": crisis_lines(w)},
        sentences=[_inline(sentence) for sentence in guide.sentences],
        questions=[_inline(question) for question in guide.questions],
        ask=w.say("Questions for your visit"),
        own=w.say("My own question:"),
        address=re.sub(r"^https?://", "", page).rstrip("/"),
        code=_code(page),
        code_leads=w.say("Square code that leads to {address}", address=page),
        scan=w.say("Read the whole lesson: point a phone’s camera at the square, or type this address."),
        where=w.say("To read the whole lesson, ask whoever gave you this sheet where to find it."),
        contact=" · ".join(filter(None, (clinic.name, clinic.phone))) if clinic else "",
        not_advice=w.say("This sheet is for education. It is not medical advice. Decide with your clinician."),
        **picture,
    )


def _picture(w: Words, name: str, lessons: list[Lesson]) -> dict[str, Any]:
    """What the middle of the sheet shows: people counted in a study, or a form to fill in by hand."""
    nothing: dict[str, Any] = {
        "panel": None, "table": None, "map": None, "dots": "", "checked": "", "row": "8mm", "lines": 2
    }  # fmt: skip
    if name == "lessons":
        listed = [lesson for lesson in lessons if lesson.stem != "index"]
        return nothing | {"map": {"title": w.say("The lessons"), "lessons": listed}, "lines": 2}
    if name == "lines":
        return nothing | {"lines": 10}
    if name == "choices":
        return nothing | {
            "table": {
                "title": w.say("Write down what you hear"),
                "columns": [
                    w.say("Choice"),
                    w.say("Chances with it, and without it"),
                    w.say("What it asks of me"),
                    w.say("What could go wrong"),
                ],
                "rows": [option.name for option in options(w)],
            },
            "row": "8.5mm",
            "lines": 1,
        }
    if name == "medicines":
        return nothing | {
            "table": {
                "title": w.say("What I have tried"),
                "columns": blank_columns(w),
                "rows": [Markup("&nbsp;")] * 5,
            },
            "row": "10mm",
            "lines": 2,
        }
    claim = registry().claim(name)
    found = outcome(claim)
    make = SideBySide.of_trials if found.beside_sham else SideBySide.of_groups
    panel = make("handout", [name], language=w.language).panels[0]
    source = registry().sources[claim.source]
    return nothing | {
        "panel": {
            "title": panel.title,
            "sentence": panel.sentence,
            "groups": [(group, _dots(group)) for group in panel.groups],
            "papers": papers(w, claim, source, Ledger.read(registry())),
            "cited": citation(source, w.language),
        },
        "dots": w.say("Each dot is one person in a study. Nobody can know which dot would be you."),
        "checked": w.say("Every number here was last checked on {day}.", day=w.date(claim.checked)),
    }


def _dots(group: People) -> str:
    """A group as a picture: filled dots for those counted, rings for the rest, so that a grey printer tells them apart.

    It is a picture by itself, because WeasyPrint styles no drawing that stands in the page.
    """
    ink, across = _INK[group.kind], group.drawing["width"] // 10
    marks = []
    for person in range(group.of):
        x, y = person % across * 10 + 5, person // across * 10 + 5
        style = f'fill="{ink}"' if person < group.people else f'fill="none" stroke="{ink}" stroke-width="0.8"'
        marks.append(f'<circle cx="{x}" cy="{y}" r="{3.9 if person < group.people else 3.5}" {style}/>')
    width, height = group.drawing["width"], group.drawing["height"]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(marks)}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _code(address: str) -> str:
    if not address:
        return ""
    import segno  # late: only who makes handouts needs it

    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=2, dark="#000", light="#fff"))


def _inline(text: str) -> Markup:
    """A line of Markdown as HTML without its paragraph and without links, which paper has no use for."""
    return Markup(re.sub(r"</?(?:p|a)\b[^>]*>", "", markdown(text, "")).strip())


def _pdf(sheets: Iterable[str], lesson: str) -> bytes:
    """The first of the sheets that fits on one page, as PDF."""
    try:
        import weasyprint  # late: it loads Pango, a library of the system, which only handouts need
    except ImportError:
        raise RenderError("Handouts need WeasyPrint: python -m pip install weasyprint segno.") from None
    except OSError as error:
        raise RenderError(
            f"Handouts need Pango, which draws their text ({html.escape(str(error))[:80]}); on Debian: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.",
        ) from None
    for page in sheets:
        document = weasyprint.HTML(string=page, base_url=str(Path(__file__).parent)).render()
        if len(document.pages) == 1:
            return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
    raise RenderError(
        f"The handout of {lesson} takes {len(document.pages)} pages instead of one, even in type of {SIZES[-1]} "
        "points; shorten its sentences.",
        authored=True,
    )
