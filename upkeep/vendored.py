"""Files of others that the pages carry, held to their manifest, and fetched anew from npm.

    python upkeep/vendored.py            is every file what vendor.toml says? No network.
    python upkeep/vendored.py --renew    fetch each package at its version with npm, and write its files

To take a newer version: change `version` in vendor.toml, run with --renew, and write the hashes that it then prints
into the manifest once you have looked at what changed. Hashes are never written by a program.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "pages/static/vendor"
MANIFEST = "vendor.toml"
FIELDS = {"name", "for", "package", "version", "licence", "copyright", "files"}


class VendorError(Exception):
    """One sentence: which file or entry, what is wrong, how to mend it."""


@dataclass(frozen=True)
class Vendored:
    """One package of others. `files` maps the name here to its place in the package and its SHA-256."""

    key: str
    name: str
    use: str
    package: str
    version: str
    licence: str
    copyright: str
    files: dict[str, tuple[str, str]]


def read(folder: Path = FOLDER) -> list[Vendored]:
    """The manifest's entries. Raises VendorError for one that is not complete or names no licence file."""
    found = []
    for key, entry in tomllib.loads((folder / MANIFEST).read_text("utf-8")).items():
        wrong = FIELDS ^ set(entry)
        if wrong:
            raise VendorError(
                f"{MANIFEST}, [{key}]: {', '.join(sorted(wrong))} is missing or not known; mend the entry."
            )
        files = {here: (file["from"], file["sha256"]) for here, file in entry["files"].items()}
        if not any(here.endswith(".LICENSE") for here in files):
            raise VendorError(f"{MANIFEST}, [{key}]: it brings no licence; add the package's own, as {key}.LICENSE.")
        texts: dict[str, Any] = {field: entry[field] for field in FIELDS - {"for", "files"}}
        found.append(Vendored(key=key, use=entry["for"], files=files, **texts))
    return found


def differences(folder: Path = FOLDER) -> Iterator[str]:
    """What in the folder is not as the manifest says, in sentences."""
    known = {here: sha256 for entry in read(folder) for here, (_, sha256) in entry.files.items()}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST}
    for here in sorted(known.keys() - there):
        yield f"{here} is missing; run python upkeep/vendored.py --renew."
    for here in sorted(there - known.keys()):
        yield f"{here} is in no entry of {MANIFEST}; say whose it is and under which licence, or remove it."
    for here in sorted(there & known.keys()):
        sha256 = hashlib.sha256((folder / here).read_bytes()).hexdigest()
        if sha256 != known[here]:
            yield f"{here} is not the file of the manifest: its SHA-256 is {sha256}. Find out who changed it, and why."


def renew(folder: Path = FOLDER) -> None:
    """Fetch every package with npm and write its files. Raises VendorError; then no file of that package is written."""
    for entry in read(folder):
        with tempfile.TemporaryDirectory() as fetched:
            # No script of the package runs: npm pack only fetches.
            asked = ["npm", "pack", "--silent", "--ignore-scripts", f"{entry.package}@{entry.version}"]
            try:
                packed = subprocess.run(asked, cwd=fetched, capture_output=True, text=True, timeout=300)
            except FileNotFoundError:
                raise VendorError("npm is not here, and it is what fetches the packages; install node.") from None
            archive = next(Path(fetched).glob("*.tgz"), None)
            if packed.returncode or archive is None:
                raise VendorError(f"npm could not fetch {entry.package} {entry.version}; is there a network?")
            with tarfile.open(archive) as inside:
                # An archive's first folder is called "package" by custom only.
                contents = {m.name.partition("/")[2]: m for m in inside.getmembers() if m.isfile()}
                new = {}
                for here, (there, _) in entry.files.items():
                    member = inside.extractfile(contents[there]) if there in contents else None
                    if member is None:
                        raise VendorError(f"{entry.package} {entry.version} has no file {there}; mend [{entry.key}].")
                    new[here] = member.read()
            for here, content in new.items():
                (folder / here).parent.mkdir(parents=True, exist_ok=True)
                (folder / here).write_bytes(content)
            print(f"Wrote {len(new)} files of {entry.package} {entry.version}.")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renew", action="store_true", help="fetch each package with npm first")
    try:
        if parser.parse_args(arguments).renew:
            renew()
        wrong = list(differences())
    except VendorError as error:
        sys.exit(str(error))
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"Every file in {FOLDER.name}/ is the one that {MANIFEST} names.")


if __name__ == "__main__":
    main()
