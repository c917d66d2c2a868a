"""What an exception of a notebook's code most likely means where it is graded: one sentence each.

An exception's kind and text are the student's, so no more of them than a name of known form gets
into a sentence, and a sentence is for those places alone that may show what their code has said.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from autograder.text.i18n import Said, quoted, said


@dataclass(frozen=True)
class Hint:
    """Why something stopped: `kind` is the same for all to whom the same has happened."""

    kind: str
    sentence: Said


# What notebooks import, so that a missing one of these is a package and no file of one's own.
_NAMES = """
IPython PIL accelerate albumentations altair beartype bokeh comet_ml cv2 dash datasets diffusers
einops fastai flax google google_drive_downloader gym gymnasium h5py huggingface_hub hydra
ignite imageio ipywidgets jax jaxtyping kaggle kaggle_secrets keras keras_tuner kornia lightning
mlflow monai neptune numba omegaconf onnx optax optuna pandas piqa plotly polars psutil pyarrow
pyro pytorch_lightning ray requests scipy seaborn skimage sklearn statsmodels sympy tabulate
tensorboard tensorboardX tensorflow timm tokenizers torch_geometric torch_xla torchaudio
torchdata torchinfo torchmetrics torchsummary torchtext torchview torchvision torchviz tqdm
transformers triton typeguard umap wandb xarray xgboost yaml
"""
PACKAGES = frozenset(_NAMES.split())

_MODULE = re.compile(r"No module named '([\w.]{1,80})'")
_FILE = re.compile(r"'([^'`]{1,80})'$")
_CHARACTER = re.compile(r"U\+([0-9A-F]{4,6})\b")
_NETWORK = re.compile(
    r"name resolution|Name or service not known|Network is unreachable|internet connection|"
    r"urlopen error|HTTPConnection|Connection refused|LocalEntryNotFound|Failed to resolve"
)
_ONLINE = re.compile(r"socket|url|http|request|connect|download|hub|ftp", re.IGNORECASE)
_GPU = re.compile(
    r"compiled with CUDA|NVIDIA|CUDA-capable|CUDA device|CUDA error|requires CUDA|'(mps|MPS)' back"
)
_MEMORY = re.compile(r"DefaultCPUAllocator|std::bad_alloc|Cannot allocate memory|out of memory")


def hint_of(kind: str, text: str, source: str = "") -> Hint | None:
    """Return the hint on an exception of this kind and text, raised in a line of this source."""
    return next((hint for way in _WAYS if (hint := way(kind, text, source))), None)


def _module(kind: str, text: str, source: str) -> Hint | None:
    found = _MODULE.search(text)
    if kind not in ("ModuleNotFoundError", "ImportError"):
        return None
    if "attempted relative import" in text:
        told = said(
            "Only the notebook is graded: it can import no files beside it. Put their code into it."
        )
        return Hint("files of one's own", told)
    if not found:
        return None
    module = found[1]
    top = module.partition(".")[0]
    if top in PACKAGES:
        told = said(
            "There is no package {module} while grading: use torch, NumPy and Matplotlib, which "
            "are there, and what comes with Python.",
            module=quoted(f"`{module}`"),
        )
    else:
        told = said(
            "There is neither a package {module} nor a file {file} while grading: only the "
            "notebook is graded. Put the code of such a file into the notebook; torch, NumPy and "
            "Matplotlib are there, and what comes with Python.",
            module=quoted(f"`{module}`"),
            file=quoted(f"`{top}.py`"),
        )
    return Hint(f"module {top}", told)


def _gpu(kind: str, text: str, source: str) -> Hint | None:
    lazy = kind == "NotImplementedError" and "'aten::" in text and ("cuda" in text or "MPS" in text)
    if not (_GPU.search(text) or lazy):
        return None
    told = said(
        "There is no GPU while grading: compute on the CPU, or ask `torch.cuda.is_available()`."
    )
    return Hint("GPU", told)


def _asking(kind: str, text: str, source: str) -> Hint | None:
    if "nobody to ask" not in text and kind != "EOFError":
        return None
    told = said("Nobody answers `input()` while grading: write the value into the code.")
    return Hint("input", told)


def _network(kind: str, text: str, source: str) -> Hint | None:
    refused = kind == "PermissionError" and "[Errno 1]" in text and _ONLINE.search(source)
    if not (_NETWORK.search(text) or refused or kind in ("URLError", "gaierror")):
        return None
    told = said("There is no network while grading: nothing can be downloaded or sent.")
    return Hint("network", told)


def _processes(kind: str, text: str, source: str) -> Hint | None:
    if kind != "PermissionError" or "[Errno 1]" not in text:
        return None
    told = said(
        "No further process can be begun there while grading: no `subprocess`, no `fork`. Let a "
        "`DataLoader` or a `Pool` compute in the notebook's own."
    )
    return Hint("processes", told)


def _file(kind: str, text: str, source: str) -> Hint | None:
    if kind not in ("FileNotFoundError", "NotADirectoryError"):
        return None
    found = _FILE.search(text)
    if not found or not found[1].isprintable():
        told = said("Only the notebook is graded, with the files of the handout beside it.")
        return Hint("files of one's own", told)
    told = said(
        "Only the notebook is graded, with the files of the handout beside it: {file} is not "
        "there.",
        file=quoted(f"`{found[1]}`"),
    )
    return Hint("files of one's own", told)


def _writing(kind: str, text: str, source: str) -> Hint | None:
    if kind not in ("OSError", "PermissionError") or not re.search(r"\[Errno (13|30)\]", text):
        return None
    return Hint("writing", said("While grading, files can be written to `/tmp` alone."))


def _character(kind: str, text: str, source: str) -> Hint | None:
    found = _CHARACTER.search(text) if kind == "SyntaxError" else None
    if not found or int(found[1], 16) > 0x10FFFF:
        return None
    name = unicodedata.name(chr(int(found[1], 16)), "without a name")
    told = said(
        "The source holds the character {character}, as text that was copied from a page or a "
        "document may: delete it, and type what it looks like.",
        character=quoted(f"U+{found[1]} ({name})"),
    )
    return Hint(f"U+{found[1]}", told)


def _memory(kind: str, text: str, source: str) -> Hint | None:
    if "MemoryError" not in kind and not _MEMORY.search(text):
        return None
    return Hint("memory", said("It wants more memory than there is for one submission."))


def _recursion(kind: str, text: str, source: str) -> Hint | None:
    if kind != "RecursionError":
        return None
    return Hint("recursion", said("A function calls itself again and again, without an end."))


def _value(kind: str, text: str, source: str) -> Hint | None:
    if kind != "TypeError" or not re.search(r"'\w{1,40}' object is not callable$", text):
        return None
    told = said(
        "What is called there is a value and no function: look for a line that gives the name of a "
        "function to a value, such as `sum = 3`."
    )
    return Hint("overwritten", told)


_WAYS: tuple[Callable[[str, str, str], Hint | None], ...] = (
    _module,
    _gpu,
    _asking,
    _network,
    _processes,
    _file,
    _writing,
    _character,
    _memory,
    _recursion,
    _value,
)

# How an exception of a cell is told by its process: places in cells, then its kind and text.
_PLACE = re.compile(r"cell (?P<cell>[^\n]{1,200}?), line (?P<line>\d{1,6})(?P<rest>[^\n]*)")


@dataclass(frozen=True)
class Told:
    """An exception as a student's process has told it, read again."""

    kind: str
    text: str
    places: tuple[Match[str], ...] = ()


def read_error(error: str) -> Told:
    """Read what `autograder.worker.exceptions.told` has written; it may be anything."""
    lines = error.split("\n")
    places: list[Match[str]] = []
    while lines and (found := _PLACE.fullmatch(lines[0])):
        places.append(found)
        lines.pop(0)
    kind, _, text = "\n".join(lines).partition(": ")
    return Told(kind, text, tuple(places)) if kind.isidentifier() else Told("", "", tuple(places))
