"""The references of `foundations` as files: names, docstrings, examples, what is left of them."""

import ast
import math
from collections.abc import Callable
from typing import Any

import numpy as np
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

SOLUTIONS = ROOT / "solutions" / "foundations"
CONTRACT = {
    "neuron": ["predict", "loss_and_gradient", "descend", "rate_limit", "best_fit"],
    "backprop": ["numerical_gradient", "Linear", "ReLU", "SoftmaxCrossEntropy", "backpropagate"],
    "convolution": ["output_size", "correlate", "pool", "summary", "equivariance_gap"],
    "classify": ["softmax", "two_class", "evaluate", "CNN"],
    "autoencoder": [
        "Autoencoder",
        "reconstruction_error",
        "pca_error",
        "detect",
        "compression_ratio",
    ],
    "budget": ["to_flops", "training_cost", "freeze", "finetune_step"],
}
EXAMPLES = {  # lines of them
    "neuron": 11,
    "backprop": 14,
    "convolution": 9,
    "classify": 7,
    "autoencoder": 8,
    "budget": 10,
}
NOTEBOOK_IMPORTS = {
    "import math",
    "import re",
    "from collections.abc import Callable",
    "from typing import Any",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import Tensor, nn",
    "from torch import Tensor",
}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("foundations", exercise, CONTRACT[exercise])
    # No exercise needs another one's answers, so none is imported.
    assert set(map(ast.unparse, imports)) <= NOTEBOOK_IMPORTS


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("foundations", exercise)


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"Any": Any, "Callable": Callable, "F": F, "math": math, "nn": nn}
    namespace |= {"Tensor": Tensor, "torch": torch}
    calls: dict[str, tuple[Any, ...]] = {
        "predict": (None, None, None),
        "Linear": (None, None),
        "output_size": (8, 3),
        "CNN": (4,),
        "Autoencoder": (),
        "to_flops": ("1 FLOPS",),
    }
    assert_stubs_say_so("foundations", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    assert_examples_true("foundations", exercise, EXAMPLES[exercise])


def test_the_digits_are_grey_and_have_labels() -> None:
    """`make_digits16.py` needs scikit-learn, so here is what it has written."""
    file = np.load(ROOT / "assignments" / "foundations" / "digits16.npz")
    images, labels = file["images"], file["labels"]
    assert (images.shape, images.dtype, images.max()) == ((1797, 8, 8), np.uint8, 16)
    assert (labels.shape, labels.dtype) == ((1797,), np.int64)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
