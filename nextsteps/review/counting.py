"""A printed percentage that no whole number of the people counted can give: a slip of the pen, or people left out.

The registry never invents a caveat for it. It is a reviewer's to find in the source who was really counted.
"""

from __future__ import annotations

import math

from nextsteps.evidence import Claim, Comparison
from nextsteps.evidence.records import SHARES, printed_places


def cannot_come_from(claim: Claim) -> int | None:
    """The people n of whom no whole count rounds to the printed share; None where one does or nothing can be said.

    Nothing can be said of a share with counts, which were held to it when read, and of one of two groups, whose n is
    that of both together.
    """
    value, n = claim.measured.value, claim.n
    if claim.unit not in SHARES or value is None or not n or claim.measured.count is not None:
        return None
    if isinstance(claim.compared_with, Comparison):
        return None
    half = 0.5 * 10.0 ** -printed_places(value) + 1e-9
    fits = math.ceil((value - half) * n) <= math.floor((value + half) * n)
    return None if fits else n
