class EventDefinition:
    name: str | None
    description: str | None
    def __init__(self, name: str | None = None, description: str | None = None) -> None: ...
