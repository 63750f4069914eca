"""Everything that touches FAISS."""
