"""The command line: one command run, its exit code given, its errors told as sentences."""

import logging
import sys
from collections.abc import Sequence

from autograder.cli.commands import chosen
from autograder.cli.stdout import ignore_broken_pipe, speak_any_encoding
from autograder.errors import AutograderError, Interrupted
from autograder.parallel.startup import start_quickly
from autograder.text.sanitize import plain

# Of the extra `grading`: who only checks a notebook has none of them.
GRADING_LIBRARIES = frozenset(
    {"alembic", "bleach", "bs4", "dateutil", "docker", "jinja2", "jupytext", "latex2mathml"}
    | {"nbconvert", "nbformat", "nbgrader", "packaging", "psutil", "pydantic", "rich"}
    | {"filelock", "traitlets", "yaml"}
)
LONGEST_LOG = 10_000  # characters of one record, a traceback included


class _PlainFormatter(logging.Formatter):
    """Shows what a student's code said as text that cannot steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record), LONGEST_LOG)


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
        if str(error.name).partition(".")[0] not in GRADING_LIBRARIES:
            raise
        print(
            f"autograder: {error.name} is not installed. `autograder check` does without it; for "
            f"all other commands: pip install 'dgm-autograder[grading]'",
            file=sys.stderr,
        )
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
