"""The judge, a small cross-encoder of our own: does a text follow, contradict, answer another?"""
