"""The references of `games` as files: names, docstrings, examples, what is left of them."""

import ast
import math
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace
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
    "losses": ["discriminator_loss", "generator_loss", "generator_slope", "discriminator_report"],
    "optimum": ["optimal_discriminator", "game_value", "jensen_shannon", "generator_gradient"],
    "duel": ["Generator", "Discriminator", "discriminator_step", "generator_step", "mode_report"],
    "qlearning": ["value_iteration", "td_target", "td_loss", "dqn_step"],
    "experience": ["epsilon_greedy", "ReplayBuffer", "discounted_returns", "reinforce_loss"],
    "search": ["legal_policy", "puct_scores", "backup", "visit_policy", "search"],
}
EXAMPLES = {  # lines of them
    "losses": 7,
    "optimum": 5,
    "duel": 16,
    "qlearning": 12,
    "experience": 7,
    "search": 7,
}
NOTEBOOK_IMPORTS = {
    "import math",
    "from collections import deque",
    "from collections.abc import Callable",
    "from types import SimpleNamespace",
    "from typing import Any",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import Tensor, nn",
    "from torch import Tensor",
}


@pytest.mark.parametrize("exercise", CONTRACT)
def test_a_solution_defines_the_names_of_the_contract_and_no_others(exercise: str) -> None:
    imports = imports_of("games", exercise, CONTRACT[exercise])
    # No exercise needs another one's answers, so none is imported.
    assert set(map(ast.unparse, imports)) <= NOTEBOOK_IMPORTS


@pytest.mark.parametrize("exercise", CONTRACT)
def test_everything_a_student_sees_has_a_docstring(exercise: str) -> None:
    assert_documented("games", exercise)


def test_what_is_left_for_students_runs_as_one_notebook_and_says_what_is_missing() -> None:
    namespace: dict[str, Any] = {"Any": Any, "Callable": Callable, "F": F, "math": math, "nn": nn}
    namespace |= {"Tensor": Tensor, "torch": torch, "deque": deque}
    namespace |= {"SimpleNamespace": SimpleNamespace}
    calls: dict[str, tuple[Any, ...]] = {
        "discriminator_loss": (None, None),
        "game_value": (None, None, None),
        "Generator": (),
        "dqn_step": (None, None, None, None, 0.9),
        "ReplayBuffer": (2,),
        "search": (None, None, None, 1),
    }
    assert_stubs_say_so("games", CONTRACT, namespace, calls)


@pytest.mark.parametrize("exercise", CONTRACT)
def test_the_examples_in_the_docstrings_are_true(exercise: str) -> None:
    assert_examples_true("games", exercise, EXAMPLES[exercise])
