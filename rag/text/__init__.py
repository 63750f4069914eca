"""English as text: words, figures, dates, names and denials. Pure; knows no articles, no models."""
