"""Checks of the assignment `pixelcnn`; weights are relative within an exercise."""
