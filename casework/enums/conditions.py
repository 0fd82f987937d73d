"""What a contact can say of a special condition."""

from casework.enums import ConditionOutcome

# Kept or not kept: what says how a condition stands. That it was not at issue does not.
TELLING_OUTCOMES = (ConditionOutcome.KEPT, ConditionOutcome.NOT_KEPT)
