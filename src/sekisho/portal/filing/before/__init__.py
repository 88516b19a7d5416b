"""What happens before a filing is accepted: prior consultation, formal defects, handing in anew."""
