"""The Dockerfile without a container engine: each line done in a bare Debian, then run as a container would be run.

    python deploy/follow_dockerfile.py        as root on Linux, with mmdebstrap (on Debian: apt-get install mmdebstrap)

It stands a minimal Debian with Python in for the image's base, follows FROM, COPY, RUN, ENV, WORKDIR and USER stage by
stage, and starts the CMD as the image's user: root file system read-only, /tmp a tmpfs, no capability, no network but
the loopback. Then it asks the HEALTHCHECK, reads a lesson, tries to write where nobody may, and stops it with the
STOPSIGNAL. What it cannot tell: whether the base images themselves are sound.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCKERFILE = Path(__file__).parent / "Dockerfile"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
KNOWN = set("ARG CMD COPY ENV EXPOSE FROM HEALTHCHECK RUN STOPSIGNAL USER WORKDIR".split())
LESSON = "http://127.0.0.1:8866/voila/render/tms_outcomes.ipynb"


@dataclass
class Stage:
    """One FROM and what follows it. `base` is another stage's name or an image's."""

    name: str
    base: str
    lines: list[tuple[str, str]] = field(default_factory=list)

    def needs(self) -> set[str]:
        """The names of the stages or images that it takes from."""
        return {self.base, *(m[1] for kind, rest in self.lines if kind == "COPY" and (m := _FROM.match(rest)))}


_FROM = re.compile(r"--from=(\S+)\s+")


def stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile. Raises ValueError for an instruction that this script cannot follow."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    arguments: dict[str, str] = {}
    found: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        kind, _, rest = line.partition(" ")
        rest = rest.strip()
        if kind not in KNOWN:
            raise ValueError(
                f"The Dockerfile says {kind}, which this script cannot follow; teach it, or say it otherwise."
            )
        if kind == "ARG":
            name, _, value = rest.partition("=")
            arguments[name] = value
        elif kind == "FROM":
            for name, value in arguments.items():
                rest = rest.replace(f"${{{name}}}", value)
            base, _, name = re.sub(r"\s+AS\s+", " ", rest).partition(" ")
            found.append(Stage(name or str(len(found)), base))
        else:
            found[-1].lines.append((kind, rest))
    return found


def needed(all_stages: list[Stage], last: str) -> list[Stage]:
    """The stages that `last` rests on, and itself, in their order."""
    wanted = {last}
    for stage in reversed(all_stages):
        if stage.name in wanted:
            wanted |= stage.needs()
    return [stage for stage in all_stages if stage.name in wanted]


@dataclass
class Image:
    """What a stage leaves: its files and its settings."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    folder: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    stop: str = "SIGTERM"

    def call(self, command: list[str], locked: bool = False) -> list[str]:
        """`command` inside the image, as its user; `locked`: with no capability and no way to get one."""
        user, _, group = self.user.partition(":")
        rights = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"] if locked else []
        as_user = ["setpriv", f"--reuid={user}", f"--regid={group or user}", "--clear-groups", *rights]
        settings = [f"{name}={value}" for name, value in self.environment.items()]
        return ["chroot", str(self.root), *as_user, "env", "-i", "-C", self.folder, *settings, *command]


def follow(stage: Stage, made: dict[str, Image], base: Path, folder: Path) -> Image:
    """Do what the stage says. Ends the program if a line fails."""
    start = made.get(stage.base)
    root = folder / stage.name
    subprocess.run(["cp", "-a", "--reflink=auto", str(start.root if start else base), str(root)], check=True)
    image = Image(root)
    if start:
        image = Image(root, dict(start.environment), start.folder, start.user)
    for kind, rest in stage.lines:
        print(f"[{stage.name}] {kind} {rest[:100]}", flush=True)
        if kind == "RUN":
            done = subprocess.run(image.call(["sh", "-c", rest]), stdin=subprocess.DEVNULL)
            if done.returncode:
                sys.exit(f"The line failed with {done.returncode}: RUN {rest}")
        elif kind == "ENV":
            for setting in shlex.split(rest):
                name, _, value = setting.partition("=")
                image.environment[name] = value.replace("$PATH", image.environment["PATH"])
        elif kind == "WORKDIR":
            image.folder = rest
            (root / rest.strip("/")).mkdir(parents=True, exist_ok=True)
        elif kind == "COPY":
            _copy(rest, image, made)
        elif kind == "USER":
            image.user = rest
        elif kind == "CMD":
            image.command = json.loads(rest)
        elif kind == "HEALTHCHECK":
            image.health = json.loads(rest.partition("CMD ")[2])
        elif kind == "STOPSIGNAL":
            image.stop = rest
    return image


