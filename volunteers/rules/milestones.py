"""The round numbers that are celebrated (wish 142); nobody is compared with anybody."""

OF_A_PERSON = (1, 10, 50, 100)
OF_THE_MUNICIPALITY = (100, 1000)


def reached(count: int, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers that a count has come to, the smallest first."""
    return tuple(number for number in numbers if number <= count)
