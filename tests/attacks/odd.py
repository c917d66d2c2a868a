"""Odd answers: tensors and data that are not what was asked for, to trip up whoever reads them."""

from autograder.records.verdict import Cause
from tests.attacks.record import ZEROS, Attack, masked


def odd(
    name: str, tries: str, expression: str, *, failed: bool = False, cause: Cause = "exception"
) -> Attack:
    """Return an attack that answers `expression`: told as an exception unless it is just wrong."""
    source = masked(f"return {expression}")
    if failed:
        return Attack(name, tries, source)
    return Attack(name, tries, source, "crashed", cause)


ODD = (
    odd(
        "a petabyte that takes four bytes",
        "Answers one number expanded to 2^50.",
        "torch.zeros(1).expand(1 << 50)",
        cause="output",
    ),
    odd(
        "a sparse tensor",
        "Answers a tensor whose entries are not all there.",
        f"{ZEROS}.to_sparse()",
    ),
    odd(
        "a meta tensor",
        "Answers a tensor without any numbers in it.",
        f"{ZEROS}.to('meta')",
    ),
    odd(
        "a complex tensor",
        "Answers complex numbers, which are neither larger nor smaller than a tolerance.",
        f"{ZEROS}.to(torch.cfloat)",
    ),
    odd(
        "a quantized tensor",
        "Answers numbers whose meaning depends on a hidden scale.",
        f"torch.quantize_per_tensor({ZEROS}, 0.1, 0, torch.qint8)",
    ),
    odd(
        "a nested tensor",
        "Answers a tensor of tensors, which has no shape.",
        "torch.nested.nested_tensor([torch.zeros(2), torch.zeros(3)])",
    ),
    odd(
        "a tensor that escaped from vmap",
        "Answers a wrapped tensor that torch itself can no longer read.",
        "[kept for kept in [[]] if torch.vmap(lambda x: kept.append(x) or x)(torch.ones(2)) "
        "is not None][0][0]",
    ),
    odd(
        "not a number",
        "Answers NaN, of which no comparison can say that it is wrong.",
        f"{ZEROS} / 0",
        failed=True,
    ),
    odd(
        "another dtype",
        "Answers integers.",
        f"{ZEROS}.long()",
        failed=True,
    ),
    odd(
        "a scalar for a tensor",
        "Answers a tensor of no dimension, which would be broadcast.",
        "torch.tensor(1.0)",
        failed=True,
    ),
    odd(
        "an empty tensor",
        "Answers a tensor without entries, of which everything is true.",
        "torch.zeros(0, in_channels, kernel_size, kernel_size)",
        failed=True,
    ),
    odd(
        "a list that holds itself",
        "Answers a list without a bottom.",
        "[item.append(item) or item for item in [[]]][0]",
    ),
    odd(
        "a generator without end",
        "Answers an iterator that gives numbers for ever.",
        "(0 for _ in iter(int, 1))",
    ),
    odd(
        "code in a dict's keys",
        "Answers a dict whose keys are no strings.",
        "{print: eval, 1: 2, None: 3}",
    ),
    odd(
        "bytes of a pickle",
        "Answers pickled code, for a grader that would load it.",
        "__import__('pickle').dumps({'x': 1})",
    ),
    Attack(
        "an object that pickles to code",
        "Answers an object whose __reduce__ runs a command where it is loaded.",
        masked(
            "return Bomb()",
            """
            class Bomb:
                def __reduce__(self): return (exec, ("open('/tmp/left-by-an-attack', 'w')",))
            torch.save({'bomb': Bomb()}, '/tmp/left-by-an-attack.pt')
            torch.save({'bomb': Bomb()}, 'left-by-an-attack.pt')
            """,
        ),
        "crashed",
        "exception",
    ),
    Attack(
        "a list that never ends",
        "Answers a list whose iterator goes on for ever, megabyte by megabyte.",
        masked(
            "return Endless([1])",
            """
            class Endless(list):
                def __iter__(self):
                    while True: yield 'x' * (1 << 20) + str(id(object()))
            """,
        ),
        "crashed",
        "memory",
    ),
    Attack(
        "half a character",
        "Answers text that cannot be encoded.",
        masked("return '\\ud800'"),
        "crashed",
        "exception",
    ),
    Attack(
        "NaN for a likelihood",
        "Answers NaN for the cost of an image, where a difference decides.",
        "def bernoulli_nll(logits, x):\n    return (logits * 0).flatten(1).sum(1) / 0",
        check="bernoulli_by_hand",
        piece="likelihood.bernoulli_nll",
        exercise="likelihood",
    ),
)
