"""Content connectors, as the store keeps them."""

from scormcloud_cli.emulator.records import Records

# Their columns: `type` and `configuration`, as v2 has them; `enabled`.
CONNECTORS = Records("connectors", "connector", "connector")
