"""Raw articles become articles; articles are kept."""
