"""How staff sign in: passwords and passkeys, the second factor, sessions, invitations, and the record of it all.

django-allauth does the work; what is here are the rules of this site (docs/decisions/0023-sign-in.md).
"""
