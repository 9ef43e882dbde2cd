"""GraphQL over Server-Sent Events, with distinct connections and with a single one."""
