"""What the judge says is what it said: sentences in both languages, and the shapes that programs read."""

import json

from tests.scoring.words import GOLDEN, everything_said


def test_every_sentence_is_the_pinned_one():
    assert everything_said() == json.loads(GOLDEN.read_text(encoding="utf-8")), (
        "a sentence has changed; if that is meant: ./lvce python -m tests.scoring.words"
    )
