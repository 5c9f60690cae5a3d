"""The pure half: sourced numbers, arithmetic, words and pictures. Nothing here imports Jupyter."""
