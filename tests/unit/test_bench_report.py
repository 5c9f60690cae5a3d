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


def test_a_page_too_quick_to_count_leaves_the_rest_of_the_report(results: Any) -> None:
    assert "49 times faster" in results.report(kept(ready=4900.0, processor=0.0))


def test_a_page_that_was_not_measured_in_a_crowd_is_named_and_leaves_the_rest_of_the_report(results: Any) -> None:
    short = kept(ready=4900.0)
    rows = [{"visitors": count, "memory": 80e6, "processes": 1} for count in (0, 1, 50)]
    out = {"unavailable": "the time for this part ran out"}
    short["crowd"] = {**short["visits"], "figures": {"ours": rows, "stock": out}}
    said = results.report(short)
    assert "49 times faster" in said
    assert "crowd of stock Voila" in said


def test_figures_of_a_busy_machine_say_so(results: Any) -> None:
    busy = kept()
    assert "The machine was busy" not in results.report(busy)
    busy["visits"]["load"] = [0.1, 200.0]
    assert "The machine was busy" not in results.report(busy), "a run's own work is no other work"
    busy["visits"]["load"] = [200.0, 200.0]
    assert "**The machine was busy**" in results.report(busy)


def test_widgets_that_the_comparison_leaves_out_are_named(results: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results.stock_notebook, "left_out", lambda: ["SideBySide"])
    assert "for want of a stock counterpart: SideBySide." in results.report(kept())


def held(ours: tuple[float, int], stock: tuple[float, int]) -> dict[str, Any]:
    """Memory (bytes) and processes of two pages with fifty visitors."""

    def rows(memory: float, processes: int) -> list[dict[str, float]]:
        level = {"memory": memory, "processes": processes, "kernels": 0}
        return [{"visitors": count, **level} for count in (0, 1, 50)]

    run = {"when": "2026-11-24T10:00", "load": [0.1, 0.1], "browser": "Chromium 1"}
    return {"crowd": {**run, "figures": {"ours": rows(*ours), "stock": rows(*stock)}}}


def test_one_process_beside_one_is_equal_and_more_memory_still_a_miss(results: Any) -> None:
    said = results.report(held((90e6, 1), (80e6, 1)))
    assert "Equal, where nobody can be better: processes with 50 visitors (stock Voila)." in said
    assert "**missed** on memory with 50 visitors (stock Voila, 0.89)." in said
    assert "**missed** on processes with 50 visitors" in results.report(held((90e6, 2), (95e6, 2)))


def test_figures_that_are_not_all_there_say_so_first(results: Any) -> None:
    some = kept()
    assert "Partial" not in results.report(some)
    some["visits"]["figures"]["dash"] = {"unavailable": "the time for this part ran out"}
    some["crowd"] = {**held((9e6, 1), (8e6, 1))["crowd"], "problem": "it was stopped"}
    assert "**Partial**: not all was measured (crowd: it was stopped; visits of Dash)." in results.report(some)


def test_the_lesson_that_is_compared_still_has_a_question_and_a_chart(results: Any) -> None:
    """The bench answers the one and waits for the other; a lesson that lost them would be noticed after minutes."""
    lesson, _ = results.stock_notebook._shared()
    cells = [cell.source.partition("(")[0] for cell in lesson.cells if cell.cell_type == "code"]
    assert "IconArray" in cells and "lasting" in cells
