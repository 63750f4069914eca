"""Articles are cut into sentences and chunks with exact offsets."""
