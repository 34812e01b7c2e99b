"""faster-whisper: the same checkpoint in CTranslate2, int8 on a processor and float16 on a graphics card.

An older processor, whose 8-bit sums overflow, works in float32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.adapters.engines.conversion import converted
from pipeline.adapters.engines.hearing import HOP, RATE, Decoded, Timed
from pipeline.adapters.machine import precision

if TYPE_CHECKING:
    from pipeline.adapters.engines.hearing import Samples

_BEFORE = "\"'“¿([{-"  # marks that belong to the word behind them, as whisper has it
_BEHIND = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class _Heard:
    """Spectrograms, shape (n, mels, 3000), and what the encoder made of them all."""

    mels: Any = field(repr=False)
    encoded: Any = field(repr=False)


class FasterWhisper:
    """A converted checkpoint in memory."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Convert it where that was not done yet, and load it. Raises whatever a broken file makes it raise."""
        import ctranslate2
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        folder = converted(Path(order["path"]), order["name"], order["digest"])
        card = ctranslate2.get_cuda_device_count() > 0
        self._model = WhisperModel(
            str(folder),
            device="cuda" if card else "cpu",
            compute_type="float16" if card else precision(),
            cpu_threads=order["threads"],
        )
        self._beam = order["beam"]
        multilingual = self._model.model.is_multilingual
        self._tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual, "transcribe", order["language"])
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])

    def listen(self, windows: Sequence[Samples]) -> _Heard:
        """Spectrograms and encoded windows."""
        import numpy as np
        from faster_whisper.audio import pad_or_trim

        mels = np.stack([pad_or_trim(self._model.feature_extractor(window)) for window in windows])
        return _Heard(mels, self._model.encode(mels))

    def decode(
        self, heard: _Heard, which: Sequence[int], temperature: float, prompt: str, draws: int
    ) -> tuple[Decoded, ...]:
        """The text of these windows."""
        import ctranslate2

        ctranslate2.set_random_seed(draws)
        before = self._tokenizer.encode(" " + prompt.strip()) if prompt else []
        told = self._model.get_prompt(self._tokenizer, before, without_timestamps=True)
        how = (
            {"beam_size": 1, "num_hypotheses": self._beam, "sampling_topk": 0, "sampling_temperature": temperature}
            if temperature
            else {"beam_size": self._beam}
        )
        results = self._model.model.generate(
            self._encoded(heard, which),
            [told] * len(which),
            max_length=min(self._model.max_length, len(told) + self._model.max_length // 2),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            **how,
        )
        found = []
        for result in results:
            tokens, score = result.sequences_ids[0], result.scores[0]
            logprob = score * len(tokens) / (len(tokens) + 1)  # the score is an average without the end
            found.append(Decoded(tuple(tokens), self._tokenizer.decode(tokens).strip(), logprob, result.no_speech_prob))
        return tuple(found)

    def align(
        self, heard: _Heard, which: Sequence[int], decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> tuple[tuple[Timed, ...], ...]:
        """The words of these windows."""
        segments: list[list[dict[str, Any]]] = [
            [{"seek": 0, "start": 0.0, "end": long, "tokens": list(one.tokens), "words": []}]
            for one, long in zip(decoded, seconds, strict=True)
        ]
        frames = [round(long * RATE / HOP) for long in seconds]
        encoded = self._encoded(heard, which)
        self._model.add_word_timestamps(segments, self._tokenizer, encoded, frames, _BEFORE, _BEHIND, 0.0)
        return tuple(
            tuple(Timed(w["word"], w["start"], w["end"], float(w["probability"])) for w in segment[0]["words"])
            for segment in segments
        )

    def _encoded(self, heard: _Heard, which: Sequence[int]) -> Any:
        """What the encoder made of these windows; it is asked again for some of a batch, for that cannot be cut."""
        return heard.encoded if len(which) == len(heard.mels) else self._model.encode(heard.mels[list(which)])
