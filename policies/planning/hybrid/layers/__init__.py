"""What blocks are made of: mixers, norms, and the plain functions that kernels are twins of."""
