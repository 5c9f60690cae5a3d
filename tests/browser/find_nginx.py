"""Finds the nginx that the proxy's configuration is tested with, and gets one where there is none."""

from __future__ import annotations

import os
import shutil

from find_browser import install_from_debian

MISSING = "No nginx was found, so the proxy cannot be tested; install it (on Debian: apt-get install nginx-light)."


def find_nginx() -> str | None:
    """The path of nginx, installed first where it is missing and we may; or None."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    if not shutil.which("nginx", path=path):
        install_from_debian("nginx-light", timeout=240)
    return shutil.which("nginx", path=path)
