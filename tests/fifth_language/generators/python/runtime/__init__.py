"""What all contracts share."""


class Raw(bytes):
    """One encoded MessagePack value, carried as it is."""
