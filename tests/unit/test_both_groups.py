"""Two groups of a study as small dots: as many as the sentence says, drawn alike for every treatment."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nextsteps.evidence import EvidenceError
from nextsteps.wording import words
from nextsteps.wording.options import counted
from widgets import BothGroups

FOLDER = Path(__file__).parents[2] / "notebooks"
PLACED = [
    (name, found[1])
    for name in ("index", "questions")
    for cell in json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))["cells"]
    if (found := re.search(r'BothGroups\("[\w-]+", "([\w.-]+)"\)', "".join(cell["source"])))
]
CLAIMS = sorted({claim for _, claim in PLACED})


def page(claim: str) -> BeautifulSoup:
    return BeautifulSoup(BothGroups("pair", claim).html(), "html.parser")


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_group_has_as_many_full_dots_as_its_number_and_the_number_leads_to_its_study(claim: str) -> None:
    for group in page(claim).select("figure"):
        said = group.select_one("strong a")
        assert said["href"] == f"#{claim}"
        people = sum(int(n) // 10 + 1 for n in re.findall(r"h(\d+)\.1", group.select_one(".ns-filled")["d"]))
        assert said.get_text() == f"{people} of 100"
        assert group.svg["aria-label"] == f"{group.select_one('.ns-group-title').get_text()}: {said.get_text()}"


def test_no_treatment_is_drawn_larger_than_another_and_each_pair_says_how_to_read_it() -> None:
    frames = {(svg["viewbox"], svg["style"]) for claim in CLAIMS for svg in page(claim).select("svg")}
    assert len(frames) == 1
    assert all(page(claim).p.get_text().startswith("A full dot is a person who") for claim in CLAIMS)


def test_a_choice_has_the_same_groups_here_as_beside_the_other_choices() -> None:
    side_by_side = counted(words("en"))
    assert BothGroups("pair", "options.ketamine-versus-ect").groups == side_by_side["ect"]
    assert side_by_side["ect"][0].title == "ECT", "its own group comes first"


@pytest.mark.parametrize("claim", ["tms.clinics-response-by-doctor", "tms-safety.common-list"])
def test_a_claim_without_two_named_groups_is_refused(claim: str) -> None:
    with pytest.raises(EvidenceError, match="nobody has named its two groups"):
        BothGroups("pair", claim)


@pytest.mark.parametrize(("name", "claim"), PLACED)
def test_both_numbers_of_a_picture_stand_in_the_words_before_it(name: str, claim: str) -> None:
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))["cells"]
    at = next(i for i, cell in enumerate(cells) if f'", "{claim}")' in "".join(cell["source"]))
    prose = next(cell for cell in reversed(cells[:at]) if cell["metadata"].get("part") != "picture")
    for group in BothGroups("pair", claim).groups:
        said = f"{group.people} of {group.of}" if group.people else "none"
        assert f"[{said}](#{claim})" in "".join(prose["source"])


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.ipynb")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_picture_follows_prose_because_the_page_sets_it_there(path: Path) -> None:
    before = ""
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["metadata"].get("part") == "picture":
            assert before == "markdown", f"{cell['id']} stands after no prose, where the page would not show it"
        elif cell["cell_type"]:
            before = cell["cell_type"]
