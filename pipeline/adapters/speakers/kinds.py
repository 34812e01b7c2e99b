"""The finders that run in a process of their own."""

from __future__ import annotations

from pipeline.adapters.speakers import embeddings, pyannote, sherpa_onnx
from pipeline.adapters.speakers.shape import Kind

KINDS: dict[str, Kind] = {
    "embeddings": Kind("resemblyzer", embeddings.files, embeddings.HOW, embeddings.load),
    "sherpa-onnx": Kind("sherpa-onnx", sherpa_onnx.files, sherpa_onnx.HOW, sherpa_onnx.load),
    "pyannote": Kind("pyannote.audio", pyannote.files, pyannote.HOW, pyannote.load),
}
