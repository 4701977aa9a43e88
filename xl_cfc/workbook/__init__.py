"""The only room that knows packages, sheet XML and the inside of XlsxWriter."""
