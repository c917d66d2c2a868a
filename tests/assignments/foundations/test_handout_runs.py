"""The handout of `foundations` runs from top to bottom, empty and solved."""

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
FOUNDATIONS = Handout("foundations")


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = waiting(FOUNDATIONS, tmp_path, monkeypatch)
    assert told.count("waiting for you") > 30


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = agreeing(FOUNDATIONS, tmp_path, monkeypatch)
    assert told.count("✓ ") > 55
    # What the text says of these networks, roughly: seeds and processors differ.
    [by_hand] = re.findall(r"after 400 steps ([\d.]+)% of the held-back digits are right", told)
    assert float(by_hand) > 85
    accuracies = re.findall(r"T = [\d.]+: \{'accuracy': ([\d.]+)", told)
    assert len(accuracies) == 3 and len(set(accuracies)) == 1 and float(accuracies[0]) >= 0.9
    [moved] = re.findall(r"moved by one pixel: accuracy ([\d.]+)", told)
    assert float(moved) < float(accuracies[0]) - 0.15
    [error] = re.findall(r"error on held-back digits ([\d.]+)", told)
    assert float(error) < 0.033
    [black, usual] = re.findall(r"a black image: ([\d.]+), digits on average ([\d.]+)", told)[0]
    assert float(black) < 2 * float(usual), "an empty image is easy, too"
    gaps = [float(gap) for gap in re.findall(r"gap ([\d.]+)", told)]
    assert [gap < 1e-3 for gap in gaps] == [True, False, True, False]
