"""The handout of `sequences` runs from top to bottom, empty and solved."""

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
SEQUENCES = Handout("sequences")


def test_it_runs_empty_and_says_what_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = waiting(SEQUENCES, tmp_path, monkeypatch)
    assert told.count("waiting for you") > 60


def test_it_runs_solved_and_every_check_agrees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = agreeing(SEQUENCES, tmp_path, monkeypatch)
    assert told.count("✓ ") > 55
    # What the text says of these models, roughly: seeds and processors differ.
    rows = re.findall(r"(?m)(?:^|>)([\w, ]+?) +([\d.]+) nats a tale, of which ([\d.]+) for", told)
    cost, far = ({row[0]: float(row[n]) for row in rows} for n in (1, 2))
    assert all(far[f"a window of {size}"] > 0.6 for size in (1, 3, 5))
    assert all(far[name] < 0.1 for name in ("a window of 7", "recurrent", "Transformer"))
    assert all(10.3 < cost[name] < 11.2 for name in ("recurrent", "Transformer"))
    of_kinds = re.findall(r"perplexity ([\d.]+), ([\d.]+) bits per character", told)
    faces, bits = ([float(row[n]) for row in of_kinds] for n in (0, 1))
    assert faces == sorted(faces, reverse=True) and bits[0] == min(bits) and len(bits) == 3
    above = [float(nats) for nats in re.findall(r"([+-][\d.]+) nats per letter above", told)]
    assert len(above) == 3 and 0 < above[0] < 0.3 and above[1] < -0.2 and 0 < above[2] < 0.3
    [right] = re.findall(r"([\d.]+)% of 132 unseen sentences", told)
    assert float(right) > 90
    _analogies_and_beams(told)


def _analogies_and_beams(told: str) -> None:
    """King minus man plus woman, and what greedy search misses."""
    [nearest] = re.findall(r"nearest, nothing excluded: \['(\w+)'", told)
    [without] = re.findall(r"without king, man, woman: +\['(\w+)'", told)
    assert (nearest, without) == ("king", "queen")
    tripped = re.findall(
        r"(\d+) of 48 analogies are right; without the exclusion (\d+) times", told
    )
    assert [right for right, _ in tripped] == ["48", "48"]
    assert int(tripped[0][1]) < 10 and int(tripped[1][1]) > 40
    found = [float(nats) for nats in re.findall(r"log p = +(-[\d.]+)", told)]
    assert len(found) == 4 and found[-1] > found[0] + 1, "a wide beam beats greedy search"
    correct = [int(share) for share in re.findall(r"(\d+)% correct", told)]
    assert correct[0] > correct[2] and correct[1] > correct[2] < correct[3]
