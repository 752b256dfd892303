"""Which figures the city may have without learning of a person: small cells are hidden, and what would betray them.

Pure: `tables` states the cells of the released tables and how they add up, `protecting` decides which are shown, and
`search` finds for a hidden cell another value that everything shown agrees with.
"""
