"""Which claims and crisis lines a reviewer means: ids as they are written, or patterns such as "tms.*"."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from nextsteps.evidence import Claim, CrisisLine, EvidenceError, Registry


def is_pattern(asked: str) -> bool:
    return any(sign in asked for sign in "*?[")


def chosen(asked: Sequence[str], known: Registry) -> list[Claim]:
    """The claims asked for, each once, in the order asked. Raises EvidenceError if an id or a pattern finds none."""
    found: dict[str, Claim] = {}
    for one in asked:
        claims = [c for c in known if fnmatchcase(c.id, one)] if is_pattern(one) else [known.record(one)]
        if not claims:
            topics = ", ".join(sorted({f"{c.topic}.*" for c in known}))
            raise EvidenceError(f"No claim matches the pattern {one!r}; the topics are {topics}.")
        found.update((c.id, c) for c in claims)
    return list(found.values())


def chosen_with_lines(asked: Sequence[str], known: Registry) -> tuple[list[Claim], list[CrisisLine]]:
    """The claims and crisis lines asked for; all of both where nothing is. Raises EvidenceError as `chosen` does."""
    if not asked:
        return list(known), list(known.crisis_lines)
    lines = [line for line in known.crisis_lines if any(fnmatchcase(line.id, one) for one in asked)]
    claims = chosen([one for one in asked if not _only_lines(one, known)], known)
    return claims, lines


def _only_lines(one: str, known: Registry) -> bool:
    return any(fnmatchcase(line.id, one) for line in known.crisis_lines) and not any(
        fnmatchcase(claim.id, one) for claim in known
    )
