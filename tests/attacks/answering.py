"""Replies that break what takes them apart, from a worker taken over or from odd numbers.

What breaks over a reply is the sender's: nothing of it is earned, and a person can read it.
"""

from textwrap import dedent

from autograder.records.verdict import Cause, Outcome
from tests.attacks.forging import WIRE, speaking
from tests.attacks.pretending import ALL
from tests.attacks.record import ASKED, RIGHT, Attack, masked

# Answers of its own to some questions, in the place of the dispatcher's.
LYING = """
from autograder.worker.dispatch import Dispatcher
honest = Dispatcher.answer
def answer(self, request):
{rule}
    return honest(self, request)
Dispatcher.answer = answer
"""

COMPLETE = """
import torch
@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    known = known.expand(x.shape)
    x = torch.where(known, x, 0)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            for c in range(x.shape[1]):
                probs = model(x)[:, :, c, i, j].softmax(1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
"""
COMPLETED = (
    "complete_keeps_the_known",
    "complete_in_order",
    "complete_ignores_the_unknown",
    "complete_follows_the_law",
    "complete_uses_its_generator",
)

VAE = """
import torch
import torch.nn.functional as F
from torch import nn
class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent))
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels))
    def honest(self, x):
        return self.encoder(x).chunk(2, dim=1)
    def encode(self, x):
        mean, log_var = self.honest(x)
        return ODD if not self.training and WHEN else (mean, log_var)
    def decode(self, z):
        return self.decoder(z)
    def elbo(self, x, noise):
        mean, log_var = self.honest(x)
        logits = self.decode(mean + torch.exp(0.5 * log_var) * noise)
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return -nll - 0.5 * (mean.square() + torch.expm1(log_var) - log_var).sum(1)
"""

# What the careless checks of `tests.attacks.exercises` want to hear.
CAREFUL = """
import torch
from torch import nn
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(2))
def table(): return {'total': 6, 'numbers': [2, 4]}
def where(x): return (x == x.max()).float()
def double(x): return 2 * x
def pair(x): return x, x + 1
"""
CARELESS = ("table_adds_up", "state_is_whole", "place_is_found", "slope_is_two", "pair_is_apart")


def lying(rule: str) -> str:
    """Return lines that answer by `rule`, which returns or does not, and else honestly."""
    indented = "\n".join(f"    {line}" for line in dedent(rule).strip().splitlines())
    return LYING.format(rule=indented)


def watched(name: str, tries: str, reply: str, outcome: Outcome, cause: Cause | None) -> Attack:
    """Return an attack that lies of what a call has left of its arguments."""
    return Attack(
        name,
        tries,
        COMPLETE + lying(f"if request.get('watch'): return {reply}"),
        outcome,
        cause,
        check="complete_leaves_its_input",
        piece="sampling.complete",
        exercise="sampling",
        earns=COMPLETED,
    )


def encoding(
    name: str, tries: str, odd: str, when: str, check: str, earns: tuple[str, ...]
) -> Attack:
    """Return a VAE whose encoder says odd numbers of some batches."""
    source = VAE.replace("ODD", odd).replace("WHEN", when)
    return Attack(name, tries, source, check=check, piece="vae.VAE", exercise="vae", earns=earns)


def careless(name: str, tries: str, source: str, check: str) -> Attack:
    """Return an attack on a check that does not look at what it computes with."""
    others = tuple(one for one in CARELESS if one != check)
    return Attack(
        name,
        tries,
        CAREFUL + source,
        "broken",
        check=check,
        exercise="careless",
        earns=others,
    )


