"""The handout of `images` runs from top to bottom, empty and solved."""

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
IMAGES = Handout("images")


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = waiting(IMAGES, tmp_path, monkeypatch)
    assert told.count("waiting for you") > 30


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = agreeing(IMAGES, tmp_path, monkeypatch)
    assert told.count("✓ ") > 40
    # What the text says of these models, to a few nats: seeds and processors differ.
    [nats] = re.findall(r"([\d.]+) nats per held-back digit", told)
    assert 160 < float(nats) < 195
    assert "19 earlier pixels are not seen, 0 later ones are" in told
    [share] = re.findall(r"upright is the likeliest of the three for (\d+)%", told)
    assert 50 < int(share) < 90
