"""The container that deploy/Dockerfile describes: nobody's root, locked packages only, and healthy when every page is.

`make container-check` follows it line by line in a bare Debian; that takes minutes, so `make test` leaves it out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy/Dockerfile"
sys.path.insert(0, str(ROOT / "deploy"))

from follow_dockerfile import Stage, needed, stages  # noqa: E402  found only now


@pytest.fixture(scope="module")
def every_stage() -> list[Stage]:
    return stages(DOCKERFILE.read_text("utf-8"))


def said(stage: Stage, kind: str) -> list[str]:
    return [rest for k, rest in stage.lines if k == kind]


def test_hadolint_has_nothing_to_say() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "hadolint", DOCKERFILE], capture_output=True, text=True, timeout=60
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_server_runs_as_nobody_in_particular_and_says_when_a_page_is_missing(every_stage: list[Stage]) -> None:
    server = every_stage[-1]
    assert server.name == "server"
    kinds = [kind for kind, _ in server.lines]
    assert said(server, "USER") == ["10001:10001"]
    assert kinds.index("USER") < kinds.index("CMD")
    assert all(kind != "RUN" for kind in kinds[kinds.index("USER") :]), "a later line would undo what USER promises"
    assert "/healthz" in said(server, "HEALTHCHECK")[0]
    assert json.loads(said(server, "CMD")[0])[:2] == ["next-steps", "serve"]


def test_only_locked_packages_enter_the_image_and_what_builds_it_leaves_again(every_stage: list[Stage]) -> None:
    parts = {stage.name: stage for stage in needed(every_stage, "server")}
    installs = [line for stage in parts.values() for line in said(stage, "RUN") if " install " in line]
    assert len(installs) == 2
    assert "--require-hashes -r requirements/serve.txt" in installs[0]
    assert "--no-deps" in installs[1]
    assert "uninstall" in said(parts["trimmed"], "RUN")[0]
    assert not any("apt-get" in line or "curl" in line for stage in parts.values() for line in said(stage, "RUN"))
    assert "jupyterlab==" not in (ROOT / "requirements/serve.txt").read_text("utf-8")


def test_everything_that_is_copied_is_there_and_is_not_ignored(every_stage: list[Stage]) -> None:
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = [
        source
        for stage in every_stage
        for rest in said(stage, "COPY")
        if not rest.startswith("--from=")
        for source in rest.split()[:-1]
    ]
    assert {"nextsteps", "widgets", "pages", "jupyter", "notebooks"} <= set(copied)
    for source in copied:
        assert (ROOT / source).exists(), f"the Dockerfile copies {source}, which is not there"
        assert f"!{source}" in ignore, f".dockerignore keeps {source} out"


def test_an_instruction_that_the_check_cannot_follow_is_refused_not_passed_over() -> None:
    with pytest.raises(ValueError, match="ADD"):
        stages("FROM debian\nADD secrets /\n")
    found = stages('ARG BASE=debian:12\nFROM ${BASE} AS one\nRUN a \\\n    b\nFROM one\nCMD ["c"]\n')
    assert [(s.name, s.base, s.lines) for s in found] == [
        ("one", "debian:12", [("RUN", "a b")]),
        ("1", "one", [("CMD", '["c"]')]),
    ]


def test_behind_compose_only_the_proxy_can_be_reached_and_nothing_can_be_written() -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yml").read_text("utf-8"))["services"]
    lessons, proxy = services["lessons"], services["proxy"]
    assert "ports" not in lessons
    assert lessons["network_mode"] == "service:proxy"
    assert lessons["command"][-1] == "127.0.0.1"
    assert "server 127.0.0.1:8866;" in (ROOT / "deploy/nginx.conf").read_text("utf-8")
    for service in (lessons, proxy):
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert (ROOT / "deploy" / lessons["build"]["context"] / lessons["build"]["dockerfile"]).samefile(DOCKERFILE)
    assert proxy["volumes"] == ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
