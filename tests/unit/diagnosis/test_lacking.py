"""Why a name is not there, though no cell stopped: what the finding says, and where to look."""

import pytest

from autograder.diagnosis.lacking import lack_of
from autograder.records.cell import CodeCell
from tests.support.transports import cells_of

LEFT_OUT = [CodeCell("demo", "cell 9", "import torch\n\ndef same_padding(k):\n    return k // 2\n")]

LACKS = {
    "a magic that is not run": (
        "gaussian_kl",
        ["%%script echo skipping\ndef gaussian_kl(mean, log_var):\n    return mean"],
        ("magic", 1, "`%%script`"),
    ),
    "a cell that is not run": ("same_padding", ["x = 1"], ("ungraded", 3, "`same_padding`")),
    "all is reset": ("mask", ["mask = 1", "y = 2\n%reset -f"], ("deleted", 2, "deletes names")),
    "a reset by call": (
        "mask",
        ["mask = 1", "get_ipython().run_line_magic('reset', '-f')"],
        ("deleted", 1, "deletes names"),
    ),
    "a name is deleted": ("mask", ["mask = other = 1\ndel other, mask"], ("deleted", 2, "deletes")),
    "other case": ("VAE", ["import torch\nclass Vae:\n    pass"], ("renamed", 2, "`Vae`")),
    "a plural": ("causal_mask", ["def causal_masks(k): ..."], ("renamed", 1, "`causal_masks`")),
    "no underscore": ("bits_per_dim", ["def bitsperdim(n): ..."], ("renamed", 1, "`bitsperdim`")),
    "a star of an absent package": (
        "rearrange",
        ["import math\nfrom einops import *"],
        ("module einops", 2, "no package `einops`"),
    ),
    "a star of a file": (
        "mlp",
        ["from my_layers import *"],
        ("module my_layers", 1, "my_layers.py"),
    ),
}


@pytest.mark.parametrize("case", LACKS)
def test_a_lack_is_explained(case: str) -> None:
    name, sources, (kind, line, says) = LACKS[case]
    lack = lack_of(name, cells_of(*sources), LEFT_OUT)
    assert lack is not None
    assert (lack.kind, lack.line) == (kind, line)
    assert says in lack.why


@pytest.mark.parametrize(
    "source",
    [
        "%%time\ndef f(): ...",
        "from math import *",
        "from torch import *",
        "del others",
        "delta = 1",
        "other = 1",
        "x = 'from einops import *'",
        "    class F: ...",
    ],
)
def test_what_explains_nothing(source: str) -> None:
    assert lack_of("f_of_x", cells_of(source), LEFT_OUT) is None


def test_long_and_odd_text_takes_no_time() -> None:
    flood = "\n".join(["a,b," * 70 + "=1"] * 20_000) + "\n" + "x" * 5_000_000
    assert lack_of("nowhere", cells_of(flood), ()) is None
