"""An educator in JupyterLab: the same widget, with a kernel; Python reads what was tapped and sets what is shown."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator

import nbformat
import pytest
from conftest import ROOT, serving
from playwright.sync_api import Locator, Page, expect

LESSONS = ("breakthrough_depression.ipynb", "tms_outcomes.ipynb")
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


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab with a short notebook, and with the lessons as educators open them, before anything was run."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    folder = tmp_path_factory.mktemp("jupyter") / "lab"
    folder.mkdir()
    nbformat.write(notebook, folder / "try.ipynb")
    for name in LESSONS:
        lesson = nbformat.read(ROOT / "notebooks" / name, as_version=4)
        for cell in lesson.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(lesson, folder / name)
    # Without these, JupyterLab draws only the cells in view, and asks over them whether to fetch news.
    settings = folder.parent / "settings/@jupyterlab"
    for name, chosen in {
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false"},
    }.items():
        file = settings / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(chosen))
    # Kernels of other tests start beside these. By ports, one takes what another has chosen; by files, none does.
    apart = "--KernelManager.transport=ipc"
    open_to_us = ["--allow-root", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", *open_to_us, apart]
    with serving(folder, folder.parent / "log", command, JUPYTERLAB_SETTINGS_DIR=str(settings.parent)) as server:
        yield server.url


def test_in_jupyterlab_python_reads_a_tap_and_sets_the_picture(lab: str, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1280, "height": 1400})
    open_notebook(page, lab, "try.ipynb")
    cells = page.locator(".jp-CodeCell")
    expect(cells).to_have_count(len(CELLS), timeout=60_000)

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


def open_notebook(page: Page, lab: str, name: str) -> None:
    """Open a notebook whose kernel already runs, and wait for it.

    JupyterLab asks every ten seconds which sessions there are. On a busy machine an answer from before a session began
    may come after it, and JupyterLab then takes the new session for ended and drops what waits, without a word.
    A session that is older than the page is in every answer.
    """
    began = page.request.post(
        f"{lab}api/sessions", data={"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
    )
    assert began.status == 201, began.text()
    page.goto(f"{lab}lab/tree/{name}?reset")
    expect(page.get_by_role("button", name=re.compile("^Python 3.*Idle"))).to_be_visible(timeout=60_000)


def run_all(page: Page, lab: str, name: str) -> None:
    """Open a lesson and run every cell of it: a number stands before the last in the end."""
    open_notebook(page, lab, name)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    ran = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(ran).to_have_text(re.compile(r"\[\d+\]:"), timeout=60_000)


def meet(page: Page, part: str, text: str = "") -> Locator:
    """The first part of the notebook of this kind that has these words."""
    found = page.locator(f".jp-OutputArea-output {part}").filter(has_text=text).first
    expect(found).to_be_attached(timeout=60_000)
    return found


def nothing_failed(page: Page) -> None:
    expect(
        page.locator(".jp-OutputArea-output[data-mime-type*=stderr], .jp-OutputArea-output[data-mime-type*=error]")
    ).to_have_count(0)


def test_an_educator_runs_lesson_1_in_jupyterlab_and_every_widget_answers(
    lab: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 1400})
    run_all(page, lab, LESSONS[0])
    guess = meet(page, ".ns-guess")
    guess.get_by_label("or type it").fill("20")
    guess.get_by_text("Show what the study counted").click()
    expect(guess.locator(".ns-gap")).to_contain_text("more people than you guessed")
    expect(meet(page, ".ns-side-by-side", "within a year").get_by_role("img").first).to_be_visible()
    reasons = meet(page, ".ns-visit", "How you take the medicine")
    reasons.get_by_role("checkbox").first.check()
    expect(reasons.locator(".ns-lines li")).to_have_count(1)
    doses = meet(page, ".ns-missed-doses")
    said = doses.locator(".ns-sentence")
    before = said.inner_text()
    doses.get_by_role("radio").nth(3).check()
    expect(said).not_to_have_text(before)
    signs = meet(page, ".ns-visit", "Thoughts of death or suicide")
    signs.get_by_role("checkbox", name="Thoughts of death or suicide").check()
    expect(signs.get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    expect(meet(page, ".ns-side-by-side", "dummy pill").get_by_role("img").first).to_be_visible()
    nothing_failed(page)


def test_an_educator_runs_lesson_3_in_jupyterlab_and_every_widget_answers(
    lab: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 1400})
    run_all(page, lab, LESSONS[1])
    people = meet(page, ".ns-array")
    people.get_by_role("radio", name="US government trial").check()
    people.get_by_role("radio", name="In plain words").check()
    expect(people.locator(".ns-plain")).to_contain_text("About 14 of 100 people who had TMS")
    expect(people.locator(".ns-groups")).to_be_hidden()
    expect(meet(page, ".ns-side-by-side", "deep TMS coil").get_by_role("img").first).to_be_visible()
    travel = meet(page, ".ns-travel")
    travel.get_by_role("radio", name="Five-day plan").check()
    travel.get_by_label("Minutes to the clinic, one way").fill("20")
    expect(travel.locator(".ns-sentence")).to_contain_text("3 hours in that week")
    studies = meet(page, ".ns-every")
    studies.get_by_role("radio", name="Beside another treatment").check()
    expect(studies.locator("#every-study-sentence")).to_contain_text("52 of 100 people got at least half better")
    expect(studies.locator("svg.ns-drawing")).to_contain_text("BESIDE ANOTHER TREATMENT")
    expect(meet(page, ".ns-side-by-side", "Doctors counted").get_by_role("img").first).to_be_visible()
    nothing_failed(page)


def test_render_with_voila_shows_an_educator_the_page_that_readers_get(
    lab: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 1600, "height": 1000})
    open_notebook(page, lab, LESSONS[1])
    page.get_by_role("button", name="Render with Voilà").click()
    page.get_by_role("button", name="Render anyway").click()  # asked of everyone who did not write the notebook
    lesson = page.frame_locator(".jp-IFrame iframe")
    expect(lesson.get_by_role("heading", level=1)).to_have_text("What TMS can and cannot do", timeout=60_000)
    expect(lesson.get_by_role("link", name="Call 988", exact=True).first).to_be_visible()
    expect(lesson.locator("#tms-in-100[data-ready]")).to_be_attached()
    lesson.get_by_role("radio", name="US government trial").check()
    expect(lesson.locator("#tms-in-100 output")).to_contain_text("14 of 100")
    lesson.locator(".ns-fold > summary", has_text="Every study on its own line").click()
    lesson.locator("#every-study .ns-plot").hover()
    expect(lesson.locator("#every-study svg.main-svg").first).to_be_visible()
    # A notebook that is no lesson says what it lacks, and nothing of it runs.
    answer = page.request.get(f"{lab}voila/render/try.ipynb")
    assert answer.status == 500
    assert "has no title; add one" in answer.text() and "Call 988" in answer.text()
