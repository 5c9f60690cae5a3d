"""Signing: a reviewer's name under some claims, added to the end of the ledger.

Entries are appended as text in one fixed form rather than through a TOML writer: then every byte that was there stays
as it was, comments included, a merge shows one added block for each sign-off, and no library is needed to promise it.
"""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from nextsteps.evidence import Claim, EvidenceError, Registry
from nextsteps.evidence.registry import FOLDER
from nextsteps.review.fingerprint import fingerprint
from nextsteps.review.ledger import LEDGER, Ledger, SignOff, reviewer_name


def sign(
    claims: Iterable[Claim],
    reviewer: str,
    known: Registry,
    folder: Path = FOLDER,
    today: datetime.date | None = None,
) -> list[SignOff]:
    """Record that `reviewer` signs the claims today, and return what was added; who signs twice in a day adds nothing.

    Raises EvidenceError, with the ledger left as it was, if a claim was only recalled, the name names nobody, there is
    nothing to sign, or the ledger is damaged or cannot be written.
    """
    claims = list(claims)
    name = reviewer_name(reviewer)
    if not claims:
        raise EvidenceError("There is nothing to sign; name at least one claim, such as tms.sham-trials-response.")
    for claim in claims:
        if claim.verification == "recalled":
            raise EvidenceError(
                f"{claim.file}, {claim.id}: this claim was only recalled, so nobody can sign it; "
                "read its source and set verification first."
            )
    day = today or datetime.date.today()
    new = [SignOff(claim.id, name, day, fingerprint(claim, known.sources)) for claim in dict.fromkeys(claims)]
    try:
        return _append(new, known, folder)
    except OSError as error:
        raise EvidenceError(
            f"{folder / LEDGER} cannot be written ({error.strerror}), so nothing was signed; allow writing there."
        ) from None


def _append(new: list[SignOff], known: Registry, folder: Path) -> list[SignOff]:
    """The next ledger is written whole beside the old one, which it then replaces in one step.

    Its file also tells a second signer to wait: without it, of two who sign in the same second one would be lost.
    """
    path, following = folder / LEDGER, folder / f"{LEDGER}.new"
    try:
        file = following.open("xb")
    except FileExistsError:
        raise EvidenceError(
            f"{following} exists, so somebody is signing now or was cut off, and nothing was signed; "
            "if nobody is, delete that file and sign again."
        ) from None
    try:
        with file:
            before = Ledger.read(known, folder)
            added = [signoff for signoff in new if signoff not in before.entries]
            data = _joined(path.read_bytes(), added)
            Ledger.of(data, known)  # never write what the next reader would refuse
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, following)
        following.replace(path)
    except BaseException:
        following.unlink()
        raise
    return added


def _joined(before: bytes, added: list[SignOff]) -> bytes:
    """The old bytes untouched, then the entries, with the line ends that the file has."""
    text = "".join(
        f'\n[[signoff]]\nclaim = "{s.claim}"\nreviewer = "{s.reviewer}"\ndate = {s.date.isoformat()}\n'
        f'content = "{s.content}"\nseal = "{s.seal}"\n'
        for s in added
    )
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return before + text.encode("utf-8")
