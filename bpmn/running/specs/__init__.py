"""How each BPMN element behaves: SpiffWorkflow's specifications with the hooks the standard asks for.

One module a family. Nothing here reads XML, and nothing leaves `bpmn`.
"""
