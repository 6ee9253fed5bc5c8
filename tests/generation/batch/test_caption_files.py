"""Every rollout says in words what its cameras show, and its dataset says it too."""

import json

from physai_sim.core.strict import parse
from physai_sim.generation.batch.batch_dataset import caption_file
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.read import read_source
from physai_sim.generation.variation.caption import Caption, caption
from physai_sim.generation.variation.film_facts import facts_of


def text_of(batch, rollout):
    path = batch.out / "samples" / rollout.name / "captions/front_camera.json"
    return path.read_text(encoding="utf-8")


def test_the_caption_is_that_of_the_true_film_in_the_look_of_the_rollout(made):
    rollout = made.rollouts[1]
    film = true_film(read_source(rollout.source, ()), View("front_camera", 12, (32, 24), 4))
    assert text_of(made, rollout) == f"{caption(facts_of(film), rollout.expansion).text()}\n"


def test_captions_of_two_looks_differ_in_looks_alone(made):
    one, other = (json.loads(text_of(made, rollout)) for rollout in made.rollouts[:2])
    differing = {key for key in one if one[key] != other[key]}
    assert differing == {"summary", "lighting", "weather", "surface"}


def test_the_dataset_has_the_caption_of_each_episode_beside_its_rows(made):
    for episode, rollout in enumerate(made.rollouts):
        path = caption_file(made.out / "dataset", "front_camera", episode)
        found = path.read_text(encoding="utf-8")
        assert found == text_of(made, rollout)
        assert parse(Caption, json.loads(found), where=str(path)).subjects
