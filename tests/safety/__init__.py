"""Attacks on the whole of Dateline; those on single parts are tested beside the parts."""
