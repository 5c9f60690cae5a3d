"""An educator's Python reads what was chosen and sets what is shown, with no browser at all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import traitlets

from widgets import IconArray

CLAIMS = ["tms.sham-trials-remission", "tms.nih-trial-remission"]
EDUCATORS = Path(__file__).parents[2] / "docs/for-educators.md"


@pytest.fixture
def array() -> IconArray:
    return IconArray("here", CLAIMS, outcome="remission")


def test_python_reads_what_a_person_tapped(array: IconArray) -> None:
    heard: list[str] = []
    array.observe(lambda change: heard.append(change.new), "study")
    array.set_state({"study": "george-2010"})  # what the browser sends at a tap
    assert array.study == "george-2010" and heard == ["george-2010"]


def test_what_python_sets_is_what_the_page_starts_with(array: IconArray) -> None:
    array.study = "george-2010"
    state = re.search(r'class="ns-state">(.*?)</script>', array.html())
    assert state and json.loads(state[1])["study"] == "george-2010"


def test_a_study_that_is_not_there_is_refused_with_those_that_are(array: IconArray) -> None:
    with pytest.raises(traitlets.TraitError, match="choose one of: berlim-2014, george-2010"):
        array.study = "no-such-study"
    assert array.study == "berlim-2014"


def test_the_edits_that_educators_are_shown_work_as_they_are_written() -> None:
    lesson = json.loads((EDUCATORS.parents[1] / "notebooks/tms_outcomes.ipynb").read_text("utf-8"))
    code = ["".join(cell["source"]) for cell in lesson["cells"] if cell["cell_type"] == "code"]
    assert 'IconArray("tms-in-100", WITH_SHAM)' in code, "the cell that the first edit names"
    room: dict[str, object] = {}
    exec(next(source for source in code if "WITH_SHAM = [" in source), room)
    for block in re.findall(r"```python\n(.*?)```", EDUCATORS.read_text("utf-8"), re.DOTALL):
        exec(block, room)
    array = room["array"]
    assert isinstance(array, IconArray) and array.choices() == ["outcome", "shown", "study"]
