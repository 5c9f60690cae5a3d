"""Numbers into sentences, in each language. Pictures, pages and tests take their words from here."""

from nextsteps.wording.language import LANGUAGES, Words, words

__all__ = ["LANGUAGES", "Words", "words"]
