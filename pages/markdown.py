"""Markdown as lessons write it: Voila's own, without the empty links beside headings that screen readers read out."""

from __future__ import annotations

from typing import Any

from voila.exporter import VoilaMarkdownRenderer


class LessonMarkdown(VoilaMarkdownRenderer):
    """Voila's Markdown with plain headings."""

    def __init__(self, contents_manager: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(contents_manager, *args, **{**kwargs, "exclude_anchor_links": True})
