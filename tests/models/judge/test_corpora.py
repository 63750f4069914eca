"""The sets become pairs. The files are made here, in the sets' shapes."""

import csv
import gzip
import json

import pytest

from models.judge.corpora import Pair, answering_pairs, inference_pairs, is_held_out

ARTICLES = [
    {
        "doc_id": "a1",
        "title": "Dam report",
        "text": "The Greyfell dam was inspected again by engineers of the county this week.\n"
        "Engineers say the Greyfell dam broke because a valve had rusted through.",
    }
]
QUESTION = {
    "question": "Why did the Greyfell dam break?",
    "answer_text": ["a valve had rusted"],
    "evidence": "The Greyfell dam broke because a valve had rusted through.",
    "retrieved_by_google": ["a1"],
    "weak_docs_answer_string": ["a1"],
}


def write_gz(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path):
    write_gz(tmp_path / "realtimeqa" / "corpus-2025.jsonl.gz", lines(ARTICLES))
    proofs = [{**QUESTION, "question": f"Q{n}?", "evidence": f"Proof {n}."} for n in range(3)]
    write_gz(tmp_path / "realtimeqa" / "questions-2025.jsonl.gz", lines([QUESTION, *proofs]))
    documents = [{"text": "It rained.", "type": "noise"}, {"text": "A valve.", "type": "misinfo"}]
    write_gz(
        tmp_path / "ramdocs" / "dev.jsonl.gz", lines([{"question": "Why?", "documents": documents}])
    )
    (tmp_path / "rgb").mkdir()
    row = {"query": "Who?", "positive": ["Ada."], "positive_wrong": ["Bo."], "negative": ["Rain."]}
    (tmp_path / "rgb" / "en_fact-dev.jsonl").write_text(lines([row]), encoding="utf-8")
    return tmp_path


def labels(pairs, question):
    return {pair.second: pair.label for pair in pairs if pair.first == question}


def test_the_proof_answers_with_and_without_its_articles_title(data):
    found = labels(answering_pairs(data), QUESTION["question"])
    assert found[QUESTION["evidence"]] == 1
    assert found["Dam report: " + QUESTION["evidence"]] == 1


def test_a_sentence_near_the_question_without_the_answer_does_not_answer(data):
    found = labels(answering_pairs(data), QUESTION["question"])
    near = [label for text, label in found.items() if text.endswith("county this week.")]
    assert near == [0]


def test_a_sentence_that_holds_the_answer_is_never_a_near_miss(data):
    found = labels(answering_pairs(data), QUESTION["question"])
    assert not any("Engineers say" in text for text in found)


def test_a_wrong_answer_answers_and_noise_does_not(data):
    pairs = answering_pairs(data)
    assert labels(pairs, "Why?") == {"It rained.": 0, "A valve.": 1}
    assert labels(pairs, "Who?") == {"Ada.": 1, "Bo.": 1, "Rain.": 0}


def test_an_absent_set_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        inference_pairs(tmp_path)


def test_all_pairs_of_one_premise_are_held_out_together():
    one = Pair("The dam broke.", "A dam broke.", 0, "inference", "a")
    other = Pair("the dam broke. ", "It rained.", 1, "inference", "b")
    assert is_held_out(one) == is_held_out(other)


def test_a_twelfth_is_held_out():
    pairs = [Pair(f"Premise {n}", "", 0, "inference", "a") for n in range(2400)]
    assert 150 < sum(map(is_held_out, pairs)) < 250


def csv_text(header, rows, delimiter=","):
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([header, *rows])
    return out.getvalue()


def test_every_inference_set_is_read_into_one_scale(tmp_path):
    nli, collection = tmp_path / "nli", tmp_path / "nli" / "nli-collection"
    head = ["premise", "hypothesis", "label"]
    for name in ("mnli_dev.csv", "snli_dev.csv", "joci_train.csv", "rte_train.csv"):
        write_gz(collection / f"{name}.gz", csv_text(head, [["P", name, "contradiction"]]))
    for name in ("joci_dev.csv", "rte_dev.csv"):
        (collection / name).write_text(csv_text(head, [["P", name, "not_entailment"]]))
    cad = csv_text(["sentence1", "sentence2", "gold_label"], [["P", "cad", "neutral"]], "\t")
    (nli / "cad-nli").mkdir()
    (nli / "cad-nli" / "original_dev.tsv").write_text(cad)
    conj = "\ufeff" + csv_text(["Premise", "Hypothesis", "Label"], [["P", "c", "entailment"]], "\t")
    write_gz(nli / "conjnli" / "adversarial_train_15k.tsv.gz", conj)
    (nli / "conjnli" / "conj_dev.tsv").write_text(conj, encoding="utf-8")
    sick = ["sentence_A", "sentence_B", "entailment_label"]
    write_gz(nli / "sick" / "SICK.txt.gz", csv_text(sick, [["P", "sick", "CONTRADICTION"]], "\t"))
    fever = nli / "fever-rte-dev"
    fever.mkdir()
    (fever / "dev.raw.input0").write_text("Ada -LRB- born 1987 -RRB- .\n")
    (fever / "dev.raw.input1").write_text("Ada was born.\n")
    (fever / "dev.label").write_text("entailment\n")
    health = csv_text(["evidence", "claim", "label"], [["P", "health", "Refutes"]])
    write_gz(nli / "healthver" / "healthver_dev.csv.gz", health)
    found = {pair.second: (pair.first, pair.label) for pair in inference_pairs(tmp_path)}
    assert found == {
        "mnli_dev.csv": ("P", 2),
        "snli_dev.csv": ("P", 2),
        "joci_train.csv": ("P", 2),
        "rte_train.csv": ("P", 2),
        "joci_dev.csv": ("P", 3),
        "rte_dev.csv": ("P", 3),
        "cad": ("P", 1),
        "c": ("P", 0),
        "sick": ("P", 2),
        "Ada was born.": ("Ada (born 1987).", 0),
        "health": ("P", 2),
    }
