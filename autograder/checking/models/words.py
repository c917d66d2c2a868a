"""What is said about a model, in the words of its data: pixels of images, or dimensions of rows."""

from typing import Protocol

from torch import Tensor

from autograder.checking.models.leaks import Leak


class Words(Protocol):
    """Sentences about one model, of which `name` is the class; entries are counted in order."""

    @property
    def nothing_leaks(self) -> str:
        """What a causal model may be told."""

    @property
    def all_matter(self) -> str:
        """What a model without a blind spot may be told."""

    def place(self, entry: int) -> str:
        """Name an entry as a student would."""

    def looks_at(self, count: int, earlier: int) -> str:
        """Say of how many earlier entries the one in a picture sees `count`."""

    def leak(self, leak: Leak) -> str:
        """Say what a model that is not causal does."""

    def leaks_elsewhere(self, name: str) -> str:
        """Say that a model leaks on data of a less usual form."""

    def leaks_beyond(self, name: str) -> str:
        """Say that a model leaks on data that are larger than those shown."""

    def leaks_in_training(self, name: str) -> str:
        """Say that a model leaks in training mode alone."""

    def moved(self, nats: str, at: int, changed: int) -> str:
        """Say how far a prediction moved when entries from `changed` on were changed."""

    def unused(self, name: str, at: int, other: int) -> str:
        """Say that one entry never matters to another that may see it."""

    def blind_spot(self, count: int, earlier: int, layers: int) -> str:
        """Say how many earlier entries never matter to one; zero, that all do."""

    def blind_at(self, entry: int) -> str:
        """Say which entry has a blind spot."""

    def pattern(self, missed: Tensor) -> str:
        """Name what is missed, bool (n, n), where one mistake accounts for it; "" else."""

    def gives_same(self, name: str) -> str:
        """Say that a model looks at nothing."""

    def not_finite(self) -> str:
        """Say that a logit is infinite or NaN."""

    def changed(self, name: str, mode: str) -> str:
        """Say that a model changes what it is given."""

    def two_answers(self, name: str, mode: str) -> str:
        """Say that a model answered the same question twice, and differently."""

    def by_batch(self, mode: str) -> str:
        """Say that answers depend on what else is in the batch."""

    def mass(self, name: str, count: int) -> str:
        """Say that the probabilities of all `count` data do not sum to one."""

    def two_processes(self, name: str) -> str:
        """Say that two processes that were shown other later entries predict otherwise."""

    def below_law(self, name: str) -> str:
        """Say that a model is better on data of a known law than the law itself."""

    def law_not_learned(self, name: str, count: int) -> str:
        """Say that a model has not learned a law that was drawn for it."""

    def not_learned(self, name: str, steps: int, ceiling: str) -> str:
        """Say that a trained model is above the ceiling."""

    def untrained(self, name: str) -> str:
        """Say that a model is as good before it is trained."""

    def cut_off(self, name: str) -> str:
        """Say that a trained model predicts otherwise where the rest is cut off."""
