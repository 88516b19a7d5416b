"""`sekisho gate`: is what is delivered what was vetted?"""
