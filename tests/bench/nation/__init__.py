"""A country's rows by set-based SQL: municipalities, people, times, questions, over three years."""
