from rag.chunks.sentences import SentenceSplitter
from rag.statements.continued import continued
from rag.statements.quotes import quotations
from rag.statements.reports import ReadUnit, Report
from rag.statements.units import units


def said(body, kind="direct", introduced=False):
    """Contents, where the first unit holds one report of the words before its full stop."""
    made = units(body, SentenceSplitter().split(body), quotations(body))
    first = made[0]
    end = first.quotations[0].stop if first.quotations else first.end - 1
    start = first.quotations[0].inner if first.quotations else first.start
    report = Report((start, end), kind, "said", None, None, None, (first.start, first.end))
    head = ReadUnit(first, (), report) if introduced else ReadUnit(first, (report,))
    found = continued(body, [head, *(ReadUnit(unit) for unit in made[1:])])
    return [body[slice(*one.content)] for one in found]


def test_speech_in_the_same_paragraph_is_one_statement():
    assert said("“A b c,” he said. “D e f.”") == ["A b c,” he said. “D e f."]


def test_a_paragraph_of_speech_is_another_statement_of_the_same_speaker():
    assert said("“A b c,” he said.\n\n“D e f.”") == ["A b c,", "D e f."]


def test_speech_behind_a_reported_clause_is_a_statement_of_its_own():
    assert said("He left. “D e f.”", kind="indirect") == ["He left", "D e f."]


def test_speech_behind_a_colon_is_who_introduced_it():
    assert said("He went on:\n\n“D e f.”", introduced=True) == ["D e f."]


def test_a_sentence_between_ends_the_speech():
    assert said("“A b c,” he said. It rained. “D e f.”") == ["A b c,"]
