"""The picture that a message app shows beside a link to a lesson: its title in large letters, and no number.

It is drawn when the site is made, never for a reader, and a page does not load it. A number without its papers must not
travel through other people's chats, and a picture may be seen over a shoulder: it says the title and the site's name.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from pages.render import RenderError

#: Pixels; the shape that message apps crop least.
SIZE = (1200, 630)
FONT = Path(__file__).parent / "static/vendor/source-serif-semibold.otf"
_PAPER, _INK, _EDGE = "#fbfaf6", "#1c2b2e", "#0c6a66"
_MARGIN = 90
#: Letter heights to try for the title, in pixels, largest first, and the most lines.
_HEIGHTS, _LINES = range(92, 43, -4), 4


def card(title: str, site: str) -> bytes:
    """The picture as PNG. Raises RenderError if the title does not fit at the smallest height."""
    from PIL import Image, ImageDraw, ImageFont  # late: only who makes a site needs it

    picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=_EDGE)
    for height in _HEIGHTS:
        font = ImageFont.truetype(str(FONT), height)
        lines = wrapped(title, SIZE[0] - 2 * _MARGIN, lambda text, font=font: font.getlength(text))
        if len(lines) <= _LINES and all(font.getlength(line) <= SIZE[0] - 2 * _MARGIN for line in lines):
            break
    else:
        raise RenderError(f"The title {title!r} is too long for its picture; shorten it.", authored=True)
    for place, line in enumerate(lines):
        draw.text((_MARGIN, 96 + place * height * 1.18), line, font=font, fill=_INK)
    small = ImageFont.truetype(str(FONT), 40)
    draw.text((_MARGIN, SIZE[1] - 132), site, font=small, fill=_EDGE)
    made = io.BytesIO()
    # A palette is enough for four colours and what lies between them, and a tenth of the bytes.
    picture.quantize(32).save(made, "PNG", optimize=True)
    return made.getvalue()


def wrapped(text: str, most: float, length: Callable[[str], float]) -> list[str]:
    """The words of `text` in lines no longer than `most`, as evenly filled as that number of lines allows."""
    words = text.split()

    def at(width: float) -> list[str]:
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and length(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    few = len(at(most))
    # The narrowest width that needs no more lines: no word stands alone on the last.
    for share in range(50, 101, 5):
        if len(lines := at(most * share / 100)) == few:
            return lines
    return at(most)
