"""MNIST: the format read and checked, the download against a server that misbehaves, the cache, the real files."""

import base64
import gzip
import hashlib
import importlib
import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

import nnscratch as nn

files = importlib.import_module("nnscratch.mnist")  # `nnscratch.mnist` is the function
ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared/data"
NAMES = list(files.SUMS)


def idx(array, code=8):
    """The bytes of an IDX file, as the format says."""
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, code, array.ndim]) + sizes + array.tobytes()


def small_set():
    """Four small arrays in the parts of those of MNIST, each with its name."""
    rng = np.random.default_rng(0)
    shapes = [(7, 28, 28), (7,), (3, 28, 28), (3,)]
    return {name: rng.integers(0, 10, shape, dtype=np.uint8) for name, shape in zip(NAMES, shapes)}


SET = small_set()
BYTES = {name: idx(array) for name, array in SET.items()}


def same(pairs, arrays=SET):
    (images, labels), (new_images, new_labels) = pairs
    found = dict(zip(NAMES, (images, labels, new_images, new_labels)))
    return all(found[name].dtype == np.uint8 and np.array_equal(found[name], arrays[name]) for name in NAMES)


def test_a_file_of_several_pieces_comes_whole():
    data = np.random.default_rng(0).bytes(600_000)  # more than two pieces
    assert files.fetch(f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}") == data


# What a server may do with a request for the file of this name.


def whole(request, name, body):
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def whole_of_unknown_size(request, name, body):
    request.send_response(200)
    request.end_headers()
    request.wfile.write(body)


def wrong_bytes(request, name, body):
    whole(request, name, gzip.compress(BYTES[name][:-1] + b"\x63"))


def a_page_of_html(request, name, body):
    whole(request, name, b"<html>Log in to this network first</html>")


def truncated(request, name, body):
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body[: len(body) // 2])


def damaged(request, name, body):
    whole(request, name, body[:20] + bytes(20) + body[40:])


def stalls(request, name, body):
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body[:10])
    time.sleep(0.6)


def not_found(request, name, body):
    request.send_error(404)


def fails(request, name, body):
    request.send_error(500)


def hangs_up(request, name, body):
    request.connection.close()


def talks_nonsense(request, name, body):
    request.wfile.write(b"what?\r\n\r\n")


def slow(request, name, body):
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    for piece in np.array_split(np.frombuffer(body, np.uint8), 4):
        request.wfile.write(piece.tobytes())
        time.sleep(0.05)


def drips(request, name, body):
    """A byte at a time, each in time, for ever."""
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x")
        time.sleep(0.02)


def never_ends(request, name, body):
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(bytes(1 << 16))


