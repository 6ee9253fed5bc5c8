from message_filters import SimpleFilter


def test_arguments_of_a_registration_follow_the_messages():
    seen, source = [], SimpleFilter()
    source.registerCallback(lambda *values: seen.append(values), "a", 1)
    source.signalMessage("message")
    assert seen == [("message", "a", 1)]


def test_everyone_is_called_in_the_order_of_registration():
    seen, source = [], SimpleFilter()
    numbers = [source.registerCallback(lambda _, who: seen.append(who), who) for who in "abc"]
    source.signalMessage("message")
    assert seen == ["a", "b", "c"]
    assert numbers == [0, 1, 2]


def test_a_callback_may_register_another_one():
    seen, source = [], SimpleFilter()

    def first(message):
        source.registerCallback(seen.append)

    source.registerCallback(first)
    source.signalMessage("one")
    assert seen == []
    source.signalMessage("two")
    assert seen == ["two"]
