"""What is known about a plugin becomes sentences one can search for."""

import pytest

from app.knowledge import facts
from app.knowledge.passages import PassageField


def test_a_description_carries_the_title_the_name_and_the_keywords() -> None:
    (passage,) = facts.description_passages("PDF", "@x/plugin-pdf", "Reads PDFs.", ["pdf", "text"])
    assert passage.text == "PDF (@x/plugin-pdf): Reads PDFs.\nKeywords: pdf, text"
    assert passage.heading == "plugin pdf PDF"
    assert passage.names == ("@x/plugin-pdf", "pdf", "plugin-pdf")


def test_a_plugin_that_says_nothing_is_still_found_by_its_name() -> None:
    (passage,) = facts.description_passages("PDF", "@x/plugin-pdf", None)
    assert passage.text == "PDF (@x/plugin-pdf)"


def test_a_capability_is_found_by_its_other_names_and_examples() -> None:
    talk = [[{"name": "user", "content": {"text": "send 1 SOL"}}, {"content": {"text": "Sent."}}]]
    capability = facts.CapabilityFacts("ACTION", "TRANSFER", "Sends SOL.", ["SEND_SOL"], talk)
    described, example = facts.capability_passages("Solana", [capability])
    assert described.text == "Solana > Action TRANSFER: Sends SOL.\nAlso called: SEND_SOL"
    assert described.field is PassageField.CAPABILITY
    assert example.text == "Solana, example of TRANSFER\nsend 1 SOL\nSent."
    assert example.field is PassageField.EXAMPLE


@pytest.mark.parametrize(
    "examples", [None, "x", {}, [1], [[None]], [[{"content": "x"}]], [[{"content": {"text": 1}}]]]
)
def test_examples_of_any_shape_are_survived(examples: object) -> None:
    capability = facts.CapabilityFacts("ACTION", "A", examples=examples)
    assert len(facts.capability_passages("P", [capability])) == 1


def test_settings_share_passages() -> None:
    settings = [facts.SettingFacts("KEY", "The key.", required=True, secret=True)]
    settings += [facts.SettingFacts(f"OPTION_{n}", "word " * 30) for n in range(4)]
    passages = facts.settings_passages("P", settings)
    assert passages[0].text.startswith("P > Settings\nKEY (required, secret): The key.\nOPTION_0")
    assert [passage.ordinal for passage in passages] == [0, 1]
    assert facts.settings_passages("P", []) == []


def test_compatibility_says_how_a_version_loaded() -> None:
    known = facts.CompatibilityFacts("1.2.0", "MIT", "^1.0.0", loaded=True, repairs=["stubbed x"])
    (passage,) = facts.compatibility_passages("P", known)
    assert passage.text.splitlines()[1:] == [
        "Version: 1.2.0.",
        "Licence: MIT.",
        "Works with @elizaos/core ^1.0.0.",
        "Loads with repairs: stubbed x.",
    ]


def test_compatibility_says_why_a_version_does_not_load() -> None:
    known = facts.CompatibilityFacts("1.2.0", loaded=False, reason="no code")
    assert "Does not load: no code." in facts.compatibility_passages("P", known)[0].text
