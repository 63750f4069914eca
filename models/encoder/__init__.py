"""A BERT-like embedder in C, for processors that multiply bfloat16 (AMX, AVX-512)."""
