"""How the app looks: Gradio's variables, our style sheet and script. Fetches nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent

SANS = (
    "ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue",
    "Liberation Sans", "Arial", "sans-serif",
)  # fmt: skip
MONO = ("ui-monospace", "SF Mono", "Consolas", "Liberation Mono", "monospace")


def head() -> str:
    """What goes into the page's <head>: inline, so that the page asks for no other file."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    script = (HERE / "script.js").read_text(encoding="utf-8")
    scheme = '<meta name="color-scheme" content="light dark">'
    referrer = '<meta name="referrer" content="no-referrer">'
    return f"{scheme}{referrer}<style>{style}</style><script>{script}</script>"


def theme() -> Any:
    """Ink on paper for Gradio's own inputs and buttons; fonts are those of the system.

    The values point to the variables of `style.css`, so that colours have one home.
    """
    plain = gr.themes.Base(font=list(SANS), font_mono=list(MONO), radius_size="none")
    return plain.set(**_both(_COLOURS), **_SHAPES)


_COLOURS = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--muted)",
    "background_fill_primary": "var(--paper)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_color": "var(--rule)",
    "block_label_background_fill": "transparent",
    "block_label_text_color": "var(--muted)",
    "block_title_text_color": "var(--muted)",
    "border_color_primary": "var(--rule)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--tint)",
    "input_background_fill": "var(--field)",
    "input_background_fill_focus": "var(--field)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--ink)",
    "input_placeholder_color": "var(--muted)",
    "input_shadow_focus": "none",
    "button_primary_background_fill": "var(--ink)",
    "button_primary_background_fill_hover": "var(--ink-soft)",
    "button_primary_text_color": "var(--paper)",
    "button_primary_border_color": "var(--ink)",
    "button_primary_border_color_hover": "var(--ink)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "var(--tint)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--edge)",
    "button_cancel_background_fill": "transparent",
    "button_cancel_background_fill_hover": "var(--tint)",
    "button_cancel_text_color": "var(--accent)",
    "button_cancel_border_color": "var(--accent)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent)",
    "link_text_color_visited": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "loader_color": "var(--ink)",
    "error_background_fill": "var(--paper)",
    "error_text_color": "var(--accent)",
    "error_border_color": "var(--accent)",
}
"""The same in light and dark: `style.css` changes what the variables mean."""

_SHAPES = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_label_border_width": "0px",
    "block_label_padding": "0px",
    "block_label_margin": "0 0 6px 0",
    "block_title_text_weight": "400",
    "input_border_width": "1px",
    "button_border_width": "1px",
    "button_primary_shadow": "none",
    "button_large_text_weight": "500",
    "button_transform_hover": "none",
    "layout_gap": "16px",
    "form_gap_width": "0px",
    "color_accent": "var(--accent)",
}


def _both(colours: dict[str, str]) -> dict[str, str]:
    return colours | {f"{name}_dark": value for name, value in colours.items()}
