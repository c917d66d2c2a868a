"""Tests that share what is dear to make run in one process: a class is graded once."""

import pytest


@pytest.mark.xdist_group("groups")
def test_a_group_is_known_to_who_deals_out_tests(request: pytest.FixtureRequest) -> None:
    dealt = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@groups") == dealt
