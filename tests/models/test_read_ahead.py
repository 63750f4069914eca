import logging
import os

from models.read_ahead import FILES_KEPT, ReadAhead
from rag.errors import GeneratorError
from rag.types import Message

RULES = [Message("system", "Reply yes or no.")]
OTHER = [Message("system", "Reply in one word.")]


class Engine:
    """Has one slot, and writes to a folder what it holds."""

    def __init__(self, folder, holds="rules", tokens=5):
        self.folder, self.holds, self.tokens = folder, holds, tokens

    def __call__(self, path, request):
        file = self.folder / request["filename"]
        if path == "/slots/0?action=save":
            file.write_text(self.holds)
            return {"n_saved": self.tokens}
        assert path == "/slots/0?action=restore"
        if not file.is_file() or file.read_text() == "damaged":
            raise GeneratorError("invalid slot save file")
        self.holds = file.read_text()
        return {}


def test_what_was_read_is_taken_up_by_another_engine(tmp_path):
    kept = ReadAhead(tmp_path / "states", "model")
    assert not kept.has(RULES)
    kept.save(Engine(tmp_path / "states"), 0, RULES, 5)
    later, new = ReadAhead(tmp_path / "states", "model"), Engine(tmp_path / "states", holds="")
    assert later.has(RULES)
    assert not later.has(OTHER)
    assert later.restore(new, 0, RULES)
    assert new.holds == "rules"


def test_another_model_has_to_read_it_itself(tmp_path):
    ReadAhead(tmp_path, "model").save(Engine(tmp_path), 0, RULES, 5)
    assert not ReadAhead(tmp_path, "another model").has(RULES)


def test_a_question_that_came_to_the_slot_meanwhile_is_not_kept(tmp_path):
    kept = ReadAhead(tmp_path, "model")
    kept.save(Engine(tmp_path, holds="rules and a question", tokens=9), 0, RULES, 5)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_told_of_and_gone(tmp_path, caplog):
    kept = ReadAhead(tmp_path, "model")
    kept.save(Engine(tmp_path), 0, RULES, 5)
    (file,) = tmp_path.iterdir()
    file.write_text("damaged")
    with caplog.at_level(logging.WARNING):
        assert not kept.restore(Engine(tmp_path), 0, RULES)
    assert "invalid slot save file" in caplog.text
    assert not kept.has(RULES)


def test_an_engine_that_cannot_write_costs_nothing_but_the_time(tmp_path, caplog):
    def full(path, request):
        (tmp_path / request["filename"]).write_text("half of it")
        raise GeneratorError("no space left")

    ReadAhead(tmp_path, "model").save(full, 0, RULES, 5)
    assert "no space left" in caplog.text
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_used_are_kept(tmp_path):
    kept = ReadAhead(tmp_path, "model")
    prompts = [[Message("system", f"Version {place}")] for place in range(FILES_KEPT)]
    for age, prompt in enumerate(reversed(prompts)):
        kept.save(Engine(tmp_path), 0, prompt, 5)
        os.utime(max(tmp_path.iterdir(), key=os.path.getmtime), (1000 - age, 1000 - age))
    assert kept.restore(Engine(tmp_path), 0, prompts[-1])
    kept.save(Engine(tmp_path), 0, RULES, 5)
    assert kept.has(prompts[-1])
    assert kept.has(RULES)
    assert sum(kept.has(prompt) for prompt in prompts) == FILES_KEPT - 1
