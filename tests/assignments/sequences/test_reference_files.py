"""The references of `sequences` as files: names, docstrings, examples, what is left of them."""

import ast
import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tests.support.references import (
    assert_documented,
    assert_examples_true,
    assert_stubs_say_so,
    imports_of,
)

CONTRACT = {
    "embedding": ["embed", "cosine", "nearest", "analogy", "encode"],
    "window": ["windows", "window_logits", "sequence_nll", "perplexity", "bits_per_character"],
    "recurrent": ["rnn_step", "rnn", "gradient_norms", "lstm_step", "RecurrentLM"],
    "attention": ["padding_mask", "attention_weights", "attend", "Seq2Seq"],
    "transformer": ["influence", "positions", "multi_head", "TransformerLM"],
    "sampling": ["adjust", "generate", "greedy", "beam_search"],
}
EXAMPLES = {  # lines of them
    "embedding": 8,
    "window": 3,
    "recurrent": 5,
    "attention": 5,
    "transformer": 4,
    "sampling": 3,
}
NOTEBOOK_IMPORTS = {
    "import math",
    "from collections.abc import Callable",
    "from collections.abc import Sequence",
    "from typing import Any",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import Tensor, nn",
    "from torch import Tensor",
}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("sequences", exercise, CONTRACT[exercise])
    # No exercise needs another one's answers, so none is imported.
    assert set(map(ast.unparse, imports)) <= NOTEBOOK_IMPORTS


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("sequences", exercise)


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"Any": Any, "Callable": Callable, "F": F, "math": math, "nn": nn}
    namespace |= {"Sequence": Sequence, "Tensor": Tensor, "torch": torch}
    calls: dict[str, tuple[Any, ...]] = {
        "embed": (None, None),
        "windows": (None, 1, 0),
        "RecurrentLM": (3,),
        "Seq2Seq": (3, 4),
        "influence": (None, None, 3),
        "TransformerLM": (3,),
        "adjust": (None,),
    }
    assert_stubs_say_so("sequences", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    named = {"F": F} if exercise == "transformer" else {}
    assert_examples_true("sequences", exercise, EXAMPLES[exercise], named)
