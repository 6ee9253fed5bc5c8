"""What one sample of a batch is to be, as files that other world models read too."""
