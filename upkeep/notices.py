"""THIRD_PARTY.md: whose work runs when the lessons are served, and under which licence.

python upkeep/notices.py            write it anew, from the lock, the installed packages and vendor.toml
python upkeep/notices.py --check    say whether it is still true
"""

from __future__ import annotations

import argparse
import sys

import vendored
from locked import ROOT, licence, pins

PATH = ROOT / "THIRD_PARTY.md"
HEAD = """\
# Work of others

What a server of these lessons runs, and what it sends to a reader. `python upkeep/notices.py` writes this page from the
lock, the packages' own words and [vendor.toml](pages/static/vendor/vendor.toml); a test says when it is out of date.
Our own licence is in [LICENSE](LICENSE).

## Sent to a reader

These files lie in [pages/static/vendor](pages/static/vendor), each with its licence beside it.

"""
INSTALLED = """
## Installed on the server

None of this is sent to a reader. Each package carries its own licence, and is fetched with its hash checked.

"""


def text() -> str:
    """The page. Raises VendorError if the manifest is not complete."""
    sent = [
        f"- **{entry.name}** {entry.version}, {entry.licence}: {entry.use}. © {entry.copyright.rstrip('.')}.\n"
        for entry in vendored.read()
    ]
    versions: dict[str, list[str]] = {}
    here = set()
    for pin in pins():
        versions.setdefault(pin.name, []).append(pin.version)
        if not pin.elsewhere:
            here.add(pin.name)
    installed = []
    for name, which in versions.items():
        said = (licence(name) or "see the package") if name in here else "not installed on Linux; see the package"
        installed.append(f"- {name} {' or '.join(which)}: {said}\n")
    return HEAD + "".join(sent) + INSTALLED + "".join(installed)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether it is still true")
    wanted = text()
    if not parser.parse_args(arguments).check:
        PATH.write_text(wanted, "utf-8")
        print(f"Wrote {PATH.name}.")
    elif not PATH.exists() or PATH.read_text("utf-8") != wanted:
        sys.exit(f"{PATH.name} is not what the lock and vendor.toml say today; run python upkeep/notices.py.")


if __name__ == "__main__":
    main()
