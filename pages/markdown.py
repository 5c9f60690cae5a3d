"""Markdown as lessons write it: Voila's own, without the empty links beside headings that screen readers read out."""

from __future__ import annotations

import re
from typing import Any

from voila.exporter import VoilaMarkdownRenderer


class LessonMarkdown(VoilaMarkdownRenderer):
    """Voila's Markdown with plain headings, each with the id that JupyterLab gives it.

    So one link leads to a part of a lesson in a notebook and on a page. nbconvert gives ids only with its empty links.
    """

    def __init__(self, contents_manager: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(contents_manager, *args, **{**kwargs, "exclude_anchor_links": True})

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        """A heading with its own words, joined by hyphens, as its id; `text` is HTML already."""
        words = re.sub(r"<[^>]*>", "", text).replace('"', "&quot;")
        html = super().heading(text, level, **attributes)
        return str(html).replace(f"<h{level}>", f'<h{level} id="{words.replace(" ", "-")}">', 1)
