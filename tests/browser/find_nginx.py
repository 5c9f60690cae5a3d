"""Finds the nginx that our configurations are tested with, gets one where there is none, and runs it with one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from find_browser import install_from_debian

MISSING = "No nginx was found, so the proxy cannot be tested; install it (on Debian: apt-get install nginx-light)."


def find_nginx() -> str | None:
    """The path of nginx, installed first where it is missing and we may; or None."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    if not shutil.which("nginx", path=path):
        install_from_debian("nginx-light", timeout=240)
    return shutil.which("nginx", path=path)


@contextmanager
def running_nginx(
    program: str, ours: Path, folder: Path, port: int, instead: dict[str, str], main: str = "", http: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    """nginx with one of the repository's configurations, once it answers on `port` of this machine.

    folder    for its logs and all else that it writes
    instead   what of `ours` is another here, besides its port and its logs, by what stands there
    main      settings of the process; it has one worker
    http      settings around `ours`

    Fails where `ours` has not what is to be replaced, or nginx does not accept it.
    """
    text = ours.read_text("utf-8")
    for there, here in {"listen 80;": f"listen 127.0.0.1:{port};", "/var/log/nginx/": f"{folder}/", **instead}.items():
        assert there in text, f"{ours.name} does not say {there!r}"
        text = text.replace(there, here)
    (folder / "ours.conf").write_text(text, "utf-8")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in "client_body proxy fastcgi uwsgi scgi".split())
    (folder / "nginx.conf").write_text(
        f"{main} pid {folder}/pid; daemon off; worker_processes 1; events {{}}\n"
        f"http {{ {temporary} {http}\ninclude {folder}/ours.conf; }}\n"
    )
    settings = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    checked = subprocess.run([*settings, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen(settings, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(0.1)
        yield running
    finally:
        running.terminate()
        running.wait(10)
