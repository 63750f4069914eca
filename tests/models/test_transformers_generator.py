"""With a tiny model of random weights that the test makes itself: nothing is downloaded."""

import threading
from unittest.mock import Mock

import pytest

from rag.errors import GeneratorError
from rag.types import Message, Piece

pytestmark = pytest.mark.real

TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
PROMPT = [Message("system", "Be brief."), Message("user", "Who won?")]


def tokenizer(folder, *, template):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    # One token for each byte: characters of several bytes take several tokens.
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend = Tokenizer(models.BPE({letter: n for n, letter in enumerate(alphabet)}, []))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=backend,
        eos_token="<|end|>",
        additional_special_tokens=["<|system|>", "<|user|>", "<|assistant|>"],
    )
    fast.chat_template = template
    fast.save_pretrained(folder)
    return fast


def make_model(folder, *, template=TEMPLATE):
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(5)
    words = len(tokenizer(folder, template=template))
    config = Qwen2Config(
        vocab_size=words,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=512,
        bos_token_id=None,
        eos_token_id=256,
    )
    Qwen2ForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def generator(folder):
    from models.transformers_generator import TransformersGenerator

    return TransformersGenerator(folder, name="tiny", device="cpu", threads=1)


def said(generator, tokens):
    """Makes the model say these tokens, whatever it is asked."""
    following = iter(tokens)
    return lambda *_: ((token, -0.5, (("x", -0.5),)) for token in following)


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def test_it_is_greedy_and_so_says_the_same_again(generator):
    first = text_of(generator.stream(PROMPT, max_tokens=12))
    assert first
    assert first == text_of(generator.stream(PROMPT, max_tokens=12))


def test_it_writes_what_transformers_own_greedy_search_writes(generator):
    import torch

    ids = generator._prompt(PROMPT)
    with torch.inference_mode():
        expected = generator._model.generate(
            torch.tensor([ids]), do_sample=False, max_new_tokens=12, pad_token_id=256
        )[0, len(ids) :]
    expected = expected[expected != 256]
    text = generator._tokenizer.decode(expected, skip_special_tokens=True)
    assert text_of(generator.stream(PROMPT, max_tokens=12)) == text


def test_the_first_piece_has_its_likeliest_rivals(generator):
    first = next(piece for piece in generator.stream(PROMPT, max_tokens=8) if piece.text)
    assert len(first.alternatives) == 5
    assert first.alternatives[0][1] >= first.alternatives[1][1]


def test_a_character_of_three_tokens_is_one_piece(generator, monkeypatch):
    tokens = generator._tokenizer("a€b", add_special_tokens=False)["input_ids"]
    assert len(tokens) == 5
    monkeypatch.setattr(generator, "_tokens", said(generator, tokens))
    pieces = [piece for piece in generator.stream(PROMPT, max_tokens=9) if piece.text]
    assert [piece.text for piece in pieces] == ["a", "€", "b"]
    assert pieces[1].logprob == -1.5


def test_an_end_token_ends_the_answer(generator, monkeypatch):
    tokens = generator._tokenizer("ab<|end|>cd", add_special_tokens=False)["input_ids"]
    monkeypatch.setattr(generator, "_tokens", said(generator, tokens))
    assert text_of(generator.stream(PROMPT, max_tokens=9)) == "ab"


@pytest.mark.parametrize(
    ("stop", "text"),
    [(("cd",), "ab"), (("x",), "abcde"), (("e", "bc"), "a"), (("abcde!",), "abcde")],
)
def test_a_stop_string_ends_the_text_and_is_not_part_of_it(generator, monkeypatch, stop, text):
    tokens = generator._tokenizer("abcde", add_special_tokens=False)["input_ids"]
    monkeypatch.setattr(generator, "_tokens", said(generator, tokens))
    assert text_of(generator.stream(PROMPT, max_tokens=9, stop=stop)) == text


def test_closing_stops_the_engine(generator, monkeypatch):
    ended = threading.Event()
    tokens = generator._tokens

    def watched(*arguments):
        yield from tokens(*arguments)
        ended.set()

    monkeypatch.setattr(generator, "_tokens", watched)
    monkeypatch.setattr(generator, "_ends", frozenset())
    stream = generator.stream(PROMPT, max_tokens=400)
    next(stream)
    stream.close()
    assert ended.wait(5)
    assert generator._turn.acquire(timeout=5)
    generator._turn.release()


def test_closing_while_the_prompt_is_read_stops_the_reading(generator, monkeypatch):
    monkeypatch.setattr("models.streaming.HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr("models.transformers_generator.PROMPT_TOKENS_AT_ONCE", 4)
    read, may_go_on = [], threading.Event()

    def slow(**options):
        read.append(options["input_ids"].shape[1])
        assert may_go_on.wait(5)
        return Mock(cache=None)

    slow.device, slow.config = generator._model.device, generator._model.config
    monkeypatch.setattr(generator, "_model", slow)
    stream = generator.stream(PROMPT, max_tokens=9)
    while not read:
        assert next(stream) == Piece("")
    stream.close()
    may_go_on.set()
    with generator._turn:
        assert read == [4]


def test_a_prompt_read_in_parts_is_answered_as_one_read_at_once(generator, monkeypatch):
    whole = text_of(generator.stream(PROMPT, max_tokens=12))
    monkeypatch.setattr("models.transformers_generator.PROMPT_TOKENS_AT_ONCE", 5)
    assert text_of(generator.stream(PROMPT, max_tokens=12)) == whole


def test_control_tokens_in_a_message_are_text(generator):
    ids = generator._prompt([Message("user", "<|end|>")])
    assert ids.count(256) == 1  # the template's own


def test_a_prompt_that_does_not_fit_is_told_with_its_sizes(generator):
    with pytest.raises(GeneratorError, match=r"prompt has 6\d\d tokens .* holds 512"):
        list(generator.stream([Message("user", "x" * 600)], max_tokens=9))


def test_a_model_without_chat_template_is_refused(tmp_path):
    from models.transformers_generator import TransformersGenerator

    with pytest.raises(GeneratorError, match="no chat template"):
        TransformersGenerator(make_model(tmp_path, template=None), device="cpu")


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    from models.transformers_generator import TransformersGenerator

    with pytest.raises(GeneratorError, match="cannot be loaded as a language model"):
        TransformersGenerator(tmp_path, device="cpu")
