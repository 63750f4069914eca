"""The web app: drawing and wiring only. `rag.ui.web` builds and launches it.

`render/` draws frozen nouns as escaped HTML and is pure; `ask.py`, `library.py` and `reader.py`
lay out the components and connect them to the desk. Nothing here decides anything about news.
"""
