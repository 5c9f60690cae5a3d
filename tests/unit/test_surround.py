"""What surrounds a lesson leads only to lessons that are there, in the reader's own language."""

from __future__ import annotations

import re

from pages.course import Lesson
from pages.surround import PLACES, Site

SHELL = "".join(f"<!-- site:{place} -->\n" for place in PLACES)


def lesson(name: str, title: str = "A title", language: str = "en") -> Lesson:
    return Lesson(name, title, "What it is about.", language, "", 3)


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*?href="([^"]+)"', html)


def test_a_site_of_one_lesson_has_no_menu_and_no_neighbours() -> None:
    assert links(Site((lesson("a.ipynb"),)).surround(SHELL, "a.ipynb")) == ["asset:home"]


def test_a_page_that_is_no_lesson_has_no_link_that_its_own_depth_would_break() -> None:
    assert links(Site((lesson("a.ipynb"), lesson("b.ipynb"))).surround(SHELL)) == ["asset:home"]


def test_a_reader_of_another_language_stays_in_it_and_can_leave_it() -> None:
    spanish = [lesson("es/index.ipynb", language="es"), lesson("es/b.ipynb", language="es")]
    site = Site((lesson("index.ipynb"), lesson("b.ipynb"), *spanish))
    found = links(site.surround(SHELL, "es/b.ipynb"))
    assert found == ["index.ipynb", "index.ipynb", "b.ipynb", "../b.ipynb", "index.ipynb"]
    assert links(Site((lesson("b.ipynb"), spanish[1])).surround(SHELL, "es/b.ipynb")) == ["asset:home", "../b.ipynb"]


def test_who_chose_english_is_not_sent_back_to_the_start_that_the_browser_prefers() -> None:
    site = Site((lesson("index.ipynb"), lesson("b.ipynb"), lesson("es/index.ipynb", language="es")))
    assert links(site.surround(SHELL, "b.ipynb"))[0] == "index.ipynb"


def test_a_lesson_that_is_not_yet_in_a_language_is_found_in_english_and_said_to_be() -> None:
    spanish = lesson("es/index.ipynb", "Empiece aquí", "es")
    site = Site((lesson("index.ipynb"), lesson("trd_criteria.ipynb", "Is it?"), lesson("evidence.ipynb"), spanish))
    html = site.surround(SHELL + '<a href="trd_criteria.ipynb#Two">x</a><a href="zest.ipynb">y</a>', "es/index.ipynb")
    assert '<a href="../trd_criteria.ipynb" lang="en" hreflang="en">Is it?</a> <span>3 min</span> ' in html
    assert '<span lang="en">English</span>' in html, "a list of Spanish titles must not surprise"
    assert '<a href="../trd_criteria.ipynb#Two" hreflang="en">x</a>y' in html, (
        "a lesson that is nowhere keeps its words only"
    )
    assert re.findall(r'rel="next" href="([^"]+)"', html) == ["../trd_criteria.ipynb"]
    assert "../trd_criteria" not in site.surround(SHELL, "index.ipynb")


def test_search_engines_are_told_of_every_language_and_of_one_for_all_others() -> None:
    lessons = (lesson("index.ipynb"), lesson("b.ipynb"), lesson("es/index.ipynb", language="es"))
    site = Site(lessons, address=lambda name: f"https://x.example/{name}")
    for name in ("index.ipynb", "es/index.ipynb"):
        assert re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', site.surround(SHELL, name)) == [
            ("en", "https://x.example/index.ipynb"),
            ("es", "https://x.example/es/index.ipynb"),
            ("x-default", "https://x.example/index.ipynb"),
        ]
    assert "alternate" not in site.surround(SHELL, "b.ipynb")


def test_a_title_cannot_break_out_of_the_page_or_of_what_is_said_to_machines() -> None:
    title = 'A </script><script>alert("x")</script> & B'
    html = Site((lesson("a.ipynb", title), lesson("b.ipynb"))).surround(SHELL, "a.ipynb")
    assert html.count("<script") == html.count("</script>") == 1
    assert "&lt;/script&gt;" in html
    assert "\\u003c/script>" in html


def test_every_place_is_filled_once_and_none_is_left_open() -> None:
    html = Site((lesson("a.ipynb"), lesson("b.ipynb"))).surround(SHELL, "a.ipynb")
    assert "site:" not in html
    assert html.count("<header") == html.count('class="ns-contact"') == html.count('class="ns-neighbours"') == 1


def body(*headings: str) -> str:
    parts = "".join(f'<h2 id="{re.sub("<[^>]*>", "", h).replace(" ", "-")}">{h}</h2>\n<p>x</p>\n' for h in headings)
    return f'<main id="lesson">\n<h1>A</h1>\n<blockquote>\n<p>In short.</p>\n</blockquote>\n{parts}</main>'


def test_a_reader_who_comes_back_for_one_part_finds_it_in_one_folded_line_below_the_main_point() -> None:
    headings = ("How often?", "Can <em>I</em> drive?", "Signs &amp; help", "Sources")
    site = Site((lesson("a.ipynb"), lesson("es/a.ipynb", language="es")))
    html = site.surround(SHELL + body(*headings) + "<h2 id='x'>Who to ask</h2>", "a.ipynb")
    fold = r'</blockquote>\n<details class="ns-contents"><summary>(.*?)</summary>\n(.*?)</details>'
    [(label, listed)] = re.findall(fold, html, re.DOTALL)
    assert label == "On this page"
    assert '<nav aria-label="On this page">' in listed
    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', listed) == [
        ("How-often?", "How often?"),
        ("Can-I-drive?", "Can I drive?"),
        ("Signs-&amp;-help", "Signs &amp; help"),
        ("Sources", "Sources"),
    ]
    assert "<summary>En esta página</summary>" in site.surround(SHELL + body(*headings), "es/a.ipynb")


def test_a_short_page_and_the_start_which_is_a_list_itself_get_no_list_of_their_parts() -> None:
    few, many = body("One", "Two", "Three"), body("One", "Two", "Three", "Four")
    assert "ns-contents" not in Site((lesson("a.ipynb"),)).surround(SHELL + few, "a.ipynb")
    assert "ns-contents" in Site((lesson("a.ipynb"),)).surround(SHELL + many, "a.ipynb")
    assert "ns-contents" not in Site((lesson("index.ipynb"),)).surround(SHELL + many, "index.ipynb")
    assert "ns-contents" not in Site().surround(SHELL + many)
