"""nbgrader's steps, run in this process: what goes wrong is told as the exception that it was.

nbgrader's own API gives a log and a traceback as text, in which names, times and files of students
stand: whoever looks for words in it is told what a student has written.
"""

import errno
import logging
import os
import shutil
import sys
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbgrader.utils import temp_attrs

from autograder.errors import AutograderError, StoreError
from autograder.storage.database import sentence_on
from autograder.text.sanitize import plain

log = logging.getLogger("autograder")

LONGEST = 300  # characters of what nbgrader or a library has said

# What stops nbgrader at every student, and by no fault of theirs.
_OBSTACLES = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
    | {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE}
)


class StepFailed(Exception):
    """A step of nbgrader's did not come to its end: because of `fault`."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(fault)
        self.fault = fault

    @property
    def reason(self) -> str:
        """Return a sentence of ours as it is, else the kind of the fault and what it says."""
        if isinstance(self.fault, AutograderError):
            return str(self.fault)
        kind = type(self.fault)
        module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
        return plain(f"{module}{kind.__qualname__}: {self.fault}".split("\n")[0], LONGEST)


class _Faults(logging.Handler):
    """Remembers the exceptions that are being handled while errors are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.last: Exception | None = None

    def emit(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if isinstance(error, Exception):
            self.last = error


def run_step(step: Any, **names: str) -> None:
    """Run a step, with these `names` in its course directory.

    Raises StepFailed; a Ctrl-C passes through.
    """
    faults = _Faults()
    step.log.addHandler(faults)
    try:
        with temp_attrs(step.coursedir, **names):
            step.start()
    except Exception as error:  # the boundary to nbgrader, which goes through whole classes
        # What it says in the end is only that something was wrong with somebody.
        fault = faults.last or error
        log.debug("nbgrader's %s failed", type(step).__name__, exc_info=fault)
        raise StepFailed(fault) from fault
    finally:
        step.log.removeHandler(faults)


def obstacle_of(fault: BaseException, url: str) -> str:
    """Return the sentence on what stops every student, '' where it is about one of them alone.

    It is told by the exception's type and number, never by its text.
    """
    if isinstance(fault, StoreError):
        return str(fault)
    for error in _causes(fault):
        if isinstance(error, OSError) and error.errno in _OBSTACLES:
            where = f": {error.filename}" if error.filename else ""
            return (
                f"{error.strerror}{where}. See that there is space on the disk and the course's "
                f"folder can be written. The verdicts are kept; the same command goes on from "
                f"there."
            )
    return sentence_on(fault, url)


def _causes(fault: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = fault
    while seen is not None:
        yield seen
        seen = seen.__cause__


def put_alembic_on_path() -> None:
    """Let nbgrader find `alembic`, which it calls by name when it makes a gradebook."""
    if shutil.which("alembic") is None:
        scripts = sysconfig.get_path("scripts")
        os.environ["PATH"] = os.pathsep.join(filter(None, [scripts, os.environ.get("PATH")]))


@contextmanager
def quiet_nbgrader() -> Iterator[None]:
    """Keep nbgrader's log out of ours; its API hands it over as text besides."""
    # tornado's is where nbgrader puts a traceback of every error of its gradebook
    loggers = [logging.getLogger(name) for name in ("traitlets", "tornado.application")]
    before = [logger.propagate for logger in loggers]
    nowhere = logging.NullHandler()  # without any handler, Python would print to stderr
    for logger in loggers:
        logger.addHandler(nowhere)
        logger.propagate = False
    try:
        with warnings.catch_warnings():
            # SQLAlchemy's, of how nbgrader adds rows to its gradebook
            warnings.filterwarnings("ignore", "Object of type .* not in session")
            yield
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(nowhere)
            logger.propagate = propagate
