"""The handout of `images` runs from top to bottom, empty and solved."""

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
IMAGES = Handout("images")


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = IMAGES.run(deepcopy(IMAGES.released), tmp_path, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✓" not in re.sub("<.*?>", "", told), "nothing is written, so nothing is right"
    assert told.count("waiting for you") > 30
    assert len(self_checks(done)) == PARTS
    assert all("is not written yet" in text for text in self_checks(done))


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = IMAGES.run(IMAGES.solved(), tmp_path, monkeypatch)
    assert errors(done) == []
    told = "\n".join(texts(done))
    assert "✗" not in told and "waiting for you" not in told and "not there yet" not in told
    assert told.count("✓ ") > 40
    assert len(self_checks(done)) == PARTS
    # What the text says of these models, to a few nats: seeds and processors differ.
    [nats] = re.findall(r"([\d.]+) nats per held-back digit", told)
    assert 160 < float(nats) < 195
    assert "19 earlier pixels are not seen, 0 later ones are" in told
    [share] = re.findall(r"upright is the likeliest of the three for (\d+)%", told)
    assert 50 < int(share) < 90
