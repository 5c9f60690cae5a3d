"""A study in steps, walked by 100 people: how many are well after each step, if everyone else takes the next one."""

from __future__ import annotations

from collections.abc import Sequence

from nextsteps.models.whole_people import whole_people


def walk(shares: Sequence[float]) -> tuple[int, ...]:
    """How many of 100 people are in remission after each step, in whole people, counted from the start.

    `shares` are the shares from 0 to 1 of those who began each step. Nobody leaves and nobody relapses: that is the
    assumption of the total that Rush 2006 published, and wherever the walk is shown it must be said.
    Raises ValueError for a share outside 0 to 1, and without a step.
    """
    if not shares:
        raise ValueError("There is no step to walk; give the share of at least one")
    still, well = 1.0, []
    for share in shares:
        whole_people(share)  # refuses what is no share
        still *= 1 - share
        well.append(whole_people(1 - still))
    return tuple(well)
