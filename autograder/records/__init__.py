"""What parts of the package hand to one another: notebook cells, findings, verdicts. All frozen."""
