from rag.statements.spans import Spans


def test_spans_touch_what_shares_a_character():
    spans = Spans([(10, 20), (0, 5), (18, 30)])
    asked = [(0, 1), (5, 10), (9, 11), (29, 40), (30, 40)]
    assert [spans.touch(*one) for one in asked] == [True, False, True, True, False]


def test_no_spans_touch_nothing():
    assert not Spans([]).touch(0, 10)
