"""Images, sound and video: a few pixels, a tenth of a second."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pillow_heif
from PIL import Image

RATE = 48000
_IMAGES = {
    "png": "PNG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "webp": "WEBP",
    "avif": "AVIF",
    "heic": "HEIF",
    "bmp": "BMP",
    "tiff": "TIFF",
    "ico": "ICO",
}
# Name: container, codec of sound or None, codec of video or None.
_MEDIA = {
    "mp3": ("mp3", "libmp3lame", None),
    "flac": ("flac", "flac", None),
    "ogg": ("ogg", "libopus", None),
    "wav": ("wav", "pcm_s16le", None),
    "mp4": ("mp4", "aac", "mpeg4"),
    "mov": ("mov", None, "mpeg4"),
    "webm": ("webm", None, "libvpx"),
    "avi": ("avi", None, "mpeg4"),
}


def files() -> dict[str, bytes]:
    """The files by name."""
    pillow_heif.register_heif_opener()
    images = {name: _image(form) for name, form in _IMAGES.items()}
    return images | {name: _recording(*description) for name, description in _MEDIA.items()}


def _image(form: str) -> bytes:
    """A light on a dark ground."""
    image = Image.new("RGB", (32, 32), (10, 20, 60))
    image.paste((255, 240, 120), (12, 4, 20, 28))
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def _recording(container: str, sound: str | None, video: str | None) -> bytes:
    stream = io.BytesIO()
    with av.open(stream, "w", format=container) as file:
        streams = []
        if video:
            pictures = file.add_stream(video, rate=10)
            pictures.width = pictures.height = 64
            pictures.pix_fmt = "yuv420p"
            streams.append((pictures, _frames()))
        if sound:
            notes = file.add_stream(sound, rate=RATE)
            notes.layout = "mono"
            streams.append((notes, _tone(notes.format.name)))
        for target, frames in streams:
            for frame in frames:
                file.mux(target.encode(frame))
            file.mux(target.encode(None))
    return stream.getvalue()


def _frames() -> list[av.VideoFrame]:
    frames = []
    for number in range(4):
        pixels = np.zeros((64, 64, 3), np.uint8)
        pixels[:, number * 16 : number * 16 + 8] = (255, 240, 120)
        frames.append(av.VideoFrame.from_ndarray(pixels, "rgb24"))
        frames[-1].pts, frames[-1].time_base = number, Fraction(1, 10)
    return frames


def _tone(form: str) -> list[av.AudioFrame]:
    """A tenth of a second of A, in the form of samples that a codec takes."""
    wave = np.sin(2 * np.pi * 440 * np.arange(RATE // 10) / RATE).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(wave[None], "fltp", "mono")
    frame.sample_rate, frame.pts = RATE, 0
    return av.AudioResampler(form, "mono", RATE).resample(frame)
