"""How texts stand before a language model; probes see an image of one row, a token a pixel."""

from dataclasses import dataclass, replace

from torch import Tensor

from autograder.checking.models.layout import PROVEN_SIDE, PROVEN_VALUES, Drawn
from autograder.checking.models.leaks import Leak, leak_at_in_rows, leak_in_texts
from autograder.checking.models.text_words import TextWords
from autograder.probes.order import Grid
from autograder.text.i18n import said


@dataclass(frozen=True, eq=False)
class TextLayout:
    """Texts, int64 (B, T) in [0, V), answered by logits (B, T, V): those at t are of token t.

    Probes see a grid of one row and T columns in V values. Tokens have no gradient, so
    interventions alone decide, and every replacement of every token is asked. `before` is what
    the model is given before the text, one row each, such as a source (1, S) and its length (1,)
    for a model of a translation: all texts of a batch get the same.
    """

    length: int
    num_values: int
    before: tuple[Tensor, ...] = ()

    @property
    def grid(self) -> Grid:
        """An image of one row and T columns, in V values."""
        return Grid(1, 1, self.length, self.num_values)

    @property
    def plane(self) -> tuple[int, int]:
        """One row of all tokens."""
        return 1, self.length

    @property
    def order(self) -> None:
        """From the first token to the last is the only one."""

    @property
    def words(self) -> TextWords:
        """Sentences of tokens."""
        return TextWords(self.length)

    @property
    def drawn_as(self) -> Drawn:
        """A map of which token saw which."""
        return "tokens"

    @property
    def has_slopes(self) -> bool:
        """Tokens are whole numbers."""
        return False

    def of_length(self, length: int) -> "TextLayout":
        """Return such texts of another length."""
        return replace(self, length=length)

    def given(self, x: Tensor) -> Tensor:
        """Turn images (B, 1, 1, T) into texts, int64 (B, T)."""
        return self.grid.values(x)

    def answer_shape(self, count: int) -> tuple[int, ...]:
        """Return (count, T, V)."""
        return count, self.length, self.num_values

    def logits(self, answer: Tensor) -> Tensor:
        """Turn logits (B, T, V) into (B, V, 1, 1, T)."""
        return self.grid.model_logits(answer.contiguous())

    def cotangents(self, rows: Tensor) -> Tensor:
        """Raise TypeError: nothing is pulled back to tokens, see `has_slopes`."""
        raise TypeError("tokens have no gradient")

    def pulled(self, gradients: Tensor) -> Tensor:
        """Raise TypeError, as `cotangents` does."""
        raise TypeError("tokens have no gradient")

    def leak(self, seen: Tensor) -> Leak:
        """Name the leak of a language model."""
        return leak_in_texts(seen)

    def leak_at(self, output: int, leaks: Tensor, judged: Tensor) -> Leak:
        """Name the leak of one token of long texts."""
        return leak_at_in_rows(output, leaks, judged)

    @property
    def sized(self) -> str:
        """The number of tokens."""
        return said("{count} tokens", count=self.length)

    @property
    def proof(self) -> "TextLayout":
        """Texts of up to 8 tokens, each of up to 8."""
        length, values = min(self.length, PROVEN_SIDE), min(self.num_values, PROVEN_VALUES)
        if (length, values) == (self.length, self.num_values):
            return self
        return replace(self, length=length, num_values=values)

    def cropped(self, room: int) -> "TextLayout":
        """Return texts of up to 8 tokens, each of as many as here."""
        most = min(PROVEN_SIDE, room // self.num_values)
        return self.of_length(max(1, min(self.length, most)))

    @property
    def binary(self) -> "TextLayout":
        """Such texts of two letters, of up to 64 tokens."""
        return replace(self, length=min(self.length, PROVEN_SIDE**2), num_values=2)
