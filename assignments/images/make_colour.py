"""Make colour.npz: scikit-learn's 1,797 handwritten 8x8 digits, in ink and on paper of two hues.

    python assignments/images/make_colour.py

The ink has a hue of its own in each image; the paper has the opposite hue, and is darker. So the
channels of a pixel say much about each other: a model that keeps them apart pays for it. The order
of the images is kept.

Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; the copy that scikit-learn ships
(`sklearn.datasets.load_digits`).
"""

from pathlib import Path

import numpy as np
from matplotlib.colors import hsv_to_rgb
from sklearn.datasets import load_digits

GREYS = 16  # scikit-learn's digits run from 0 to 16
NOISE = 0.02  # of the whole range, so that a flat part is not free


def rgb(hue: np.ndarray) -> np.ndarray:
    """Return fully saturated colours, (N, 3, 1, 1), of hues in [0, 1)."""
    full = np.ones_like(hue)
    return hsv_to_rgb(np.stack([hue % 1, full, full], axis=-1))[:, :, None, None]


def main() -> None:
    """Write `images`, uint8 (1797, 3, 8, 8), beside this file."""
    digits = load_digits().images[:, None] / GREYS
    random = np.random.default_rng(0)
    hue = random.random(len(digits))
    ink, paper = rgb(hue), rgb(hue + 0.5) / 4
    images = paper * (1 - digits) + ink * digits
    images = images + NOISE * random.standard_normal(images.shape)
    values = np.rint(255 * images.clip(0, 1)).astype(np.uint8)
    np.savez_compressed(Path(__file__).with_name("colour.npz"), images=values)


if __name__ == "__main__":
    main()
