"""openai-whisper: its model, its decoding, its word times; faster where that changes no result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
        if device == "cpu" and order["precision"] == "bfloat16":
            _in_sixteen_bits(self._model)
        _take_encoded(self._model.encoder, self._model.dims)
        self._sound = _Sound()
        for block in self._model.decoder.blocks:
            self._sound.serve(block.cross_attn)
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
            heard = self._model.encoder(mel.half() if self._fp16 else mel)
        self._sound.take(heard)
        return heard

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
        self._sound.rows = list(which)
        with torch.no_grad():
            return _decoded(DecodingTask(self._model, options), heard[list(which)], self._sound)

    def align(
        self, heard: Any, which: Sequence[int], decoded: Sequence[Decoded], seconds: Sequence[float]
    ) -> tuple[tuple[Timed, ...], ...]:
        """The words of these windows."""
        found = []
        for at, one, long in zip(which, decoded, seconds, strict=True):
            self._sound.rows = [at]
            found.append(self._aligned(heard[at], one, long))
        return tuple(found)

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


def _decoded(task: Any, heard: Any, sound: _Sound) -> tuple[Decoded, ...]:
    """whisper's own `DecodingTask.run`, which for several windows works without beams only."""
    task.decoder.reset()
    found = []
    for tokens, sums, silence in _sampled(task, heard, sound):
        said = [one[task.sample_begin : one.index(task.tokenizer.eot)] for one in tokens]
        (best,) = task.sequence_ranker.rank([said], [sums])
        text = task.tokenizer.decode(said[best]).strip()
        found.append(Decoded(tuple(said[best]), text, sums[best] / (len(said[best]) + 1), silence))
    return tuple(found)


def _sampled(task: Any, heard: Any, sound: _Sound) -> list[tuple[list[list[int]], list[float], float]]:
    """whisper's own `DecodingTask._main_loop`; what all beams of a window begin with is read once, and windows that
    are done do not wait for the others.

    For each window its candidates (all tokens, the last one eot), their summed logprobs, the probability of silence.
    """
    import torch

    decoder, inference, group = task.model.decoder, task.inference, task.n_group
    tokens = torch.tensor([task.initial_tokens], device=heard.device).repeat(len(heard), 1)
    inference.kv_cache, inference.hooks = task.model.install_kv_cache_hooks()
    try:
        states = _states(decoder, tokens, heard, inference.kv_cache)
        at_start = _weighed(decoder, states[:, task.sot_index])
        silences = at_start.softmax(dim=-1)[:, task.tokenizer.no_speech].tolist()
        logits = _weighed(decoder, states[:, -1]).repeat_interleave(group, dim=0)
        _keep(inference.kv_cache, lambda kept: kept.repeat_interleave(group, dim=0))
        tokens = tokens.repeat_interleave(group, dim=0)
        sums = torch.zeros(len(tokens), device=heard.device)
        going = list(range(len(heard)))
        done: dict[int, tuple[list[list[int]], list[float]]] = {}
        while True:
            for rule in task.logit_filters:
                rule.apply(logits, tokens)
            tokens, completed = task.decoder.update(tokens, logits, sums)
            if completed or tokens.shape[-1] > min(task.n_ctx, len(task.initial_tokens) + task.sample_len - 1):
                break
            stay = _unfinished(task.decoder, len(going))
            if 2 * len(stay) <= len(going):
                finished = task.decoder.finished_sequences
                for at in set(range(len(going))) - set(stay):
                    done[going[at]] = [list(one) for one in finished[at]], list(finished[at].values())
                task.decoder.finished_sequences = [finished[at] for at in stay]
                rows = [at * group + beam for at in stay for beam in range(group)]
                tokens, sums, heard = tokens[rows], sums[rows], heard[stay]
                _keep(inference.kv_cache, lambda kept, rows=rows: kept[rows])  # type: ignore[misc]
                sound.rows, going = [sound.rows[at] for at in stay], [going[at] for at in stay]
            logits = _weighed(decoder, _states(decoder, tokens[:, -1:], heard, inference.kv_cache)[:, -1])
        shape = len(going), group
        candidates, summed = task.decoder.finalize(tokens.reshape(*shape, -1), sums.reshape(shape))
        for window, found, logprobs in zip(going, candidates, summed, strict=True):
            done[window] = [one.tolist() for one in found], logprobs
        return [(*done[window], silence) for window, silence in enumerate(silences)]
    finally:
        inference.cleanup_caching()


