"""The command line: one command run, its exit code given, its errors told as sentences."""

import logging
import sys
from collections.abc import Sequence

from autograder.cli.commands import chosen
from autograder.cli.stdout import ignore_broken_pipe, speak_any_encoding
from autograder.errors import AutograderError, Interrupted
from autograder.parallel.startup import start_quickly
from autograder.text.sanitize import plain

INTERRUPTED = 130
LONGEST_LOG = 10_000  # characters of one record, a traceback included


class _PlainFormatter(logging.Formatter):
    """Shows what a student's code said as text that cannot steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record), LONGEST_LOG)


def _missing_library(error: ModuleNotFoundError) -> str:
    """Say what to install for a module that is not there, '' where nothing would help.

    Who only checks a notebook has none of the extra `grading`.
    """
    library = str(error.name or "").partition(".")[0]
    if not library or library == "autograder" or library in sys.stdlib_module_names:
        return ""
    return (
        f"{library} is not installed. `autograder check` needs: pip install dgm-autograder; all "
        f"other commands: pip install 'dgm-autograder[grading]'"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code, and an error as a sentence on stderr."""
    speak_any_encoding()
    run = chosen(argv)
    start_quickly()
    handler = logging.StreamHandler()
    handler.setFormatter(_PlainFormatter("%(levelname)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    try:
        with ignore_broken_pipe():
            code = run()
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return error.exit_code
    except ModuleNotFoundError as error:
        missing = _missing_library(error)
        if not missing:  # a module of ours, or of Python's: a bug, whose traceback is needed
            raise
        print(f"autograder: {missing}", file=sys.stderr)
        return AutograderError.exit_code
    except KeyboardInterrupt:
        print(
            "\nautograder: stopped. What was graded is kept; the same command goes on from there.",
            file=sys.stderr,
        )
        return Interrupted.exit_code
    return code


if __name__ == "__main__":
    sys.exit(main())
