"""What each button does, a module a subject; `macros.button.handlers` finds them all."""
