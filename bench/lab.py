"""Every lesson from its first cell to its last in a real JupyterLab, timed as an educator waits for it.

`python bench/lab.py` starts the JupyterLab of `make lab` on a copy of the lessons without outputs, opens each in a
browser, chooses Run All Cells, and waits for the number before the last cell. The same lessons are also run by
nbclient, with the start of a kernel and without a browser. Both go into docs/for-educators.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import scale
import sites
from nbclient import NotebookClient
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pages.course import lesson_names

HERE = sites.WORK / "lab"
PAGE = sites.ROOT / "docs/for-educators.md"
#: Seconds that nobody would wait for a lesson.
TARGET = 20
#: Where a checkout has what Jupyter looks for, as the Makefile says it.
PLACES = {"JUPYTER_PATH": "share", "JUPYTER_CONFIG_PATH": "etc"}


def main() -> None:
    load = os.getloadavg()[0]
    lessons = without_outputs(sites.ROOT / "notebooks", HERE / "lessons")
    names = lesson_names(lessons)
    alone = {name: by_nbclient(lessons / name) for name in names}
    with jupyterlab(lessons) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sites.browser_path(), args=sites.ARGUMENTS)
        shown = {name: by_browser(browser, address, name) for name in names}
        browser.close()
    told = report(shown, alone) + "\n\n" + scale.measured(load, f"JupyterLab {version()}")
    print(told)
    scale.put(PAGE, "measured", told)


def without_outputs(folder: Path, to: Path) -> Path:
    """A copy of the lessons as they are before anything was run."""
    shutil.rmtree(to, ignore_errors=True)
    for name in lesson_names(folder):
        lesson = nbformat.read(folder / name, as_version=4)
        for cell in lesson.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(lesson, to / name)
    return to


def by_nbclient(lesson: Path) -> tuple[float, float]:
    """Seconds from nothing to the last cell, the start of the kernel included: by the clock, and of the processor."""
    notebook = nbformat.read(lesson, as_version=4)
    began, used = time.monotonic(), _of_children()
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(lesson.parent)}}).execute()
    return time.monotonic() - began, _of_children() - used


def _of_children() -> float:
    """Processor seconds of the processes that were started here and have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


@contextmanager
def jupyterlab(lessons: Path) -> Iterator[str]:
    """JupyterLab for a folder of lessons: its address."""
    port = scale.free_ports(1)[0]
    address = f"http://127.0.0.1:{port}/"
    # JupyterLab draws only the cells in view, as it comes; drawn all at once, the last one says when it ran.
    settings = HERE / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"windowingMode": "none"}', "utf-8")
    paths = {name: str(sites.ROOT / "jupyter" / part) for name, part in PLACES.items()}
    options = "--no-browser --allow-root --IdentityProvider.token= --ServerApp.disable_check_xsrf=True".split()
    with (HERE / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", str(lessons), f"--port={port}", "--ServerApp.ip=127.0.0.1", *options],
            cwd=HERE, env={**os.environ, **paths, "JUPYTERLAB_SETTINGS_DIR": str(HERE / "settings")},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            for _ in range(sites.PATIENCE * 10):
                with suppress(OSError):
                    urllib.request.urlopen(address + "api", timeout=5)
                    break
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def by_browser(browser: Browser, address: str, name: str) -> float:
    """Seconds from Run All Cells to the number before the last cell, its kernel started before."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    # A session that is older than the page is in every list of sessions that JupyterLab asks for; one that began while
    # such a list was under way would be taken for ended.
    asked = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    session = page.request.post(f"{address}api/sessions", data=asked).json()
    page.goto(f"{address}lab/tree/{name}?reset")
    expect(page.get_by_role("button", name=re.compile("^Python 3.*Idle"))).to_be_visible(timeout=120_000)
    began = _run_all(page)
    page.wait_for_function(
        "/\\[\\d+\\]:/.test([...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].at(-1)?.textContent)",
        timeout=120_000,
    )
    took = time.monotonic() - began
    wrong = page.locator(".jp-OutputArea-output[data-mime-type*=error]").all_inner_texts()
    if wrong:
        sys.exit(f"{name} did not run: {wrong}")
    page.request.delete(f"{address}api/sessions/{session['id']}")
    page.close()
    return took


def _run_all(page: Page) -> float:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    return time.monotonic()


def version() -> str:
    """The JupyterLab that is installed."""
    done = subprocess.run([sys.executable, "-m", "jupyterlab", "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def report(shown: dict[str, float], alone: dict[str, tuple[float, float]]) -> str:
    """The figures, the slowest lesson first."""
    slowest = max(shown.values())
    said = "all below" if slowest < TARGET else "**not all below**"
    rows = [
        f"- `{name}`: {seconds:.1f} s; with nbclient {alone[name][0]:.1f} s, {alone[name][1]:.1f} of the processor"
        for name, seconds in sorted(shown.items(), key=lambda one: -one[1])
    ]
    return (
        f"From Run All Cells to the last cell, {len(shown)} lessons, each once: {said} {TARGET} s. The other figures "
        "are nbclient's, without a browser and with the start of a kernel: by the clock, which others on the machine "
        "slow down, and of the processor, which they hardly do.\n\n" + "\n".join(rows)
    )


if __name__ == "__main__":
    main()
