"""The references of `density` as files: names, docstrings, examples, and what is left of them."""

import ast
import doctest
import importlib
import math
import re
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.conftest import ROOT

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
    namespace: dict[str, Any] = {"math": math, "torch": torch, "F": F, "Tensor": Tensor, "nn": nn}
    for exercise in CONTRACT:
        exec(compile(stub_of(exercise), exercise, "exec"), namespace)
    calls: dict[str, tuple[Any, ...]] = {
        "parameter_counts": (3, 1, 1),
        "FVSBN": (4,),
        "nade_sample": (None, None, None, None, 1),
        "MADE": (4,),
        "RNNDensity": (),
        "report": (None, None, None),
    }
    for name, arguments in calls.items():
        with pytest.raises(NotImplementedError):
            namespace[name](*arguments)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    module = importlib.import_module(f"solutions.density.{exercise}")
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0
    assert results.attempted >= EXAMPLES[exercise]
