"""What is wrong or doubtful in a pack, all of it, each with its place and what to do."""
