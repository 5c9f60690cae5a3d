"""The picture beside a link in a message says the lesson's title, whole and in letters that are there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from pages.cards import FONT, SIZE, card, wrapped
from pages.course import course
from pages.render import RenderError

ROOT = Path(__file__).parents[2]


def ink(png: bytes) -> tuple[int, int, int, int]:
    """The box of everything that is not paper, right of the coloured edge."""
    picture = Image.open(io.BytesIO(png)).convert("L").crop((30, 0, *SIZE))
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box
    return box


@pytest.mark.parametrize("title", [lesson.title for lesson in course(ROOT / "notebooks")] + ["Preguntas " * 12])
def test_a_title_stands_whole_inside_its_picture(title: str) -> None:
    made = card(title, "Next Steps")
    assert Image.open(io.BytesIO(made)).size == SIZE
    left, top, right, bottom = ink(made)
    assert left >= 50 and top >= 60
    assert right <= SIZE[0] - 30 - 60
    assert bottom <= SIZE[1] - 60


def test_a_title_that_fits_nowhere_is_told_to_its_author() -> None:
    with pytest.raises(RenderError, match="too long for its picture; shorten it"):
        card("a title without an end " * 20, "Next Steps")
    with pytest.raises(RenderError, match="too long"):
        card("W" * 60, "Next Steps")


def test_spanish_titles_have_all_their_letters() -> None:
    font = ImageFont.truetype(str(FONT), 40)
    missing = bytes(font.getmask("\ufffe"))
    for letter in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»—–“”‘’…":
        assert bytes(font.getmask(letter)) != missing, letter


def test_lines_are_as_even_as_they_can_be_and_lose_no_word() -> None:
    assert wrapped("What TMS can and cannot do", 20, len) == ["What TMS can", "and cannot do"]
    assert wrapped("one", 20, len) == ["one"]
    text = "How we know what we say we know about all of these numbers"
    assert " ".join(wrapped(text, 17, len)) == text
    assert all(len(line) <= 17 for line in wrapped(text, 17, len))
