"""The handout of `games` runs from top to bottom, empty and solved."""

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
GAMES = Handout("games")


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = waiting(GAMES, tmp_path, monkeypatch)
    assert told.count("waiting for you") > 50


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = agreeing(GAMES, tmp_path, monkeypatch)
    assert told.count("✓ ") > 60
    # What the text says of these players, roughly: seeds and processors differ.
    duels = r"by the protocol: (\d) modes, good ([\d.]+), .*?: (\d) modes, good [\d.]+"
    [(found, good, slow)] = re.findall(duels, told)
    assert int(found) == 4 and float(good) > 0.5 and int(slow) <= 2
    apart = dict(re.findall(r"(\w+): JS .* after 100 iterations, ([\d.]+) after 400", told))
    assert float(apart["saturating"]) < float(apart["non_saturating"]) < 0.1
    [(first, last)] = re.findall(r"error at first ([\d.]+), at the end ([\d.]+)", told)
    assert float(last) < 0.2 * float(first)
    [(slowly, quickly)] = re.findall(
        r"first ten took (\d+) moves .*? the last twenty took (\d+)", told
    )
    assert int(quickly) < int(slowly)
    [(without, with_mean)] = re.findall(r"baseline ([\d.]+), with the mean return ([\d.]+)", told)
    assert float(without) > 100 * float(with_mean)
    shares = [int(share) for share in re.findall(r"(\d+)% after \d+", told)]
    assert shares[0] < 50 < shares[-1]
    [(won, lost)] = re.findall(r"won (\d+), drawn \d+, lost (\d+) of 10", told)
    assert int(won) >= 7 and int(lost) <= 1
