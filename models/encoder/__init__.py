"""The forward pass of a BERT-like embedder, in C, for processors that multiply tiles (AMX)."""
