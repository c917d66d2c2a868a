"""The handout of `density` runs from top to bottom, empty and solved."""

import re
from copy import deepcopy
from pathlib import Path

import pytest

from tests.support.handouts import Handout, errors, self_checks, texts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.nbgrader,
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore"),  # of Jupyter's client, not of ours
]
PARTS = 6
DENSITY = Handout("density")


def nats_of(name: str, told: str) -> float:
    """Return the nats that a model is said to cost."""
    [number] = re.findall(rf"^{name}: +([\d.]+)", told, re.MULTILINE)
    return float(number)


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = DENSITY.run(deepcopy(DENSITY.released), tmp_path, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✓" not in re.sub("<.*?>", "", told), "nothing is written, so nothing is right"
    assert told.count("waiting for you") > 30
    assert len(self_checks(done)) == PARTS
    assert all("is not written yet" in text for text in self_checks(done))


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = DENSITY.run(DENSITY.solved(), tmp_path, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✗" not in told and "waiting for you" not in told and "not there yet" not in told
    assert told.count("✓ ") > 50
    assert len(self_checks(done)) == PARTS
    # What the text says of these models, to a few tenths: seeds and processors differ.
    for name, nats in (("independent pixels", 24.6), ("FVSBN", 18.6), ("NADE", 17.9)):
        assert abs(nats_of(name, told) - nats) < 0.5
    assert nats_of("MADE", told) < 22
    assert "from k = 6 on" in told and "chosen by validation" in told
