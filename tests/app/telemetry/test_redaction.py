import pytest
from pydantic import BaseModel, ValidationError

from app.telemetry.redaction import redact

SECRET = "s3cr3t-V4lue.of_somebody"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


class Form(BaseModel):
    amount: int


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        f"authorization=Basic {SECRET}",
        f"sent {{'Authorization': 'Bearer {SECRET}'}} on",
        f'{{"password": "{SECRET}"}}',
        f"password='{SECRET}'",
        f"OPENAI_API_KEY={SECRET}",
        f"apiKey: {SECRET}, next",
        f"?access_token={SECRET}&page=1",
        f"MY_SECRET = {SECRET}",
        f"mongodb://ada:{SECRET}@db.example/?replicaSet=one",
        f"mongodb://ada:p@{SECRET}@db.example/",
        f"Set-Cookie: {SECRET}",
    ],
)
def test_secrets_do_not_stay(text: str) -> None:
    assert SECRET not in redact(text)
    assert "[redacted]" in redact(text)


def test_a_token_by_itself_does_not_stay() -> None:
    assert redact(f"cannot read {JWT} here") == "cannot read [redacted] here"


@pytest.mark.parametrize("key", ["sk-proj-abcdefgh0123456789", "ghp_abcdefgh0123456789AB"])
def test_a_well_known_kind_of_key_by_itself_does_not_stay(key: str) -> None:
    assert redact(f"refused {key}") == "refused [redacted]"


def test_what_pydantic_was_given_does_not_stay() -> None:
    with pytest.raises(ValidationError) as refused:
        Form.model_validate({"amount": SECRET})

    assert SECRET in str(refused.value)
    assert SECRET not in redact(str(refused.value))


@pytest.mark.parametrize(
    "text",
    [
        "GET /graphql 200",
        "cannot renew leases: connection to localhost:27017 refused",
        "job execution_65f0c0ffee65f0c0ffee65f0 stays for recovery",
        "http://localhost:8000/graphql",
        "the tokenizer has 30522 words",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert redact(text) == text
