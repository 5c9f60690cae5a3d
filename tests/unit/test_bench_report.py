"""The report of the measurements tells what was missed as plainly as what was met."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    import results

    return results


def kept(**figures: float) -> dict[str, Any]:
    """Two pages measured alike, but for what is named for the stock page."""
    ours = {"ready": 100.0, "compressed": 1000.0, "processor": 0.01, "changes": 2.0}

    def visit(of: dict[str, float]) -> dict[str, Any]:
        traffic = {"compressed": of["compressed"], "served": of["compressed"], "requests": 5}
        times = [dict.fromkeys(("text", "answer", "ready", "live"), of["ready"])]
        whole = {**traffic, "largest": [], "elsewhere": []}
        return {
            "times": times,
            "processor": of["processor"],
            "whole": whole,
            "live": whole,
            "changes": [of["changes"]],
        }

    run = {"when": "2026-11-24T10:00", "load": [0.1, 0.1], "browser": "Chromium 1"}
    return {"visits": {**run, "figures": {"ours": visit(ours), "stock": visit({**ours, **figures})}}}


def test_a_missed_target_is_called_missed(results: Any) -> None:
    said = results.report(kept(ready=3900.0, compressed=49_000.0, processor=1.9))
    assert "39 times faster to ready than stock Voila; the target of 40: **missed**." in said
    assert "49 times fewer bytes than stock Voila, if both used gzip; the target of 50: **missed**." in said
    assert "the target of 200: **missed**." in said


def test_a_target_that_is_met_is_called_met(results: Any) -> None:
    said = results.report(kept(ready=4000.0, compressed=50_000.0, processor=2.0))
    assert said.count("the target of 40: met.") == said.count("the target of 50: met.") == 1
    assert "the target of 200: met." in said


def test_a_row_on_which_another_page_is_better_is_named(results: Any) -> None:
    said = results.report(kept(ready=4000.0, compressed=50_000.0, processor=2.0, changes=1.0))
    assert "**missed** on a later choice answered (stock Voila, 0.50)" in said


def test_figures_of_a_busy_machine_say_so(results: Any) -> None:
    busy = kept()
    assert "The machine was busy" not in results.report(busy)
    busy["visits"]["load"] = [200.0, 200.0]
    assert "**The machine was busy**" in results.report(busy)


def test_widgets_that_the_comparison_leaves_out_are_named(results: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results.stock_notebook, "left_out", lambda: ["SideBySide"])
    assert "for want of a stock counterpart: SideBySide." in results.report(kept())
