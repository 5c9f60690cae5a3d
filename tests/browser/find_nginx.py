"""Finds the nginx that the proxy's configuration is tested with, and gets one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess

MISSING = "No nginx was found, so the proxy cannot be tested; install it (on Debian: apt-get install nginx-light)."


def find_nginx() -> str | None:
    """The path of nginx, installed first where it is missing and we may; or None."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which("nginx", path=path)
    apt = shutil.which("apt-get")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if found or not apt or as_root is None:
        return found
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "nginx-light"]):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*as_root, apt, *command], check=False, env=quiet, stdin=subprocess.DEVNULL, timeout=240)
    return shutil.which("nginx", path=path)
