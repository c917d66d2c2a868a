"""Checks of the assignment `images`; weights are relative within an exercise."""
