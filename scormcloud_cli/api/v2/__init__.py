"""The v2 dialect: REST and JSON over HTTP basic or OAuth (spec/v2-openapi.json, v2-facts.md)."""
