"""An educator in JupyterLab: the same widget, with a kernel; Python reads what was tapped and sets what is shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from conftest import serving
from playwright.sync_api import Page, expect

CELLS = [
    "from widgets import IconArray\n"
    "from nextsteps.charts import forest\n"
    "from nextsteps.evidence import claim\n"
    "from nextsteps.models.outcome import outcome\n"
    "from nextsteps.wording import words\n"
    "ids = ['tms.sham-trials-remission', 'tms.nih-trial-remission']\n"
    "array = IconArray('here', ids, outcome='remission')\n"
    "array",
    "print('chosen:', array.study)",
    "array.study = 'berlim-2014'",
    "forest('chart', [outcome(claim(id)) for id in ids], words('en'))",
]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    folder = tmp_path / "lab"
    folder.mkdir()
    nbformat.write(notebook, folder / "try.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    with serving(folder, tmp_path / "log", command) as server:
        yield server.url


def test_in_jupyterlab_python_reads_a_tap_and_sets_the_picture(lab: str, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 1400})
    page.goto(lab + "lab/tree/try.ipynb?reset")
    cells = page.locator(".jp-CodeCell")
    expect(cells).to_have_count(len(CELLS), timeout=60_000)
    expect(page.get_by_text(re.compile("Python 3.*Idle", re.DOTALL)).first).to_be_visible(timeout=60_000)

    def run(number: int) -> None:
        cells.nth(number).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")

    run(0)
    radio = page.get_by_role("radio", name="US government trial")
    expect(page.locator(".ns-sentence")).to_contain_text("19 of 100 people", timeout=60_000)
    radio.check()
    expect(page.locator(".ns-sentence")).to_contain_text("14 of 100 people")
    run(1)
    expect(page.get_by_text("chosen: george-2010")).to_be_visible()
    run(2)
    expect(page.get_by_role("radio", name="29 older trials, put together")).to_be_checked()
    expect(page.locator(".ns-sentence")).to_contain_text("19 of 100 people")
    run(3)
    expect(page.locator(".js-plotly-plot svg.main-svg").first).to_be_visible(timeout=60_000)
