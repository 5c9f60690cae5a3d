"""Shares as whole people, because nobody is a fraction: one share rounded, or several that must add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, isfinite


def whole_people(share: float, out_of: int = 100) -> int:
    """A share from 0 to 1 as whole people out of `out_of`, halves up. Raises ValueError outside 0 to 1.

    A share too small for `out_of` becomes 0 people, so choose an `out_of` that shows a rare harm.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share of people between 0 and 1")
    _require_group(out_of)
    # The little more keeps a half that binary fractions put just below it, such as 100 times 0.285, from being lost.
    return int(share * out_of + 0.5 + 1e-9)


def end_of_range(share: float, out_of: int) -> float:
    """An end of a likely range as people out of `out_of`: whole ones, and below one person to a tenth of a person.

    So a range does not begin at nobody where its source says more than nobody.
    """
    people = whole_people(share, out_of)
    return people if people else round(share * out_of, 1)


def shared_out(parts: Sequence[float], out_of: int = 100) -> tuple[int, ...]:
    """Parts of one whole, as counts or as shares, in whole people that add up to exactly `out_of`.

    Every part gets the whole people in its exact value; the people then left over go one each to the largest
    remainders, so that no part is a whole person away from its exact value, and a part of zero stays zero.
    Ties: of two equal remainders the larger part comes first, so the order of the parts does not matter. Only between
    equal parts must it: of those, the one listed first gets the person.

    Raises ValueError where a part is negative or not a number, or where none is above zero.
    Source: the largest-remainder (Hamilton) method of apportionment.
    """
    _require_group(out_of)
    for part in parts:
        if not isfinite(part) or part < 0:
            raise ValueError(f"{part} is not a part of a group; give counts or shares that are zero or more")
    # Written as decimals, since 0.285 is meant, and not the binary fraction beside it.
    exact = [Fraction(str(part)) for part in parts]
    total = sum(exact)
    if total == 0:
        raise ValueError("There is nobody to share out; give at least one part above zero")
    people = [part * out_of / total for part in exact]
    given = [floor(p) for p in people]
    first = sorted(range(len(people)), key=lambda i: (given[i] - people[i], -people[i], i))
    for i in first[: out_of - sum(given)]:
        given[i] += 1
    return tuple(given)


def _require_group(out_of: int) -> None:
    if out_of < 1:
        raise ValueError(f"{out_of} is not a group of people; give 1 or more")
