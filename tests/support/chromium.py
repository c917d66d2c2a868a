"""Chromium as these machines have it: where it is, and how it asks nobody for anything."""

import shutil

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",  # as root, Chromium refuses to run with its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str | None:
    """Return its path, None where there is no Chromium."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
