"""The Nu HTML checker over a made site, less what it is known to be behind on. Run by hand: it needs Java.

npm install vnu-jar
python -m pages site notebooks --to site
python tests/browser/check_markup.py site node_modules/vnu-jar/build/dist/vnu.jar
"""

import json
import re
import subprocess
import sys
from pathlib import Path

#: What the checker reports and we keep, each with the reason.
KNOWN = {
    r"CSS: “(field-sizing|vector-effect|paint-order)”": "properties of CSS and SVG that browsers know and it does not",
    r"Space is not allowed": "a space in a data address: browsers take it, and the page is smaller by a quarter",
}


def errors(site: Path, jar: Path) -> list[str]:
    """Every error of every page: its file, its line, and what is wrong."""
    pages = sorted(str(page) for page in site.rglob("*.html"))
    command = ["java", "-Xmx400m", "-jar", str(jar), "--format", "json", "--errors-only", *pages]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=600, check=False).stderr)
    return [
        f"{Path(one['url']).name}:{one.get('lastLine', 0)}: {one['message']}"
        for one in said["messages"]
        if not any(re.search(known, one["message"]) for known in KNOWN)
    ]


if __name__ == "__main__":
    found = errors(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found) or "No error.")
    sys.exit(bool(found))
