"""What a browser would see of drawn HTML."""

from __future__ import annotations

from html.parser import HTMLParser


class Seen(HTMLParser):
    """The elements, attributes and text that a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(name)
        self.attributes += attrs

    def handle_data(self, text: str) -> None:
        self.text += text

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]
