"""The v2 dialect: REST and JSON over HTTP basic or OAuth (docs/service/v2.md, v2.json)."""
