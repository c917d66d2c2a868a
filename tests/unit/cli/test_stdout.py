"""A terminal that knows fewer characters than we write."""

import sys
from io import BytesIO, TextIOWrapper

import pytest

from autograder.cli.stdout import speak_any_encoding


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "latin-1", "cp932"])
def test_passed_and_not_passed_stay_apart(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding=encoding))
    speak_any_encoding()
    print("✓\n✗\nשלום … “x”\n", flush=True)
    passed, failed, *rest = written.getvalue().decode(encoding).splitlines()
    assert passed and failed and passed != failed and "?" not in passed + failed
    assert "x" in rest[0]


def test_what_can_be_written_is_written_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    written = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(written, encoding="utf-8"))
    speak_any_encoding()
    print("✓ שלום", flush=True)
    assert written.getvalue().decode("utf-8").rstrip() == "✓ שלום"
