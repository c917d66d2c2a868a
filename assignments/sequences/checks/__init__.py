"""Checks of the assignment `sequences`; weights are relative within an exercise."""
