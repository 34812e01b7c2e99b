"""The speaker network of Resemblyzer: up to 1.6 seconds of speech in, 256 numbers that say whose voice it is out.

Its weights are loaded directly; docs/decisions/010 says why. Mel bands as librosa makes them (Slaney's scale and
norm, power, no logarithm), which is what the weights were trained on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

RATE = 16_000
FRAME = 160  # samples: a hundred frames a second
WINDOW = 160  # frames
_FFT = 400
_BANDS = 40
_SIZE = 256
_LEVEL = 10 ** (-30 / 20)  # softer speech is made this loud, louder speech is left


class VoiceNetwork:
    """Three LSTM layers, a linear layer and a ReLU; the result has length one. Raises KeyError, RuntimeError."""

    def __init__(self, weights: Path) -> None:
        import torch

        kept: dict[str, torch.Tensor] = torch.load(weights, map_location="cpu", weights_only=True)["model_state"]
        self._lstm = torch.nn.LSTM(_BANDS, _SIZE, 3, batch_first=True)
        self._linear = torch.nn.Linear(_SIZE, _SIZE)
        self._lstm.load_state_dict(_under("lstm.", kept))
        self._linear.load_state_dict(_under("linear.", kept))
        self._bands = torch.from_numpy(mel_bands())
        self._taper = torch.hann_window(_FFT)

    def mel(self, mono: NDArray[np.float32]) -> torch.Tensor:
        """Frames of speech, shape (n, 40), n being a hundred a second and one more."""
        import torch

        loud = float(np.sqrt(np.mean(mono**2))) or _LEVEL
        sound = torch.from_numpy(mono * np.float32(max(1.0, _LEVEL / loud)))
        spectrum = torch.stft(sound, _FFT, FRAME, window=self._taper, pad_mode="constant", return_complex=True)
        return (self._bands @ spectrum.abs() ** 2).T

    def embed(self, windows: torch.Tensor) -> NDArray[np.float32]:
        """Whose voice it is, shape (n, 256), of windows of one length, shape (n, frames, 40)."""
        import torch

        with torch.inference_mode():
            _, (hidden, _) = self._lstm(windows)
            found = torch.nn.functional.normalize(torch.relu(self._linear(hidden[-1])))
        result: NDArray[np.float32] = found.numpy()
        return result


def mel_bands() -> NDArray[np.float32]:
    """Triangles on Slaney's mel scale, each of area one, shape (40, 201)."""
    frequencies = np.linspace(0, RATE / 2, _FFT // 2 + 1)
    edges = _hertz(np.linspace(0, _mel(RATE / 2), _BANDS + 2))
    rising = (frequencies - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - frequencies) / np.diff(edges)[1:, None]
    bands = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return bands.astype(np.float32)


def _mel(hertz: float) -> float:
    """Linear up to 1000 Hz (15 mel), logarithmic above; for frequencies above."""
    return 15 + float(np.log(hertz / 1000)) * 27 / float(np.log(6.4))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))
    return found


def _under(prefix: str, weights: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}
