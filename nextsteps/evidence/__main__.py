"""`python -m nextsteps.evidence export FOLDER` writes the registry as files that other programs read."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nextsteps.evidence.exports import files
from nextsteps.evidence.records import EvidenceError
from nextsteps.evidence.registry import registry


def export(folder: Path) -> list[Path]:
    """Write the exports into `folder`, made if need be, and return their paths.

    All are written whole beside their place first, so that a full disk leaves the old ones as they were.
    Raises EvidenceError if the registry is not sound, and OSError if the folder cannot be written.
    """
    written = files(registry())
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as beside:
        for name, content in written.items():
            (Path(beside) / name).write_bytes(content)
        for name in written:
            (Path(beside) / name).replace(folder / name)
    return [folder / name for name in written]


def main(arguments: Sequence[str] | None = None) -> str | None:
    """Do what the command line says. Returns the sentence of a refusal, or None."""
    parser = argparse.ArgumentParser(prog="python -m nextsteps.evidence", description="The evidence registry.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("export", help="write BibTeX, CSL-JSON, CSV and JSON into a folder")
    command.add_argument("folder", type=Path, help="where to write; made if it does not exist")
    folder = parser.parse_args(arguments).folder
    try:
        for path in export(folder):
            print(path)
    except EvidenceError as error:
        return str(error)
    except OSError as error:
        return f"The folder {folder} cannot be written ({error.strerror}); name one that you may write to."
    return None


if __name__ == "__main__":
    sys.exit(main())
