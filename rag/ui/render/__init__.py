"""Nouns -> HTML: pure functions, everything escaped. Knows neither Gradio nor the desk."""
