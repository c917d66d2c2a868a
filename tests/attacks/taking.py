"""Taking over the worker, which runs beside the student's code, and its training protocol."""

from tests.attacks.record import ASKED, RIGHT, ZEROS, Attack, masked

TAKING = (
    Attack(
        "the dispatcher replaced",
        "Replaces Dispatcher.answer, so that every question is answered with True.",
        masked(
            before="""
            from autograder.worker.dispatch import Dispatcher
            Dispatcher.answer = lambda self, request: True
        """
        ),
        spoils=True,
    ),
    Attack(
        "the dispatcher's reader replaced",
        "Replaces as_data by a function that gives ones of any shape.",
        masked(
            before="""
            from autograder.worker import dispatch as dispatcher
            dispatcher.as_data = lambda value, depth=0: torch.ones(3, 3, 1, 1)
        """
        ),
        spoils=True,
    ),
    Attack(
        "the wire replaced",
        "Replaces the wire's functions by ones that fail.",
        masked(
            before="""
            from autograder.worker import wire
            wire.transmit = wire.send = lambda *args, **named: 1 / 0
        """
        ),
        outcome="crashed",
        cause="exception",
        cell_says="broke the line",
    ),
    Attack(
        "the wire's numbers replaced",
        "Has the worker send every reply under another number.",
        masked(
            before="""
            from autograder.worker import wire
            old = wire.encode
            wire.encode = lambda value, *args: old({**value, 'seq': value['seq'] + 1}, *args)
        """
        ),
        outcome="crashed",
        cause="exception",
        cell_says="broke the line",
    ),
    Attack(
        "every question taken for an exception",
        "Has the worker report that each question raised ValueError, which some checks want.",
        masked("raise ValueError('refused')"),
        "crashed",
        "exception",
    ),
    Attack(
        "a hook on every import and call",
        "Adds an audit hook that raises, so that the worker can do nothing any more.",
        masked(
            before="""
            import sys
            def hook(event, args):
                if event in ('open', 'import', 'socket.connect', 'os.kill'): raise RuntimeError
            sys.addaudithook(hook)
        """
        ),
        spoils=True,
    ),
    Attack(
        "stdout replaced",
        "Replaces sys.stdout by an object that raises and answers at once.",
        masked(
            before="""
            import sys
            class Loud:
                def __getattr__(self, name): raise KeyboardInterrupt
            sys.stdout = sys.stderr = sys.__stdout__ = Loud()
        """
        ),
    ),
    Attack(
        "the interpreter changed",
        "Writes to the interpreter's own objects by ctypes, to turn 0.0 into 1.0.",
        masked(
            f"""
            import ctypes
            zero = 0.0
            ctypes.c_double.from_address(id(zero) + 16).value = 1.0
            return {ZEROS}
            """
        ),
    ),
    Attack(
        "the notebook's shell replaced",
        "Runs shell commands and magics, and replaces get_ipython.",
        masked(
            before="""
            !touch /tmp/left-by-an-attack
            get_ipython().system('touch left-by-an-attack')
            get_ipython = lambda: None
        """
        ),
    ),
)

MODEL = """
import torch
from torch import nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(2))
    def forward(self, x):
        return self.bias.view(1, 2, 1, 1, 1).expand(len(x), 2, *x.shape[1:]) + 0 * x.unsqueeze(1)
"""


def trained(name: str, tries: str, source: str, check: str, **more: object) -> Attack:
    """Return an attack on the exercise in which the worker trains a model."""
    return Attack(
        name,
        tries,
        MODEL + source,
        check=check,
        piece="masks.channel_mask",
        exercise="trained",
        **more,  # type: ignore[arg-type]
    )


