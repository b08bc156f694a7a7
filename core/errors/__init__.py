"""The errors of the office: one base, one class for each way a request can be refused.

A class's ``template`` is the English message and at the same time the key into the message catalogues
(``core/translations``); ``params`` are its facts. The doors turn ``kind`` into a status and translate the
message; nothing here knows of either.
"""
