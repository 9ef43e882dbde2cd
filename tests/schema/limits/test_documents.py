"""Documents are judged once, and remembered within bounds."""

import pytest
from graphql import GraphQLSyntaxError

from app.asgi import graph_schema
from app.settings import Settings
from schema.limits import documents
from schema.limits.documents import InvalidDocument
from schema.limits.errors import TooManyAliases
from schema.schema import GraphSchema

ALIASED = "{ a: __typename b: __typename }"


def test_a_valid_document_is_read_once(schema: GraphSchema) -> None:
    first = schema.documents.document("{ me { id username } }", suggestions=False)
    assert schema.documents.document("{ me { id username } }", suggestions=True) is first


def test_a_schema_with_other_limits_does_not_take_what_this_one_remembers(
    schema: GraphSchema,
) -> None:
    schema.documents.document(ALIASED, suggestions=False)

    strict = graph_schema(Settings.model_construct(None, query_aliases=1))

    with pytest.raises(TooManyAliases):
        strict.documents.document(ALIASED, suggestions=False)


def test_who_may_have_suggestions_gets_them_and_others_do_not(schema: GraphSchema) -> None:
    for suggestions in (True, False, True):
        with pytest.raises(InvalidDocument) as caught:
            schema.documents.document("{ me { usernam } }", suggestions=suggestions)
        assert ("username" in caught.value.errors[0].message) is suggestions


def test_what_is_remembered_is_bounded_in_bytes() -> None:
    made = graph_schema().documents
    for index in range(250):
        made.document("{ __typename }" + "#" * 90_000 + str(index), suggestions=False)
    assert made._valid.weight <= documents._CACHE_BYTES
    assert len(made._valid) < 250


@pytest.mark.parametrize("text", ["{", "{ me { unknown } }", ALIASED * 20, "", "{ me }"])
def test_what_is_no_valid_document_is_not_accepted(schema: GraphSchema, text: str) -> None:
    assert schema.documents.accepts("{ me { id } }")
    assert not schema.documents.accepts(text)


def test_a_text_that_is_no_graphql_stays_a_syntax_error(schema: GraphSchema) -> None:
    with pytest.raises(GraphQLSyntaxError):
        schema.documents.document(
            '"Document contains more than enough tokens" {', suggestions=False
        )
