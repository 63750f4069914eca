"""The shapes of responses as OpenAPI tells them: articles, passages, answers, jobs, failures.

Made for the description alone: what is sent is made by `rag.contract`, and a test that calls every
route with drawn requests holds the two together. A field that is not here would be refused there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.api.jobs import State
from rag.types import SpeakerKind, SpeechKind, Stance, UnderstoodKind

Published = datetime | None


class Shape(BaseModel):
    """A JSON object with these fields and no others, none of them left out."""

    model_config = ConfigDict(extra="forbid")


class FailureDetail(Shape):
    """What went wrong, for programs and for people."""

    type: str = Field(description="not_found, invalid_request, busy, model and the like.")
    message: str = Field(description="What happened, and the next step.")
    param: str | None = Field(description="The field of the request that it is about.")
    code: str | None


class Failed(Shape):
    """The body of every response that is no success."""

    error: FailureDetail


class Unreadable(Shape):
    """A file, page or row that could not be read."""

    path: str
    reason: str


class Reference(Shape):
    """Which article it is from."""

    article_id: str
    title: str
    source: str = Field(description="The outlet.")
    published: Published
    url: str


class ArticleHead(Shape):
    """What an article is known by."""

    id: str
    title: str
    source: str = Field(description="The outlet.")
    published: Published
    url: str
    author: str
    language: str = Field(description="ISO 639-1 code.")
    version: int


class Article(ArticleHead):
    """One version of an article; all offsets are into its body, in characters."""

    body: str


class Listed(ArticleHead):
    """An article without its body."""

    characters: int = Field(description="Length of its body.")
    path: str


class Articles(Shape):
    """Articles of the library, newest first."""

    articles: list[Listed]


class Removed(Shape):
    """Ids of all versions that are gone."""

    removed: list[str]


class Understood(Shape):
    """What a question says about the articles it wants; its key as `without` leaves it out."""

    key: str
    kind: UnderstoodKind
    label: str
    words: str
    demanded: bool


class Hit(Reference):
    """A passage; `text` is `body[start:end]` of the article."""

    rank: int
    score: float
    start: int
    end: int
    text: str


class Hits(Shape):
    """What a search found, best first."""

    hits: list[Hit]
    understood: list[Understood]


class Citation(Reference):
    """What the mark [n] stands for; `quote` is `body[start:end]` of the article."""

    n: int
    start: int
    end: int
    quote: str


class Sentence(Shape):
    """A written sentence, the numbers of its citations, and how well they back it: 0 to 1."""

    text: str
    citations: list[int]
    support: float


class Timings(Shape):
    """Milliseconds from the call."""

    retrieve_ms: float | None
    first_token_ms: float | None
    total_ms: float | None


class Answer(Shape):
    """An answer, or that the articles do not say."""

    question: str
    abstained: bool
    text: str = Field(description="With marks such as [1].")
    sentences: list[Sentence]
    citations: list[Citation]
    articles: int = Field(description="Articles cited.")
    origins: int = Field(description="Independent ones among them.")
    dropped_marks: int
    understood: list[Understood]
    unanswered: list[str] = Field(description="Parts of the question that got no answer.")
    verdict: Literal["yes", "no", ""] = Field(
        description="Where the question wants yes or no and a passage is sure of it; it stands "
        "before the first sentence, too."
    )
    model: str
    timings: Timings


class Statement(Reference):
    """Who said what; `quote` is `body[start:end]` of the article."""

    id: str
    speaker: str
    speaker_kind: SpeakerKind
    speaker_mention: str
    role: str
    cue: str
    stance: Stance
    kind: SpeechKind
    start: int
    end: int
    quote: str
    addressee: str


class Statements(Shape):
    """Who said what."""

    statements: list[Statement]


class Job(Shape):
    """How far a job is; `progress` while it runs, `result` once it is done or was stopped."""

    id: str
    kind: Literal["ingest", "answer", "summary", "briefing", "comparison", "claim"]
    state: State
    created: datetime
    finished: Published
    progress: dict[str, Any] | None
    result: dict[str, Any] | None
    error: FailureDetail | None


class Jobs(Shape):
    """The jobs of who asks, newest first."""

    jobs: list[Job]


class Model(Shape):
    """A model, as the OpenAI protocol lists it."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(Shape):
    """All models: one."""

    object: Literal["list"]
    data: list[Model]


class CitedMark(Shape):
    """An annotation of the OpenAI protocol, and the citation as the other routes have it."""

    type: Literal["url_citation"]
    url_citation: dict[str, Any]
    dateline: Citation


class Message(Shape):
    """What the library answers."""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[CitedMark]


class Choice(Shape):
    """The one answer."""

    index: int
    message: Message
    finish_reason: Literal["stop"]
    logprobs: None


class Completion(Shape):
    """A chat completion of the OpenAI protocol."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
