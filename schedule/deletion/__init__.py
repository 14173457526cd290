"""Scheduled pages can't disappear: deleting one takes a moderator's recorded confirmation, whichever way it is done."""
