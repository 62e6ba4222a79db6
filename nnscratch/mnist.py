"""The MNIST digits: their files read, checked, fetched and kept, and their bytes made ready for a network."""

import math
import os
import re
import sys
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from nnscratch.addresses import MIRRORS, SUMS
from nnscratch.arguments import Array, Backward, as_numbers, check_number
from nnscratch.regularisation import no_gradient

TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
TIMEOUT = 10  # seconds in which a mirror has to send something
DEADLINE = 600  # seconds for one file: a slow line, and no server that drips
LARGEST = 64_000_000  # bytes; the largest file of MNIST has 47 million
PAUSES = (0, 1, 3)  # seconds before each round through the mirrors


def idx_array(name: str, data: bytes) -> Array:
    """The array in the bytes of an IDX file: two zeros, type, number of axes, the sizes, then the entries.

    Big-endian in the file, native in the array. Raises ValueError that names the file where the header is not that of
    IDX, or where there are not as many bytes as it says. Source: chapter 16.
    """
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in TYPES:
        needed = f"00 00, a type among {[*TYPES]} and the number of axes"
        raise ValueError(
            f"mnist: {name} begins with {data[:4].hex(' ')}, but needs {needed}"
        )
    dtype, start = np.dtype(TYPES[data[2]]), 4 + 4 * data[3]
    shape = [int.from_bytes(data[k : k + 4], "big") for k in range(4, start, 4)]
    size = start + math.prod(shape) * dtype.itemsize
    if len(data) != size:
        needed = f"{size} for an array of shape {tuple(shape)}: get it anew"
        raise ValueError(f"mnist: {name} has {len(data)} bytes, but needs {needed}")
    entries = np.frombuffer(data, dtype, offset=start).reshape(shape)
    return entries.astype(dtype.newbyteorder("="))


def gunzipped(name: str, data: bytes) -> bytes:
    """The bytes that gzip has packed; bytes that it has not packed, as they are.

    Raises ValueError that names the file where it is damaged or truncated. Source: chapter 16.
    """
    import gzip
    import zlib

    try:
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{name} is damaged or truncated ({error})") from None


def summed(name: str, place: str, data: bytes) -> bytes:
    """The bytes, if they are those of the file of MNIST with this name.

    Raises ValueError that names the place where their SHA-256 is another. Source: chapter 16.
    """
    import hashlib

    found = hashlib.sha256(data).hexdigest()
    if found != SUMS[name]:
        raise ValueError(f"{place} has the SHA-256 {found}, but needs {SUMS[name]}")
    return data


def fetch(url: str) -> bytes:
    """The bytes at an address, with the progress on stderr.

    Raises OSError or HTTPException where the server fails, sends nothing for TIMEOUT seconds, or sends for longer than
    DEADLINE seconds or more than LARGEST bytes. Source: chapter 16.
    """
    import time
    from urllib.request import urlopen

    data, end = bytearray(), time.monotonic() + DEADLINE
    with urlopen(url, timeout=TIMEOUT) as answer:
        size = int(answer.headers.get("Content-Length", 0))
        while piece := answer.read1(1 << 18):
            data += piece
            progress = f"\r{url}: {len(data) / 1e6:.1f} of {size / 1e6:.1f} MB"
            print(progress, end="", file=sys.stderr, flush=True)
            if len(data) > LARGEST or time.monotonic() > end:
                limits = f"{LARGEST / 1e6:.0f} MB or {DEADLINE} seconds"
                raise OSError(f"it sends more than {limits} would hold")
    print(file=sys.stderr)
    return bytes(data)


def download(name: str) -> bytes:
    """The bytes of a file of MNIST, from the first mirror that gives them whole.

    Raises OSError that says what went wrong at each mirror after the last round. Source: chapter 16.
    """
    import time
    from http.client import HTTPException

    failures = {}
    for pause in PAUSES:
        time.sleep(pause)
        for mirror in MIRRORS:
            url = f"{mirror}{name}.gz"
            try:
                return summed(name, url, gunzipped(url, fetch(url)))
            except (OSError, ValueError, HTTPException) as error:
                failures[url] = f"{type(error).__name__}: {error}"
                print(f"{url}: {failures[url]}", file=sys.stderr, flush=True)
    reasons = "; ".join(f"{url}: {reason}" for url, reason in failures.items())
    raise OSError(f"mnist: no mirror gave {name} ({reasons})")


