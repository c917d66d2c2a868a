"""What the processes of a pool need, begun before there is a pool: while a class is still read."""

import multiprocessing
import socket
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import forkserver
from typing import Any

from autograder.errors import AutograderError
from autograder.parallel.job import Beside, Server
from autograder.parallel.worker import PRELOAD, START, uninterrupted


class Early:
    """A server of forks that imports already, and what stands beside, started; for one pool.

    `end` ends what no pool has taken.
    """

    def __init__(self, beside: Beside | None, modules: Sequence[str]) -> None:
        self.beside = beside
        begin_forks(modules)
        self._server: Server | None = None
        self._line: socket.socket | None = None
        if beside is not None:
            with suppress(AutograderError, OSError):  # who needs it meets the same, and says so
                self._server = beside.server()
                self._line = self._server.start()

    def server(self) -> Server:
        """Return what was started, once; then another one."""
        assert self.beside is not None, "nobody asks for what does not stand beside"
        if self._server is None or self._line is None:
            return self.beside.server()
        taken, self._server, self._line = _Started(self._server, self._line), None, None
        return taken

    def end(self) -> None:
        """End it, if no pool has taken it."""
        if self._line is not None:
            self._line.close()
        if self._server is not None:
            self._server.kill()
        self._server = self._line = None


class _Started:
    """A server whose start lies behind."""

    def __init__(self, server: Server, line: socket.socket) -> None:
        self._server, self._line = server, line

    def start(self) -> socket.socket:
        return self._line

    def kill(self) -> None:
        self._server.kill()


def begin_forks(modules: Sequence[str]) -> None:
    """Have the server of forks import modules from now on, if it has not begun yet."""
    context: Any = multiprocessing.get_context(START)
    context.set_forkserver_preload([PRELOAD, *modules])
    with uninterrupted():
        forkserver.ensure_running()
