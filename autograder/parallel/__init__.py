"""Work shared among warm processes: of this machine, or of a Dask cluster."""
