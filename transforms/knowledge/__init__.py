"""Who and what there is in the world of the record: people, offices, bodies, states, places, instruments, topics.

The facts are the TOML files of this folder, each with its source, and those of a folder of the user's own that is laid
over them; `load_knowledge` reads them once a process.
"""

from __future__ import annotations

from transforms.knowledge.checking import check_folders, check_knowledge
from transforms.knowledge.facts import Knowledge, load_knowledge, read_knowledge
from transforms.knowledge.layers import FOLDER, Finding, knowledge_folders, knowledge_version
from transforms.knowledge.records import Entity, EventFrame, InvalidKnowledge, Membership, Office, Term, Topic
from transforms.knowledge.spelling import fold

__all__ = [
    "FOLDER", "Entity", "EventFrame", "Finding", "InvalidKnowledge", "Knowledge", "Membership", "Office", "Term",
    "Topic", "check_folders", "check_knowledge", "fold", "knowledge_folders", "knowledge_version", "load_knowledge",
    "read_knowledge",
]
