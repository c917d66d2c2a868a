"""The references of `images` as files: names, docstrings, examples, and what is left of them."""

import ast
import doctest
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.conftest import ROOT

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
    # No exercise needs another one's answers: what it imports, the handout imports as well.
    assert {alias.asname or alias.name for n in imports for alias in n.names} <= {
        *NAMES,
        "torch.nn.functional",
    }


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    for node in ast.walk(ast.parse(source_of(exercise))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert ast.get_docstring(node), node.name


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace = dict(NAMES)
    for exercise in CONTRACT:
        exec(compile(stub_of(exercise), exercise, "exec"), namespace)
    calls: dict[str, tuple[Any, ...]] = {
        "gradient_map": (None, None, None),
        "skew": (None,),
        "ColourPixelCNN": (),
        "sample_mixture": (None, None, None),
        "dequantize": (None, None),
        "nll_table": (None, None, None),
    }
    for name, arguments in calls.items():
        with pytest.raises(NotImplementedError):
            namespace[name](*arguments)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    module = importlib.import_module(f"solutions.images.{exercise}")
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert results.failed == 0
    assert results.attempted >= len(CONTRACT[exercise])


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
