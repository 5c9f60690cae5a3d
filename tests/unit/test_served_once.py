"""What is served is compressed once: twice would take a small machine seconds that its first readers wait for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from html import escape
from pathlib import Path

import brotli
import pytest

from pages.assets import Assets, Served
from pages.render import _private_line


def test_two_renderings_at_the_start_compress_the_chart_library_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compress, times = brotli.compress, []

    def slowly(body: bytes, quality: int) -> bytes:
        times.append(quality)
        time.sleep(0.05)
        return bytes(compress(body, quality=quality))

    monkeypatch.setattr(brotli, "compress", slowly)
    library = Served(b"draw();" * 1000, "text/javascript")
    got: list[bytes] = []
    both = threading.Barrier(2)

    def render() -> None:
        both.wait()
        got.append(library.encodings["br"])

    threads = [threading.Thread(target=render) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert times == [11]
    assert [brotli.decompress(one) for one in got] == [library.body] * 2


def test_a_file_that_a_cell_carries_is_fetched_only_by_who_asks_for_it_and_comes_as_it_was_written() -> None:
    written = 'O\'Reardon & others: "12 %", año'
    address = escape("data:text/csv;charset=utf-8," + urllib.parse.quote(written, safe="'"))
    page = f'<html><style></style><a download="claims.csv" href="{address}">The table</a></html>'
    assets = Assets.collect()
    led = assets.fill_in(page, "/assets/", "/")
    (name,) = re.findall(r'<a download="claims.csv" href="/assets/([\w.]+)">', led)
    assert "data:" not in led
    assert assets.files[name].body.decode() == written
    assert assets.files[name].content_type == "text/csv; charset=utf-8"


def test_the_server_holds_no_mathematics_that_only_a_kernel_needs_and_no_grammar_that_nobody_needs() -> None:
    """A clinic's small machine keeps 80 MB, and starts seconds sooner."""
    unneeded = {"widgets", "scipy", "numpy", "plotly", "ipywidgets", "lark"}
    looks = f"import sys, pages.server; print(*{unneeded} & {{*sys.modules}})"
    assert subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True).stdout == "\n"


def test_a_kernel_that_renders_is_reached_by_a_file_and_by_ports_only_where_the_path_is_too_long() -> None:
    short, long = Path("/tmp/kernel-abcd1234"), Path("/tmp") / ("long" * 25)
    assert _private_line(short)["transport"] == ("tcp" if os.name == "nt" else "ipc")
    assert _private_line(long)["transport"] == "tcp"
