"""The faces for machines: shapes, limits, turns, users."""
