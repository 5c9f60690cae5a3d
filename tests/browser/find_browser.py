"""Finds the browser that the tests drive, and gets one where there is none: run with --install before the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    "No browser was found, so no page can be tested; install Chromium (on Debian: apt-get install chromium), "
    "or set NEXTSTEPS_BROWSER to the path of one."
)
NO_DRIVER = (
    "Playwright cannot start, so no page can be tested; install the library that its node needs "
    "(on Debian: apt-get install libatomic1)."
)


def find_browser() -> str | None:
    """The path of a Chromium that can be driven, or None."""
    chosen = os.environ.get("NEXTSTEPS_BROWSER")
    if chosen:
        return chosen if Path(chosen).is_file() else None
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _playwrights_own()


def _driver_starts() -> bool:
    """Whether Playwright, which drives the browser, can start: its node needs a library that a bare Debian has not."""
    version = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(version, capture_output=True, check=False).returncode == 0


def _playwrights_own() -> str | None:
    if not _driver_starts():
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_from_debian(*packages: str, timeout: float | None = None) -> None:
    """Get packages where there is apt-get and we may use it; else do nothing. Each step has `timeout` seconds."""
    apt = shutil.which("apt-get")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if not apt or as_root is None:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([*as_root, apt, *command], check=False, env=quiet, stdin=subprocess.DEVNULL, timeout=timeout)


def install() -> None:
    """Get what is missing: the distribution's browser where we may, else the one that Playwright downloads."""
    if not _driver_starts():
        install_from_debian("libatomic1")
    if not find_browser():
        install_from_debian("chromium")
    if not find_browser():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if "--install" in sys.argv:
        install()
    if not _driver_starts():
        sys.exit(NO_DRIVER)
    found = find_browser()
    if not found:
        sys.exit(MISSING)
    print(f"Testing with {found}")
