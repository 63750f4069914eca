"""A question becomes ranked chunks.

`query` reads the question (and the conversation before it), `fusion` merges rankings, `retriever`
runs both searches. Knows nothing of what is done with the hits.
"""
