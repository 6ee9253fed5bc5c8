from physai_sim.generation.critics.language.prompts import plausibility


def test_the_question_asks_for_four_things_and_one_number():
    text = plausibility()
    assert text.count("\n- ") == 4
    assert "1 if hardly anything" in text
    assert text.index("<think>") < text.index("Right after </think>")


def test_what_is_meant_to_be_shown_comes_first_in_one_line():
    assert plausibility("a cube\nfalls").startswith(
        "The video is meant to show this: a cube falls\n"
    )
    assert "meant to show" not in plausibility("  ")
