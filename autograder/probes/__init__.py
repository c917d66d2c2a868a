"""Algorithms that question a black-box model; they know no exercise and no submission."""
