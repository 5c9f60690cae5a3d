"""What a page gets from the site around it: its menu, its neighbours, its other languages, who to ask, and its papers.

A notebook is rendered without knowing any other. The template leaves four places open, and this fills them afterwards,
so that a new lesson, a changed title or a changed clinic file costs no kernel, and no lesson can depend on a clinic.
"""

from __future__ import annotations

import datetime
import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jinja2
from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from nextsteps.evidence import Registry
from nextsteps.wording import words
from nextsteps.wording.language import Words
from pages.cards import SIZE
from pages.clinic import Clinic
from pages.course import Lesson, reading_order
from pages.render import template

#: The places that the shell leaves open, by the template that fills each.
PLACES = ("head", "header", "neighbours", "contact")
#: What is looked up here, and what the pages are licensed under, as search engines read it.
SCHEMA, LICENCE = "https://schema.org", "https://creativecommons.org/licenses/by/4.0/"

#: A page of fewer parts than this needs no list of them.
FEW_PARTS = 4


@dataclass(frozen=True)
class Site:
    """What all pages of one edition share: the lessons in order, and the clinic that shows them, if there is one.

    `address` gives where a lesson will be, by its name, and `card` where its picture for messages will be; both are
    for what must be absolute, and None where nobody knows it.
    """

    lessons: tuple[Lesson, ...] = ()
    clinic: Clinic | None = None
    address: Callable[[str], str] | None = None
    card: Callable[[str], str] | None = None

    def surround(self, html: str, name: str = "", language: str = "en") -> str:
        """The page of the lesson called `name` with its open places filled; without a name, a page that is no lesson.

        Raises EvidenceError if the evidence cannot be read.
        """
        lesson = next((lesson for lesson in self.lessons if lesson.name == name), None)
        w = words(lesson.language if lesson else language)
        checked = _checked(html)
        neighbours = self._neighbours(w, lesson) if lesson else {}
        filled = {
            "head": self._head(w, lesson, checked) if lesson else "",
            "header": _part("header", **self._header(w, lesson)),
            "neighbours": _part("neighbours", **neighbours) if lesson else "",
            "contact": _part("contact", **self._contact(w, checked, lesson is not None)),
        }
        for place in PLACES:
            html = html.replace(f"<!-- site:{place} -->\n", filled[place], 1)
        html = self._with_times(self._without_dead_ends(html, lesson), w, lesson)
        if lesson and lesson.stem != "index":  # the start is itself a list of ways to go
            html = with_contents(html, w)
        if after := neighbours.get("after"):
            # Before the long list of papers too: who has read to the end should not have to scroll past it.
            onward = Markup('<p class="ns-onward">{} <a href="{}"{}>{}</a></p>\n').format(
                w.say("Next:"), after["href"], after["language"], after["title"]
            )
            html = html.replace('<section class="ns-sources"', f'{onward}<section class="ns-sources"', 1)
        return html

    def _without_dead_ends(self, html: str, lesson: Lesson | None) -> str:
        """The page with each link to a lesson leading to one that is here: in its language, else in English, else none.

        Where there is no such lesson at all, as on the site of a clinic that shows two of them, the words stay.
        """
        if lesson is None:
            return html
        names = {other.name for other in self.lessons}
        folder = f"{lesson.folder}/" if lesson.folder else ""

        def instead(link: re.Match[str]) -> str:
            name, place, more, text = link.groups()
            if f"{folder}{name}" in names:
                return link[0]
            return f'<a href="../{name}{place}" hreflang="en"{more}>{text}</a>' if folder and name in names else text

        return re.sub(r'<a href="(\w+\.ipynb)((?:#[^"]*)?)"([^>]*)>(.*?)</a>', instead, html, flags=re.DOTALL)

    def _in_this_course(self, lesson: Lesson) -> list[Lesson]:
        """The lessons of one language in reading order; where one is missing, the English one stands in."""
        own = [other for other in self.lessons if other.folder == lesson.folder]
        if not lesson.folder:
            return own
        stems = {other.stem for other in own}
        return sorted([*own, *(o for o in self.lessons if not o.folder and o.stem not in stems)], key=reading_order)

    def _with_times(self, html: str, w: Words, lesson: Lesson | None) -> str:
        """The page with how long each lesson takes, beside its link in the start's map of the lessons."""
        start, found, end = html.partition('<div class="ns-map">')
        for other in self.lessons if lesson and found else ():
            if other.audience != "reviewers":
                said = w.say_count("about {count} minute", "about {count} minutes", other.minutes)
                link = re.escape(f'<a href="{_link(lesson, other)}">')
                timed = Markup('\\1 <span class="ns-time">({})</span>').format(said)
                end = re.sub(rf"({link}[^<]*</a>)", timed, end, count=1)
        return start + found + end

    def _header(self, w: Words, lesson: Lesson | None) -> dict[str, Any]:
        # A page that is not a lesson may stand at any depth, from where no link to a lesson would be right.
        listed = self._in_this_course(lesson) if lesson else []
        # The site's own address leads to the start in the language that a browser asks for. Who has chosen a language
        # stays in it, so in a site of several the start is named.
        several = any(other.folder for other in self.lessons)
        start = next((other for other in listed if several and other.stem == "index"), None)
        return {
            "home": _link(lesson, start) if start else "asset:home",
            "site": w.say("Next Steps"),
            "tagline": w.say("when depression has not lifted"),
            "lessons_label": w.say("Lessons"),
            "lessons": [
                {
                    "href": _link(lesson, other),
                    "title": other.title,
                    "current": other == lesson,
                    "language": _language(lesson, other),
                    "code": other.language,
                    "in": _own_name(other.language) if other.language != lesson.language else "",
                    # Reviewers look things up; nobody reads their table from top to bottom.
                    "time": "" if other.audience == "reviewers" else w.say("{minutes} min", minutes=other.minutes),
                }
                for other in listed
                if lesson and len(listed) > 1
            ],
            "languages": [
                {"href": _link(lesson, other), "code": other.language, "name": _own_name(other.language)}
                for other in self._translations(lesson)
                if lesson
            ],
        }

    def alternates(self, lesson: Lesson) -> list[dict[str, str]]:
        """Where the lesson is in each of its languages, its own among them; nothing if it has one only."""
        languages = sorted([lesson, *self._translations(lesson)], key=lambda other: other.folder)
        if not self.address or len(languages) < 2:
            return []
        found = [{"code": o.language, "address": self.address(o.name)} for o in languages]
        # For every other reader: the first language, as at the site's own address.
        return [*found, {"code": "x-default", "address": found[0]["address"]}]

    def _translations(self, lesson: Lesson | None) -> list[Lesson]:
        if lesson is None:
            return []
        return [o for o in self.lessons if o.stem == lesson.stem and o.language != lesson.language]

    def _neighbours(self, w: Words, lesson: Lesson) -> dict[str, Any]:
        row = self._in_this_course(lesson)
        here = row.index(lesson)

        def as_link(other: Lesson) -> dict[str, str]:
            return {"href": _link(lesson, other), "title": other.title, "language": _language(lesson, other)}

        return {
            "lang": w.language,
            "label": w.say("Previous and next lesson"),
            "before_label": w.say("Previous:"),
            "after_label": w.say("Next:"),
            "before": as_link(row[here - 1]) if here else None,
            "after": as_link(row[here + 1]) if here + 1 < len(row) else None,
        }

    def _contact(self, w: Words, checked: list[datetime.date], logo: bool) -> dict[str, Any]:
        clinic = self.clinic
        said = {
            "clinic": clinic,
            "checked": w.say("The numbers on this page were last checked on {day}.", day=w.date(min(checked)))
            if checked
            else "",
        }
        if clinic is None:
            return said | {
                "heading": w.say("Who to ask"),
                "advice": w.say(
                    "Your prescriber, or the clinic that treats you, can go over this with you. "
                    "In a crisis, use the lines above."
                ),
            }
        return said | {
            "logo": clinic.logo if logo else None,
            "heading": w.say("Contact this clinic"),
            "call": w.say("Call {phone}", phone=clinic.phone),
            "visit": w.say("Open {host}", host=clinic.host),
            "disclosure": clinic.disclosure.get(w.language) or clinic.disclosure["en"],
            "disclosure_language": w.language if w.language in clinic.disclosure else "en",
            "same": w.say("The lessons are the same, whoever shows them."),
            "advice": w.say("In a crisis, do not wait for the clinic. Use the lines above."),
        }

    def _head(self, w: Words, lesson: Lesson, checked: list[datetime.date]) -> str:
        address = self.address(lesson.name) if self.address else ""
        return _part(
            "head",
            address=address,
            title=lesson.title,
            description=lesson.description,
            site=w.say("Next Steps"),
            locale=str(w.locale),
            card={"address": self.card(lesson.name), "width": SIZE[0], "height": SIZE[1]} if self.card else None,
            alternates=self.alternates(lesson),
            # "<" could end the script element; JSON may write it as a number.
            data=Markup(json.dumps(about(w, lesson, address, checked), ensure_ascii=False).replace("<", "\\u003c")),
        )


