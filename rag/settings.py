"""All settings in one frozen value, each with its unit; read once, from environment and TOML.

Precedence: what the caller passes, then `DATELINE_*` variables, then `dateline.toml` in the
library's home, then the defaults below. Knows nothing of the parts that use the values.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import SettingsError

CONFIG_NAME = "dateline.toml"


class Settings(BaseModel):
    """See the comment on each line; `Settings.load()` is the usual way to get one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path  # folder of the library: database, index, settings file
    models_dir: Path  # folder of downloaded model files, shared by all libraries

    embedder: str = "all-MiniLM-L6-v2"  # catalogue name, hub id or folder
    generator: str = "auto"  # "auto", catalogue name, hub id, folder or .gguf file
    generator_url: str = ""  # base URL of an OpenAI-compatible server, ".../v1"; "" = run it here
    generator_key: str = ""  # its API key
    judge: str = "own"  # "own", or hub id or folder of an inference cross-encoder
    reranker: str = ""  # hub id or folder of a ranking cross-encoder; "" = none
    rerank_k: int = Field(20, ge=1)  # chunks that a reranker puts in order
    device: str = "auto"  # "auto", "cpu", "cuda", "mps"
    threads: int = Field(0, ge=0)  # CPU threads of the generator; 0 = all cores
    context_tokens: int = Field(4096, ge=512)  # prompt and answer of the generator together
    offline: bool = False  # never ask the network for models

    chunk_tokens: int = Field(200, ge=32, le=450)  # target length of a chunk
    embed_batch: int = Field(0, ge=0)  # chunks embedded together; 0 is what suits the device
    retrieve_k: int = Field(12, ge=1)  # chunks that evidence is selected from
    candidates_k: int = Field(60, ge=1)  # chunks that each ranking contributes to the fusion
    evidence_k: int = Field(7, ge=1)  # sentences shown to the generator at most
    evidence_tokens: int = Field(190, ge=40)  # tokens of evidence shown to the generator
    answer_tokens: int = Field(96, ge=16)  # tokens of an answer at most
    phrase: bool | None = None  # phrase answers, briefings, summaries; None: by a chosen model
    abstain_below: float = Field(0.5, ge=0, le=1)  # confidence under which an answer abstains
    max_question_chars: int = Field(2000, ge=1)  # characters of a question

    read_ahead: bool = True  # while serving: read who said what before anybody compares

    max_file_mb: int = Field(100, ge=1)  # megabytes of one file
    parse_seconds: float = Field(90.0, gt=0)  # seconds for parsing one file, page or row
    parse_memory_mb: int = Field(2048, ge=256)  # megabytes that parsing may take
    fetch_seconds: float = Field(20.0, gt=0)  # seconds for one page or feed, all told
    allow_private_urls: bool = False  # fetch from loopback and private networks too

    host: str = "127.0.0.1"  # address that the web app binds to
    port: int = Field(7860, ge=0, le=65535)  # 0 = any free port

    users: str = ""  # "name:password[:role],..."; "" = those of the users file, if there is one
    open_to_all: bool = False  # bind beyond this machine without users

    log_requests: bool = False  # a line a request on standard error, without what was asked

    max_waiting: int = Field(64, ge=1)  # questions and the like that may wait for the generator
    max_waiting_each: int = Field(8, ge=1)  # of these, how many of one user
    asks_per_minute: int = Field(60, ge=0)  # questions and searches of one user; 0 = no limit
    answer_seconds: float = Field(300.0, gt=0)  # seconds for one answer, waiting included
    max_upload_mb: int = Field(200, ge=1)  # megabytes of one request's files together

    @property
    def phrases(self) -> bool:
        """Whether the generator phrases what is written, or all is in the articles' own words.

        The default one copies them, or joins what does not belong together, and takes seconds.
        """
        if self.phrase is not None:
            return self.phrase
        return bool(self.generator_url) or self.generator != "auto"

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Reads environment and TOML file; `given` values that are None count as not given.

        Raises:
            SettingsError: An unknown name or unusable value, with the name and where it stands.
        """
        environ = os.environ if environ is None else environ
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        fields = cls.model_fields
        from_environ = {
            name: environ[variable]
            for name in fields
            if (variable := f"DATELINE_{name.upper()}") in environ
        }
        data_dir = Path(platformdirs.user_data_dir("dateline", appauthor=False))
        home = Path(chosen.get("home") or from_environ.get("home") or data_dir / "library")
        home = home.expanduser().absolute()
        values: dict[str, Any] = {"models_dir": data_dir / "models"}
        values |= _read_toml(home / CONFIG_NAME) | from_environ | chosen | {"home": home}
        try:
            return cls(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise SettingsError(
                f"setting {name!r} cannot be {first['input']!r}: {first['msg']}. "
                f"Change it in {home / CONFIG_NAME} or in DATELINE_{name.upper()}."
            ) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
