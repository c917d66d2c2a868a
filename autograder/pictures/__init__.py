"""Pictures that teach: the only modules that draw."""
