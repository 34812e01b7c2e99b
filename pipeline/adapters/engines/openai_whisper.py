"""openai-whisper: its model, its decoding, its word times; faster where that changes no result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.adapters.engines.checkpoints import load_checkpoint
from pipeline.adapters.engines.hearing import HOP, RATE, Decoded, Timed

if TYPE_CHECKING:
    from pipeline.adapters.engines.hearing import Samples


class OpenAIWhisper:
    """A checkpoint of openai-whisper in memory."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Load it. Raises whatever a broken file makes torch raise."""
        import torch
        from whisper.tokenizer import get_tokenizer

        torch.set_num_threads(order["threads"])
        torch.use_deterministic_algorithms(True, warn_only=True)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self._model = load_checkpoint(Path(order["path"]), order["name"], order["digest"], device)
        _take_encoded(self._model.encoder, self._model.dims)
        for block in self._model.decoder.blocks:
            _listen_together(block.cross_attn)
        if device == "cpu":
            _weigh_vocabulary_once(self._model.decoder)
        self._beam = order["beam"]
        self._fp16 = device == "cuda"
        self._language = order["language"]
        self._tokenizer = get_tokenizer(
            self._model.is_multilingual,
            num_languages=self._model.num_languages,
            language=self._language,
            task="transcribe",
        )

    def listen(self, windows: Sequence[Samples]) -> Any:
        """Encoded windows, shape (n, frames, width)."""
        import torch
        from whisper.audio import log_mel_spectrogram, pad_or_trim

        mels = [log_mel_spectrogram(pad_or_trim(window), self._model.dims.n_mels) for window in windows]
        mel = torch.stack(mels).to(self._model.device)
        with torch.no_grad():
            return self._model.encoder(mel.half() if self._fp16 else mel)

    def decode(
        self, heard: Any, which: Sequence[int], temperature: float, prompt: str, draws: int
    ) -> tuple[Decoded, ...]:
        """The text of these windows."""
        import torch
        from whisper.decoding import DecodingOptions, DecodingTask

        torch.manual_seed(draws)
        options = DecodingOptions(
            language=self._language,
            temperature=temperature,
            beam_size=None if temperature else self._beam,
            best_of=self._beam if temperature else None,
            prompt=prompt or None,
            without_timestamps=True,
            fp16=self._fp16,
        )
        with torch.no_grad():
            return _decoded(DecodingTask(self._model, options), heard[list(which)])

    def align(
        self, heard: Any, which: Sequence[int], decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> tuple[tuple[Timed, ...], ...]:
        """The words of these windows."""
        return tuple(self._aligned(heard[at], one, long) for at, one, long in zip(which, decoded, seconds, strict=True))

    def _aligned(self, heard: Any, decoded: Decoded, seconds: float) -> tuple[Timed, ...]:
        from whisper.timing import add_word_timestamps

        segment: dict[str, Any] = {"seek": 0, "start": 0.0, "end": seconds, "tokens": list(decoded.tokens), "words": []}
        add_word_timestamps(
            segments=[segment],
            model=self._model,
            tokenizer=self._tokenizer,
            mel=heard,
            num_frames=round(seconds * RATE / HOP),
            last_speech_timestamp=0.0,
        )
        return tuple(Timed(w["word"], w["start"], w["end"], float(w["probability"])) for w in segment["words"])


def _decoded(task: Any, heard: Any) -> tuple[Decoded, ...]:
    """whisper's own `DecodingTask.run`, which for several windows works without beams only."""
    import torch

    count, group, eot = len(heard), task.n_group, task.tokenizer.eot
    task.decoder.reset()
    tokens = torch.tensor([task.initial_tokens], device=heard.device).repeat(count * group, 1)
    tokens, sums, silences = task._main_loop(heard, tokens)
    candidates, sums = task.decoder.finalize(tokens.reshape(count, group, -1), sums.reshape(count, group))
    said = [[one[task.sample_begin : (one == eot).nonzero()[0, 0]].tolist() for one in beams] for beams in candidates]
    ranked = task.sequence_ranker.rank(said, sums)
    found = []
    for beams, logprobs, best, silence in zip(said, sums, ranked, silences[::group], strict=True):
        text = task.tokenizer.decode(beams[best]).strip()
        found.append(Decoded(tuple(beams[best]), text, logprobs[best] / (len(beams[best]) + 1), silence))
    return tuple(found)


def _take_encoded(encoder: Any, dims: Any) -> None:
    """Let what was encoded already pass, as whisper's `decode` does: its word times would encode again."""
    forward = encoder.forward

    def once(mel: Any) -> Any:
        return mel if mel.shape[-2:] == (dims.n_audio_ctx, dims.n_audio_state) else forward(mel)

    encoder.forward = once


def _weigh_vocabulary_once(decoder: Any) -> None:
    """Multiply the vocabulary by the few new tokens, not the tokens by the vocabulary: the same sums, twice as fast.

    Otherwise this is whisper's own `TextDecoder.forward`.
    """
    forward = decoder.forward

    def few(x: Any, xa: Any, kv_cache: Any = None) -> Any:
        if x.shape[-1] > 1 or not kv_cache:
            return forward(x, xa, kv_cache)
        offset = next(iter(kv_cache.values())).shape[1]
        h = (decoder.token_embedding(x) + decoder.positional_embedding[offset : offset + 1]).to(xa.dtype)
        for block in decoder.blocks:
            h = block(h, xa, mask=decoder.mask, kv_cache=kv_cache)
        rows = decoder.ln(h).flatten(0, 1)
        weighed = decoder.token_embedding.weight.to(h.dtype) @ rows.T
        return weighed.T.unflatten(0, x.shape).float()

    decoder.forward = few


def _listen_together(attention: Any) -> None:
    """Let the beams of a window ask its sound side by side, where whisper would need a copy of it for each of them."""
    attend = attention.qkv_attention

    def together(q: Any, k: Any, v: Any, mask: Any = None) -> Any:
        if q.shape[0] == k.shape[0] or mask is not None:
            return attend(q, k, v, mask)
        found, weights = attend(q.reshape(k.shape[0], -1, q.shape[-1]), k, v)
        return found.reshape(q.shape), weights

    attention.qkv_attention = together
