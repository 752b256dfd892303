"""Who may read a counselling note beside its profession: what was shared, and the breaking of the glass."""
