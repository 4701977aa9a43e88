"""What was typed: read from cells, judged one by one, with the likely correction of what is not accepted."""