class Mirror:
    """A server on this machine that answers with these behaviours in turn, and with the last one from then on."""

    def __init__(self, *behaviours):
        mirror, self.behaviours, self.asked = self, list(behaviours), []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                name = self.path.rpartition("/")[2].removesuffix(".gz")
                behaviour = mirror.behaviours.pop(0) if len(mirror.behaviours) > 1 else mirror.behaviours[0]
                mirror.asked.append(name)
                try:
                    behaviour(self, name, gzip.compress(BYTES[name]))
                except OSError:
                    pass  # the other side has had enough

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/mnist/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def mirrors(monkeypatch, tmp_path):
    """Starts mirrors with the behaviours given, and lets mnist() ask them, for the small set, into an empty cache."""
    started = []

    def start(*each):
        started.extend(Mirror(*(one if isinstance(one, tuple) else (one,))) for one in each)
        monkeypatch.setattr(files, "MIRRORS", tuple(one.url for one in started))
        return started

    sums = {name: hashlib.sha256(data).hexdigest() for name, data in BYTES.items()}
    for name, value in dict(SUMS=sums, TIMEOUT=0.3, PAUSES=(0, 0)).items():
        monkeypatch.setattr(files, name, value)
    monkeypatch.setenv("NNSCRATCH_DATA", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield start
    for one in started:
        one.stop()


def in_cache(folder):
    return sorted(path.name for path in Path(folder, "mnist").glob("*"))


def put(folder, packed=(), **changed):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {**BYTES, **changed}.items():
        suffix = ".gz" if name in packed else ""
        (folder / f"{name}{suffix}").write_bytes(gzip.compress(data) if suffix else data)
    return folder


# The format.


@pytest.mark.parametrize(
    ("code", "dtype"), [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")]
)
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 3, 5), (0, 3), ()])
def test_every_type_of_the_format_is_read(code, dtype, shape):
    array = np.asarray(100 * np.random.default_rng(1).standard_normal(shape)).astype(dtype)
    found = files.idx_array("some file", idx(array, code))
    np.testing.assert_array_equal(found, array)
    assert found.dtype == np.dtype(dtype).newbyteorder("=") and found.flags.writeable


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "some file begins with , but needs 00 00, a type among"),
        (b"\0\0\x08", "begins with 00 00 08, but"),
        (b"\x89PNG....", "begins with 89 50 4e 47, but"),
        (idx(np.zeros(3, np.uint8), 10), "begins with 00 00 0a 01, but needs 00 00, a type among"),
        (idx(np.zeros((2, 3), np.uint8))[:-1], r"has 17 bytes, but needs 18 for an array of shape \(2, 3\): get it anew"),
        (idx(np.zeros((2, 3), np.uint8)) + b"!", "has 19 bytes, but needs 18"),
        (idx(np.zeros((2, 3), np.uint8))[:9], "has 9 bytes, but needs"),
        (idx(np.zeros(3, np.uint8), 14), "has 11 bytes, but needs 32"),
    ],
)
def test_what_is_no_idx_file_is_refused(data, message):
    with pytest.raises(ValueError, match=f"^mnist: some file {message}" if not message.startswith("some") else message):
        files.idx_array("some file", data)


# Folders of one's own.


@pytest.mark.parametrize("packed", [[], NAMES, NAMES[:1]])
def test_a_folder_is_read_packed_or_not(tmp_path, packed):
    assert same(nn.mnist(put(tmp_path / "fashion", packed)))
    assert same(nn.mnist(str(tmp_path / "fashion")))


def test_a_file_that_is_there_twice_is_read_once(tmp_path):
    put(tmp_path, NAMES)
    assert same(nn.mnist(put(tmp_path)))


@pytest.mark.parametrize(
    "named",
    [
        lambda name: name.replace("-idx", ".idx"),
        lambda name: "emnist-digits-" + name.replace("t10k", "test") + ".gz",
        lambda name: name[: name.index("-idx")],
    ],
)
def test_other_names_are_found_by_their_part(tmp_path, named):
    for name, data in BYTES.items():
        (tmp_path / named(name)).write_bytes(data)
    (tmp_path / "._train-images-idx3-ubyte").write_bytes(b"what another system leaves")
    assert same(nn.mnist(tmp_path))


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="mnist: .* has no file in the part of train-images-idx3-ubyte, but needs one"):
        nn.mnist(tmp_path)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        nn.mnist(tmp_path / "nowhere")


def test_a_folder_with_two_sets_is_refused(tmp_path):
    put(tmp_path)
    (tmp_path / "emnist-train-images").write_bytes(b"")
    with pytest.raises(FileNotFoundError, match=r"has \['emnist-train-images', 'train-images-idx3-ubyte'\] in the part"):
        nn.mnist(tmp_path)


@pytest.mark.parametrize("wrong", [np.zeros(6, np.uint8), np.zeros((7, 1), np.uint8)])
def test_labels_that_do_not_fit_the_images_are_refused(tmp_path, wrong):
    put(tmp_path, **{NAMES[1]: idx(wrong)})
    with pytest.raises(ValueError, match=r"has images \(7, 28, 28\) and labels \(.*\), but needs \(N, H, W\), \(N,\)"):
        nn.mnist(tmp_path)


