"""What `build` makes of a course's images, and what it refuses."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.checking.dataset import Dataset
from autograder.course.config import load_course
from autograder.datasets.levels import binned, cropped, scaled
from autograder.datasets.prepare import prepare, require_asked
from autograder.datasets.prepared import require_prepared
from autograder.errors import CourseError
from tests.support.imagesets import course_with, greys

OWN = 'set = "mine.npz"\ntrain = 20\nheld_back = 10'
HERE = Path("assignments") / "toy" / "mine.npz"


def put(root: Path, images: NDArray[Any], name: str = "mine.npz") -> None:
    root.mkdir(exist_ok=True)
    np.savez_compressed(root / name, images=images)


def prepared(root: Path) -> NDArray[Any]:
    with np.load(root / HERE) as file:
        return np.asarray(file["images"])


def test_grey_levels_are_equal_bins_and_two_of_them_part_at_128() -> None:
    every = np.arange(256, dtype=np.uint8)
    assert (binned(every, 2) == (every >= 128)).all()
    assert (binned(every, 256) == every).all()
    for values in (2, 4, 8, 16, 64):
        assert (np.bincount(binned(every, values)) == 256 // values).all()
    assert binned(every, 3).max() == 2 and binned(every, 3).dtype == np.uint8


def test_the_centre_is_cut_out_and_squares_are_averaged() -> None:
    images = np.arange(36, dtype=np.uint8).reshape(1, 6, 6)
    assert (cropped(images, 2, "")[0] == [[14, 15], [20, 21]]).all()
    assert (scaled(images, 2, "")[0] == [[7, 10], [25, 28]]).all()
    # A half is rounded up, as a person would.
    assert scaled(np.array([[[0, 0], [1, 1]]], np.uint8), 1, "")[0, 0, 0] == 1
    colour = np.stack([images[0], images[0] + 1])[None]
    assert (scaled(colour, 3, "")[0, 1] == scaled(images, 3, "")[0] + 1).all()


def test_the_same_images_give_the_same_file_and_grading_reads_it(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN + "\ncrop = 8", "image_size = 8\nnum_values = 4")
    put(tmp_path, images := greys(31, 10))
    dataset = prepare(course, "toy")
    assert dataset == Dataset(tmp_path / HERE, 1, 8, 4, 20, 10)
    first = (tmp_path / HERE).read_bytes()
    assert (prepared(tmp_path) == images[:30, 1:9, 1:9] // 64).all()
    (tmp_path / HERE).unlink()
    prepare(course, "toy")
    assert (tmp_path / HERE).read_bytes() == first
    stamp = (tmp_path / HERE).stat().st_mtime_ns
    prepare(course, "toy")
    assert (tmp_path / HERE).stat().st_mtime_ns == stamp  # nothing to write
    require_prepared(course, "toy")
    assert dataset is not None and dataset.images().shape == (30, 1, 8, 8)


def test_colour_keeps_its_channels(tmp_path: Path) -> None:
    parameters = "image_size = 8\nnum_values = 256\nchannels = 3"
    course = course_with(tmp_path, OWN, parameters)
    put(tmp_path, images := greys(30, 8, 3))
    dataset = prepare(course, "toy")
    assert dataset is not None and dataset.channels == 3
    assert (prepared(tmp_path) == images).all()


def test_values_that_are_levels_already_are_kept(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN + "\nlevels = true", "image_size = 8\nnum_values = 4")
    put(tmp_path, images := greys(30) // 64)
    prepare(course, "toy")
    assert (prepared(tmp_path) == images).all()


def test_on_a_machine_without_the_source_the_prepared_file_will_do(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    put(tmp_path, greys(30))
    prepare(course, "toy")
    (tmp_path / "mine.npz").unlink()
    assert prepare(course, "toy") is not None
    changed = course_with(tmp_path, OWN, "image_size = 8\nnum_values = 4")
    with pytest.raises(CourseError, match=r"mine\.npz: there is no such file"):
        prepare(changed, "toy")


def test_a_file_that_is_ready_in_the_assignments_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    put(tmp_path / HERE.parent, greys(30) // 128)
    before = (tmp_path / HERE).read_bytes()
    assert prepare(course, "toy") is not None
    require_prepared(course, "toy")
    assert (tmp_path / HERE).read_bytes() == before


def test_a_file_of_the_instructors_own_is_never_overwritten(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    put(tmp_path, greys(30))
    put(tmp_path / HERE.parent, greys(30, seed=1))
    before = (tmp_path / HERE).read_bytes()
    with pytest.raises(CourseError, match=r"was not made by it. Move it away"):
        prepare(course, "toy")
    assert (tmp_path / HERE).read_bytes() == before


DARK = np.minimum(greys(30), 3)
DOUBLE = np.concatenate([greys(20)] * 2)
REFUSED = {
    "too few": (greys(29), "", "", r"it has 29 images, and train \+ held_back are 20 \+ 10 = 30"),
    "size": (greys(30, 10), "", "", r"have 10 x 10 pixels, .* Write image_size = 10, or cut them"),
    "small": (greys(30, 6), "", "", r"have 6 x 6 pixels, .* Write image_size = 6\.$"),
    "wide": (greys(30, 10)[:, :9], "", "", "have 9 x 10 pixels, .* Cut them to size by crop"),
    "not square": (greys(30)[:, :6], "", "", "have 6 x 8 pixels, .* Take another set, or a sm"),
    "colour": (greys(30, 8, 3), "", "", "have 3 channels, and the parameter channels is 1"),
    "grey": (greys(30), "", "channels = 3", "have 1 channel, and the parameter channels is 3"),
    "crop": (greys(30), "crop = 9", "", "crop = 9 is more than the images have, 8 x 8 pixels"),
    "scale": (greys(30), "scale = 3", "", "whose side is a multiple of it"),
    "averaged": (DARK, "scale = 4\nlevels = true", "num_values = 4", "levels cannot be averaged"),
    "levels": (greys(30), "levels = true", "", r"largest value is \d+, and the parameter num_val"),
    "said not": (DARK, "", "num_values = 4", "largest value is 3, which is a value already"),
    "constant": (greys(30) // 3, "", "", "in 2 values, 30 of its 30 images are one constant"),
    "known": (DOUBLE, "", "", "10 of the 10 images that are held back stand among those"),
    "floats": (greys(30) / 255, "", "", "its images are float64, no whole numbers"),
    "above": (greys(30).astype(int) + 1, "", "", r"values go from \d to 256. They have to lie"),
    "below": (greys(30).astype(int) - 9, "", "", "values go from -9 to"),
    "last": (np.moveaxis(greys(30, 8, 3), 1, 3), "", "channels = 3", r"transpose\(0, 3, 1, 2\)"),
    "flat": (greys(30).reshape(30, 64), "", "", r"its images are \(30, 64\). Save it as"),
    "empty": (greys(30)[:0], "", "", r"its images are \(0, 8, 8\)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    images, keys, parameters, says = REFUSED[case]
    course = course_with(tmp_path, f"{OWN}\n{keys}", f"image_size = 8\n{parameters}")
    put(tmp_path, images)
    with pytest.raises(CourseError, match=says) as raised:
        prepare(course, "toy")
    assert str(tmp_path) in str(raised.value)
    assert not (tmp_path / HERE).exists()


def test_a_file_that_is_no_npz_of_images_is_refused(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    place = tmp_path / "mine.npz"
    with pytest.raises(CourseError, match=r"mine\.npz: there is no such file"):
        prepare(course, "toy")
    whole = greys(30)
    put(tmp_path, whole)
    content = place.read_bytes()
    contents = {
        "cannot be read as an .npz": (b"", b"nonsense", content[: len(content) // 2]),
        "has no array 'images', but x": (_saved(tmp_path, x=whole),),
        "this is no .npz file, but one array": (_array(tmp_path, whole),),
        "pickle": (_saved(tmp_path, images=np.array([{}], object)),),
    }
    for says, cases in contents.items():
        for one in cases:
            place.write_bytes(one)
            with pytest.raises(CourseError, match=says):
                prepare(course, "toy")


def test_grading_wants_what_course_toml_says_now(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    with pytest.raises(CourseError, match=r"there is no such file. Run `autograder build toy`"):
        require_prepared(course, "toy")
    put(tmp_path, greys(30))
    prepare(course, "toy")
    changes = {
        (OWN, "image_size = 9"),
        (OWN, "image_size = 8\nnum_values = 4"),
        (OWN, "image_size = 8\nchannels = 3"),
        (OWN.replace("20", "19"), "image_size = 8"),
        (OWN + "\ncrop = 8", "image_size = 8"),
    }
    for data, parameters in changes:
        changed = course_with(tmp_path, data, parameters)
        with pytest.raises(CourseError, match="not the images of which"):
            require_prepared(changed, "toy")
    require_prepared(course_with(tmp_path, OWN), "toy")


def test_bundled_digits_of_another_size_are_refused(tmp_path: Path) -> None:
    course = course_with(tmp_path, 'set = "digits"\ntrain = 20\nheld_back = 10')
    with pytest.raises(CourseError, match=r"there is no .*digits\.npz"):
        prepare(course, "toy")
    np.savez(tmp_path / "assignments" / "toy" / "digits.npz", images=greys(30) // 128)
    assert prepare(course, "toy") is not None
    text = (tmp_path / "course.toml").read_text().partition("[assignments.toy.data]")[0]
    (tmp_path / "course.toml").write_text(text.replace("image_size = 8", "image_size = 28"))
    with pytest.raises(CourseError, match=r"are 28, 2, 1, and those of .* 8, 2, 1"):
        prepare(load_course(tmp_path), "toy")


def test_checks_that_have_images_of_their_own_are_not_given_others(tmp_path: Path) -> None:
    course = course_with(tmp_path, OWN)
    with pytest.raises(CourseError, match=r"no check in .* reads ctx\.dataset"):
        require_asked(course, "toy")
    checks = tmp_path / "assignments" / "toy" / "checks"
    checks.mkdir()
    (checks / "masks.py").write_text("images = ctx.dataset.images()\n", encoding="utf-8")
    require_asked(course, "toy")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('set = "fashion_mnist"', "Did you mean fashion-mnist"),
        ('set = "../mine.npz"', "an .npz of your own"),
        ('set = "mine.npz"\ndownload = true', "download means nothing for the set 'mine.npz'"),
        ('set = "mine.npz"\nfolder = "x"', "folder means nothing"),
        ('set = "digits"\ncrop = 4', "crop means nothing for the set 'digits'"),
        ('set = "mnist"\nlevels = true', "levels means nothing"),
        ('set = "mnist"\ntrain = 1', "greater than or equal to 2"),
        ('set = "mnist"\ntrian = 10', "Did you mean train"),
        ("train = 10", r"the key assignments\.toy\.data\.set is missing"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(tmp_path: Path, table: str, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        course_with(tmp_path, table)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("image_size = 8.0", "image_size is 8.0. With a table `data`, it has to be a whole number"),
        ("num_values = 2", "image_size is missing. With"),
        ("image_size = 1", "a whole number, 2 to 1024"),
        ("image_size = 8\nnum_values = 257", "num_values is 257"),
        ("image_size = 8\nchannels = 0", "channels is 0"),
    ],
)
def test_a_size_that_is_none_is_refused(tmp_path: Path, parameters: str, says: str) -> None:
    course = course_with(tmp_path, OWN, parameters)
    put(tmp_path, greys(30))
    with pytest.raises(CourseError, match=says):
        prepare(course, "toy")


def _saved(folder: Path, **arrays: Any) -> bytes:
    np.savez(folder / "other.npz", **arrays)
    return (folder / "other.npz").read_bytes()


def _array(folder: Path, images: NDArray[Any]) -> bytes:
    np.save(folder / "other.npy", images)
    return (folder / "other.npy").read_bytes()
