"""The promises of the repository itself: its rooms, its order of imports, its style, its list of packages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# PyPI and conda-forge call these by different names, or conda-forge ships them under another.
CONDA_NAMES = {"brotli": "brotli-python", "hatchling": "hatchling", "prometheus-client": "prometheus_client"}


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=cwd, capture_output=True, text=True)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_ruff_finds_nothing_to_mend() -> None:
    found = run("ruff", "check", ".")
    assert found.returncode == 0, found.stdout
    formatted = run("ruff", "format", "--check", ".")
    assert formatted.returncode == 0, formatted.stdout


def test_the_pure_half_is_fully_typed() -> None:
    found = run("mypy")
    assert found.returncode == 0, found.stdout


def test_imports_run_one_way() -> None:
    found = run("lint-imports", "--no-cache")
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("nextsteps/evidence/registry.py", "import nextsteps.wording\n"),
        ("nextsteps/models/outcome.py", "import ipywidgets as ipw\n"),
        ("nextsteps/wording/outcomes.py", "import plotly\n"),
        ("widgets/sources.py", "import widgets.icon_array\n"),
        ("nextsteps/charts/forest.py", "import widgets\n"),
        ("nextsteps/newroom.py", "import math\n"),
    ],
)
def test_an_import_the_wrong_way_is_caught(tmp_path: Path, file: str, line: str) -> None:
    for package in ("nextsteps", "widgets", "pages"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    spoiled = tmp_path / file
    before = spoiled.read_text("utf-8") if spoiled.exists() else ""
    spoiled.write_text(before + "\n" + line, "utf-8")
    found = run("lint-imports", "--no-cache", cwd=tmp_path)
    assert found.returncode == 1, found.stdout


def names(requirements: list[str]) -> dict[str, str]:
    found = {}
    for requirement in requirements:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)\s*(.*)", requirement)
        assert match
        found[match[1].lower()] = match[2].replace(" ", "")
    return found


def test_environment_yml_asks_for_what_pyproject_asks_for() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["conda-forge"]
    packages = [d for d in environment["dependencies"] if isinstance(d, str)]
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    asked = names(packages)
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = names(PROJECT["project"]["dependencies"] + extras["lab"])
    for name, version in wanted.items():
        assert asked.pop(CONDA_NAMES.get(name, name), None) == version, f"environment.yml disagrees about {name}"
    assert asked.pop("python") == PROJECT["project"]["requires-python"]
    assert asked.pop("nbval") == names(extras["test"])["nbval"]
    asked.pop("pip")
    assert asked == {}, "environment.yml asks for more than pyproject.toml does"
    assert pip == ["-e ."]


def test_conda_may_choose_what_the_lock_chose() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    pip_names = {conda: pip for pip, conda in CONDA_NAMES.items()}
    lock = (ROOT / "requirements/develop.txt").read_text("utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE):
        locked.setdefault(name, []).append(version)
    for name, versions in names([d for d in environment["dependencies"] if isinstance(d, str)]).items():
        if name not in ("python", "pip"):
            for version in locked[pip_names.get(name, name)]:
                assert version in SpecifierSet(versions), f"environment.yml keeps {name} {version} out"


def test_every_dependency_is_locked_with_its_hashes() -> None:
    serve = (ROOT / "requirements/serve.txt").read_text("utf-8")
    develop = (ROOT / "requirements/develop.txt").read_text("utf-8")
    assert "voila==0.5.13" in serve
    # A package may be pinned twice, for an older and a newer Python.
    pins = r"^([a-z0-9._-]+==[^ ;\\]+)"
    missing = set(re.findall(pins, serve, re.MULTILINE)) - set(re.findall(pins, develop, re.MULTILINE))
    assert not missing, f"pinned differently for serving and for developing: {missing}"
    for name in names(PROJECT["project"]["dependencies"]):
        assert re.search(rf"^{name}==", serve, re.MULTILINE), f"{name} is not locked; run make lock"
    for extra in PROJECT["project"]["optional-dependencies"].values():
        for name in names(extra):
            assert re.search(rf"^{name}==", develop, re.MULTILINE), f"{name} is not locked; run make lock"
    for lock in (serve, develop):
        assert lock.count("--hash=sha256:") >= lock.count("==")
        assert "://" not in lock


def test_voila_is_pinned_exactly() -> None:
    assert "voila==0.5.13" in PROJECT["project"]["dependencies"]


def test_the_repository_speaks_of_the_product_only() -> None:
    # Put together here, so that this file does not find itself.
    foreign = ["/work/" + "shared", "/work/" + "main", "DEVELOPERS" + ".md", "/root/" + ".pyenv", "/opt/" + "pypi"]
    for path in tracked():
        text = path.read_bytes()
        for word in foreign:
            assert word.encode() not in text, f"{path.relative_to(ROOT)} mentions {word}"


def test_nothing_is_left_unfinished() -> None:
    words = ["TO" + "DO", "FIX" + "ME", "lorem" + " ipsum", "pytest.mark." + "skip", "pytest." + "skip(", "x" + "fail"]
    for path in tracked():
        written = path.suffix in {".py", ".mjs", ".css", ".html", ".j2", ".md", ".toml", ".ipynb"}
        if written and "vendor" not in path.parts:
            text = path.read_text("utf-8")
            assert [w for w in words if w in text] == [], path


def test_no_test_folder_hides_a_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not (ROOT / "tests/widgets").exists()


def test_every_python_module_says_its_one_idea_first() -> None:
    for path in tracked():
        if path.suffix == ".py":
            assert path.read_text("utf-8").lstrip().startswith('"""'), f"{path} does not open with its idea"


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "GLOSSARY", "CHANGELOG"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    text = (ROOT / f"{name}.md").read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text):
        assert (ROOT / target).exists(), f"{name}.md points to {target}"
