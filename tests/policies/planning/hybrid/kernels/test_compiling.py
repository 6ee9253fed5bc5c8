"""Every kernel becomes a program for the card, also where there is none, without a spill."""

import re
import subprocess
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
triton = pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

from triton.backends.compiler import GPUTarget  # noqa: E402
from triton.compiler import ASTSource  # noqa: E402

from policies.planning.hybrid.kernels import (  # noqa: E402
    moe_decode,
    route,
    split_kv,
    ssd_kernels,
    ssd_passing,
    ssd_prefill,
    state_update,
)
from policies.planning.hybrid.layers.mamba_weights import MambaWeights  # noqa: E402
from policies.planning.hybrid.layers.scan_inputs import ScanInputs  # noqa: E402
from policies.planning.hybrid.presets import PRESETS  # noqa: E402

HOPPER = GPUTarget("cuda", 90, 32)
TYPES = {
    torch.float32: "*fp32",
    torch.float64: "*fp64",
    torch.bfloat16: "*bf16",
    torch.float16: "*fp16",
    torch.float8_e4m3fn: "*fp8e4nv",
    torch.int32: "*i32",
    torch.int64: "*i64",
}
KERNELS = {
    ssd_kernels: ("scores", "chunk_states", "scan"),
    ssd_passing: ("decays", "pass_states"),
    state_update: ("_update", "_finish"),
    moe_decode: ("_into", "_out_of"),
    split_kv: ("_part", "_join"),
    route: ("_choose",),
}
# Where a part of a sequence ends: no more than its tokens; and bits that are mixed, no place.
BOUNDED = {"each", "last", "bits"}
NANO, B16 = PRESETS["nano-30b-a3b"], torch.bfloat16


class Compiled:
    """Stands for a kernel: compiles it for what it would be started with."""

    def __init__(self, kernel, made):
        self._kernel, self._made = kernel, made

    def __getitem__(self, grid):
        return self._compile

    def _compile(self, *args, **sizes):
        options = {k: sizes.pop(k) for k in ("num_warps", "num_stages") if k in sizes}
        names, kinds, aligned = self._kernel.arg_names, {}, {}
        for place, (name, value) in enumerate(zip(names, args, strict=False)):
            kinds[name] = _kind(value)
            if torch.is_tensor(value) or (isinstance(value, int) and value % 16 == 0):
                aligned[(place,)] = [["tt.divisibility", 16]]
        fixed = {(names.index(name),): value for name, value in sizes.items()}
        source = ASTSource(self._kernel, kinds | dict.fromkeys(sizes, "constexpr"), fixed, aligned)
        self._made.append((self._kernel.fn.__name__, triton.compile(source, HOPPER, options)))


def _kind(value):
    if torch.is_tensor(value):
        return TYPES[value.dtype]
    if isinstance(value, float):
        return "fp32"
    return "i64" if value >= 2**31 else "i32"


