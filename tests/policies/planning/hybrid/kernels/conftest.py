"""Kernels run in a process of their own, in which Triton interprets them: a switch that must be
set before Triton is imported, and others may have imported it here. Where there is a card, they
run on it too."""

import dataclasses
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import pytest

# Set by `make test-kernels`: only what needs a card may be skipped.
MUST = "PHYSAI_TEST_KERNELS"
NO_CARD = "there is no card"


def _unless_it_must(report):
    if report.skipped and os.environ.get(MUST) and NO_CARD not in str(report.longrepr):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """A file that is left out fails where nothing may be."""
    return _unless_it_must((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that is left out fails where nothing may be, unless for want of a card."""
    return _unless_it_must((yield))


def _calm():
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def interpreter():
    """`interpreter(function, ...)`: its result; tensors that it changes in place change here."""
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("triton", reason="triton is missing (make test-kernels)")
    spawn = multiprocessing.get_context("spawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRITON_INTERPRET", "1")
        patch.setenv("PHYSAI_KERNELS", "triton")
        with ProcessPoolExecutor(1, mp_context=spawn, initializer=_calm) as pool:
            pool.submit(os.getpid).result(timeout=120)  # it has started, with what it was given
            patch.undo()

            def call(function, *args, **kwargs):
                return pool.submit(function, *args, **kwargs).result(timeout=120)

            yield call


@pytest.fixture(params=["interpreted", "cuda"])
def run(request):
    """`run(function, *args, **kwargs)` of tensors on the processor: what the kernel makes."""
    torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    if request.param == "interpreted":
        return request.getfixturevalue("interpreter")
    if not torch.cuda.is_available():
        pytest.skip(NO_CARD)
    return _on_card


def _on_card(function, *args, **kwargs):
    import torch
    from torch.utils import _pytree as tree

    leaves, shape = tree.tree_flatten((args, kwargs))
    moved = [_moved(x) for x in leaves]
    args, kwargs = tree.tree_unflatten(moved, shape)
    out = function(*args, **kwargs)
    for here, there in zip(leaves, moved, strict=True):
        if torch.is_tensor(here):
            here.copy_(there)  # what was changed in place
    return tree.tree_map(lambda x: x.cpu() if torch.is_tensor(x) else x, out)


def _moved(x):
    import torch

    if isinstance(x, torch.Generator):
        return torch.Generator("cuda").manual_seed(x.initial_seed())
    if dataclasses.is_dataclass(x):
        return type(x)(*(_moved(getattr(x, field.name)) for field in dataclasses.fields(x)))
    return x.cuda() if torch.is_tensor(x) else x


@pytest.fixture(scope="session")
def drawn():
    """`drawn(seed)(3, 4)`: normal numbers of a shape."""
    import torch

    def of(seed):
        generator = torch.Generator().manual_seed(seed)

        def draw(*shape, dtype=torch.float32):
            return torch.randn(*shape, generator=generator).to(dtype)

        return draw

    return of