def keep(path: str, data: bytes) -> None:
    """Write a file whole or not at all, in a folder that is made where it is missing.

    Raises OSError that says what to do where it cannot be written. Source: chapter 16.
    """
    part = f"{path}.{os.urandom(4).hex()}"  # another name for each writer
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(part, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except OSError as error:
        found = f"{path} cannot be written ({error.strerror})"
        room = f"free {len(data) / 1e6:.0f} MB there"
        advice = f"{room}, or set NNSCRATCH_DATA to another directory"
        raise OSError(f"mnist: {found}: {advice}") from None
    finally:
        if os.path.exists(part):
            os.remove(part)


def data_folder() -> str:
    """NNSCRATCH_DATA where it is set, else `nnscratch` in the user's cache directory. Source: chapter 16."""
    variables = {"win32": "LOCALAPPDATA", "darwin": ""}
    folders = {"win32": "AppData/Local", "darwin": "Library/Caches"}
    variable = os.environ.get(variables.get(sys.platform, "XDG_CACHE_HOME"))
    folder = os.path.join("~", folders.get(sys.platform, ".cache"))
    cache = os.path.join(variable or os.path.expanduser(folder), "nnscratch")
    return os.environ.get("NNSCRATCH_DATA") or cache


def from_cache(name: str) -> bytes:
    """The bytes of a file of MNIST, from the cache, to which the first call downloads it.

    Raises what download and keep raise, and ValueError where the file in the cache is damaged. Source: chapter 16.
    """
    path = os.path.join(data_folder(), "mnist", name)
    try:
        for kept in (path, f"{path}.gz"):
            if os.path.exists(kept):
                with open(kept, "rb") as file:
                    return summed(name, kept, gunzipped(kept, file.read()))
    except ValueError as error:
        advice = "delete it, and the next call downloads it anew"
        raise ValueError(f"mnist: {error}: {advice}") from None
    try:
        data = download(name)
    except OSError as error:
        advice = f"check the network, or put {name}.gz into {os.path.dirname(path)}"
        raise OSError(f"{error}: {advice}") from None
    keep(path, data)
    return data


def from_folder(folder: str | os.PathLike[str], name: str) -> bytes:
    """The bytes of the one file of a folder that plays the part of this file of MNIST, packed or not.

    Raises FileNotFoundError where there is no such file, or more than one. Source: chapter 16.
    """
    part, kind, _ = name.split("-", 2)
    pattern = rf"(?!\.).*({'t10k|test' if part == 't10k' else part}).*{kind}"
    files = sorted(one for one in os.listdir(folder) if re.match(pattern, one))
    if len({one.removesuffix(".gz") for one in files}) != 1:
        found = f"{folder} has {files or 'no file'} in the part of {name}"
        raise FileNotFoundError(f"mnist: {found}, but needs one")
    with open(os.path.join(folder, files[0]), "rb") as file:
        return gunzipped(f"mnist: {files[0]}", file.read())


def mnist(
    folder: str | os.PathLike[str] | None = None,
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The images and labels to train on, and those to test with: 60,000 and 10,000 handwritten digits.

    Two pairs of images: (N, 28, 28), bytes from 0 (paper) to 255 (ink), and labels: (N,), bytes from 0 to 9. The first
    call downloads 12 MB and keeps them, 55 MB unpacked, in the folder mnist of NNSCRATCH_DATA, or of the user's cache
    directory. With a folder: the images and labels
    of the four IDX files there, packed or not, of any other set that is laid out like MNIST. Raises OSError where
    nothing can be downloaded or written, ValueError for a file that is damaged. Source: chapter 16.
    """
    read = from_cache if folder is None else partial(from_folder, folder)
    arrays = [idx_array(name, read(name)) for name in SUMS]
    for images, labels in (arrays[:2], arrays[2:]):
        if images.ndim != 3 or labels.shape != images.shape[:1]:
            found = f"images {images.shape} and labels {labels.shape}"
            needed = "(N, H, W), (N,)"
            raise ValueError(f"mnist: {folder} has {found}, but needs {needed}")
    return (arrays[0], arrays[1]), (arrays[2], arrays[3])


@dataclass(frozen=True, eq=False)
class Standardise:
    """y = (x - mean) / deviation, a layer without parameters, whose input is data: dx is None.

    x of any shape; whole numbers, such as the bytes of images, become float32, floats keep their dtype. Raises
    ValueError for a mean that is not finite, or a deviation that is not positive, TypeError for an x of complex numbers
    or of what is no number. Source: chapter 16.
    """

    mean: float = field(metadata={"static": True})
    deviation: float = field(metadata={"static": True})

    def __post_init__(self) -> None:
        check_number("Standardise", "mean", self.mean, -math.inf, math.inf)
        least = sys.float_info.min
        check_number("Standardise", "deviation", self.deviation, least, math.inf)

    def __call__(self, x: Array) -> tuple[Array, Backward]:
        x = as_numbers("Standardise", "x", x)
        y = x.astype(x.dtype if x.dtype.kind == "f" else np.float32)
        y -= float(self.mean)
        y /= float(self.deviation)
        return y, no_gradient
