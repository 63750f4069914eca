"""Evidence becomes checked, cited text.

`prompts` says what the generator is told, `citations` reads its marks, `facts` and `support` check
each sentence against its quotes, `attribution` keeps a speaker's words a speaker's words,
`abstain` decides when nothing can be said, and `answer` runs them. Knows nothing of retrieval.
"""
