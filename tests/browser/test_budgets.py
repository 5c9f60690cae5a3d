"""What a page may cost a patient on an old phone: bytes, requests, and things that jump under the thumb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, open_everything
from playwright.sync_api import Browser, Page, expect

from pages.library import lesson_names

#: Budgets: kilobytes (1,000 bytes) as they came over the network, headers included; requests; cumulative layout shift.
HTML_KB, BEFORE_CHART_KB, ALL_KB, REQUESTS, SHIFT = 60, 40, 480, 12, 0.02
#: Adds up what Chromium reports as layout shift, but for what a reader pushed down by opening a part above it.
SHIFTS = """
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Cost:
    """One visit to a lesson: each answer's type, coding and bytes; the hosts asked; and how far things jumped."""

    host: str
    requests: int = 0
    elsewhere: set[str] = field(default_factory=set)
    types: dict[str, tuple[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    before_chart: dict[str, int] = field(default_factory=dict)
    shifted: float = 0.0

    def kilobytes(self, *types: str, sizes: dict[str, int] | None = None) -> float:
        """The bytes of all answers of these types, of every type if none is named."""
        chosen = self.sizes if sizes is None else sizes
        return sum(size for id, size in chosen.items() if not types or self.types[id][0] in types) / 1000


@pytest.fixture(scope="module", params=lesson_names(ROOT / "notebooks"))
def cost(request: pytest.FixtureRequest, site: str, browser: Browser) -> Iterator[Cost]:
    """What one first visit costs, on a phone: read to the end, then point at the first chart, if there is one."""
    cost = Cost(urlsplit(site).netloc)
    context = browser.new_context(viewport={"width": 360, "height": 780})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    network = context.new_cdp_session(page)

    def sent(event: dict[str, Any]) -> None:
        url = urlsplit(event["request"]["url"])
        if url.scheme not in ("data", "blob"):
            cost.requests += 1
            if url.netloc != cost.host:
                cost.elsewhere.add(url.netloc)

    def received(event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        cost.types[event["requestId"]] = (event["type"], headers.get("content-encoding", "none"))

    network.on("Network.requestWillBeSent", sent)
    network.on("Network.responseReceived", received)
    network.on("Network.loadingFinished", lambda e: cost.sizes.update({e["requestId"]: int(e["encodedDataLength"])}))
    network.send("Network.enable")
    page.goto(f"{site}voila/render/{request.param}", wait_until="networkidle")
    read_to_the_end(page)
    cost.before_chart = dict(cost.sizes)
    cost.shifted = page.evaluate("globalThis.shifted")
    # A chart may wait behind a fold until the reader has guessed.
    page.evaluate("document.querySelector('.ns-plot')?.closest('details')?.setAttribute('open', '')")
    plot = page.locator(".ns-plot").first
    if plot.count():
        plot.hover()
        expect(page.locator(".ns-chart[data-ready] svg.main-svg").first).to_be_visible()
    open_everything(page)
    page.wait_for_load_state("networkidle")
    yield cost
    context.close()


def read_to_the_end(page: Page) -> None:
    """A screen at a time, so that whatever loads or moves while reading does so."""
    for widget in page.locator("[data-widget]").all():
        expect(widget).to_have_attribute("data-ready", "")
    for _ in range(200):
        if page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 1"):
            break
        page.mouse.wheel(0, 700)
        # Two frames: one to lay the page out, one to report what moved.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_load_state("networkidle")


def test_the_page_itself_is_small_enough_for_a_weak_signal(cost: Cost) -> None:
    codings = {coding for type, coding in cost.types.values() if type == "Document"}
    assert codings == {"br"}, "the page must come compressed by brotli"
    assert 0 < cost.kilobytes("Document") <= HTML_KB


def test_little_stands_between_a_patient_and_an_answer(cost: Cost) -> None:
    assert 0 < cost.kilobytes("Script", "Stylesheet", sizes=cost.before_chart) <= BEFORE_CHART_KB


def test_a_reader_who_explores_everything_pays_for_one_chart_library_at_most(cost: Cost) -> None:
    assert cost.kilobytes() <= ALL_KB


def test_a_page_asks_few_times_because_each_request_waits_on_a_slow_network(cost: Cost) -> None:
    assert 1 <= cost.requests <= REQUESTS


def test_nothing_jumps_under_a_thumb(cost: Cost) -> None:
    assert 0 <= cost.shifted <= SHIFT


def test_nobody_else_learns_that_a_patient_was_here(cost: Cost) -> None:
    assert not cost.elsewhere
