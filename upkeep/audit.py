"""Are weaknesses known in what we install? Asks PyPI for the Python lock and npm for the lock of the measurements.

    python upkeep/audit.py

Ends with 0 if all were asked and none is weak, 1 if one is weak, 2 if somebody did not answer. Without a network the
answer is "nothing is known", never "clean": pip-audit itself reports success if it could ask about nothing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CLEAN, WEAK, UNKNOWN = 0, 1, 2


def python_verdict(answer: str) -> tuple[int, str]:
    """CLEAN, WEAK or UNKNOWN and a sentence, from what `pip-audit --format json` printed."""
    asked = _read(answer).get("dependencies", [])
    weak = [
        f"  {package['name']} {package['version']}: {found['id']}, "
        + (f"mended in {', '.join(found['fix_versions'])}" if found["fix_versions"] else "not mended yet")
        for package in asked
        for found in package.get("vulns", [])
    ]
    if weak:
        return WEAK, "\n".join(
            ["Python: known weaknesses. Raise the version in pyproject.toml, then make lock.", *weak]
        )
    silent = sum("skip_reason" in package for package in asked)
    if silent or not asked:
        who = f"for {silent} of {len(asked)} packages" if asked else "at all"
        return UNKNOWN, f"Python: nobody answered {who}, so nothing is known of them."
    return CLEAN, f"Python: none of {len(asked)} packages has a known weakness."


def npm_verdict(answer: str) -> tuple[int, str]:
    """CLEAN, WEAK or UNKNOWN and a sentence, from what `npm audit --json` printed."""
    weak = _read(answer).get("vulnerabilities")
    if weak is None:
        return UNKNOWN, "npm: nobody answered, so nothing is known of its packages."
    if weak:
        lines = [f"  {name}: {found.get('severity', 'severity not said')}" for name, found in sorted(weak.items())]
        return WEAK, "\n".join(
            ["npm: known weaknesses in bench/package-lock.json. Run npm audit fix in bench/.", *lines]
        )
    return CLEAN, "npm: no package of bench/package-lock.json has a known weakness."


def _read(answer: str) -> dict[str, Any]:
    """What a tool printed, or nothing if it printed no JSON object."""
    try:
        found = json.loads(answer)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _ask(command: list[str], folder: Path) -> str:
    try:
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
        ).stdout
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""


def main(arguments: list[str] | None = None) -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(
        arguments
    )
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    # Not one of our dependencies: it brings many of its own, and is needed once a week.
    pip_audit = (
        [shutil.which("pip-audit") or "pip-audit"] if shutil.which("pip-audit") else [uv, "tool", "run", "pip-audit"]
    )
    lock = ["-r", str(ROOT / "requirements/serve.txt"), "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    verdicts = [
        python_verdict(_ask([*pip_audit, *lock, "--format=json"], ROOT)),
        npm_verdict(_ask(["npm", "audit", "--package-lock-only", "--json"], ROOT / "bench")),
    ]
    for _, said in verdicts:
        print(said)
    if any(verdict == UNKNOWN for verdict, _ in verdicts):
        print("Ask again where the registries answer; until then this is no sign that all is well.")
    # A weakness that is known weighs more than an answer that is missing.
    found = {verdict for verdict, _ in verdicts}
    sys.exit(WEAK if WEAK in found else UNKNOWN if UNKNOWN in found else CLEAN)


if __name__ == "__main__":
    main()
