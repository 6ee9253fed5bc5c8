from physai_sim.evaluation.replay.perturbation import Perturbation


class _Nothing(Perturbation):
    def seen(self, observation):
        return observation


def test_an_episode_is_told_as_it_is_unless_a_kind_says_otherwise(spec):
    assert _Nothing("nothing=at all").begin(spec, 3) is spec
