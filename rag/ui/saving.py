"""From a click on a format to a file in the browser's downloads; for every page that has one."""

from __future__ import annotations

from time import monotonic_ns

from rag.errors import DatelineError
from rag.export import FORMATS, Document, render
from rag.ui.events import drawn
from rag.ui.render.html import Html
from rag.ui.render.saving import saved, unsaved

# The file is drawn into the page as data and saved from there: Gradio would keep a copy that
# whoever knows its address can fetch.
_SAVE = "window.datelineSave(element, watch);"

GONE = "This is no longer here to be saved. Ask again."


class Saver:
    """Where files pass through; put `panel` where the reader looks when saving."""

    def __init__(self, elem_id: str) -> None:
        self.panel = drawn(elem_id=elem_id, script=_SAVE)

    def give(self, document: Document | None, title: str, format: str) -> Html:
        """The new value of the panel: the document as a file, or why there is none.

        Args:
            document: None if what the browser asks for is not there.
            title: For the file's name.
            format: From a browser, and not trusted.
        """
        saving = monotonic_ns()
        wanted = next((known for known in FORMATS if known == format), None)
        if document is None or wanted is None:
            return unsaved(GONE, saving=saving)
        try:
            return saved(title, wanted, render(document, wanted), saving=saving)
        except DatelineError as error:
            return unsaved(str(error), saving=saving)
