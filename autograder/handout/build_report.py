"""What a build wrote, and what of the assignment's folder it left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.checking.dataset import Dataset


@dataclass(frozen=True)
class BuildReport:
    """What a build wrote: its files, and which of them are not as they were before.

    `left_out`, what of the assignment's folder is not for students, and why; `dataset`, the images
    that its models train on, where it has any.
    """

    assignment: str
    files: tuple[str, ...]
    changed: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    dataset: Dataset | None = None

    def __str__(self) -> str:
        """Say it in a few words."""
        news = f"changed: {', '.join(self.changed)}" if self.changed else "as it was"
        return f"{len(self.files)} files, {news}"

    def lines(self) -> list[str]:
        """Return what was released, files of a folder as one line, and what was left out."""
        folders = Counter(file.partition("/")[0] for file in self.files if "/" in file)
        released = [file for file in self.files if "/" not in file]
        released += [
            f"{folder}/  {count} {'file' if count == 1 else 'files'}"
            for folder, count in folders.items()
        ]
        told = [f"  released  {one}" for one in sorted(released)]
        told += [f"  images    {described(self.dataset)}"] if self.dataset else []
        return told + [f"  left out  {one}  {why}" for one, why in self.left_out.items()]


def described(images: Dataset) -> str:
    """Say in a few words what images there are."""
    return (
        f"{images.path.name}: {images.train} to train on, {images.held_back} held back, "
        f"{images.side} x {images.side} pixels, {images.channels} "
        f"{'channel' if images.channels == 1 else 'channels'}, {images.num_values} values"
    )
