"""Whether graders that are compared find the same: else their times mean nothing."""

from collections.abc import Mapping, Sequence

from benchmarks.classes import Pupil


class Unfair(Exception):
    """Two graders that are compared do not find the same: their times mean nothing."""


def require_truth(found: Mapping[str, Mapping[str, bool]], pupils: Sequence[Pupil]) -> None:
    """Raise Unfair unless the hidden tests pass what is right, and what is wrong fails one."""
    truth = {pupil.name: {k.exercise: k.right for k in pupil.answers} for pupil in pupils}
    if found != truth:
        odd = [name for name in truth if found.get(name) != truth[name]]
        raise Unfair(f"The hidden tests judge {', '.join(odd)} otherwise than is known of them.")


def require_points(points: Mapping[str, float], pupils: Sequence[Pupil], full: float) -> None:
    """Raise Unfair unless those who have all right, and no others, have full marks."""
    for pupil in pupils:
        if all(k.right for k in pupil.answers) != (points[pupil.name] == full):
            raise Unfair(f"Our checks judge {pupil.name} otherwise than is known of them.")
