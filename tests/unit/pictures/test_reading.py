"""What a classifier makes of one image."""

import torch

from autograder.pictures.reading import Reading, reading


def test_the_largest_logit_is_told() -> None:
    maps, logits = torch.rand(3, 2, 2), torch.tensor([0.5, -1.0, 2.0])
    picture = reading(Reading(torch.rand(4, 6), maps, logits, "f(x)"), "It guesses.")
    assert "f(x): an image of 4×6 pixels, 3 feature maps of 2×2 places" in picture.alt
    assert "3 logits from -1 to 2, the largest for class 2. It guesses." in picture.alt
    assert "feature maps" in picture.caption
    other = reading(Reading(torch.rand(4, 6), maps, -logits, "f(x)"), "It guesses.")
    assert "the largest for class 1" in other.alt
    assert picture.png != other.png


def test_an_image_of_one_map_that_is_the_same_everywhere() -> None:
    flat = Reading(torch.zeros(1, 1), torch.zeros(1, 1, 1), torch.zeros(10), "f(x)")
    assert "1 feature maps of 1×1 places" in reading(flat, "").alt
