"""The references of `foundations` as files: names, docstrings, examples, what is left of them."""

import ast
import doctest
import importlib
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.conftest import ROOT

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


def source_of(exercise: str) -> str:
    return (SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8")


def stub_of(exercise: str) -> str:
    """The module as a student gets it: each region replaced by one line that raises."""
    region = re.compile(
        r"^( *)### BEGIN SOLUTION\n.*?^\1### END SOLUTION$", re.DOTALL | re.MULTILINE
    )
    stub, count = region.subn(r'\1raise NotImplementedError("write me")', source_of(exercise))
    assert count > 0 and "SOLUTION" not in stub
    return "\n".join(line for line in stub.splitlines() if "import" not in line[:40])


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    body = ast.parse(source_of(exercise)).body
    imports = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
    definitions = [n for n in body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    assert [node.name for node in definitions] == CONTRACT[exercise]
    assert len(body) == 1 + len(imports) + len(definitions)  # 1: the module's docstring
    # No exercise needs another one's answers, so none is imported.
    assert set(map(ast.unparse, imports)) <= NOTEBOOK_IMPORTS


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    for node in ast.walk(ast.parse(source_of(exercise))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert ast.get_docstring(node), node.name


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"Any": Any, "Callable": Callable, "F": F, "math": math, "nn": nn}
    namespace |= {"Tensor": Tensor, "torch": torch}
    for exercise in CONTRACT:
        exec(compile(stub_of(exercise), exercise, "exec"), namespace)
    calls: dict[str, tuple[Any, ...]] = {
        "predict": (None, None, None),
        "Linear": (None, None),
        "output_size": (8, 3),
        "CNN": (4,),
        "Autoencoder": (),
        "to_flops": ("1 FLOPS",),
    }
    for name, arguments in calls.items():
        with pytest.raises(NotImplementedError):
            namespace[name](*arguments)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    module = importlib.import_module(f"solutions.foundations.{exercise}")
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0
    assert results.attempted >= EXAMPLES[exercise]


def test_the_digits_are_grey_and_have_labels() -> None:
    """`make_digits16.py` needs scikit-learn, so here is what it has written."""
    file = np.load(ROOT / "assignments" / "foundations" / "digits16.npz")
    images, labels = file["images"], file["labels"]
    assert (images.shape, images.dtype, images.max()) == ((1797, 8, 8), np.uint8, 16)
    assert (labels.shape, labels.dtype) == ((1797,), np.int64)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