def with_contents(html: str, w: Words) -> str:
    """The page with a list of its parts, made of its second headings, below its main point; short pages stay as are."""
    before, opening, main = html.partition("<main")
    lesson = main.partition("</main>")[0]
    # Both are HTML already, made of the lesson's Markdown: an id by pages/markdown.py, and the heading's own words.
    parts = [
        {"id": Markup(id), "title": Markup(re.sub(r"<[^>]*>", "", title))}
        for id, title in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', lesson, re.DOTALL)
    ]
    if len(parts) < FEW_PARTS:
        return html
    listed = _part("contents", label=w.say("On this page"), parts=parts)
    return before + opening + main.replace("</blockquote>\n", f"</blockquote>\n{listed}", 1)


def about(w: Words, lesson: Lesson, address: str, checked: list[datetime.date]) -> dict[str, Any]:
    """The lesson in schema.org's words. It claims no review: who checked what, and how, is on the page of evidence."""
    reviewers = lesson.audience == "reviewers"
    return {
        "@context": SCHEMA,
        "@type": ["MedicalWebPage", "LearningResource"],
        "name": lesson.title,
        "description": lesson.description,
        "inLanguage": lesson.language,
        "about": {"@type": "MedicalCondition", "name": w.say("Depression")},
        "audience": {"@type": "MedicalAudience", "audienceType": "Clinician" if reviewers else "Patient"},
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "WebSite", "name": w.say("Next Steps")},
        "license": LICENCE,
        **({} if reviewers else {"timeRequired": f"PT{lesson.minutes}M"}),
        # A page says what its numbers said when the newest of them was checked: no date of a file is as sure.
        **({"dateModified": max(checked).isoformat()} if checked else {}),
        **({"url": address} if address else {}),
    }


