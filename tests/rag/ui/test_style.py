"""Style sheet and script: legible in light and dark, and nothing is fetched."""

from __future__ import annotations

import re

import pytest

from rag.ui.theme import HERE, head, theme

STYLE = (HERE / "style.css").read_text(encoding="utf-8")

PAIRS = [
    ("ink", "paper", 7),
    ("ink-soft", "paper", 7),
    ("muted", "paper", 4.5),
    ("accent", "paper", 4.5),
    ("accent", "tint", 4.5),
    ("ink", "sheet", 7),
    ("muted", "sheet", 4.5),
    ("muted", "field", 4.5),
    ("ink", "quote", 7),
    ("ink", "focus", 4.5),
    ("edge", "field", 3),
]
"""Text or line, what it stands on, and the contrast that WCAG 2.2 AA asks for at least."""


def test_no_class_of_ours_is_one_that_gradio_gives_its_lists():
    assert not re.search(r"\.options\b", STYLE)


def _variables(selector: str) -> dict[str, str]:
    block = re.search(rf"^{re.escape(selector)} {{(.*?)^}}", STYLE, re.S | re.M)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_greatest_contrast():
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("selector", [":root", ".dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_is_legible(selector, text, ground, least):
    colours = _variables(selector)
    assert _contrast(colours[text], colours[ground]) >= least


def test_light_and_dark_define_the_same_colours():
    assert _variables(":root").keys() == _variables(".dark").keys()


def test_the_page_head_names_no_other_address():
    assert not re.findall(r"https?:|url\(|@import|//[a-z]", head())


def test_fonts_are_those_of_the_system():
    assert theme()._stylesheets == []
    assert theme()._font_css == []
