"""The numbers that visible checks hold in place of formulas are those of the hidden formulas."""

import torch

from assignments.density.checks.for_compare import by_hand as mixture
from assignments.density.checks.for_compare import picture as bars
from assignments.density.checks.for_compare import table_by_hand
from assignments.density.checks.for_compare.choice_cases import choice_of
from assignments.density.checks.for_compare.figures import due_of as due_of_reports
from assignments.density.checks.for_compare.figures import figures
from assignments.density.checks.for_compare.mixture_cases import exact_mixture
from assignments.density.checks.for_compare.mixtures import mixture_slips
from assignments.density.checks.for_fvsbn import by_hand, five_rows
from assignments.density.checks.for_fvsbn.slips import (
    gradient_of,
    gradient_slips,
    log_prob_of,
    log_prob_slips,
    logits_by,
    logits_slips,
)
from assignments.density.checks.for_tables import by_hand as tables
from assignments.density.checks.for_tables import picture
from assignments.density.checks.for_tables.factors import chain_slips
from assignments.density.checks.for_tables.fitted import fit_slips
from assignments.density.checks.for_tables.laws import EXACT
from assignments.density.checks.for_tables.sizes import Sizes, due_of
from solutions.density import tables as density
from tests.support.numbers import same, same_table

WEIGHTS = by_hand.WEIGHTS.to(torch.float64)


def test_logits_and_log_probabilities_of_the_fvsbn() -> None:
    x = by_hand.ROWS.double()
    logits = logits_by(WEIGHTS, x)
    nats = log_prob_of(x, logits)
    same(by_hand.LOGITS, logits)
    same(by_hand.NATS, nats)
    own = WEIGHTS.weight, WEIGHTS.bias
    same_table(by_hand.LOGIT_SLIPS, logits, logits, logits_slips(x, *own))
    got = nats + torch.tensor([0.5, 0.5, 0.5, 1])
    same_table(by_hand.NAT_SLIPS, got, nats, log_prob_slips(x, *own, nats, got))


def test_the_gradient_of_the_fvsbn() -> None:
    x, own = five_rows.ROWS.double(), (WEIGHTS.weight, WEIGHTS.bias)
    want = torch.cat([one.flatten() for one in gradient_of(x, *own)])
    same(five_rows.GRADIENT.flatten(), want)
    held = {text: one.flatten() for text, one in five_rows.SLIPS.items()}
    same_table(held, want, want, gradient_slips(x, *own))


def test_the_mixture() -> None:
    given = mixture.ROWS.double(), mixture.WEIGHT_LOGITS.double(), mixture.LOGITS.double()
    want = exact_mixture(*given)
    same(mixture.NATS, want)
    same_table(mixture.SLIPS, want, want, mixture_slips(*given, want))


def test_reports() -> None:
    held, want = table_by_hand.REPORTED, due_of_reports(table_by_hand.CASES)
    same(held.numbers, want.numbers)
    assert list(held.slips) == list(want.slips)
    for place, (key, slips) in enumerate(want.slips.items()):
        column = want.numbers[:, place]
        same_table(held.slips[key], column, column, slips)


def test_the_reports_of_the_picture() -> None:
    for name, (train, test, _) in bars.MEASURED.items():
        same(torch.tensor(bars.DUE[name]), figures(bars.case_of(train, test)))


def test_the_choice() -> None:
    assert choice_of(table_by_hand.THREE) == table_by_hand.CHOSEN


def test_the_counts_of_models() -> None:
    for given, held in zip(tables.SIZES, tables.DUE_COUNTS, strict=True):
        want = due_of(Sizes(*given, 2))
        assert held == want
        assert [list(slips) for slips in held.slips.values()] == [
            list(slips) for slips in want.slips.values()
        ]


def test_the_counts_of_the_picture() -> None:
    counted = [
        Sizes(picture.PIXELS, reach, picture.PROTOTYPES, 2).counts() for reach in picture.REACHES
    ]
    assert {key: [*due] for key, due in picture.DUE.items()} == {
        key: [one[key] for one in counted] for key in picture.DUE
    }


def test_a_fitted_table_and_its_factors() -> None:
    rows, fitted = tables.FITTED_ROWS.double(), tables.FITTED.double()
    same(tables.FITTED, density.fit_table(rows))
    same_table(tables.FIT_SLIPS, fitted, fitted, fit_slips(rows, fitted))
    given = tables.TABLE.double(), tables.ROWS.double()
    want = density.chain_log_probs(*given)
    same(tables.FACTORS, want)
    got = (want.exp() + 1e-3).log()
    same_table(tables.CHAIN_SLIPS, got, want, chain_slips(*given, want, got))


def test_divergences() -> None:
    for name, held in tables.DUE.items():
        want = EXACT[name].due(tables.PAIRS)
        same(held.numbers, want.numbers)
        same_table(held.slips, want.numbers, want.numbers, want.slips)
