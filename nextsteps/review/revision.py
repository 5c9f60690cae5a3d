"""The claims and crisis lines as they were at a git revision, and as they are in the folder, as plain tables.

Tables, not records: an older revision follows the rules of its day, and a claim that today's rules refuse is just what
a changelog has to mention.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nextsteps.evidence import EvidenceError
from nextsteps.evidence.toml_text import parse

Tables = dict[str, dict[str, Any]]


def claims_now(folder: Path) -> Tables:
    """The tables of `claims/*.toml` in the evidence folder, by claim id. Raises EvidenceError."""
    return _tables((f"claims/{path.name}", path.read_bytes()) for path in sorted((folder / "claims").glob("*.toml")))


def lines_now(folder: Path, name: str = "crisis.toml") -> Tables:
    """The tables of `crisis.toml`, or of another file, in the evidence folder, by id. Raises EvidenceError."""
    path = folder / name
    return _tables([(path.name, path.read_bytes())] if path.exists() else [])


def lines_at(commit: str, folder: Path, name: str = "crisis.toml") -> Tables:
    """The tables of such a file as they were at a commit; none where it had no such file. Raises EvidenceError."""
    if not _git(folder, "ls-tree", "--name-only", commit, name):
        return {}
    try:
        return _tables([(name, _git(folder, "show", f"{commit}:./{name}"))])
    except EvidenceError as error:
        wrong = str(error).rpartition(";")[0]
        what = "crisis lines" if name == "crisis.toml" else name
        raise EvidenceError(f"At {commit!r}, {wrong}; name a revision whose {what} can be read.") from None


def claims_at(revision: str, folder: Path) -> tuple[str, Tables]:
    """The short name of a commit, and the tables of `claims/*.toml` as they were there, by claim id.

    Raises EvidenceError, one sentence, if git is missing, the folder is in no checkout, the revision is unknown or has
    no claims, or a file of it is not TOML.
    """
    _git(folder, "rev-parse", "--is-inside-work-tree")
    try:
        # --verify takes one revision and nothing else, so that a name with a dash before it is no option either
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--short", f"{revision}^{{commit}}").decode().strip()
    except EvidenceError:
        raise EvidenceError(
            f"There is no revision {revision!r} in this checkout; name a tag, a branch or a commit."
        ) from None
    listed = _git(folder, "ls-tree", "-z", "--name-only", commit, "claims/").decode().split("\0")
    names = [name for name in listed if name.endswith(".toml")]
    if not names:
        raise EvidenceError(f"There are no claims in {folder} at {revision!r}; name a later revision.")
    files = ((name, _git(folder, "show", f"{commit}:./{name}")) for name in names)
    try:
        return commit, _tables(files)
    except EvidenceError as error:
        wrong = str(error).rpartition(";")[0]
        raise EvidenceError(f"At {revision!r}, {wrong}; name a revision whose claims can be read.") from None


def _tables(files: Iterable[tuple[str, bytes]]) -> Tables:
    claims: Tables = {}
    for name, data in files:
        for id, table in parse(data, name)[0].items():
            if not isinstance(table, dict):
                raise EvidenceError(f"{name}, {id}: this stands outside any claim; put it below a heading.")
            claims[id] = table
    return claims


def _git(folder: Path, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise EvidenceError("git is not installed here, so no older revision can be read; install git and try again.")
    # The folder says which repository is meant, even where a git hook has set another one for its own work.
    environment = {k: v for k, v in os.environ.items() if k not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")}
    done = subprocess.run(  # noqa: S603 - no shell, and --verify has made a commit of the revision
        [git, "-C", str(folder), *arguments], capture_output=True, env=environment | {"LC_ALL": "C"}, check=False
    )
    if done.returncode:
        said = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
        raise EvidenceError(f"git cannot read {folder} ({said}); run this in a git checkout of the project.")
    return done.stdout
