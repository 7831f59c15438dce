"""The v2 face: REST and JSON (spec/v2-openapi.json, spec/v2-facts.md)."""
