"""The grading of a class on a Dask cluster: the events of `pool`, from workers anywhere."""
