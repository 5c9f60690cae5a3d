"""How a lesson is dealt out as slides: a room sees one thing at a time, and nothing of the lesson is lost."""

from __future__ import annotations

import re

import pytest

from pages.deck import FULL, Cell, blocks, dealt, deck_words, markup, slides
from pages.render import RenderError


def prose(html: str, slide: str = "", part: str = "") -> Cell:
    return Cell("markdown", html, slide, part)


def shown(cells: list[Cell]) -> list[str]:
    """The words of each slide."""
    return [" ".join(re.sub(r"<[^>]*>", " ", " ".join(s.blocks)).split()) for s in slides(cells)]


def sentence(words: int, last: str = "end") -> str:
    return f"<p>{'word ' * (words - 1)}{last}.</p>"


WIDGET = Cell("code", '<div class="ns-widget">A picture</div>')


def test_a_notebook_without_any_slide_type_has_a_slide_for_each_heading() -> None:
    assert shown(
        [prose("<h1>Title</h1><p>In short.</p>"), prose("<h2>One</h2><p>First.</p>"), prose("<h2>Two</h2>")]
    ) == [
        "Title In short.",
        "One First.",
        "Two",
    ]


def test_a_short_introduction_stays_with_its_picture_so_that_nobody_has_to_remember_it() -> None:
    assert shown([prose("<h2>One</h2><p>Look at this.</p>"), WIDGET]) == ["One Look at this. A picture"]


def test_a_long_introduction_does_not_push_the_picture_off_the_screen() -> None:
    assert shown([prose("<h2>One</h2>" + sentence(60)), WIDGET])[-1] == "A picture"


def test_two_pictures_never_share_a_screen() -> None:
    assert shown([WIDGET, WIDGET]) == ["A picture", "A picture"]


def test_prose_after_a_picture_has_its_own_slide() -> None:
    assert shown([WIDGET, prose("<p>What it means.</p>")]) == ["A picture", "What it means."]


def test_no_word_of_a_long_cell_is_lost_where_it_goes_on_to_the_next_slide() -> None:
    cell = prose("<h2>One</h2>" + "".join(sentence(30, f"end{n}") for n in range(6)))
    found = " ".join(shown([cell]))
    assert re.findall(r"end\d", found) == [f"end{n}" for n in range(6)]
    assert all(len(s.split()) <= FULL + 2 for s in shown([cell]))


def test_a_list_that_goes_on_keeps_its_numbers_so_that_the_third_thing_to_ask_is_not_the_first() -> None:
    items = "".join(f"<li>{'word ' * 24}</li>" for _ in range(4))
    second = slides([prose(f"<h2>Ask</h2><ol>{items}</ol>")])[1]
    assert '<ol start="3">' in second.blocks[0]


def test_a_list_is_dealt_out_evenly_so_that_no_line_stands_alone() -> None:
    items = "".join(f"<li>{'word ' * 13}</li>" for _ in range(5))
    made = slides([prose(f"<ul>{items}</ul>")])
    assert [s.blocks[0].count("<li>") for s in made] == [2, 3] or [s.blocks[0].count("<li>") for s in made] == [3, 2]


def test_notes_are_for_the_speaker_alone_and_stay_with_their_section() -> None:
    made = slides(
        [
            prose("<h2>One</h2>"),
            prose("<p>Say this.</p>", "notes"),
            WIDGET,
            prose("<p>More.</p>"),
            prose("<h2>Two</h2>"),
        ]
    )
    assert [("Say this" in s.notes, "Say this" in "".join(s.blocks)) for s in made] == [
        (True, False),
        (True, False),
        (False, False),
    ]


def test_a_slide_type_overrules_what_a_deck_would_do_by_itself() -> None:
    one, two = prose("<h2>One</h2><p>First.</p>"), "<p>Second.</p>"
    assert shown([one, prose(two)]) == ["One First. Second."]
    assert shown([one, prose(two, "slide")]) == ["One First.", "Second."]
    assert shown([one, prose(two, "skip")]) == ["One First."]
    assert shown([WIDGET, prose(two, "-")]) == ["A picture Second."]
    assert '<div class="fragment"><p>Second.</p></div>' in slides([one, prose(two, "fragment")])[0].blocks


