"""sherpa-onnx: a segmentation and an embedding network of your choice, without torch. Reads a recording as a whole."""

from __future__ import annotations

import wave
from pathlib import Path

from pipeline.adapters.answering import Answering, Json
from pipeline.adapters.sound import samples, seconds

HOW = "pip install 'casus[sherpa-onnx]'; docs/speakers.md"


def files(models: Path) -> tuple[Path, ...]:
    """The two networks, under the names they must have."""
    return models / "sherpa-onnx" / "segmentation.onnx", models / "sherpa-onnx" / "embedding.onnx"


def load(order: Json) -> Answering:
    """What tells voices apart with the networks in memory."""
    import sherpa_onnx

    segmentation, embedding = order["files"]
    threads = order["threads"]
    parts = {
        "segmentation": sherpa_onnx.OfflineSpeakerSegmentationModelConfig(
            pyannote=sherpa_onnx.OfflineSpeakerSegmentationPyannoteModelConfig(model=segmentation),
            num_threads=threads,
        ),
        "embedding": sherpa_onnx.SpeakerEmbeddingExtractorConfig(model=embedding, num_threads=threads),
    }

    def config(count: int) -> sherpa_onnx.OfflineSpeakerDiarizationConfig:
        clustering = sherpa_onnx.FastClusteringConfig(num_clusters=count or -1)
        return sherpa_onnx.OfflineSpeakerDiarizationConfig(**parts, clustering=clustering)

    finder = sherpa_onnx.OfflineSpeakerDiarization(config(0))

    def answer(question: Json) -> Json:
        finder.set_config(config(question["count"]))
        with wave.open(question["audio"], "rb") as stream:
            mono = samples(stream, 0.0, seconds(stream)).mean(axis=1)
        found = finder.process(mono).sort_by_start_time()
        return {"spoken": [[one.start, one.end, one.speaker] for one in found]}

    return answer
