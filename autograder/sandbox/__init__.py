"""Where a submission's code runs, out of reach of everything else: bubblewrap or Docker."""
