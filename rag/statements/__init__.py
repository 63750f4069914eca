"""Who said what: articles to statements, statements to comparisons."""
