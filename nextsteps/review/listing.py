"""The standing of claims as plain aligned text for a terminal, or as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence

from nextsteps.review.beside import BesideStanding
from nextsteps.review.standing import REASONS, LineStanding, Standing


def due_text(found: Sequence[Standing], today: datetime.date, lines: Sequence[LineStanding] = ()) -> str:
    """What waits for a reviewer, by reason, with counts. What has two reasons stands under both."""
    counted = [f"{sum(bool(s.reasons) for s in found)} of {len(found)} claims"] if found or not lines else []
    counted += [f"{sum(bool(s.reasons) for s in lines)} of {len(lines)} crisis lines"] if lines else []
    blocks = [f"{' and '.join(counted)} are due on {today}."]
    for reason, title in REASONS.items():
        rows = [(s.claim.id, s.reasons[reason]) for s in found if reason in s.reasons]
        rows += [(f"crisis line {s.line.id}", s.reasons[reason]) for s in lines if reason in s.reasons]
        blocks.append("\n".join([f"{title} ({len(rows)})", *_aligned(rows)]))
    return "\n\n".join(blocks) + "\n"


def beside_text(found: Sequence[BesideStanding]) -> str:
    """The medicines, next steps and parts of the PHQ-9 that wait for a reviewer, by reason."""
    if not found:
        return ""
    due = sum(bool(s.reasons) for s in found)
    blocks = [f"{due} of {len(found)} medicines, next steps and parts of the PHQ-9 are due."]
    for reason, title in REASONS.items():
        if rows := [(s.id, s.reasons[reason]) for s in found if reason in s.reasons]:
            blocks.append("\n".join([f"{title}: beside the claims ({len(rows)})", *_aligned(rows)]))
    return "\n" + "\n\n".join(blocks) + "\n"


def due_csv(
    found: Sequence[Standing], lines: Sequence[LineStanding] = (), beside: Sequence[BesideStanding] = ()
) -> str:
    """One row for each claim, crisis line or record beside them, and reason."""
    rows: list[tuple[object, ...]] = []
    for reason in REASONS:
        for s in found:
            if reason in s.reasons:
                c = s.claim
                rows.append((reason, c.id, c.file, c.verification, c.checked, s.reasons[reason], c.statement))
        for each in lines:
            if reason in each.reasons:
                line = each.line
                says = f"{line.service}: {line.way} {line.number}".rstrip()
                rows.append(
                    (reason, line.id, "crisis.toml", line.verification, line.checked, each.reasons[reason], says)
                )
        rows += [
            (reason, s.id, s.file, s.verification, s.checked, s.reasons[reason], s.says)
            for s in beside
            if reason in s.reasons
        ]
    return _csv(("reason", "claim", "file", "verification", "checked", "note", "statement"), rows)


def report_text(found: Sequence[Standing]) -> str:
    """Each claim on a line, by file: how it was verified, when it was last checked, and who signed it."""
    signed = sum(bool(s.valid) for s in found)
    blocks = [f"{signed} of {len(found)} claims are signed as they are today."]
    files: dict[str, list[tuple[str, ...]]] = {}
    for s in found:
        state = s.signed
        if "impossible" in s.reasons:
            state += f"; {s.reasons['impossible']}"
        if s.claim.open:
            state += f"; open: {s.claim.open}"
        files.setdefault(s.claim.file, []).append(
            (s.claim.id, s.claim.verification, f"checked {s.claim.checked}", state)
        )
    blocks += ["\n".join([f"{file} ({len(rows)})", *_aligned(rows)]) for file, rows in files.items()]
    return "\n\n".join(blocks) + "\n"


def report_csv(found: Sequence[Standing]) -> str:
    """One row for each claim."""
    rows = [
        (
            s.claim.id,
            s.claim.file,
            s.claim.verification,
            s.claim.checked,
            "yes" if s.valid else "no",
            s.signed,
            s.reasons.get("impossible", ""),
            s.claim.open,
            s.claim.statement,
        )
        for s in found
    ]
    return _csv(
        ("claim", "file", "verification", "checked", "valid", "signed", "impossible", "open", "statement"), rows
    )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()
