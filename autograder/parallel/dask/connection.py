"""Dask's settings for clusters that grading begins itself: shut to others, and quiet."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dask
from distributed import Security

_QUIET = ("distributed", "distributed.client", "tornado.application", "asyncio")


def begun_here() -> Mapping[str, Any]:
    """Return the settings of a scheduler and workers of our own, under new keys.

    Who can connect to a scheduler can run anything as its user, and a port is open to every user
    of the machine: so connections are by TLS, under a key that exists for one run only. Pages
    that tell what goes on are served to nobody.
    """
    keys = Security.temporary()
    return {
        "distributed.comm.require-encryption": True,
        "distributed.comm.tls.ca-file": keys.tls_ca_file,
        **{
            f"distributed.comm.tls.{role}.{part}": getattr(keys, f"tls_{role}_{part}")
            for role in ("scheduler", "worker", "client")
            for part in ("key", "cert")
        },
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        # Whether an item is tried again is ours to say.
        "distributed.scheduler.allowed-failures": 0,
    }


def as_environment(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """Return those of the settings that a worker on another machine needs as Dask's variables."""
    kept = ("distributed.comm.require", "distributed.comm.tls.ca", "distributed.comm.tls.worker")
    return {
        "DASK_" + key.upper().replace(".", "__").replace("-", "_"): str(value)
        for key, value in settings.items()
        if key.startswith(kept)
    } | {"DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]"}


@contextmanager
def quietly(settings: Mapping[str, Any]) -> Iterator[None]:
    """Hold these settings, and keep Dask's own news of lost workers off the terminal."""
    levels = {name: logging.getLogger(name).level for name in _QUIET}
    with dask.config.set(dict(settings)):
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
