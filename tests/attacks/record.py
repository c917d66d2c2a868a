"""What one hostile submission is: its code, what it tries, and what must come of it."""

from dataclasses import dataclass
from textwrap import dedent, indent

from autograder.records.verdict import Cause, Outcome

# Files that attacks write carry this, so that they are known again wherever they turn up.
MARK = "left-by-an-attack"

_PARAMETERS = "out_channels, in_channels, kernel_size, mask_type, num_colors=3"

# A right answer under another name: for attacks that give it sometimes, or once they find a secret.
RIGHT = dedent(f"""
    import torch
    def right({_PARAMETERS}):
        if mask_type not in ('A', 'B') or kernel_size % 2 == 0:
            raise ValueError('no such mask')
        if out_channels % num_colors or in_channels % num_colors:
            raise ValueError('channels')
        mask = torch.ones(out_channels, in_channels, kernel_size, kernel_size)
        middle = kernel_size // 2
        mask[:, :, middle + 1:] = 0
        mask[:, :, middle, middle + 1:] = 0
        outs = torch.arange(out_channels)[:, None] // (out_channels // num_colors)
        ins = torch.arange(in_channels) // (in_channels // num_colors)
        shown = ins < outs if mask_type == 'A' else ins <= outs
        mask[:, :, middle, middle] = shown.float()
        return mask
""")
ZEROS = "torch.zeros(out_channels, in_channels, kernel_size, kernel_size)"
ASKED = "(out_channels, in_channels, kernel_size, mask_type, num_colors)"
ON_LOAD_ONLY = f"return {ZEROS}"


@dataclass(frozen=True)
class Attack:
    """One submission that is the reference but for the cell `piece`, which holds `source`.

    Args: `tries`, one sentence, as docs/security.md has it; `check`, the check that has to end
    with `outcome` and `cause`; `earns`, the checks of the piece that its honest part deserves;
    `spoils`, that it may cost other checks of its own exercise too; `cell_says`, words in the error
    of its cell; `hides`, words that no hidden finding may show; `carries`,
    words that nothing may show, no visible finding and no output of a cell; `exercise`, one of
    `tests.attacks.exercises`; `fools`, that it earns all points from a grader that compares in
    the student's own process, see `tests.attacks.naive`.
    """

    name: str
    tries: str
    source: str
    outcome: Outcome = "failed"
    cause: Cause | None = None
    check: str = "channel_by_hand"
    piece: str = "masks.channel_mask"
    exercise: str = "masks"
    earns: tuple[str, ...] = ()
    spoils: bool = False
    cell_says: str = ""
    hides: str = ""
    carries: str = ""
    fools: bool = False

    @property
    def happens(self) -> str:
        """Say what comes of it, as docs/security.md has it."""
        if self.outcome == "broken":
            return "kept for a person: a check broke over it, which earns nothing"
        if self.earns:
            return "earns what its right part deserves, and no more"
        told = HAPPENS[self.cause] if self.cause else "nothing comes of it: the answer is wrong"
        if self.cell_says:
            told = f"its cell is passed over ({self.cell_says}), so the function is missing"
        return told


HAPPENS: dict[Cause, str] = {
    "wall_time": "stopped: it took too long",
    "cpu_time": "stopped: too much processor time",
    "idle": "stopped: it slept or waited too long",
    "memory": "stopped: too much memory",
    "output": "refused: too large an answer",
    "exit": "told: it ended its process",
    "signal": "told: its process crashed",
    "protocol": "refused: what it said is no answer",
    "exception": "told as an exception",
}


def masked(body: str = ON_LOAD_ONLY, before: str = "") -> str:
    """Return a cell that defines channel_mask by `body`, after the lines `before`."""
    text = indent(dedent(body).strip("\n"), "    ")
    return f"import torch\n{dedent(before)}\ndef channel_mask({_PARAMETERS}):\n{text}\n"


def seeking(search: str, before: str = "") -> str:
    """Return a cell whose channel_mask is right only once `search` has put something in `found`."""
    body = (
        f"found = None\n{dedent(search).strip()}\n"
        f"if found is None:\n    return {ZEROS}\n"
        f"return found{ASKED} if callable(found) else right{ASKED}"
    )
    return masked(body, f"{RIGHT}\n{dedent(before)}")
