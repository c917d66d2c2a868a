"""Make digits.npz: the 1,797 handwritten 8x8 digits of scikit-learn, binarised.

    python assignments/pixelcnn/make_digits.py

Grey values run from 0 to 16; a pixel counts as ink (1) from 8 on. The order of the images is kept.

Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; the copy that scikit-learn ships
(`sklearn.datasets.load_digits`).
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

INK = 8  # of 16 grey values


def main() -> None:
    """Write `images`, uint8 (1797, 8, 8) of zeros and ones, beside this file."""
    images = (load_digits().images >= INK).astype(np.uint8)
    np.savez_compressed(Path(__file__).with_name("digits.npz"), images=images)


if __name__ == "__main__":
    main()
