"""The HTTP side that phones and screens share: links, live stream, downloads, guard."""
