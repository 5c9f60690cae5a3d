"""What would break if we took the newest releases today: a fresh environment, the newest of four, part of the tests.

    python upkeep/canary.py [--all]

The rest of the lock stays as it is unless a newer release asks for more. The quick part leaves the browser out; --all
passes every test. Ends with 0 if nothing broke, 1 if something did, 2 if the environment could not be made.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Whose releases have broken pages before, or whose inside we lean on.
WATCHED = ("voila", "plotly", "jupyterlab", "anywidget")
#: Rendering, lint, widgets and charts as the newest releases make them, within minutes and without a browser.
QUICK = ("tests/unit", "tests/claims", "tests/notebooks")


def report(versions: dict[str, tuple[str, str]], failed: int, output: str) -> str:
    """What was tried and what broke. `versions`: ours and the newest of each package; `failed`: pytest's exit code."""
    newer = [f"  {name} {new} (we pin {old})" for name, (old, new) in versions.items() if old != new]
    lines = ["Tried:", *newer] if newer else ["Every watched package is at its newest release already."]
    broken = re.findall(r"^(?:FAILED|ERROR) .*", output, re.MULTILINE)
    counted = re.findall(r"^=*\s*(\d+ (?:passed|failed|error).*?)\s*=*$", output, re.MULTILINE)
    if failed:
        lines += (
            ["Broken:", *(f"  {line}" for line in broken)] if broken else ["Broken before a test ran:", output[-2000:]]
        )
    else:
        lines.append("Nothing broke.")
    return "\n".join(lines + counted[-1:])


def locked_versions(lock: str) -> dict[str, str]:
    """The version of each watched package in the text of a lock."""
    found = dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\\n]+)", lock, re.MULTILINE))
    return {name: found[name] for name in WATCHED}


def _run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **more)  # type: ignore[call-overload, no-any-return]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every test, with the browser")
    chosen = parser.parse_args(arguments)
    lock = (ROOT / "requirements/develop.txt").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        # A copy: the newest releases must not meet what is being worked on, nor leave anything in it.
        copy = Path(folder) / "next-steps"
        _run(["git", "clone", "--quiet", str(ROOT), str(copy)]).check_returncode()
        wanted = copy / "pyproject.toml"
        text = wanted.read_text("utf-8")
        for name in WATCHED:
            text = re.sub(rf'"{name}[=<>~][^"]*"', f'"{name}"', text)
        wanted.write_text(text, "utf-8")
        # uv keeps to what an output file holds already where it can: the newest of four, the rest as locked.
        (copy / "newest.txt").write_text(
            "\n".join(
                line.removesuffix("\\").strip()
                for line in lock.splitlines()
                if re.match(r"[a-z0-9]", line) and line.partition("==")[0] not in WATCHED
            ),
            "utf-8",
        )
        venv = Path(folder) / "venv"
        python = str(venv / "bin/python")
        uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
        upgrade = [f"--upgrade-package={name}" for name in WATCHED]
        for step in (
            [sys.executable, "-m", "venv", str(venv)],
            [uv, "pip", "compile", "--quiet", "--python", python, "--all-extras", *upgrade, "pyproject.toml", "-o",
             "newest.txt"],
            [uv, "pip", "install", "--quiet", "--python", python, "-r", "newest.txt"],
            [uv, "pip", "install", "--quiet", "--python", python, "--no-deps", "--no-build-isolation", "-e", "."],
        ):  # fmt: skip
            made = _run(step, cwd=copy)
            if made.returncode:
                print(
                    f"The environment could not be made, so nothing is known: {' '.join(step[:3])} said\n{made.stderr}"
                )
                sys.exit(2)
        old, new = locked_versions(lock), locked_versions((copy / "newest.txt").read_text("utf-8"))
        shares = {
            "JUPYTER_PATH": str(copy / "jupyter/share"),
            "JUPYTER_CONFIG_PATH": str(copy / "jupyter/etc"),
            "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        tests = [] if chosen.all else list(QUICK)
        asked = [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", *tests]
        tried = _run(asked, cwd=copy, env={**os.environ, **shares})
        print(report({name: (old[name], new[name]) for name in WATCHED}, tried.returncode, tried.stdout + tried.stderr))
        sys.exit(1 if tried.returncode else 0)


if __name__ == "__main__":
    main()