def test_a_truncated_file_in_a_folder_is_refused(tmp_path):
    packed = gzip.compress(BYTES[NAMES[0]])
    put(tmp_path, **{NAMES[0]: packed[: len(packed) // 2]})
    with pytest.raises(ValueError, match=f"^mnist: {NAMES[0]} is damaged or truncated"):
        nn.mnist(tmp_path)


# The download.


def test_a_download_fills_the_cache_once(mirrors, tmp_path, capsys):
    (mirror,) = mirrors(whole)
    assert same(nn.mnist())
    assert mirror.asked == NAMES and in_cache(tmp_path) == sorted(NAMES)
    progress = capsys.readouterr().err
    assert all(f"{mirror.url}{name}.gz: 0.0 of 0.0 MB" in progress for name in NAMES)
    assert same(nn.mnist()) and mirror.asked == NAMES
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("behaviour", [slow, whole_of_unknown_size])
def test_a_mirror_may_be_slow_and_keep_the_size_to_itself(mirrors, behaviour):
    mirrors(behaviour)
    assert same(nn.mnist())


MISBEHAVIOURS = [
    (wrong_bytes, "ValueError: .* has the SHA-256 [0-9a-f]{64}, but needs [0-9a-f]{64}"),
    (a_page_of_html, "ValueError: .* has the SHA-256"),
    (truncated, "truncated|IncompleteRead"),
    (damaged, "ValueError: .* is damaged or truncated"),
    (stalls, "TimeoutError: timed out"),
    (not_found, "HTTPError: HTTP Error 404: Not Found"),
    (fails, "HTTPError: HTTP Error 500: Internal Server Error"),
    (hangs_up, "RemoteDisconnected|ConnectionResetError"),
    (talks_nonsense, "BadStatusLine"),
]


@pytest.mark.parametrize(("behaviour", "reason"), MISBEHAVIOURS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_mirror_that_misbehaves_is_asked_again_and_then_named(mirrors, tmp_path, behaviour, reason):
    (mirror,) = mirrors(behaviour)
    with pytest.raises(OSError, match=reason) as error:
        nn.mnist()
    message = str(error.value)
    assert message.startswith(f"mnist: no mirror gave {NAMES[0]} ({mirror.url}{NAMES[0]}.gz: ")
    assert message.endswith(f"): check the network, or put {NAMES[0]}.gz into {tmp_path / 'mnist'}")
    assert mirror.asked == 2 * NAMES[:1] and in_cache(tmp_path) == []


@pytest.mark.parametrize("behaviour", [one for one, _ in MISBEHAVIOURS], ids=lambda one: one.__name__)
def test_the_next_mirror_helps(mirrors, behaviour):
    first, second = mirrors(behaviour, whole)
    assert same(nn.mnist())
    assert first.asked == second.asked == NAMES


@pytest.mark.parametrize("behaviour", [one for one, _ in MISBEHAVIOURS], ids=lambda one: one.__name__)
def test_the_next_round_helps(mirrors, behaviour):
    (mirror,) = mirrors((behaviour, whole))
    assert same(nn.mnist())
    assert mirror.asked == [NAMES[0], *NAMES]


def test_without_a_network_it_says_what_to_do(mirrors, monkeypatch, tmp_path):
    (mirror,) = mirrors(whole)
    mirror.server.server_close()
    monkeypatch.setattr(files, "MIRRORS", (mirror.url, "http://nowhere.invalid/"))
    with pytest.raises(OSError, match="refused.*nowhere.invalid.*: check the network, or put") as error:
        nn.mnist()
    assert str(error.value).endswith(str(tmp_path / "mnist"))


def test_what_it_says_to_do_helps(mirrors, tmp_path):
    (mirror,) = mirrors(fails)
    put(tmp_path / "mnist", NAMES)  # with .gz, as the mirrors have them
    assert same(nn.mnist()) and mirror.asked == []


# The cache.


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data[:-1] + b"\x63", lambda data: b""])
@pytest.mark.parametrize("packed", [[], NAMES])
def test_a_damaged_file_in_the_cache_is_named_and_deleting_it_helps(mirrors, tmp_path, change, packed):
    (mirror,) = mirrors(whole)
    put(tmp_path / "mnist", packed, **{NAMES[1]: change(BYTES[NAMES[1]])})
    bad = tmp_path / "mnist" / (NAMES[1] + (".gz" if packed else ""))
    needed = r" has the SHA-256 \w+, but needs \w+: delete it, and the next call downloads it anew$"
    with pytest.raises(ValueError, match=f"^mnist: {bad}{needed}"):
        nn.mnist()
    assert mirror.asked == []
    bad.unlink()
    assert same(nn.mnist()) and mirror.asked == [NAMES[1]]


def test_a_truncated_packed_file_in_the_cache_is_named(mirrors, tmp_path):
    mirrors(whole)
    put(tmp_path / "mnist", NAMES)
    bad = tmp_path / "mnist" / f"{NAMES[2]}.gz"
    bad.write_bytes(bad.read_bytes()[:-9])
    with pytest.raises(ValueError, match=f"^mnist: {bad} is damaged or truncated .*: delete it"):
        nn.mnist()


WRITE = """import importlib, resource, sys
files = importlib.import_module("nnscratch.mnist")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.keep(sys.argv[1], bytes(2000))
except OSError as error:
    print(error)
"""


def test_a_file_that_does_not_fit_leaves_nothing_and_says_what_to_do(tmp_path):
    path = tmp_path / "new" / "some-file"
    out = subprocess.check_output([sys.executable, "-c", WRITE, str(path)], cwd=ROOT, text=True)
    assert out.startswith(f"mnist: {path} cannot be written (File too large): free 0 MB there, or set NNSCRATCH_DATA")
    assert list(path.parent.iterdir()) == []


def test_a_full_disk_says_what_to_do(mirrors, monkeypatch, tmp_path):
    mirrors(whole)

    def full(*names):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="cannot be written .No space left on device.: free 0 MB there, or set NNSCRATCH_DATA"):
        nn.mnist()
    assert in_cache(tmp_path) == []


def test_a_folder_that_cannot_be_made_says_what_to_do(mirrors, monkeypatch, tmp_path):
    mirrors(whole)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("NNSCRATCH_DATA", str(tmp_path / "file"))
    with pytest.raises(OSError, match="cannot be written .*or set NNSCRATCH_DATA to another directory$"):
        nn.mnist()


KILLED = """import importlib, sys
files = importlib.import_module("nnscratch.mnist")
while True:
    files.keep(sys.argv[1], bytes([len(sys.argv)]) * 3_000_000)
    print("kept", flush=True)
"""


def test_a_process_that_is_killed_leaves_the_file_whole(tmp_path):
    path = tmp_path / "some-file"
    for pause in (0.001, 0.004, 0.007):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(pause)
        process.kill()
        process.wait()
        process.stdout.close()
        assert path.read_bytes() == b"\x02" * 3_000_000


def test_two_readers_may_fill_one_cache(mirrors, monkeypatch, tmp_path):
    mirrors(slow)
    found, rename, both = [], os.replace, threading.Barrier(2)

    def together(*names):
        both.wait(20)  # each has written its file, and neither has renamed it
        rename(*names)

    monkeypatch.setattr(files.os, "replace", together)
    threads = [threading.Thread(target=lambda: found.append(same(nn.mnist()))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True, True] and in_cache(tmp_path) == sorted(NAMES)


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {}, "/home/ada/.cache/nnscratch"),
        ("linux", {"XDG_CACHE_HOME": "/fast"}, "/fast/nnscratch"),
        ("freebsd14", {}, "/home/ada/.cache/nnscratch"),
        ("darwin", {"XDG_CACHE_HOME": "/fast"}, "/home/ada/Library/Caches/nnscratch"),
        ("win32", {}, "/home/ada/AppData/Local/nnscratch"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/nnscratch"),
        ("linux", {"NNSCRATCH_DATA": "/data"}, "/data"),
        ("linux", {"NNSCRATCH_DATA": ""}, "/home/ada/.cache/nnscratch"),
    ],
)
def test_the_cache_is_where_the_system_wants_it(monkeypatch, platform, variables, folder):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "NNSCRATCH_DATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/ada", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(files.sys, "platform", platform)
    assert files.data_folder() == folder


