"""From a click on a format to what the browser is given."""

import base64
import re

import pytest

from rag.errors import ExportError
from rag.export import FORMATS, render
from rag.ui import saving
from rag.ui.render.saving import MEDIA, NAMES, file_name, save_as
from rag.ui.saving import GONE, Saver
from tests.ui_fakes import answer_to

ANSWER = answer_to("Who was rescued?")


@pytest.fixture(scope="module")
def saver():
    import gradio as gr

    with gr.Blocks():
        return Saver("saved")


@pytest.mark.parametrize("format", FORMATS)
def test_the_browser_is_given_the_file_that_the_export_makes(saver, format):
    drawn = saver.give(ANSWER, ANSWER.question, format)
    (content,) = re.findall('data-content="(.*?)"', drawn)
    assert base64.b64decode(content) == render(ANSWER, format)
    assert f'data-name="who-was-rescued.{format}"' in drawn
    assert f'data-media="{MEDIA[format]}"' in drawn


def test_saving_twice_is_two_savings(saver):
    assert saver.give(ANSWER, "a", "md") != saver.give(ANSWER, "a", "md")


@pytest.mark.parametrize(("document", "format"), [(None, "md"), (ANSWER, "exe"), (ANSWER, "")])
def test_what_is_not_there_is_told(saver, document, format):
    drawn = saver.give(document, "a", format)
    assert GONE in drawn
    assert "data-content" not in drawn


def test_a_failed_export_is_told_in_words(saver, monkeypatch):
    def fail(*_):
        raise ExportError("it cannot be set: choose another format")

    monkeypatch.setattr(saving, "render", fail)
    assert "it cannot be set: choose another format" in saver.give(ANSWER, "a", "pdf")


def test_every_format_is_offered_and_tells_which_answer_it_is_of():
    assert set(NAMES) == set(FORMATS)
    assert save_as(turn=3).count('data-act="save"') == 5
    assert save_as(turn=3).count('data-turn="3"') == 5


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who was rescued?", "who-was-rescued"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", "dateline"),
        ("a" * 80, "a" * 60),
        ("Wer überlebte?", "wer-überlebte"),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title, name):
    assert file_name(title) == name
