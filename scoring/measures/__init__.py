"""The ways of awarding points, one file each: what an author writes, how a value is read, judged and explained.

A new way is a new file and a line in the union below; the engine does not change.
"""

from typing import Annotated

from pydantic import Field

from scoring.measures.band import Band
from scoring.measures.capped_count import CappedCount
from scoring.measures.deduct_per_defect import DeductPerDefect
from scoring.measures.judged import Judged
from scoring.measures.threshold import Threshold
from scoring.measures.yes_no import YesNo

AnyMeasure = Annotated[
    YesNo | Threshold | Band | DeductPerDefect | CappedCount | Judged,
    Field(discriminator="kind"),
]
