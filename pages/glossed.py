"""A medical word explains itself where a lesson's prose first uses it: a button, and a popover that needs no script."""

from __future__ import annotations

import re
from html import escape

from nextsteps.wording.glossary import terms
from nextsteps.wording.language import Words

#: Where the template lets a cell of prose begin, and what can only come after it.
_BEGINS = re.compile(r'(<span id="at-[^"]*"></span>)')
_ENDS = re.compile(
    r'<(?:div|figure|section|details|script|form|nav|template)\b|<\w+ class="ns-|</(?:main|article|details)>'
)
#: Tags and what they hold that is left as it is: links, headings, and words that the prose sets apart to explain them.
_LEFT = re.compile(r"<(a|h[1-6]|strong|em|code|button)\b.*?</\1>|<[^>]*>", re.DOTALL)
#: What must not begin a line, which a browser would let it do after a button.
_MARK = re.compile(r"[.,;:!?)»”’]+")


def glossed(html: str, w: Words) -> str:
    """The page with one popover for each medical word, at its first use in the prose; all else as it was."""
    left = {term: re.compile(rf"\b(?:{term.forms[w.language]})\b") for term in terms(w) if w.language in term.forms}

    def explained(text: str) -> str:
        found = [(m.start(), m.end(), t) for t, form in left.items() if (m := form.search(text))]
        if not found:
            return text
        start, end, term = min(found, key=lambda one: one[0])
        del left[term]
        id = f"term-{re.sub(r'[^a-z]', '-', term.key.lower())}"
        made = (
            f'<button type="button" class="ns-term" popovertarget="{id}">{text[start:end]}</button>'
            f'<span popover id="{id}" class="ns-meaning"><b>{escape(term.everyday)}.</b> {escape(term.meaning)}</span>'
        )
        if mark := _MARK.match(text, end):
            made, end = f'<span class="ns-marked">{made}{mark[0]}</span>', mark.end()
        return f"{text[:start]}{made}{explained(text[end:])}"

    def prose(chunk: str) -> str:
        end = _ENDS.search(chunk)
        own, rest = (chunk[: end.start()], chunk[end.start() :]) if end else (chunk, "")
        parts, at = [], 0
        for kept in _LEFT.finditer(own):
            parts += [explained(own[at : kept.start()]), kept[0]]
            at = kept.end()
        return "".join([*parts, explained(own[at:]), rest])

    first, *chunks = _BEGINS.split(html)
    return first + "".join(prose(c) if i % 2 else c for i, c in enumerate(chunks))
