from physai_sim import __version__
from physai_sim.envs.provenance import provenance_of


def test_an_episode_says_who_simulated_it_with_which_seed_and_world(open_session):
    session = open_session("reach", cameras=False)
    session.reset(7)
    told = provenance_of(session)
    assert (told.source, told.by, told.seed) == ("simulated", f"physai_sim {__version__}", 7)
    assert told.config_hash == session.config.hash()
    assert told.draw == session.draw
    assert told.details["renderer"]
