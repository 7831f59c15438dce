"""What tests share: ways to run scloud, emulators to run it against, things to stand in them."""
