"""The handout of `density` runs from top to bottom, empty and solved."""

import re
from pathlib import Path

import pytest

from tests.support.handouts import Handout, agreeing, waiting

pytestmark = [
    pytest.mark.slow,
    pytest.mark.nbgrader,
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore"),  # of Jupyter's client, not of ours
]
DENSITY = Handout("density")


def nats_of(name: str, told: str) -> float:
    """Return the nats that a model is said to cost."""
    [number] = re.findall(rf"^{name}: +([\d.]+)", told, re.MULTILINE)
    return float(number)


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = waiting(DENSITY, tmp_path, monkeypatch)
    assert told.count("waiting for you") > 30


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = agreeing(DENSITY, tmp_path, monkeypatch)
    assert told.count("✓ ") > 50
    # What the text says of these models, to a few tenths: seeds and processors differ.
    for name, nats in (("independent pixels", 24.6), ("FVSBN", 18.6), ("NADE", 17.9)):
        assert abs(nats_of(name, told) - nats) < 0.5
    assert nats_of("MADE", told) < 22
    assert "from k = 6 on" in told and "chosen by validation" in told
