"""Draw figures/clothes.png: clothes of 28 x 28 pixels, painted by the reference GatedPixelCNN.

    python assignments/pixelcnn/make_clothes.py /usr/share/datasets/fashion-mnist

The folder holds `train-images-idx3-ubyte(.gz)` of Fashion-MNIST; the Debian package
dataset-fashion-mnist puts it there. The picture is made ahead of time, since it needs minutes:
nobody waits for it in the notebook. At its end the script says what the handout says of it: steps,
weights, processor time, bits per pixel. Change that there too after a longer training (`--steps`).

Data: "Fashion-MNIST", H. Xiao, K. Rasul and R. Vollgraf, 2017, https://arxiv.org/abs/1708.07747,
MIT licence.
"""

import argparse
import gzip
import math
import sys
import time
from io import BytesIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch import Tensor

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from autograder.worker.training import train_by_protocol  # noqa: E402 - of this checkout
from solutions.pixelcnn.likelihood import categorical_nll  # noqa: E402
from solutions.pixelcnn.sampling import complete, sample  # noqa: E402
from solutions.pixelcnn.stack import GatedPixelCNN  # noqa: E402

VALUES = 4  # greys
HIDDEN, LAYERS = 16, 6
STEPS, BATCH = 450, 16
HELD_BACK = 1000
COLUMNS = 12


def greys(folder: Path) -> Tensor:
    """Return (60000, 1, 28, 28) with values v / (VALUES - 1); raises SystemExit without them."""
    files = sorted(folder.rglob("train-images-idx3-ubyte*"))
    if not files:
        raise SystemExit(f"{folder}: there is no train-images-idx3-ubyte of Fashion-MNIST.")
    content = (gzip.open if files[0].suffix == ".gz" else open)(files[0], "rb").read()
    pixels = np.frombuffer(content, np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return (torch.from_numpy(pixels.copy()).float() / 255 * (VALUES - 1)).round() / (VALUES - 1)


def bits_per_pixel(model: GatedPixelCNN, images: Tensor) -> float:
    """Return the mean NLL of held-back images in bits per pixel."""
    with torch.no_grad():
        nats = [
            categorical_nll(model(x), (x * (VALUES - 1)).round().long()) for x in images.split(50)
        ]
    return torch.cat(nats).mean().item() / images[0].numel() / math.log(2)


def draw(rows: list[tuple[str, Tensor]], place: Path) -> None:
    """Write rows of images (COLUMNS, 28, 28), each with its words before it."""
    figure, grid = plt.subplots(
        len(rows), COLUMNS, figsize=(0.72 * COLUMNS + 1.3, 0.74 * len(rows))
    )
    for (words, images), line in zip(rows, grid, strict=True):
        for image, axes in zip(images, line, strict=True):
            axes.imshow(image, cmap="gray_r", vmin=0, vmax=1)
            axes.set(xticks=[], yticks=[])
        line[0].set_ylabel(words, rotation=0, ha="right", va="center", labelpad=6)
    figure.subplots_adjust(left=0.13, right=0.995, bottom=0.01, top=0.99, wspace=0.06, hspace=0.06)
    drawn = BytesIO()
    figure.savefig(drawn, dpi=100)
    plt.close(figure)
    # A few greys are all that it has: so it takes a third of the bytes.
    Image.open(drawn).convert("L").quantize(16).save(place, optimize=True)


def main() -> None:
    """Train, sample, complete and draw."""
    parser = argparse.ArgumentParser(description="Draw figures/clothes.png.")
    parser.add_argument("folder", type=Path, help="where Fashion-MNIST lies")
    parser.add_argument("--steps", type=int, default=STEPS)
    chosen = parser.parse_args()
    images = greys(chosen.folder)
    torch.manual_seed(0)
    start = time.process_time()
    model = GatedPixelCNN(1, HIDDEN, LAYERS, VALUES)
    train_by_protocol(model, images[:-HELD_BACK], "categorical", chosen.steps, BATCH)
    trained = time.process_time() - start
    generator, new = torch.Generator().manual_seed(0), images[-HELD_BACK:]
    known = (torch.arange(28) < 14)[:, None].expand(28, 28)
    painted = sample(model, (COLUMNS, 1, 28, 28), VALUES, generator=generator)[:, 0]
    ended = complete(model, new[:COLUMNS], known, VALUES, generator=generator)[:, 0]
    given = torch.where(known, new[:COLUMNS, 0], 0.15)
    draw(
        [
            ("painted", painted),
            ("given", given),
            ("completed", ended),
            ("the truth", new[:COLUMNS, 0]),
        ],
        HERE / "figures" / "clothes.png",
    )
    weights = sum(p.numel() for p in model.parameters())
    threads, score = torch.get_num_threads(), bits_per_pixel(model, new[:200])
    print(f"{chosen.steps} steps of {BATCH} images, {weights} weights, {threads} thread(s)")
    print(f"{score:.3f} bits per pixel of held-back images")
    used = time.process_time() - start
    print(f"processor time: training {trained:.0f} s, all {used:.0f} s")


if __name__ == "__main__":
    main()
