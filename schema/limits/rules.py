"""The rules of validation, those that can take long within a budget."""

from graphql import ASTValidationRule, ValidationContext, specified_rules
from graphql.validation import OverlappingFieldsCanBeMergedRule
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

_COMPARISONS = 30_000


class BoundedOverlappingFieldsRule(OverlappingFieldsCanBeMergedRule):
    """Aborts sooner than by default: its work can grow with the square of the document."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = _COMPARISONS


RULES: tuple[type[ASTValidationRule], ...] = (
    *(
        BoundedOverlappingFieldsRule if rule is OverlappingFieldsCanBeMergedRule else rule
        for rule in specified_rules
    ),
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)
