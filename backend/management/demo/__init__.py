"""The demo's story: an invented municipality, its people, and three months told by the actions."""
