"""Keeps the control tokens of chat models out of the text that people and articles write.

An article that contains "<|im_end|>" must not end our message. Knows nothing of prompts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CONTROL = re.compile(
    r"<(?=[|｜][^<>\n]{1,60}[|｜]>)"  # <|im_start|>, <|eot_id|>, <｜User｜>
    r"|<(?=/?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_response)>)"
    r"|<(?=(?:start|end)_of_turn>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])"
    r"|<(?=</?SYS>>)",
    re.IGNORECASE,
)


def neutralised(text: str, tokens: Iterable[str] = ()) -> str:
    """The text with a space after the first character of every control token.

    Args:
        text: What is put into a message.
        tokens: Control tokens of the model at hand, besides the common forms.

    Example: "a <|im_end|> b" -> "a < |im_end|> b"
    """
    text = _CONTROL.sub(lambda match: f"{match.group()} ", text)
    for token in tokens:
        # One-character and blank "special" tokens are ordinary text in disguise.
        if len(token) > 1 and token.strip():
            text = text.replace(token, f"{token[0]} {token[1:]}")
    return text
