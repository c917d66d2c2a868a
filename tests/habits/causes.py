"""Habits that stop a cell, or do not: a right answer sheet with one thing done to it.

Each is graded in the exercise `likelihood` or `masks` alone. `own` stands in a cell before the
answer's; the answer itself then runs `uses` first. `first` is put before the handout's imports.
"""

from dataclasses import dataclass

WHOLE = ""  # what is said of a notebook that loses nothing


@dataclass(frozen=True)
class Habit:
    """One notebook: what is done to it, and what the first finding has to say of it."""

    name: str
    own: str = ""
    uses: str = ""
    first: str = ""
    says: tuple[str, ...] = ()
    line: int = 0  # of the own cell
    answer: str = ""  # stands below the answer, in its cell
    swap: tuple[str, str] = ("", "")  # in the answer


# Imports that no answer uses, and what comes after them: nothing is lost.
RIGHT = (
    Habit("seaborn", first="import seaborn as sns"),
    Habit("several in one line", first="import pandas as pd, sklearn"),
    Habit("tqdm.auto of a package that is not there", first="from tqdn.auto import tqdm"),
    Habit("a submodule by another name", first="import lightning.pytorch as pl"),
    Habit("all names of it", first="from fastai.vision.all import *"),
    Habit("used where nothing rests on it", first="import seaborn as sns\nsns.set_theme()"),
    Habit("mounts a drive", first="from google.colab import drive\ndrive.mount('/content/drive')"),
    Habit("logs in", first="import wandb\nwandb.init(project='pixelcnn')\nwandb.config.lr = 1"),
    Habit("installs it", first="!pip install -q einops\nfrom einops import rearrange"),
    Habit("under if", first="if True:\n    import torchmetrics"),
    Habit("in a function", first="def plot():\n    import seaborn\n\nplot()"),
    Habit("with finally", first="try:\n    import seaborn\nfinally:\n    n = 1"),
    Habit(
        "a fallback of one's own",
        own="try:\n    import cupy as xp\nexcept ImportError:\n    import numpy as xp",
        uses="assert xp.__name__ == 'numpy'",
    ),
    Habit(
        "a fallback around a function",
        own="def in_colab():\n    import google.colab\n    return True\n\n"
        "try:\n    COLAB = in_colab()\nexcept ModuleNotFoundError:\n    COLAB = False",
        uses="assert COLAB is False",
    ),
    Habit(
        "suppressed",
        own="from contextlib import suppress\nxp = None\nwith suppress(ImportError):\n"
        "    import cupy as xp",
        uses="assert xp is None",
    ),
    Habit(
        "asks whether it is there",
        own="import importlib.util\nHAS = importlib.util.find_spec('wandb') is not None",
        uses="assert HAS is False",
    ),
    Habit(
        "in annotations",
        own="import pandas as pd\nfrom jaxtyping import Float\n\n"
        "def table(x: Float[Tensor, 'b c']) -> pd.DataFrame | None:\n    return None",
        uses="assert table(x) is None",
    ),
    Habit("imports of demonstrations", uses="assert copy.copy(x) is not None and time.time() > 0"),
    Habit("defined above an error", own="EPS = 0.0\nraise ValueError('x')", uses="EPS + 1"),
    Habit(
        "defined above a loop without end", own="EPS = 0.0\nwhile True:\n    pass", uses="EPS + 1"
    ),
    Habit("defined above an exit", own="EPS = 0.0\nimport os\nos._exit(3)", uses="EPS + 1"),
    Habit(
        "defined above a loop in timed code",
        own="%%time\nEPS = 0.0\nwhile True:\n    pass",
        uses="EPS + 1",
    ),
    Habit("overwrites an import of the handout", first="", own="import math as np", uses="np.pi"),
)

