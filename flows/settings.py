"""How Prefect behaves here: no telemetry, its own lines turned down, ours sent to its server. Set before its import."""

from __future__ import annotations

import os

PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "cooperation",
    # Log lines outside a flow run (before it, after it) stay on the terminal
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # What stops a run is told once, by the command itself
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # Its temporary server takes more than the 20 s allowed when a slow machine starts it for the first time
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def set_prefect_defaults() -> None:
    """Sets what the user's own environment leaves open."""
    for name, value in PREFECT_DEFAULTS.items():
        os.environ.setdefault(name, value)
