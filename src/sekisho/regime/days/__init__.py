"""Days of the law: working calendars and the counting of periods."""