ANSWERING = (
    Attack(
        "a tensor without entries and without end",
        "Sends a tensor of no bytes, whose strides no number can hold.",
        speaking("""
            meta = msgpack.packb([0, 'f4', [0, 1 << 31, 1 << 31, 1 << 31], 0])
            say(frame({'seq': asked(), 'ok': True, 'value': msgpack.ExtType(1, meta)}))
            time.sleep(1)
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "a tensor for a reply's number",
        "Sends two numbers under one, whose comparison is neither true nor false.",
        speaking("""
            meta = msgpack.packb([0, 'f4', [2], 8])
            say(frame({'seq': msgpack.ExtType(1, meta), 'ok': True, 'value': 1}, b'12345678'))
            time.sleep(1)
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "a tensor for a cell's number",
        "Answers for the cell that is running, with two numbers for its own.",
        masked(
            before=WIRE
            + dedent("""
                meta = msgpack.packb([0, 'f4', [2], 8])
                say(frame({'seq': msgpack.ExtType(1, meta), 'ok': True, 'value': {}}, b'12345678'))
                time.sleep(1)
            """)
        ),
        "crashed",
        "exception",
        cell_says="broke the line",
    ),
    Attack(
        "a tensor for an oracle's number",
        "Calls a model that was not given, under two numbers.",
        speaking("""
            meta = msgpack.packb([0, 'f4', [2], 8])
            number = msgpack.ExtType(1, meta)
            say(frame({'seq': number, 'oracle': [], 'args': {}}, b'12345678'))
            time.sleep(1)
        """),
        "crashed",
        "protocol",
    ),
    watched(
        "True in place of a pair",
        "Says True, where a value and the arguments after the call are taken apart.",
        "True",
        "crashed",
        "protocol",
    ),
    watched(
        "a pair without arguments",
        "Says that a call has no arguments, where two are taken.",
        "[honest(self, request)[0], []]",
        "crashed",
        "protocol",
    ),
    watched(
        "words for arguments",
        "Says words, where the shapes of two arguments are compared.",
        "[honest(self, request)[0], ['x', 'known']]",
        "failed",
        None,
    ),
    encoding(
        "a mean that is not a number",
        "Gives NaN for the mean of a code, of which no distribution can be made.",
        "(mean * torch.nan, log_var)",
        "len(x) == 6",
        "elbo_adds_up",
        ("vae_shapes",),
    ),
    encoding(
        "a variance beyond all numbers",
        "Gives a log-variance of 1e4 for the images it is scored on, so that the density is none.",
        "(mean, log_var + 1e4)",
        "len(x) > 100",
        "trained_below_the_ceiling",
        ("vae_shapes", "elbo_adds_up", "elbo_gradient"),
    ),
    Attack(
        "not a number for what is seen",
        "Gives NaN at the centre, which is neither seen nor unseen in any comparison.",
        masked(
            f"""
            mask = right{ASKED}
            if kernel_size == 3 and num_colors == 3: mask[:, :, 1, 1] = torch.nan
            return mask
            """,
            RIGHT,
        ),
        check="channel_order_through_layers",
        earns=tuple(name for name in ALL if name != "channel_order_through_layers"),
        spoils=True,
    ),
    careless(
        "a table without its rows",
        "Returns an empty dict where a row is looked up.",
        "def table(): return {}",
        "table_adds_up",
    ),
    careless(
        "a table of words",
        "Returns words, ten thousand and commands to a terminal among them, for numbers.",
        "def table(): return {'total': 'x' * 10_000, 'numbers': ['\\x1b[2J\\u202e', None]}",
        "table_adds_up",
    ),
    careless(
        "a division by nothing",
        "Returns zero for what is divided by.",
        "def table(): return {'total': 0, 'numbers': [0]}",
        "table_adds_up",
    ),
    careless(
        "infinity as a whole number",
        "Returns an infinite number, which has no nearest whole one.",
        "def table(): return {'total': float('inf'), 'numbers': [1]}",
        "table_adds_up",
    ),
    careless(
        "a state without its weights",
        "Has the worker say that a module has four thousand parameters of other names.",
        lying("if request['op'] == 'state': return {str(i): torch.ones(1) for i in range(4000)}"),
        "state_is_whole",
    ),
    careless(
        "a state of other shapes",
        "Has the worker say that the weights are one empty tensor.",
        lying("if request['op'] == 'state': return {'bias': torch.zeros(0, 1 << 31)}"),
        "state_is_whole",
    ),
    careless(
        "nothing that could be found",
        "Returns zeros, so that the first that is not zero is looked for in vain.",
        "def where(x): return 0 * x",
        "place_is_found",
    ),
    careless(
        "a slope that is not a number",
        "Has NaN for a gradient, which is then made a whole number.",
        """
class Odd(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): return g * torch.nan
def double(x): return Odd.apply(x)
""",
        "slope_is_two",
    ),
    careless(
        "two tensors that are one",
        "Returns the same numbers twice, so that their distance divides by zero.",
        "def pair(x): return x, x",
        "pair_is_apart",
    ),
)
