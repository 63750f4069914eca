"""Dateline for machines: REST, OpenAI-compatible and MCP faces of one desk, users and limits."""
