"""What a person means by an SMS."""

import pytest

from volunteers.texts.replies import Reply, Word, read_reply


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ("STOP", Reply(Word.STOP)),
        ("stop.", Reply(Word.STOP)),
        ("  »Stoppen«, tak", Reply(Word.STOP)),
        ("Afmeld venligst", Reply(Word.STOP)),
        ("UNSUBSCRIBE", Reply(Word.STOP)),
        ("Start", Reply(Word.START)),
        ("Ja", Reply(Word.YES)),
        ("JA 2", Reply(Word.YES, 2)),
        ("ja2", Reply(Word.UNCLEAR)),
        ("Ja tak!", Reply(Word.YES)),
        ("yes please", Reply(Word.YES)),
        ("NEJ", Reply(Word.NO)),
        ("Nej, desværre", Reply(Word.NO)),
        ("Ja, men først kl. 15", Reply(Word.UNCLEAR)),
        ("ja 1 2", Reply(Word.UNCLEAR)),
        ("ja 100", Reply(Word.UNCLEAR)),
        ("ok", Reply(Word.UNCLEAR)),
        ("Jeg stopper", Reply(Word.UNCLEAR)),
        ("", Reply(Word.UNCLEAR)),
        ("👍", Reply(Word.UNCLEAR)),
    ],
)
def test_a_text_is_read(body: str, meaning: Reply) -> None:
    assert read_reply(body) == meaning


def test_control_the_one_exact_english_word_misses_danish_stops() -> None:
    def naive(body: str) -> bool:
        return body.strip() == "STOP"

    missed = [body for body in ("Stop!", "stoppen", "AFMELD") if not naive(body)]

    assert missed == ["Stop!", "stoppen", "AFMELD"]
    assert {read_reply(body).word for body in missed} == {Word.STOP}
