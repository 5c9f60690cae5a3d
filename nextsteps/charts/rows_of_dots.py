"""People as dots: a path of one dashed stroke for each row, so that 10,000 of them cost no more bytes than 100."""

from __future__ import annotations

from typing import Any


def rows_of_dots(people: int, of: int) -> dict[str, Any]:
    """The paths of the filled dots and of the rings for `people` of `of`, in units of 10 to a dot, and their frame.

    They are to be stroked with the dashes "0 10" and round ends.
    """
    across = 5 if of < 50 else 10 if of <= 100 else 40 if of <= 1_000 else 100
    rows = -(-of // across)
    filled, empty = [], []
    for row in range(rows):
        here = min(across, of - row * across)
        full = max(0, min(here, people - row * across))
        y = row * 10 + 5
        if full:
            filled.append(f"M5 {y}h{(full - 1) * 10}.1")
        if here > full:
            empty.append(f"M{full * 10 + 5} {y}h{(here - full - 1) * 10}.1")
    return {"filled": "".join(filled), "empty": "".join(empty), "width": across * 10, "height": rows * 10}