def _unfinished(decoder: Any, windows: int) -> list[int]:
    """Places of the windows that beam search has not got enough candidates of yet; without beams, all."""
    finished = getattr(decoder, "finished_sequences", None)
    if finished is None:
        return list(range(windows))
    return [at for at, found in enumerate(finished) if len(found) < decoder.max_candidates]


def _keep(cache: dict[Any, Any], how: Callable[[Any], Any]) -> None:
    for module, kept in cache.items():
        cache[module] = how(kept)


def _states(decoder: Any, tokens: Any, heard: Any, kept: dict[Any, Any]) -> Any:
    """whisper's own `TextDecoder.forward` up to the vocabulary; shape (n, tokens, width)."""
    offset = next(iter(kept.values())).shape[1] if kept else 0
    places = decoder.positional_embedding[offset : offset + tokens.shape[-1]]
    h = (decoder.token_embedding(tokens) + places).to(heard.dtype)
    for block in decoder.blocks:
        h = block(h, heard, mask=decoder.mask, kv_cache=kept)
    return decoder.ln(h)


def _weighed(decoder: Any, states: Any) -> Any:
    """A logit for each token of the vocabulary, shape (n, vocabulary).

    The vocabulary is multiplied by the few states, not the states by the vocabulary: the same sums, twice as fast.
    """
    return (decoder.token_embedding.weight.to(states.dtype) @ states.T).T.float()


class _Sound:
    """What the decoder hears of a batch of windows: keys and values, worked out once for all that is asked of it.

    Beams ask side by side, where whisper would need a copy of the sound for each of them.
    """

    def __init__(self) -> None:
        self.rows: list[int] = []  # which windows of the batch are listened to
        self._heard: Any = None
        self._kept: dict[Any, tuple[Any, Any]] = {}
        self._chosen: dict[Any, tuple[list[int], tuple[Any, Any]]] = {}

    def take(self, heard: Any) -> None:
        """Turn to another batch, encoded: shape (n, frames, width)."""
        self._heard = heard
        self._kept.clear()
        self._chosen.clear()

    def serve(self, attention: Any) -> None:
        """Let a cross-attention of whisper ask here instead of its `kv_cache`."""

        def forward(x: Any, xa: Any, mask: Any = None, kv_cache: Any = None) -> tuple[Any, Any]:
            keys, values = self._of(attention)
            query = attention.query(x).reshape(len(keys), -1, x.shape[-1])
            found, weights = attention.qkv_attention(query, keys, values)
            return attention.out(found.reshape(x.shape)), weights

        attention.forward = forward

    def _of(self, attention: Any) -> tuple[Any, Any]:
        """Keys and values of the windows that are listened to now."""
        if attention not in self._kept:
            self._kept[attention] = attention.key(self._heard), attention.value(self._heard)
        keys, values = self._kept[attention]
        if self.rows == list(range(len(keys))):
            return keys, values
        if attention not in self._chosen or self._chosen[attention][0] != self.rows:
            self._chosen[attention] = list(self.rows), (keys[self.rows], values[self.rows])
        return self._chosen[attention][1]


def _in_sixteen_bits(model: Any) -> None:
    """Keep weights and sound in bfloat16; the norms stay as they are, as whisper has them."""
    import torch
    from torch import nn

    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Conv1d | nn.Embedding):
            module.to(torch.bfloat16)
    forward = model.encoder.forward
    model.encoder.forward = lambda mel: forward(mel.bfloat16())


def _take_encoded(encoder: Any, dims: Any) -> None:
    """Let what was encoded already pass, as whisper's `decode` does: its word times would encode again."""
    forward = encoder.forward

    def once(mel: Any) -> Any:
        return mel if mel.shape[-2:] == (dims.n_audio_ctx, dims.n_audio_state) else forward(mel)

    encoder.forward = once
