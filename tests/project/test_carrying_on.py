"""What a stranger needs to carry this on: how to cite it, whom to tell, and checks that run by themselves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def read(path: str) -> dict:
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


def test_who_cites_the_lessons_cites_the_version_they_read() -> None:
    citation = read("CITATION.cff")
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == PROJECT["version"]
    assert " AND ".join(citation["license"]) == PROJECT["license"]
    assert {"message", "title", "authors"} <= set(citation)


def test_a_wrong_number_is_the_first_thing_one_can_report() -> None:
    forms = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
    names = [read(str(form))["name"] for form in forms]
    assert names[0] == "Report a wrong number"
    assert len(names) == 3
    first = forms[0].read_text("utf-8")
    assert "988" in first, "who writes about a bad day must meet the crisis line"
    for form in forms:
        ids = [part.get("id") for part in read(str(form))["body"] if part["type"] != "markdown"]
        assert None not in ids and len(ids) == len(set(ids))


@pytest.mark.parametrize("path", WORKFLOWS, ids=[p.stem for p in WORKFLOWS])
def test_a_check_that_runs_by_itself_calls_what_is_there_and_may_write_nothing(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    for command in "\n".join(step.get("run", "") for step in steps).splitlines():
        for target in re.findall(r"^\s*make ([\w./-]+)", command):
            assert target in targets, f"{path.name} makes {target}, which the Makefile does not know"
        for file in re.findall(r"\b((?:upkeep|deploy)/[\w./-]+)", command):
            assert (ROOT / file).is_file(), f"{path.name} runs {file}, which is not there"
        assert "${{ github." not in command, "text from outside must not become part of a command"
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values() if len(job["steps"]) > 1)


@pytest.mark.parametrize("name", ["SECURITY", "CODE_OF_CONDUCT", "THIRD_PARTY", "upkeep/README", "docs/operating"])
def test_links_of_these_pages_lead_somewhere(name: str) -> None:
    page = ROOT / f"{name}.md"
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{name}.md points to {target}"


def test_an_address_that_nobody_has_filled_in_says_so() -> None:
    for name in ("SECURITY.md", "CODE_OF_CONDUCT.md"):
        text = (ROOT / name).read_text("utf-8")
        for address in re.findall(r"\*\*(\S+@\S+)\*\*(.{0,40})", text):
            assert not address[0].endswith("lessons.example") or "fill in" in address[1]
