"""A link to a part of a lesson leads there on a page as it does in JupyterLab: a page without ids led nowhere."""

from __future__ import annotations

import pytest
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from pages.markdown import LessonMarkdown


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("## Can I drive?", '<h2 id="Can-I-drive?">Can I drive?</h2>'),
        ("### The *five-day* plan", '<h3 id="The-five-day-plan">The <em>five-day</em> plan</h3>'),
        ("## “Cleared” is not", '<h2 id="“Cleared”-is-not">“Cleared” is not</h2>'),
        ('## Say "no"', '<h2 id="Say-&quot;no&quot;">Say &quot;no&quot;</h2>'),
        ("# Cost & work", '<h1 id="Cost-&amp;-work">Cost &amp; work</h1>'),
    ],
)
def test_a_heading_has_its_own_words_as_its_id_and_no_empty_link(source: str, html: str) -> None:
    assert MarkdownWithMath(renderer=LessonMarkdown(None)).render(source).strip() == html
