"""The references of `images` as files: names, docstrings, examples, and what is left of them."""

import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.conftest import ROOT
from tests.support.references import (
    assert_documented,
    assert_examples_true,
    assert_stubs_say_so,
    imports_of,
)

SOLUTIONS = ROOT / "solutions" / "images"
HANDOUT = ROOT / "assignments" / "images" / "assignment.md.j2"
CONTRACT = {
    "field": ["gradient_map", "intervention_map", "blind_spot", "receptive_field", "stack_field"],
    "recurrent": ["skew", "unskew", "row_lstm", "diagonal_lstm", "diagonal_bilstm"],
    "colour": ["coarsen", "nll_by_channel", "coarse_nll", "ColourPixelCNN"],
    "logistic": ["logistic_log_prob", "channel_means", "mixture_nll", "sample_mixture"],
    "continuous": ["gaussian_nll", "dequantize", "discrete_bound", "density_to_bits"],
    "inference": ["prefix_log_prob", "class_posterior", "pixel_posterior", "nll_table"],
}
# What the handout imports before the first hole.
NAMES: dict[str, Any] = {
    "math": importlib.import_module("math"),
    "torch": torch,
    "F": F,
    "Tensor": Tensor,
    "nn": nn,
    "Callable": Callable,
    "Mapping": Mapping,
    "Sequence": Sequence,
}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("images", exercise, CONTRACT[exercise])
    # No exercise needs another one's answers: what it imports, the handout imports as well.
    assert {alias.asname or alias.name for n in imports for alias in n.names} <= {
        *NAMES,
        "torch.nn.functional",
    }


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("images", exercise)


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace = dict(NAMES)
    calls: dict[str, tuple[Any, ...]] = {
        "gradient_map": (None, None, None),
        "skew": (None,),
        "ColourPixelCNN": (),
        "sample_mixture": (None, None, None),
        "dequantize": (None, None),
        "nll_table": (None, None, None),
    }
    assert_stubs_say_so("images", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    assert_examples_true("images", exercise, len(CONTRACT[exercise]))


def test_the_handout_asks_for_every_name_once_and_shows_no_answer() -> None:
    handout = HANDOUT.read_text(encoding="utf-8")
    asked = re.findall(r'\{\{ solution\("([^"]*)"\) \}\}', handout)
    assert asked == [f"{exercise}.{name}" for exercise, names in CONTRACT.items() for name in names]
    for exercise in CONTRACT:
        assert handout.count(f'{{{{ self_check("{exercise}") }}}}') == 1
        assert handout.count(f'{{{{ grade("{exercise}") }}}}') == 1
    imported = handout[: handout.index("### The course's own code")]
    assert "from collections.abc import Callable, Mapping, Sequence\n" in imported


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\((figures/[^)]*)\)", HANDOUT.read_text(encoding="utf-8"))
    assert len(pictures) == 3
    for words, path in pictures:
        assert (HANDOUT.parent / path).is_file() and len(words) > 80
