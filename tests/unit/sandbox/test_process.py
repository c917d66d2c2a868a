"""What is heard of a student's process whose supervisor ends while it is asked."""

import socket
from collections.abc import Iterator

import msgpack
import pytest

from autograder.errors import SandboxError
from autograder.sandbox.process import Child, Ending

WORD = {"why": "exited", "code": 3, "cpu_seconds": 0.5, "out_of_memory": False}


@pytest.fixture
def watched() -> Iterator[tuple[Child, socket.socket]]:
    ours, theirs = socket.socketpair()
    report, reporter = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs, report, reporter:
        report.send(b"?")  # a question that nobody will read
        yield Child(ours, report), reporter


def test_the_last_word_is_heard_of_one_that_ended_with_a_question_unread(
    watched: tuple[Child, socket.socket],
) -> None:
    """The kernel tells of the question first, as a reset, and only then of the word."""
    child, reporter = watched
    reporter.send(msgpack.packb(WORD))
    reporter.close()
    assert child.ending(1) == Ending("exited", 3, 0.5, out_of_memory=False)
    assert child.reading() is None


def test_one_that_ended_without_a_word_was_killed_from_outside(
    watched: tuple[Child, socket.socket],
) -> None:
    child, reporter = watched
    reporter.close()
    with pytest.raises(SandboxError, match="killed from outside"):
        child.ending(1)
