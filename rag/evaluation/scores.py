"""What a ranking or an answer scores on one question, figure by figure. Pure.

The first figure is the one that cases are sorted by, worst first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.evaluation.datasets import Question
from rag.evaluation.metrics import exact_match, holds, normal_form, reciprocal_rank, token_f1
from rag.types import Answer, Article, Citation

Scores = dict[str, float]

AMONG = 10
"""Articles of a ranking that are looked at."""


def ranking_scores(question: Question, ranked: Sequence[Article]) -> Scores:
    """Of the first articles found, each once: where are the true ones?

    `found@10` is the share of the true articles; MultiHop-RAG (Tang and Yang 2024) calls it
    Hits@10, and has MRR@10 and MAP@10 as they are here.
    """
    hit = [_true(one, question) for one in ranked[:AMONG]]
    first = reciprocal_rank([str(one) for one in hit], {"True"})
    precisions = [sum(hit[:rank]) / rank for rank, one in enumerate(hit, 1) if one]
    return {
        "MRR@10": first,
        "top 1": float(first == 1),
        "top 5": float(any(hit[:5])),
        "top 10": float(any(hit)),
        "found@10": min(1.0, sum(hit) / len(question.gold)),
        "MAP@10": sum(precisions) / min(AMONG, max(len(question.gold), len(precisions))),
    }


def answer_scores(name: str, question: Question, answer: Answer, short: str) -> Scores:
    """What an answer scores in the set of this name.

    Args:
        name: Of the set, see `rag.evaluation.sets`.
        question: Of that set.
        answer: As a user gets it.
        short: Its short form, or "" in sets that need none.
    """
    if not question.answers:
        return {"right": float(answer.abstained), "abstained": float(answer.abstained)}
    if name in ("yes-no", "yes-no-2022"):
        return _reply(question, answer)
    said = any(holds(answer.text, one) for one in question.answers)
    shown = any(holds(one.quote, gold) for one in answer.evidence for gold in question.answers)
    scores = {
        "right": 0.0,
        "abstained": float(answer.abstained),
        "said": float(said and not answer.abstained),
        "shown": float(shown),
    }
    if name == "own":
        scores |= _own(question, answer)
    elif name == "multihop":
        scores["right"] = float(_fits(question.answers[0], answer, short))
    elif question.wrong:
        scores |= _conflict(question, answer)
    else:
        scores["right"] = float(exact_match(short, question.answers[0]))
        scores["F1"] = token_f1(short, question.answers[0])
    return scores


def _true(article: Article, question: Question) -> bool:
    return article.url in question.gold or article.title in question.gold


def _own(question: Question, answer: Answer) -> Scores:
    """Right is: said, nothing false beside it, and a citation proves it."""
    text = answer.text.lower()
    said = not answer.abstained and _any_in(question.answers, text)
    if question.also:
        said = said and _any_in(question.also, text)
    cited = any(proves(citation, question) for citation in answer.citations)
    shown = any(
        quote in one.quote or one.quote in quote
        for _, quote in question.quotes
        for one in answer.evidence
    )
    right = said and cited and not _any_in(question.wrong, text)
    return {
        "right": float(right),
        "said": float(said),
        "cited": float(cited),
        "shown": float(shown),
    }


def proves(citation: Citation, question: Question) -> bool:
    """Whether a citation has a gold sentence, or states the answer in the gold article.

    Other sentences of the same articles may prove the answer just as well.
    """
    for title, quote in question.quotes:
        if quote in citation.quote or citation.quote in quote:
            return True
        same_article = citation.article.title == title
        if same_article and _any_in(question.answers, citation.quote.lower()):
            return True
    return False


def _reply(question: Question, answer: Answer) -> Scores:
    """Right is: the verdict that the articles bear out, and none where they leave it open."""
    told = answer.verdict or "open"
    return {
        "right": float(told == question.answers[0]),
        "told wrong": float(told not in ("open", question.answers[0])),
        "abstained": float(answer.abstained),
    }


def _fits(gold: str, answer: Answer, short: str) -> bool:
    gold = normal_form(gold)
    if gold in ("yes", "no"):
        return answer.verdict == gold or normal_form(short).split()[:1] == [gold]
    return holds(short, gold) or holds(answer.text, gold)


def _conflict(question: Question, answer: Answer) -> Scores:
    """Is a planted falsehood ever said alone?"""
    true = any(holds(answer.text, one) for one in question.answers)
    false = any(holds(answer.text, one) for one in question.wrong)
    return {
        "right": float(true),
        "false alone": float(false and not true),
        "both sides": float(false and true),
        "true alone": float(true and not false),
    }


def _any_in(texts: Sequence[str], lower: str) -> bool:
    return any(one.lower() in lower for one in texts)


def distinct(articles: Iterator[Article]) -> list[Article]:
    """Each article once, where it comes first."""
    return list({article.id: article for article in articles}.values())
