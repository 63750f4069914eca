"""The web app: drawing and wiring only."""
