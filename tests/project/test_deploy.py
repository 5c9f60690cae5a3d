"""What others run these lessons with: settings that load, refuse what is unsafe, and name what exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "deploy/jupyterhub/jupyterhub_config.py"
#: Stands in for JupyterHub, which is no dependency of ours: what the settings read of it, and nothing else.
HUB = """
import json, os, sys, types
os.geteuid = lambda: int(os.environ.get("AS_USER", "1000"))
if "NONE_INSTALLED" in os.environ:
    import jupyter_core.paths
    jupyter_core.paths.jupyter_path = lambda *_: []
sys.modules["jupyterhub"] = types.ModuleType("jupyterhub")
spawner = sys.modules["jupyterhub.spawner"] = types.ModuleType("jupyterhub.spawner")
spawner.SimpleLocalProcessSpawner = type("SimpleLocalProcessSpawner", (), {})
class Settings:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__dict__.setdefault(name, Settings())
c = Settings()
exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), {"get_config": lambda: c, "__name__": "room"} )
"""


def load(tmp_path: Path, then: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Load the settings of the room as JupyterHub does, then run `then` on what they say, which is `c`."""
    return subprocess.run(
        [sys.executable, "-c", HUB + then, str(ROOM)],
        env={
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(tmp_path),
            "NEXTSTEPS_ROOM_FOLDER": str(tmp_path / "room"),
            "NEXTSTEPS_ROOM_LESSONS": str(ROOT / "notebooks"),
            **settings,
        },
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("password", [{}, {"NEXTSTEPS_ROOM_PASSWORD": ""}, {"NEXTSTEPS_ROOM_PASSWORD": "tulips"}])
def test_a_room_without_a_password_does_not_open_to_strangers(tmp_path: Path, password: dict[str, str]) -> None:
    started = load(tmp_path, **password)
    assert started.returncode == 1
    assert started.stderr.startswith("The room has no password, so anybody could run code on this machine; set")
    assert not (tmp_path / "room").exists()


def test_a_room_in_which_anybody_could_change_the_machine_does_not_open(tmp_path: Path) -> None:
    started = load(tmp_path, NEXTSTEPS_ROOM_PASSWORD="tulips in may", AS_USER="0")
    assert started.returncode == 1
    assert started.stderr.startswith("The room does not run as root")


def test_a_room_without_lessons_says_so_before_anybody_comes(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "none")
    started = load(
        tmp_path, NEXTSTEPS_ROOM_PASSWORD="tulips in may", NEXTSTEPS_ROOM_LESSONS=nowhere, NONE_INSTALLED="yes"
    )
    assert started.returncode == 1
    assert started.stderr.startswith("There are no lessons to hand out: install")


def test_the_room_has_the_password_a_limit_and_a_culler(tmp_path: Path) -> None:
    then = """
print(json.dumps([c.SharedPasswordAuthenticator.user_password, c.JupyterHub.authenticator_class,
                  c.JupyterHub.active_server_limit, c.JupyterHub.services[0]["command"][1:], c.JupyterHub.bind_url,
                  c.Spawner.args]))
"""
    started = load(tmp_path, then, NEXTSTEPS_ROOM_PASSWORD="tulips in may", NEXTSTEPS_ROOM_IDLE="600")
    assert started.returncode == 0, started.stderr
    password, kind, most, culler, address, options = yaml.safe_load(started.stdout)
    assert (password, kind, most) == ("tulips in may", "shared-password", 40)
    assert culler == ["-m", "jupyterhub_idle_culler", "--timeout=600", "--cull-every=100"]
    assert address == "http://127.0.0.1:8000", "only a person decides that other machines may come in"
    assert "--KernelManager.transport=ipc" in options, "one kernel would hear what another person runs"
    assert (tmp_path / "room").stat().st_mode & 0o077 == 0


def test_what_a_person_changed_is_not_written_over_when_they_come_back(tmp_path: Path) -> None:
    then = """
home = sys.argv[1].__class__(%r)
spawner = types.SimpleNamespace(home_dir=home)
c.Spawner.pre_spawn_hook(spawner)
import pathlib
lesson = pathlib.Path(home, "index.ipynb")
assert lesson.read_bytes() == pathlib.Path(%r).read_bytes()
lesson.write_text("mine")
pathlib.Path(home, "questions.ipynb").unlink()
c.Spawner.pre_spawn_hook(spawner)
assert lesson.read_text() == "mine"
assert pathlib.Path(home, "questions.ipynb").exists()
assert not list(pathlib.Path(home).rglob("*checkpoint*"))
"""
    then %= (str(tmp_path / "ann"), str(ROOT / "notebooks/index.ipynb"))
    started = load(tmp_path, then, NEXTSTEPS_ROOM_PASSWORD="tulips in may")
    assert started.returncode == 0, started.stderr


def test_a_cell_that_asks_for_too_much_memory_is_refused_and_the_room_goes_on(tmp_path: Path) -> None:
    then = f"""
spawner = type(c.JupyterHub.spawner_class)("S", (c.JupyterHub.spawner_class,), {{}})()
spawner.home_dir = {str(tmp_path)!r}
spawner.make_preexec_fn("ann")()
try:
    bytearray(3 * 1024**3)
except MemoryError:
    print("refused")
"""
    started = load(tmp_path, then, NEXTSTEPS_ROOM_PASSWORD="tulips in may")
    assert started.stdout == "refused\n", started.stderr


def some(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has no other keys: the chart refuses them, and a value under a wrong one would do nothing."""
    return {"type": "object", "additionalProperties": False, "properties": properties}


ANY, TEXT, WHOLE, YES = {"type": "object"}, {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
#: What the Zero to JupyterHub chart takes, for the keys that we use: read in its jupyterhub/values.schema.yaml
#: (commit 02dd73df) on 24 November 2026.
CHART = some(
    {
        "hub": some(
            {"config": ANY, "activeServerLimit": WHOLE, "concurrentSpawnLimit": WHOLE, "allowNamedServers": YES}
        ),
        "proxy": some(
            {
                "https": some(
                    {
                        "enabled": YES,
                        "type": {"enum": ["letsencrypt", "manual", "offload", "secret"]},
                        "hosts": {"type": "array"},
                        "letsencrypt": some({"contactEmail": TEXT, "acmeServer": TEXT}),
                    }
                )
            }
        ),
        "singleuser": some(
            {
                "image": {**some({"name": TEXT, "tag": TEXT, "pullPolicy": TEXT}), "required": ["name", "tag"]},
                "cmd": {"type": ["array", "string"]},
                "defaultUrl": TEXT,
                "startTimeout": WHOLE,
                "memory": some({"limit": {"type": ["number", "string"]}, "guarantee": {"type": ["number", "string"]}}),
                "cpu": some({"limit": {"type": "number"}, "guarantee": {"type": "number"}}),
                "storage": {
                    **some({"type": {"enum": ["dynamic", "static", "none"]}, "capacity": TEXT, "homeMountPath": TEXT}),
                    "required": ["type", "homeMountPath"],
                },
                "lifecycleHooks": some({"postStart": ANY, "preStop": ANY}),
                "extraEnv": {"type": "object", "additionalProperties": TEXT},
                "uid": WHOLE,
                "allowPrivilegeEscalation": YES,
                "networkPolicy": some(
                    {
                        "enabled": YES,
                        "egressAllowRules": some({"cloudMetadataServer": YES, "privateIPs": YES, "nonPrivateIPs": YES}),
                    }
                ),
            }
        ),
        "cull": {**some({"enabled": YES, "timeout": WHOLE, "every": WHOLE}), "required": ["enabled"]},
        "prePuller": {
            **some({"hook": some({"enabled": YES}), "continuous": some({"enabled": YES})}),
            "required": ["hook", "continuous"],
        },
    }
)


def test_the_values_for_kubernetes_name_only_what_the_chart_knows() -> None:
    values = yaml.safe_load((ROOT / "deploy/jupyterhub/z2jh-values.yml").read_text("utf-8"))
    jsonschema.validate(values, CHART)
    assert values["hub"]["config"]["JupyterHub"]["authenticator_class"] == "shared-password"
    assert "SharedPasswordAuthenticator" not in values["hub"]["config"], "a password does not belong in a file"


def test_the_site_on_github_is_made_by_the_command_that_a_reader_of_the_docs_knows() -> None:
    flow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    assert any("make site ADDRESS=" in step.get("run", "") for step in steps)
    assert [s["with"]["path"] for s in steps if s.get("uses", "").startswith("actions/upload-pages-artifact")] == [
        "site"
    ]
    # What somebody else may choose, such as a branch's name, must never become a part of a command.
    assert not any("${{" in step.get("run", "") for step in steps)
    assert flow["permissions"] == {"contents": "read"}


def test_the_room_that_is_measured_is_the_one_that_the_guide_starts() -> None:
    # The guide names it where it is installed, and again with what was measured.
    named = {
        name: set(re.findall(r"configurable-http-proxy@[\d.]*\d", (ROOT / name).read_text("utf-8")))
        for name in ("docs/workshops.md", "bench/workshop.py")
    }
    assert len(named["bench/workshop.py"]) == 1
    assert named["docs/workshops.md"] == named["bench/workshop.py"]
    pinned = (ROOT / "deploy/jupyterhub/requirements.txt").read_text("utf-8")
    for line in (ROOT / "deploy/jupyterhub/requirements.in").read_text("utf-8").splitlines():
        assert line.startswith("#") or f"\n{line} \\" in pinned, f"{line} is not locked; run make lock"
