"""Evidence becomes checked, cited text."""
