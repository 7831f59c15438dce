"""The API core: usable from Python, without the command line."""

V1 = "v1"
V2 = "v2"
APIS = (V1, V2)
