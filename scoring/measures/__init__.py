"""The ways of awarding points, one file each: what an author writes, how a value is read, judged and explained.

A new way is a new file and a line in the union below; the engine does not change.
"""

from typing import Annotated, get_args

from pydantic import Field

from scoring.measures.additive import Additive
from scoring.measures.all_of import AllOf
from scoring.measures.any_of import AnyOf
from scoring.measures.band import Band
from scoring.measures.capped_count import CappedCount
from scoring.measures.deduct_per_defect import DeductPerDefect
from scoring.measures.judged import Judged
from scoring.measures.linear import Linear
from scoring.measures.pick import Pick
from scoring.measures.ratio import Ratio
from scoring.measures.three_step import ThreeStep
from scoring.measures.threshold import Threshold
from scoring.measures.yes_no import YesNo

_Numbers = Threshold | Band | Linear | Ratio
_Sets = Additive | Pick | AllOf | AnyOf
AnyMeasure = Annotated[
    YesNo | _Numbers | ThreeStep | DeductPerDefect | CappedCount | _Sets | Judged,
    Field(discriminator="kind"),
]
KINDS: frozenset[str] = frozenset(
    get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnyMeasure)[0])
)
