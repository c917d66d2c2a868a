"""Checks of the assignment `games`; weights are relative within an exercise."""