# The real files.


@pytest.fixture
def real(monkeypatch):
    if not (REAL / "mnist").is_dir():
        pytest.skip("the real files of MNIST are not here (../shared/data/mnist)")
    monkeypatch.setenv("NNSCRATCH_DATA", str(REAL))
    monkeypatch.setattr(files, "MIRRORS", ())


def test_the_real_files_are_mnist(real):
    (images, labels), (new_images, new_labels) = nn.mnist()
    assert images.shape == (60_000, 28, 28) and new_images.shape == (10_000, 28, 28)
    assert labels.shape == (60_000,) and new_labels.shape == (10_000,)
    assert {one.dtype for one in (images, labels, new_images, new_labels)} == {np.dtype("uint8")}
    assert labels[:6].tolist() == [5, 0, 4, 1, 9, 2] and new_labels[:4].tolist() == [7, 2, 1, 0]
    assert sorted(set(labels.tolist())) == list(range(10)) and images.min() == 0 and images.max() == 255
    assert abs(images.mean() - 33.318) < 0.001
    pairs = nn.mnist(REAL / "mnist")
    assert all(np.array_equal(one, two) for one, two in zip((images, labels), pairs[0]))


def test_the_digits_lie_where_the_description_says(real):
    """In a box of 20 x 20, their centre of mass at place 14 of 0 to 27."""
    (images, _), _ = nn.mnist()
    some = images[::100].astype(float)
    rows, columns = some.sum(axis=2), some.sum(axis=1)
    for sums in (rows, columns):
        assert ((sums > 0).sum(axis=1) <= 20).all()
        centre = (sums @ np.arange(28)) / sums.sum(axis=1)
        assert np.abs(centre - 14).max() < 0.51  # to the nearest pixel, as like_mnist lays it


