"""A submitted notebook: read within limits, put back onto the released one, cut to what is run."""
