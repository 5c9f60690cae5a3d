"""Only the site's own address looks at what a browser asks for; every other address is the language it names."""

from __future__ import annotations

import pytest

from pages.server import preferred_language

SPOKEN = ("en", "es")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("nv, es;q=0.7, en;q=0.5", "es"),
        ("en;q=0.2, ES-us;q=0.9", "es"),
        ("es;q=0, en;q=0.1", "en"),
        ("es;q=0", "en"),
        ("es, en", "es"),
        ("*", "en"),
        ("fr-CH, fr;q=0.9", "en"),
        ("es;q=2", "en"),
        ("es;level=1;;,,;q=", "en"),
        ("est, en;q=0.1", "en"),
    ],
)
def test_a_reader_starts_in_the_language_that_their_browser_likes_best(header: str, language: str) -> None:
    assert preferred_language(header, SPOKEN) == language


def test_a_language_without_a_start_here_is_never_chosen() -> None:
    assert preferred_language("es", ("en",)) == "en"