def test_a_subslide_stands_below_its_section_and_a_slide_begins_a_new_one() -> None:
    html = markup(slides([prose("<h2>One</h2>"), prose("<p>a</p>", "subslide"), prose("<p>b</p>", "slide")]))
    assert html.count("<section") == 4  # a column with two slides, and one slide
    assert '<p class="ns-running">One</p>' in html


def test_a_question_comes_first_and_its_answer_waits_until_the_room_has_thought() -> None:
    made = slides([prose("<h2>Life</h2>"), prose("<h3>Can I drive?</h3><p>Ask the clinic.</p>", part="question")])
    assert made[0].blocks == [
        "<h2>Life</h2>",
        "<h3>Can I drive?</h3>",
        '<div class="fragment"><p>Ask the clinic.</p></div>',
    ]


def test_a_widgets_own_section_is_not_taken_for_a_slide() -> None:
    html = markup(slides([Cell("code", '<section class="ns-sources"><h2>Sources</h2></section>')]))
    assert html.count("<section") == 1 and 'role="region" class="ns-sources"' in html


def test_blocks_are_cut_at_the_outermost_elements_only() -> None:
    assert blocks("<p>a <b>b</b></p>\n<hr>\n<ul>\n<li><p>c</p></li></ul>") == [
        "<p>a <b>b</b></p>",
        "<hr>",
        "<ul>\n<li><p>c</p></li></ul>",
    ]


def test_crisis_help_stands_on_the_first_slide_and_on_the_last() -> None:
    about = '{"kind": "markdown", "slide": "", "part": "", "tags": []}'
    cells = "".join(f"<!-- cell {about} -->\n<h2>{n}</h2>\n<!-- end of cell -->\n" for n in "abc")
    page = f"<!-- deck:slides -->\n<!-- deck:cells -->\n{cells}<!-- deck:end of cells -->\n"
    found = re.findall(r"<section>.*?</section>", dealt(page, "<aside>HELP</aside>", "<p>Bye</p>"), re.DOTALL)
    assert ["HELP" in s for s in found] == [True, False, False, True]
    assert "<!--" not in dealt(page, "", "")


def test_what_a_page_folds_is_dealt_out_on_slides_like_any_other_part() -> None:
    about = '<!-- cell {{"kind": "{}", "slide": "", "part": "{}", "tags": []}} -->\n{}\n<!-- end of cell -->\n'
    cells = (
        about.format("markdown", "", "<h2>a</h2>")
        + about.format("markdown", "fold", "<h2>b</h2>\n<p>c</p>")
        + about.format("code", "picture", "<svg></svg>")
        + about.format("markdown", "picture", "<p>d</p>")
    )
    page = f"<!-- deck:slides -->\n<!-- deck:cells -->\n{cells}<!-- deck:end of cells -->\n"
    assert re.findall(r"<h2>\w</h2>|<p>\w</p>|<svg>|ns-(?:fold|picture)", dealt(page, "", "")) == [
        "<h2>a</h2>",
        "<h2>b</h2>",
        "<p>c</p>",
        "<svg>",
        "<p>d</p>",
    ]


def test_an_empty_notebook_is_refused_with_the_mend() -> None:
    with pytest.raises(RenderError, match="nothing to show on a slide; write a heading"):
        dealt("<!-- deck:slides -->\n<!-- deck:cells -->\n<!-- deck:end of cells -->\n", "", "")


def test_a_deck_speaks_the_language_of_its_lesson() -> None:
    english, spanish = deck_words("en"), deck_words("es")
    assert english.keys() == spanish.keys()
    assert [key for key in english if english[key] == spanish[key]] == []
