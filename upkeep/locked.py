"""What the serving lock holds: every package with its versions, hashes and licence, and what else the pages carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements/serve.txt"
_PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\\n]+?))? ?\\?\n((?:    --hash=.*\n)+)", re.MULTILINE)
#: Where the lessons are served: what the lock brings to other systems only is not installed there.
_SERVED_ON = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}


@dataclass(frozen=True)
class Pin:
    """One package at one version. `hashes` are the SHA-256 of its archives; `elsewhere`: never installed on Linux."""

    name: str
    version: str
    hashes: tuple[str, ...]
    elsewhere: bool


def pins(lock: Path = LOCK) -> list[Pin]:
    """Every pin of the lock in its order; a package may be pinned twice, for an older and a newer Python."""
    found = []
    for name, version, marker, hashes in _PIN.findall(lock.read_text("utf-8")):
        needed = not marker or any(
            Marker(marker).evaluate({**_SERVED_ON, "python_version": v, "python_full_version": f"{v}.9"})
            for v in ("3.11", "3.12", "3.13", "3.14")
        )
        found.append(Pin(name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)), not needed))
    return found


def licence(name: str) -> str:
    """The licence that an installed package says it has, in its own words; "" if it is not here or says nothing."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    # Some packages put the whole text of their licence where its name belongs; its first line says which it is.
    first_line = next(iter((said.get("License") or "").strip().splitlines()), "")
    return said.get("License-Expression") or ", ".join(classifiers) or first_line
