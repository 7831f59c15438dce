"""The v1 dialect: MD5-signed calls and XML answers (docs/service/v1.md, v1.json)."""