def _checked(html: str) -> list[datetime.date]:
    """The day on which each claim and medicine whose papers the page holds was last checked."""
    held = set(re.findall(r'<(?:li|tr) id="([^"]+)" (?:class="ns-claim"|tabindex="-1" data-topic=)', html))
    if not held:  # a notice, for one, holds no number
        return []
    known = Registry.read()
    days = {claim.id: claim.checked for claim in known}
    days |= {f"drug.{id}": drug.checked for id, drug in known.drugs.items()}
    return [day for id, day in days.items() if id in held]


def _link(here: Lesson | None, other: Lesson) -> str:
    """From one notebook to another. In the edition of files, each becomes the page of that name."""
    return posixpath.relpath(other.name, here.folder if here and here.folder else ".")


def _language(here: Lesson, other: Lesson) -> Markup:
    """What marks a link to a lesson in another language, for voices and browsers; empty in the same language."""
    if other.language == here.language:
        return Markup()
    return Markup(' lang="{0}" hreflang="{0}"').format(other.language)


def _own_name(code: str) -> str:
    """A language as its own readers call it: Español."""
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except (ValueError, UnknownLocaleError):
        return code


def _part(name: str, **values: Any) -> str:
    found = template(
        f"{name}.html.j2", autoescape=True, undefined=jinja2.ChainableUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return found.render(values).strip("\n") + "\n"
