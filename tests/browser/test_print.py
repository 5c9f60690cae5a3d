"""On paper: the whole lesson, every number, and help first and last."""

from __future__ import annotations

import io

from conftest import show_chart
from playwright.sync_api import Page
from pypdf import PdfReader


def test_the_printed_lesson_holds_its_last_sentence_every_table_and_crisis_help_twice(lesson: Page) -> None:
    show_chart(lesson)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(lesson.pdf())).pages)
    text = " ".join(text.split())
    assert text.count("Call 988") == 2
    assert text.count("envíe AYUDA al 988") == 2
    assert "sets no cookies and sends nothing." in text
    assert "39 of 100, both groups together" in text, "a folded table stayed folded on paper"
    assert "Sources" in text
    assert "On this page" not in text, "links to parts are for a screen"
