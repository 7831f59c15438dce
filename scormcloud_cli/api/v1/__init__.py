"""The v1 dialect: MD5-signed calls and XML answers (spec/v1-protocol.md, v1-methods.json)."""
