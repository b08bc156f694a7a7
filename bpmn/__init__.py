"""The engine: reads, checks and steps BPMN diagrams; evaluates FEEL and DMN; checks forms. Pure: no database, web or clock."""
