"""What whoever runs the server sees: health, counts and log lines. None of them knows anything about a reader."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

import nextsteps

__all__ = ["CONTENT_TYPE_LATEST", "Counts", "JsonLines", "logging_config", "registry_hash", "release"]


class Counts:
    """Numbers for Prometheus, in a registry of their own: no address, no user agent, no path that a reader typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.views = Counter("nextsteps_views", "Lessons sent, or found unchanged", ["page"], registry=self.registry)
        self.answers = Counter(
            "nextsteps_answers", "Answers by kind and HTTP status", ["kind", "status"], registry=self.registry
        )
        self.render_seconds = Histogram(
            "nextsteps_render_seconds",
            "Seconds to turn a notebook into a page",
            ["page"],
            buckets=(0.5, 1, 2, 4, 8, 16, 32, 64),
            registry=self.registry,
        )
        self.render_errors = Counter(
            "nextsteps_render_errors", "Renderings that failed", ["page"], registry=self.registry
        )
        self.pages = Gauge(
            "nextsteps_pages", "Lessons by whether a copy can be served", ["state"], registry=self.registry
        )

    def text(self) -> bytes:
        """All counts in the text format that Prometheus reads."""
        return generate_latest(self.registry)


def release() -> str:
    """The version that is installed, or "unknown" where the packages run without having been installed."""
    try:
        return version("next-steps")
    except PackageNotFoundError:
        return "unknown"


def registry_hash() -> str:
    """The first 16 hex digits of the SHA-256 over every file of evidence: its path, its length, its bytes."""
    folder = Path(str(nextsteps.__file__)).parent / "evidence"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


class JsonLines(logging.Formatter):
    """One JSON object a line, so that a machine may read it and no text in it can pretend to be another line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_config() -> dict[str, Any]:
    """Our lines beside Voila's own, and all of them as JSON unless a person is looking at a terminal."""
    config: dict[str, Any] = {"loggers": {"nextsteps": {"level": "INFO", "handlers": ["console"]}}}
    if not sys.stderr.isatty():
        config["formatters"] = {"console": {"class": "pages.operations.JsonLines"}}
    return config
