"""How each BPMN element behaves, on SpiffWorkflow's specifications.

Each module holds one family of elements. Nothing here reads XML, and no object leaves `bpmn`.
"""
