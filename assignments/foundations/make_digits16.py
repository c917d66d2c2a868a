"""Make digits16.npz: the 1,797 handwritten 8x8 digits of scikit-learn, in grey, with their labels.

    python assignments/foundations/make_digits16.py

The order of the images is kept. The file is not compressed, so that it is the same byte for byte
whatever the version of zlib.

Data: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; the copy that scikit-learn ships
(`sklearn.datasets.load_digits`).
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits


def main(folder: Path) -> None:
    """Write `images`, uint8 (1797, 8, 8), 0 to 16, and `labels`, int64 (1797,)."""
    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype("<i8")
    np.savez(folder / "digits16.npz", images=images, labels=labels)


if __name__ == "__main__":
    main(Path(__file__).parent)