@pytest.fixture
def compiled(monkeypatch, tmp_path):
    monkeypatch.setenv("TRITON_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("TRITON_DEFAULT_FP_FUSION", "1")
    made = []
    for module, names in KERNELS.items():
        for name in names:
            monkeypatch.setattr(module, name, Compiled(getattr(module, name), made))
    return made


def _step(rows, ssm_dtype):
    b = NANO.mamba
    conv, narrow = torch.empty(b.channels, 4, dtype=B16), torch.empty(b.channels, dtype=B16)
    head, norm = torch.empty(b.heads), torch.empty(b.inner, dtype=B16)
    weights = MambaWeights(conv, narrow, head, head, head, norm, 1e-5, b)
    projected = torch.empty(rows, b.projected, dtype=B16)
    windows = torch.empty(rows, b.channels, 3, dtype=B16)
    states = torch.empty(rows, b.heads, b.head_dim, b.state, dtype=ssm_dtype)
    slots = torch.zeros(rows, dtype=torch.int32)
    state_update.mamba_step(projected, weights, windows, states, slots, places=slots)


def _scan(dtype):
    flat = torch.empty(300, NANO.mamba.channels, dtype=dtype)
    x, b, c = flat.split([4096, 1024, 1024], -1)
    head = torch.empty(64)
    cut = (x.unflatten(-1, (64, 64)), b.unflatten(-1, (8, 128)), c.unflatten(-1, (8, 128)))
    inputs = ScanInputs(x=cut[0], dt=torch.empty(300, 64), a=head, b=cut[1], c=cut[2], d=head)
    initial = torch.empty(2, 64, 64, 128)
    ssd_prefill.ssd(inputs, starts=head, lengths=(250, 50), initial=initial, chunk=128)


def _attend(rows, heads, kv_dtype=B16):
    q, kv = (
        torch.empty(rows, 32, 128, dtype=B16),
        torch.empty(2, 4, 16, heads, 128, dtype=kv_dtype),
    )
    of_each = torch.empty(rows, dtype=torch.int32)
    table = torch.empty(rows, 1536, dtype=torch.int32)
    split_kv.decode_attention(q, kv, table, of_each, of_each)


def _ask(width, inner, gated):
    up, down = torch.empty(2, inner, width, dtype=B16), torch.empty(2, width, inner, dtype=B16)
    index, x = torch.zeros(1, 8, dtype=torch.int64), torch.empty(1, width, dtype=B16)
    gate, kind = (torch.empty_like(up), "swiglu") if gated else (None, "relu2")
    moe_decode.experts(x, index, torch.empty(1, 8), up, down, gate, kind)


CASES = {
    "step of one": lambda: _step(1, torch.float32),
    "step of many": lambda: _step(32, torch.float32),
    "step by chance": lambda: _step(32, torch.float16),
    "scan in bfloat16": lambda: _scan(B16),
    "scan in float32": lambda: _scan(torch.float32),
    "attention of nano": lambda: _attend(1, 2),
    "attention of qwen3": lambda: _attend(32, 4),
    "attention over 8 bits": lambda: _attend(1, 2, torch.float8_e4m3fn),
    "experts of nano": lambda: _ask(2688, 1856, gated=False),
    "experts of qwen3": lambda: _ask(2048, 768, gated=True),
    "sigmoids choose": lambda: route.route(
        torch.empty(1, 128), torch.empty(128), top_k=6, scale=2.5, normalise=True
    ),
    "a softmax chooses": lambda: route.route(
        torch.empty(1, 128), None, top_k=8, scale=1.0, normalise=True
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_kernel_of_the_large_models_compiles_without_spills(case, compiled, tmp_path):
    CASES[case]()
    assert compiled
    for name, program in compiled:
        assert program.metadata.shared <= 227 * 1024, name
        assert "STACK:0 " in _usage(program.asm["cubin"], tmp_path), name


@pytest.mark.parametrize("case", CASES)
def test_offsets_are_64_bits_wide_from_where_a_program_learns_its_place(case, compiled):
    """A first axis, or a number that was read, times a size may pass 2**31."""
    CASES[case]()
    for name, program in compiled:
        assert not _narrow_products(program.asm["ttir"]), name


def test_a_product_of_32_bits_is_found():
    narrow = """
        %0 = tt.get_program_id x : i32
        %1 = arith.divsi %0, %c6_i32 : i32
        %2 = arith.muli %1, %c2688_i32 : i32
        %3 = arith.extsi %0 : i32 to i64
        %4 = arith.muli %3, %c2688_i64 : i64
    """
    assert _narrow_products(narrow) == ["%2 = arith.muli %1, %c2688_i32 : i32"]


def _narrow_products(program):
    """Products of 32 bits of what has no bound: programs of the first axis, numbers read."""
    open_ended, found = set(), []
    for line in map(str.strip, program.splitlines()):
        made = re.match(r"(%\w+)(?::\d+)? = (.*)", line)
        if made is None or not re.search(r"i32>?( loc.*)?$", line):
            continue
        name, rest = made.groups()
        read = "get_program_id x" in rest or rest.startswith("tt.load")
        if read or open_ended & set(re.findall(r"%\w+", rest)):
            open_ended.add(name)
            if "arith.muli" in rest and re.sub(r"_\d+$", "", name[1:]) not in BOUNDED:
                found.append(line)
    return found


def _usage(binary, folder):
    tool = Path(triton.__file__).parent / "backends" / "nvidia" / "bin" / "cuobjdump"
    path = folder / "kernel.cubin"
    path.write_bytes(binary)
    command = [tool, "--dump-resource-usage", path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
