"""Requests of other threads to the loop that owns the world."""

import threading

import pytest

from physai_sim.control.post import Post
from physai_sim.core.errors import EpisodeError


def test_the_loop_answers_in_its_own_thread():
    post, here = Post(), threading.get_ident()
    asked = post.send(threading.get_ident)
    threading.Thread(target=lambda: post.send(lambda: 1)).start()
    post.answer(1.0)
    assert asked.result(0) == here


def test_what_the_work_raises_comes_back():
    post = Post()
    asked = post.send(lambda: 1 // 0)
    post.answer()
    with pytest.raises(ZeroDivisionError):
        asked.result(0)


def test_a_request_that_nobody_comes_to_fails_and_is_not_done_later():
    post, done = Post(), []
    with pytest.raises(EpisodeError, match="did not come"):
        post.ask(lambda: done.append(1), timeout_s=0.01)
    post.answer()
    assert done == []


def test_after_the_end_requests_are_refused():
    post = Post()
    post.close()
    with pytest.raises(EpisodeError, match="has ended"):
        post.ask(lambda: 1, timeout_s=1.0)


def test_a_request_that_comes_just_as_the_loop_ends_is_refused(monkeypatch):
    post, put = Post(), []
    monkeypatch.setattr(post, "_queue", type("Queue", (), {"put": put.append})())

    def close_first(work):
        put.append(work)
        post._is_closed = True

    monkeypatch.setattr(post._queue, "put", close_first, raising=False)
    with pytest.raises(EpisodeError, match="has ended"):
        post.ask(lambda: 1, timeout_s=1.0)
    assert len(put) == 1
