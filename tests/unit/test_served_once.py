"""What is served is compressed once: twice would take a small machine seconds that its first readers wait for."""

from __future__ import annotations

import threading
import time

import brotli
import pytest

from pages.assets import Served


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
