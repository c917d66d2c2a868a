"""The references of `density` as files: names, docstrings, examples, and what is left of them."""

import ast
import math
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

SOLUTIONS = ROOT / "solutions" / "density"
CONTRACT = {
    "tables": [
        "parameter_counts",
        "fit_table",
        "chain_log_probs",
        "cross_entropy",
        "kl_divergence",
    ],
    "fvsbn": ["FVSBN", "fvsbn_gradient", "ascent_step"],
    "nade": ["nade_logits", "nade_sample", "NADE"],
    "made": ["count_paths", "made_degrees", "made_masks", "MADE", "ensemble_log_prob"],
    "rnn": ["shift_right", "RNNDensity", "step_log_prob", "step_sample"],
    "compare": ["mixture_log_prob", "report", "choose"],
}
EXAMPLES = {"tables": 5, "fvsbn": 2, "nade": 3, "made": 4, "rnn": 2, "compare": 2}
NOTEBOOK_IMPORTS = {
    "import math",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import Tensor, nn",
    "from torch import Tensor",
}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("density", exercise, CONTRACT[exercise])
    # No exercise needs another one's answers, so none is imported.
    assert set(map(ast.unparse, imports)) <= NOTEBOOK_IMPORTS


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("density", exercise)


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"math": math, "torch": torch, "F": F, "Tensor": Tensor, "nn": nn}
    calls: dict[str, tuple[Any, ...]] = {
        "parameter_counts": (3, 1, 1),
        "FVSBN": (4,),
        "nade_sample": (None, None, None, None, 1),
        "MADE": (4,),
        "RNNDensity": (),
        "report": (None, None, None),
    }
    assert_stubs_say_so("density", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    assert_examples_true("density", exercise, EXAMPLES[exercise])
