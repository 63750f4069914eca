"""What the default generator was taught: to say whether a passage states an answer. See CARD.md.

A LoRA adapter (Hu et al., "LoRA: low-rank adaptation of large language models", 2022) in the form
that llama.cpp reads, for one generator's weights only; training it is `models.second_look.train`.
"""

from pathlib import Path

ADAPTER = Path(__file__).with_name("adapter.gguf")