# The layer.


@pytest.mark.parametrize("shape", [(7, 5), (7, 5, 3), (7,), (0, 5)])
def test_standardising_makes_bytes_floats(shape):
    x = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    before = x.copy()
    y, backward = nn.Standardise(33.0, 78.5)(x)
    np.testing.assert_allclose(y, (x.astype(float) - 33) / 78.5, rtol=1e-6, atol=1e-6)
    assert y.dtype == np.float32 and backward(y) == (None,) and backward(None) == (None,)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_standardising_keeps_floats_as_they_are(dtype):
    x = np.random.default_rng(0).standard_normal((7, 5)).astype(dtype)
    y, _ = nn.Standardise(np.float64(0.5), np.float64(2))(x)
    assert y.dtype == dtype
    np.testing.assert_allclose(y, (x - 0.5) / 2, rtol=1e-6)
    assert y is not x


@pytest.mark.parametrize(("mean", "deviation"), [(0, 0), (0, -1), (np.nan, 1), (0, np.inf), ("a", 1)])
def test_standardising_by_what_is_no_deviation_is_refused(mean, deviation):
    with pytest.raises(ValueError, match="^Standardise: (mean|deviation) is"):
        nn.Standardise(mean, deviation)


@pytest.mark.parametrize("x", [np.ones(3) + 1j, None, [1.0, None], np.array([[1], [2]], object), ["a"]])
def test_what_is_no_real_number_is_not_standardised(x):
    with pytest.raises(TypeError, match="^Standardise: x has dtype (complex128|object|<U1), but needs real numbers$"):
        nn.Standardise(33, 79)(x)


@pytest.mark.parametrize("behaviour", [drips, never_ends])
def test_a_server_without_end_is_left(mirrors, monkeypatch, capsys, behaviour):
    monkeypatch.setattr(files, "DEADLINE", 0.5)
    monkeypatch.setattr(files, "LARGEST", 300_000)
    mirrors(behaviour, whole)
    assert same(nn.mnist())
    assert "OSError: it sends more than" in capsys.readouterr().err


def test_each_try_that_fails_is_told_at_once(mirrors, capsys):
    mirrors(not_found, whole)
    nn.mnist()
    assert capsys.readouterr().err.count("HTTP Error 404") == len(NAMES)
