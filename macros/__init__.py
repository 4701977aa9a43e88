"""The Excel add-in: ribbon, VBA text, the Python handlers behind the buttons, and the build."""