def _copy(rest: str, image: Image, made: dict[str, Image]) -> None:
    other = _FROM.match(rest)
    *sources, target = _FROM.sub("", rest).split()
    to = image.root / (target if target.startswith("/") else f"{image.folder}/{target}").strip("/")
    for source in sources:
        there = made[other[1]].root / source.strip("/") if other else ROOT / source
        place = to / there.name if target.endswith("/") else to
        place.parent.mkdir(parents=True, exist_ok=True)
        if there.is_dir():
            # Like .dockerignore: what a checkout keeps for itself stays out.
            ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints") if not other else None
            shutil.copytree(there, place, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy2(there, place)


def bare_debian(folder: Path) -> Path:
    """A minimal Debian with Python where the Python image has it, and this machine's way to the package registry."""
    root = folder / "base"
    subprocess.run(
        ["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--include=python3,python3-venv,ca-certificates",
         "bookworm", str(root)],
        check=True,
    )  # fmt: skip
    (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    for path in ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"):
        if Path("/", path).exists():
            shutil.copy(Path("/", path), root / path)
    return root


def run(image: Image) -> list[str]:
    """Start the image's command in this (new) mount and network namespace; what went wrong, in sentences."""
    root = str(image.root)
    for mount in (
        ["--bind", root, root],
        ["-t", "tmpfs", "-o", "mode=1777", "tmpfs", f"{root}/tmp"],
        ["-t", "proc", "proc", f"{root}/proc"],
        ["-o", "remount,ro,bind", root],
    ):
        subprocess.run(["mount", *mount], check=True)
    _loopback_up()
    wrong = []
    began = time.monotonic()
    server = subprocess.Popen(image.call(image.command, locked=True), stdin=subprocess.DEVNULL)
    while subprocess.run(image.call(image.health, locked=True), capture_output=True).returncode:
        if server.poll() is not None or time.monotonic() - began > 300:
            return [f"It never became healthy (exit code {server.poll()})."]
        time.sleep(1)
    print(f"Healthy after {time.monotonic() - began:.0f} s.")
    page = urllib.request.urlopen(LESSON, timeout=20).read().decode()
    if "ns-widget" not in page or "988" not in page:
        wrong.append("The lesson is not whole.")
    uid = image.user.partition(":")[0]
    if uid in ("0", "root"):
        wrong.append("It runs as root.")
    # It and what it started. Ours, which are root's, are those that stay outside the image.
    inside = [p for p in Path("/proc").glob("[0-9]*") if os.path.realpath(p / "root") == root]
    if not inside or any(
        re.search(r"^Uid:\s+(\d+)", (p / "status").read_text(), re.MULTILINE)[1] != uid for p in inside
    ):  # type: ignore[index]
        wrong.append(f"Something in it runs as another user than {uid}.")
    for place in ("/", "/srv", "/opt/next-steps", "/etc", "/var"):
        if not subprocess.run(image.call(["touch", f"{place}/written"], locked=True), capture_output=True).returncode:
            wrong.append(f"It can write to {place}.")
    for module in ("jupyterlab", "pip", "hatchling", "pytest"):
        if not subprocess.run(
            image.call(["python", "-c", f"import {module}"], locked=True), capture_output=True
        ).returncode:
            wrong.append(f"It brings {module}, which no page needs.")
    began = time.monotonic()
    server.send_signal(getattr(signal, image.stop))
    try:
        if server.wait(10):
            wrong.append(f"It stopped with {server.returncode}, not with 0.")
    except subprocess.TimeoutExpired:
        wrong.append("It did not stop within the 10 seconds that an engine waits.")
    print(f"Stopped after {time.monotonic() - began:.1f} s.")
    return wrong


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # SIOCSIFFLAGS with IFF_UP | IFF_RUNNING, as `ip link set lo up` does; a bare machine may lack ip.
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 0x41))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default="", help=argparse.SUPPRESS)  # the second half, in its own namespaces
    chosen = parser.parse_args(arguments)
    if chosen.run:
        settings = json.loads(chosen.run)
        wrong = run(Image(Path(settings.pop("root")), **settings))
        sys.exit("\n".join(wrong) or 0)
    if os.geteuid() or not shutil.which("mmdebstrap"):
        sys.exit("This needs root and mmdebstrap, to make a bare Debian; on Debian: apt-get install mmdebstrap.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        # The image's user must be able to walk down to it.
        folder.chmod(0o755)
        base = bare_debian(folder)
        made: dict[str, Image] = {}
        for stage in needed(stages(DOCKERFILE.read_text("utf-8")), "server"):
            made[stage.name] = follow(stage, made, base, folder)
        image = made["server"]
        settings = {**image.__dict__, "root": str(image.root)}
        apart = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
        checked = subprocess.run([*apart, sys.executable, __file__, "--run", json.dumps(settings)])
        if checked.returncode:
            sys.exit("The container would not do.")
        size = sum(p.lstat().st_size for p in (image.root / "opt").rglob("*"))
        print(f"Every line of the Dockerfile does what it says. What it adds to its base: {size / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
