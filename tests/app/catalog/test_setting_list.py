"""One list of settings, from all that is known of them."""

from app.catalog.found_settings import FoundSettings
from app.catalog.setting_list import MOST_SETTINGS, redeclared, setting_list

DECLARED = {
    "API_URL": {"type": "string", "required": True},
    "RPC_<CHAIN>": {"type": "string", "description": "Where a chain is"},
}


def test_where_each_is_known_from_is_told_apart() -> None:
    found = FoundSettings(
        config={"API_URL": "unknown", "PACE": "number"},
        scanned=["PACE", "API_URL", "API_TOKEN"],
        observed=["API_URL", "REGION"],
    )
    assert {spec.key: spec.sources for spec in setting_list(DECLARED, found)} == {
        "API_URL": ["DECLARED", "CONFIG", "SCANNED", "OBSERVED"],
        "RPC_<CHAIN>": ["DECLARED"],
        "API_TOKEN": ["SCANNED"],
        "PACE": ["CONFIG", "SCANNED"],
        "REGION": ["OBSERVED"],
    }


def test_declared_ones_come_first_and_the_others_by_name() -> None:
    listed = setting_list(DECLARED, FoundSettings(scanned=["Z", "B"], observed=["A"]))
    assert [spec.key for spec in listed] == ["API_URL", "RPC_<CHAIN>", "A", "B", "Z"]
    assert [spec.declared for spec in listed] == [True, True, False, False, False]


def test_what_is_only_found_is_judged_by_its_name_and_by_the_type_in_config() -> None:
    found = FoundSettings(config={"PACE": "number", "ODD": "function"}, scanned=["API_TOKEN"])
    token, odd, pace = setting_list({}, found)
    assert (token.secret, pace.secret) == (True, False)
    assert (odd.type, pace.type) == ("string", "number")


def test_a_template_is_the_same_whatever_its_placeholder_is_called() -> None:
    listed = setting_list(DECLARED, FoundSettings(scanned=["RPC_<NETWORK>"]))
    assert [spec.key for spec in listed] == ["API_URL", "RPC_<CHAIN>"]
    assert listed[1].sources == ["DECLARED", "SCANNED"]


def test_a_name_that_follows_a_template_is_described_as_that_is() -> None:
    rpc = setting_list(DECLARED, FoundSettings(observed=["RPC_SEPOLIA"]))[-1]
    assert (rpc.key, rpc.description) == ("RPC_SEPOLIA", "Where a chain is")
    assert (rpc.sources, rpc.declared, rpc.template) == (["OBSERVED"], False, None)


def test_no_package_makes_the_list_endless() -> None:
    many = [f"KEY_{number}" for number in range(2 * MOST_SETTINGS)]
    assert len(setting_list(dict.fromkeys(many))) == MOST_SETTINGS
    assert len(setting_list(DECLARED, FoundSettings(scanned=many))) == MOST_SETTINGS


def test_what_was_found_outlives_a_new_declaration() -> None:
    found = FoundSettings(scanned=["API_URL", "PACE"])
    stored = [spec.model_dump() for spec in setting_list(DECLARED, found)]
    newer = {"REGION": {}, "PACE": {"type": "number", "required": True}}
    fresh = [spec.model_dump() for spec in setting_list(newer)]
    rows = {row["key"]: row for row in redeclared(fresh, stored)}
    assert {key: row["sources"] for key, row in rows.items()} == {
        "REGION": ["DECLARED"],
        "PACE": ["DECLARED", "SCANNED"],
        "API_URL": ["SCANNED"],
    }
    assert (rows["PACE"]["type"], rows["PACE"]["required"]) == ("number", True)
    assert (rows["API_URL"]["declared"], rows["API_URL"]["required"]) == (False, False)
