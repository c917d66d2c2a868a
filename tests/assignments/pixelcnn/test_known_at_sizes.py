"""Known submissions of pixelcnn's stack, right and wrong, graded at real sizes.

`benchmarks/sizes.py` asks more of them, and `autograder verify` in a course of the size all.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.handout.build import build
from tests.conftest import ROOT
from tests.support.sizes import COLOUR, FASHION, sized

ENVIRONMENT = {**os.environ, "AUTOGRADER_SECRET": "sizes", "OMP_NUM_THREADS": "1"}
STACK = ROOT / "tests" / "submissions" / "pixelcnn" / "stack"
CHOSEN = {
    FASHION: (
        "right_unfold",
        "wrong_causal_when_small",
        "wrong_first_layer_b",
        "wrong_gated_not_shifted",
        "wrong_head_only_learns",
    ),
    COLOUR: ("wrong_colors_mixed", "wrong_mask_at_init_only"),
}

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]


@pytest.mark.parametrize("name", CHOSEN)
def test_verdicts_are_right_at_real_sizes(name: str, tmp_path: Path) -> None:
    root, known = tmp_path / "course", tmp_path / "known" / "pixelcnn" / "stack"
    build(sized(root, name), "pixelcnn")
    known.mkdir(parents=True)
    for chosen in CHOSEN[name]:
        shutil.copy(STACK / f"{chosen}.py", known)
    words = ["verify", "pixelcnn", "--only", "stack/*", "--afresh", "--jobs", "1"]
    places = ["--submissions", str(known.parents[1]), "--write", str(tmp_path / "found")]
    command = [sys.executable, "-m", "autograder", "--course", str(root), *words, *places]
    ran = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    (told,) = (tmp_path / "found").glob("*.json")
    outcomes = json.loads(told.read_text(encoding="utf-8"))["outcomes"]
    assert {one["name"] for one in outcomes} == {"(reference)", *CHOSEN[name]}
    unsound = [one for one in outcomes if not one["sound"]]
    assert [(one["name"], one["status"], one["unmet"]) for one in unsound] == []
    assert ran.returncode == 0, ran.stdout + ran.stderr
