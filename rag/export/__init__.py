"""Answers, summaries, briefings and comparisons as files: Markdown, HTML, DOCX, PDF, JSON."""