TRAINING = (
    trained(
        "train_by_protocol replaced",
        "Replaces the course's training by a function that says it is done.",
        """
import autograder.worker.dispatch, autograder.worker.training
done = lambda model, *args, **named: model
autograder.worker.dispatch.train_by_protocol = done
autograder.worker.training.train_by_protocol = done
""",
        "model_learns",
        earns=("model_is_causal",),
    ),
    trained(
        "a patched optimiser",
        "Replaces torch.optim.Adam by one that steps nowhere.",
        """
class Still:
    def __init__(self, *args, **named): pass
    def step(self): pass
    zero_grad = step
torch.optim.Adam = Still
""",
        "model_learns",
        earns=("model_is_causal",),
    ),
    trained(
        "a poisoned Module.__setattr__",
        "Has every module keep its parameters as they were.",
        """
nn.Module.__setattr__ = lambda self, name, value: None
""",
        "model_is_causal",
        outcome="crashed",
        cause="exception",
    ),
    trained(
        "a model that sees the answer",
        "Gives each pixel's own value all the probability: a cost of nothing.",
        """
Model.forward = lambda self, x: 50 * torch.stack([1 - x, x], 1) + 0 * self.bias.sum()
""",
        "model_is_causal",
    ),
    trained(
        "probabilities that are none",
        "Gives logits that no probabilities have: infinite for every value.",
        """
Model.forward = lambda self, x: torch.full((len(x), 2, *x.shape[1:]), torch.inf)
""",
        "model_is_causal",
    ),
    trained(
        "a training without end",
        "Makes each step of its training a little slower than the last one.",
        """
import time
steps = []
def forward(self, x):
    steps.append(1)
    while len(steps) > 20: pass
    return torch.zeros(len(x), 2, *x.shape[1:]) + self.bias.sum()
Model.forward = forward
""",
        "model_learns",
        outcome="crashed",
        cause="cpu_time",
        earns=("model_is_causal",),
    ),
    trained(
        "generators shared",
        "Has every generator be the same one, and seeding do nothing.",
        """
one = torch.Generator()
class Shared:
    def manual_seed(self, seed): return one
torch.Generator = Shared
torch.manual_seed = torch.seed = lambda *args: one
torch.optim.Adam.step = lambda self: None
""",
        "model_learns",
        earns=("model_is_causal",),
    ),
)

MESSAGES = (
    Attack(
        "a script in an exception",
        "Raises HTML with a script and an image in it, for the browser of who reads the feedback.",
        masked("raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)>')"),
        "crashed",
        "exception",
    ),
    Attack(
        "a script on stdout",
        "Prints HTML with a script in it, and displays objects with an HTML form.",
        masked(
            before="""
            class Rich:
                def _repr_html_(self): return '<script>alert(1)</script>'
                def __repr__(self): return '<script>alert(2)</script>'
            print('<script>alert(3)</script>'); display(Rich())
            from IPython.display import HTML, display as show
            show(HTML('<script>alert(4)</script>'))
        """
        ),
    ),
    Attack(
        "a script in a name",
        "Raises a class whose name is markup, from a function whose name is markup.",
        masked(
            "raise Bad('x')",
            "Bad = type('<script>alert(1)</script>', (Exception,), {})",
        ),
        "crashed",
        "exception",
    ),
    Attack(
        "a terminal's commands",
        "Puts ANSI, OSC and bidi control characters into stdout and an exception.",
        masked(
            "raise ValueError('\\x1b[2J\\x1b]0;title\\x07\\u202egnp.exe\\u2066')",
            "print('\\x1b[31m\\x1b]52;c;cm0gLXJm\\x07\\u202e')",
        ),
        "crashed",
        "exception",
    ),
    Attack(
        "a line of a megabyte",
        "Raises an exception with a text of a megabyte in one line.",
        masked("raise ValueError('x' * (1 << 20))", "print('y' * (1 << 20))"),
        "crashed",
        "exception",
    ),
    Attack(
        "half characters in texts",
        "Prints and raises lone surrogates, which no file can hold.",
        masked("raise ValueError('\\ud800\\udfff')", "print('\\ud800'); x = '\\udfff'"),
        "crashed",
        "exception",
    ),
    Attack(
        "half characters in source",
        "Hands in a cell with a lone surrogate in it.",
        masked(before="x = '\ud800'"),
    ),
    Attack(
        "a hidden input on stdout",
        "Prints each hidden input and answer, to read them in the feedback.",
        masked(
            f"print('HIDDEN-INPUT', {ASKED})\n"
            f"return right{ASKED} if kernel_size == 1 else {ZEROS} + kernel_size",
            RIGHT,
        ),
        check="channel_sizes",
        earns=("channel_by_hand", "channel_blocks"),
        hides="HIDDEN-INPUT",
    ),
)
