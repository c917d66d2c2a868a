"""Checks of the assignment `foundations`; weights are relative within an exercise."""
