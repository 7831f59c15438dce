"""The v1 face: signed calls and XML answers (spec/v1-protocol.md, spec/v1-methods.json)."""
