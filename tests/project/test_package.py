"""What a stranger installs: a whole wheel, built from a whole source archive, that serves without a checkout."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from pages.new_lesson import begin

ROOT = Path(__file__).parents[2]
#: Where each folder of a checkout stands in the wheel.
PLACES = {
    "nextsteps/": "nextsteps/",
    "widgets/": "widgets/",
    "pages/": "pages/",
    "jupyter/share/": "data/share/jupyter/",
    "jupyter/etc/": "data/etc/jupyter/",
    "notebooks/": "data/share/jupyter/nextsteps/lessons/",
}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def build(kind: str, folder: Path, to: Path) -> Path:
    """An archive of the project in `folder`, made by the pinned build backend, without a network."""
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return next(to.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a stranger's machine would: from the source archive alone."""
    folder = tmp_path_factory.mktemp("package")
    source = build("sdist", ROOT, folder)
    shutil.unpack_archive(source, folder)
    return build("wheel", folder / source.name.removesuffix(".tar.gz"), folder)


def test_the_wheel_brings_every_file_that_a_page_is_made_from(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.split(".data/", 1)[-1] if ".data/" in name else name for name in archive.namelist()}
    wanted = {
        there + path.removeprefix(here) for path in tracked() for here, there in PLACES.items() if path.startswith(here)
    }
    assert len(wanted) > 150
    assert wanted - inside == set(), "the wheel leaves out"
    strange = {name for name in inside if not name.startswith((*PLACES.values(), "next_steps-"))}
    assert strange == set(), "the wheel brings what nobody asked for"


def test_an_installed_wheel_serves_a_folder_of_lessons_that_is_nobodys_checkout(wheel: Path, tmp_path: Path) -> None:
    installed, lessons = tmp_path / "installed", tmp_path / "lessons"
    begin(lessons, "sleep", "Sleep and mood")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-warn-script-location",
         "--ignore-installed", f"--prefix={installed}", str(wheel)],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    packages = next(installed.rglob("pages")).parent
    environment = {
        **os.environ,
        "PYTHONPATH": str(packages),  # before the checkout, which is installed in place
        "JUPYTER_PATH": str(installed / "share/jupyter"),
        "JUPYTER_CONFIG_PATH": str(installed / "etc/jupyter"),
    }
    where = subprocess.run(
        [sys.executable, "-c", "import pages.__main__ as m; print(m.__file__, m._lessons())"],
        capture_output=True, text=True, cwd=tmp_path, env=environment, check=True,
    )  # fmt: skip
    assert where.stdout.split() == [
        str(packages / "pages/__main__.py"),
        str(installed / "share/jupyter/nextsteps/lessons"),
    ]
    log = tmp_path / "log"
    port = _free_port()
    with log.open("w") as written:
        server = subprocess.Popen(
            [installed / "bin/next-steps", "serve", "lessons", f"--port={port}"],
            cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=written,
        )  # fmt: skip
    try:
        page = _answer(f"http://localhost:{port}/voila/render/sleep.ipynb", server, log)
        assert "<h1" in page
        assert "Sleep and mood" in page
        assert "988" in page, "crisis help comes with the template, not with the lesson"
        health = json.loads(_answer(f"http://localhost:{port}/healthz", server, log))
        assert health["pages"] == {"ready": 1, "of": 1, "missing": []}
        server.terminate()
        # It has 8 seconds by its own clock; a busy machine may need more until it is gone.
        assert server.wait(120) == 0
    finally:
        server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _answer(url: str, server: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(900):
        assert server.poll() is None, log.read_text()
        try:
            return urllib.request.urlopen(url, timeout=30).read().decode()
        except urllib.error.HTTPError as error:
            pytest.fail(f"{url} answers {error.code}:\n{log.read_text()}")
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"Nothing answered within 90 seconds:\n{log.read_text()}")