# One of an answer's names is missing: the first cell that stopped is named, with its line.
WRONG = (
    Habit(
        "a package in use",
        own="import wandb\nwandb.init()\nEPS = 0.0",
        uses="EPS",
        says=("no package `wandb`", "torch, NumPy and Matplotlib", "define `EPS`"),
        line=2,
    ),
    Habit(
        "a number from a file of one's own",
        own="import torch\nfrom utils import LIMIT\nEPS = 2 * LIMIT",
        uses="EPS",
        says=("a file `utils.py`", "only the notebook is graded"),
        line=3,
    ),
    Habit(
        "in a sum of tensors",
        own="from helpers import LIMIT\nEPS = torch.zeros(1) + LIMIT",
        uses="EPS",
        says=("`helpers`", "only the notebook is graded"),
        line=2,
    ),
    Habit(
        "a relative import",
        own="from .layers import EPS",
        uses="EPS",
        says=("no files beside it",),
        line=1,
    ),
    Habit(
        "changes the folder",
        own="import os\nos.chdir('/content/drive/MyDrive')\nEPS = 0.0",
        uses="EPS",
        says=("Only the notebook is graded", "`/content/drive/MyDrive` is not there"),
        line=2,
    ),
    Habit(
        "data of one's own",
        own="\nmine = np.load('data/mine.npy')\nEPS = 0.0",
        uses="EPS",
        says=("`data/mine.npy` is not there",),
        line=2,
    ),
    Habit(
        "a GPU",
        own="NAME = torch.cuda.get_device_properties(0)\nEPS = 0.0",
        uses="EPS",
        says=("GPU",),
        line=1,
    ),
    Habit("asks", own="\n\nEPS = input('Group: ')", uses="EPS", says=("`input()`",), line=3),
    Habit(
        "asks for a password",
        own="import getpass\nKEY = getpass.getpass()\nEPS = 0.0",
        uses="EPS",
        says=("`input()`",),
        line=2,
    ),
    Habit(
        "downloads",
        own="from urllib.request import urlopen\nurlopen('https://example.org')\nEPS = 0.0",
        uses="EPS",
        says=("no network",),
        line=2,
    ),
    Habit(
        "connects",
        own="import socket\nsocket.create_connection(('127.0.0.1', 9))\nEPS = 0.0",
        uses="EPS",
        says=("no network",),
        line=2,
    ),
    Habit(
        "a program",
        own="import subprocess\nsubprocess.run(['nvidia-smi'])\nEPS = 0.0",
        uses="EPS",
        says=("No further process",),
        line=2,
    ),
    Habit(
        "a NO-BREAK SPACE",
        swap=("    ", "\u00a0   "),
        says=("U+00A0 (NO-BREAK SPACE)", "define `bernoulli_nll`"),
    ),
    Habit(
        "a zero-width space in an own cell",
        own="x = 1\nEPS = 0.0\u200b",
        uses="EPS",
        says=("U+200B (ZERO WIDTH SPACE)",),
        line=2,
    ),
    Habit(
        "quotes of a word processor",
        own="EPS = float(\u201c0.0\u201d)",
        uses="EPS",
        says=("U+201C (LEFT DOUBLE QUOTATION MARK)",),
        line=1,
    ),
    Habit(
        "trains without end",
        own="n = 0\nwhile True:\n    n += 1\nEPS = 0.0",
        uses="EPS",
        says=("2 s of processor time", "`ungraded`"),
        line=2,
    ),
    Habit(
        "waits",
        own="import time\ntime.sleep(10_000)\nEPS = 0.0",
        uses="EPS",
        says=("slept or waited for 2 s",),
        line=2,
    ),
    Habit(
        "memory",
        own="big = torch.zeros(10**11)\nEPS = 0.0",
        uses="EPS",
        says=("more memory",),
        line=1,
    ),
    Habit(
        "recursion",
        own="def f(n):\n    return f(n + 1)\n\nEPS = f(0)",
        uses="EPS",
        says=("without an end",),
        line=4,
    ),
    Habit("a mistake", own="\nEPS = 1 / 0", uses="EPS", says=("ZeroDivisionError",), line=2),
    Habit(
        "overwrites its own answer",
        own="x = 1",
        answer="bernoulli_nll = bernoulli_nll(torch.zeros(1, 1, 2, 2), torch.ones(1, 1, 2, 2))",
        says=("`bernoulli_nll` was given to a value",),
    ),
    Habit(
        "overwrites a built-in function",
        own="n = 2\nsum = 3",
        uses="sum([1])",
        says=("`sum` was given to a value", "line 2"),
    ),
    Habit(
        "overwrites a module",
        own="torch = 3",
        uses="torch.zeros(1)",
        says=("`torch` was given to a value", "line 1"),
    ),
    Habit(
        "a package within the answer",
        uses="import pandas as pd; pd.DataFrame()",
        says=("no package `pandas`",),
    ),
    Habit("a GPU within the answer", uses="torch.cuda.Stream()", says=("no GPU",)),
    Habit("recursion in the answer", uses="bernoulli_nll(logits, x)", says=("without an end",)),
)
