"""torch's compiler sleeps until it is used, and nobody who uses it can tell."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

SLEEP = "from autograder.worker.compiler import let_compiler_sleep, named_later\n"
ASLEEP = SLEEP + "let_compiler_sleep()\n"

# Every optimiser of torch, to the last bit of what it trains.
TRAIN = """
import hashlib, sys, torch
def trained():
    torch.manual_seed(0)
    digest = hashlib.sha256()
    kinds = [k for k in vars(torch.optim).values() if isinstance(k, type)]
    kinds = [k for k in kinds if k not in (torch.optim.Optimizer, torch.optim.SparseAdam)]
    for kind in kinds:
        model = torch.nn.Linear(3, 2, bias=False)
        steps = kind(model.parameters(), lr=0.01)
        rate = torch.optim.lr_scheduler.StepLR(steps, 2)
        def loss():
            steps.zero_grad()
            found = model(torch.ones(5, 3)).square().sum()
            found.backward()
            return found
        for _ in range(3):
            steps.step(loss)
            rate.step()
        steps.load_state_dict(steps.state_dict())
        digest.update(model.weight.detach().numpy().tobytes())
    return len(kinds), digest.hexdigest()
"""

USES = {
    "none": "",
    "a module": "import torch._dynamo.config as c\nprint(c.recompile_limit, c.__spec__.name)\n"
    "import torch._dynamo\nprint(torch._dynamo.config is c is sys.modules[c.__name__])",
    "a module by its name": "from torch._dynamo import config\nprint(config.recompile_limit)",
    "an attribute": "import torch._dynamo\ntorch._dynamo.config.suppress_errors = True\n"
    "from torch._dynamo import config\nprint(config.suppress_errors)",
    "an attribute of its own": "import torch._dynamo as d\nd.mark = 3\nimport torch._dynamo\n"
    "print(torch._dynamo.mark, d.mark, 'graph_break' in dir(d))",
    "disable": "f = torch.compiler.disable(lambda x: x + 1)\nprint(f(1), f.__name__)",
    "reset": "torch.compiler.reset(); print(torch.compiler.list_backends())",
    "compile": """
model = torch.nn.Linear(3, 2)
steps = torch.optim.SGD(model.parameters(), lr=0.1)
def step(x):
    steps.zero_grad()
    loss = model(x).square().sum()
    loss.backward()
    steps.step()
    return loss.detach()
fast = torch.compile(step, backend="eager")
print([float(fast(torch.ones(2, 3))) for _ in range(3)])
from torch._dynamo.utils import counters
print(sorted(counters["stats"].items()), len(counters["graph_break"]))
""",
}


def python(script: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("use", USES)
def test_whatever_is_used_of_it_is_there(use: str) -> None:
    script = f"{TRAIN}\nprint(trained())\n{USES[use]}\nprint(trained())\n"
    assert python(ASLEEP + script) == python(script)


def test_optimisers_do_not_wake_it_and_its_users_do() -> None:
    says = "print('torch._dynamo.utils' in sys.modules)"
    script = f"{TRAIN}\ntrained()\n{says}\ntorch.compiler.reset()\n{says}"
    assert python(ASLEEP + script).split() == ["False", "True"]


def test_who_has_it_awake_keeps_it() -> None:
    script = f"import torch._dynamo as d\n{ASLEEP}import torch._dynamo\nprint(torch._dynamo is d)"
    assert python(script) == "True\n"


def test_a_name_that_is_not_looked_up_before_it_is_called() -> None:
    later = 'with named_later("torch._dynamo.utils"):\n    '
    take = "from torch._dynamo.utils import is_compile_supported\nimport sys\n"
    seen = "print('torch._dynamo.utils' in sys.modules, is_compile_supported('cpu'))\n"
    assert python(ASLEEP + later + take + seen).split() == ["False", "True"]
    assert python(SLEEP + later + take + seen).split() == ["True", "True"]
